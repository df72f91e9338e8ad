"""What breaks a JSON Schema, told as people would."""

from ftprep.faults.words import explainer

__all__ = ["explainer"]
