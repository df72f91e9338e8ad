"""The inference contract: what a caller of a tuned model must send, and whether one does."""
