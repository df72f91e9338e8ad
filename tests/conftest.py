"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# Speed is for benchmarks: a busy machine must not make a property test fail.
settings.register_profile("ftprep", deadline=None)
settings.load_profile("ftprep")
