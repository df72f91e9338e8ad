"""Faults on demand: which requests they strike, and what they do to them."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

__all__ = ["ACTIONS", "Fault", "parse_fault", "parse_faults"]

ACTIONS: Final = {
    "drop": "break the connection when so many bytes of the body have come (0: at once)",
    "lose": "do what was asked, then break the connection without an answer",
    "cut": "break the connection in the middle of the answer",
    "kill": "end the server's process before anything is done",
    "kill-after": "end the server's process when it is done, without an answer",
    "slow": "wait so many seconds before the answer",
    "malformed": "answer 200 with half a JSON text",
    "status": "answer with this HTTP status",
}

_FORM: Final = re.compile(
    r"(?P<method>[A-Z]+|\*) (?P<path>\S+) (?P<action>[a-z-]+)(=(?P<argument>[0-9.]+))?"
    r"(?P<rest>( (x|after|wait)=?[0-9]+)*)"
)
_REST: Final = re.compile(r"(x|after|wait)=?([0-9]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. It strikes `times` requests that match, after letting `after` of them pass."""

    method: str = "*"
    path: str = "*"
    """With `*` and `?` as in a shell; `*` also stands for slashes."""
    action: str = "status"
    argument: float = 0
    times: int = 1
    after: int = 0
    wait: int = 0
    """Seconds of Retry-After, for a status."""
    id: str = ""

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is of the kind that it strikes."""
        return self.method in ("*", method) and fnmatch.fnmatchcase(path, self.path)

    def to_row(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def parse_fault(text: str) -> Fault:
    """A fault as it is written: `METHOD PATH ACTION[=ARGUMENT] [xTIMES] [after=N] [wait=S]`.

    `POST /v1/files drop=100000`, `* * status=500 x2`, `POST */jobs lose after=1`,
    `GET * status=429 wait=2`. Raises ValueError for anything else.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or found["action"] not in ACTIONS:
        known = ", ".join(ACTIONS)
        raise ValueError(
            f'"{text}" is not a fault; write METHOD PATH ACTION[=ARGUMENT] [xTIMES] [after=N] '
            f"[wait=SECONDS], with an action of {known}"
        )
    rest = dict(_REST.findall(found["rest"]))
    return Fault(
        found["method"],
        found["path"],
        found["action"],
        float(found["argument"] or 0),
        int(rest.get("x", 1)),
        int(rest.get("after", 0)),
        int(rest.get("wait", 0)),
    )


def parse_faults(text: str) -> list[Fault]:
    """Several faults with `;` between them."""
    return [parse_fault(part) for part in text.split(";") if part.strip()]
