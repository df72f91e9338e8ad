"""Images in messages."""
