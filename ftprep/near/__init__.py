"""Near-duplicates: texts in normal form, their sketches, the pairs among them, and clusters."""
