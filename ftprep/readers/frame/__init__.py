"""Rows of Arrow and of other frames as JSON values."""
