"""What normalizers find, and the schema of each line."""
