"""Facts about all the data that grow record by record and merge shard by shard.

Each class has `add(…)` for one example and `merge(other)` for another shard's facts. Merging is
associative and commutative, so that any cut of the input gives the same facts; each docstring
states the memory per record.
"""
