"""Tuned models: asking them, and telling whether they are better than their base."""
