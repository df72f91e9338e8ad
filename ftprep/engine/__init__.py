"""Check: a pure function of a shard, then a merge; and the processes that do it."""
