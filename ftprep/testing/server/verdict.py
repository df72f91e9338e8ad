"""What the API finds in a training file when a job is made from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from ftprep.model import Example, Kind, Origin
from ftprep.named import NamedTuple
from ftprep.targets.target import Model
from ftprep.testing.server.lines import Fault, fault_of
from ftprep.testing.server.open_lines import open_fault
from ftprep.tokens.billing import measure
from ftprep.tokens.count import encoding_for

__all__ = ["Verdict", "judge", "objects", "unparsable"]

_BATCH = 500
"""Examples whose tokens are counted together."""


class Verdict(NamedTuple):
    """The file's examples and tokens, or why it is refused."""

    examples: int = 0
    tokens: int = 0
    """Billed for one epoch, as ftprep counts them."""
    code: str = ""
    message: str = ""


def judge(path: Path, what: str, method: str, model: Model, least: int) -> Verdict:
    """Read the whole file, in constant memory.

    `what`: training or validation. `method`: supervised, dpo, reinforcement or, for services that
    look before there is a job, any. `model`: its provider's lines are expected. `least`: the number
    of examples that a training file must have.
    """
    fault_in = fault_of if model.provider in ("openai", "azure") else open_fault
    examples = tokens = 0
    first: Kind | None = None
    batch: list[Example] = []
    encoding, _ = encoding_for(model)
    for number, line in _lines(path):
        found = fault_in(line, number, method, path.name)
        if isinstance(found, Fault):
            return Verdict(code=found.code or f"invalid_{what}_file", message=found.text(what))
        examples += 1
        kind = _kind(found, method)
        first = first or kind
        if kind is not first:
            reason = f"Example {number} is in another format than the examples before it."
            fault = Fault(f"Invalid file format. {reason}")
            return Verdict(code=f"invalid_{what}_file", message=fault.text(what))
        batch.append(Example(Origin(0), kind, found, ()))
        if len(batch) >= _BATCH:
            tokens += sum(count.billed for count in measure(batch, encoding, model))
            batch = []
    if batch:
        tokens += sum(count.billed for count in measure(batch, encoding, model))
    if what == "training" and examples < least:
        return Verdict(
            code="invalid_n_examples",
            message=f"Training file has {examples} example(s), but must have at least "
            f"{least} examples",
        )
    return Verdict(examples, tokens)


def unparsable(path: Path) -> str | None:
    """What processing a file finds: the first line that is no JSON."""
    for number, line in _lines(path):
        try:
            orjson.loads(line)
        except orjson.JSONDecodeError:
            found = fault_of(line, number, "supervised")
            assert isinstance(found, Fault)
            return found.reason
    return None


def _kind(body: dict[str, Any], method: str) -> Kind:
    if "prompt" in body:
        return Kind.COMPLETION
    if "preferred_output" in body:
        return Kind.PREFERENCE
    return Kind.REINFORCEMENT if method == "reinforcement" else Kind.CHAT


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(1-based number, text) of each line that is not empty."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if text.strip():
                yield number, text


def objects(path: Path) -> Iterator[dict[str, object]]:
    """The examples of a file that was found right."""
    for _, line in _lines(path):
        yield orjson.loads(line)
