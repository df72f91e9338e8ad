"""Made-up training data, the same for the same seed; `bench/generate.py` writes it."""
