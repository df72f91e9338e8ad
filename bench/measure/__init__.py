"""What `bench/run.py` is made of: processes that are timed, rows of the table, and the page."""
