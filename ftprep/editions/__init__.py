"""Two editions of a dataset: what differs, and how data is added to an earlier one."""
