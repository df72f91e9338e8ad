"""Classes: rare, misspelt, likely wrong."""
