"""The dataset that `prepare` writes: what goes where, the files, and what vouches for them."""
