"""How the rehearsal server behaves, chosen when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ftprep.testing.server.faults import Fault

__all__ = ["Options"]

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """Every number is the API's own where it publishes one (`ftprep/targets/openai.py`)."""

    speed: float = 60.0
    """Seconds that pass for jobs in one second of ours; 0: only when they are told to."""
    key: str | None = None
    """The only API key that is accepted; None: any."""
    access: Literal["open", "closed"] = "open"
    """`closed`: the organisation may not start jobs, as after 2027-01-06."""
    flavour: Literal["openai", "azure", "together", "fireworks"] = "openai"
    """Whose API it is."""
    results: Literal["base64", "plain"] = "base64"
    """How the content of result files is sent. OpenAI's was seen in base64, Azure's plain."""
    requests_per_minute: int = 10_000
    """Calls of a model; more are refused with 429."""
    max_file_bytes: int = 512 * MB
    max_part_bytes: int = 64 * MB
    max_upload_bytes: int = 8 * 1024 * MB
    min_examples: int = 10
    faults: tuple[Fault, ...] = ()
    """Those that a new state begins with; a server that goes on keeps what is left of its own."""
