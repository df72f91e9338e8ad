"""JSON and JSONL as people have them: where records are, and what is clear though not strict."""
