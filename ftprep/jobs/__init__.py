"""Fine-tuning jobs after they were submitted: following them, their results, their bill."""
