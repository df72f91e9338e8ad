"""Examples that repeat or contradict others, also across train and test."""
