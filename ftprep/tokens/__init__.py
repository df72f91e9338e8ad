"""Token counts, offline."""
