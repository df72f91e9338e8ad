"""Messages, their roles, order and content; system texts."""
