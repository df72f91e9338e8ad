"""Alpaca: `instruction`, `input` and `output`, with `system` and `history` where there is more.

The question is the instruction and, on the next line, the input if there is one (LLaMA-Factory
data/README, 2026-08-18). Answers in the history are trained on, as that README says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ftprep.model import Finding, Record
from ftprep.normalizers import chat
from ftprep.normalizers.convert import Exchange, exchange
from ftprep.normalizers.names import fold
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.unused import unused_note
from ftprep.normalizers.values import at_column, is_blank, kind_of, missing, text

__all__ = ["ALPACA", "question", "recognise"]

_PARTS = ("instruction", "input", "output", "system", "history")


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records with an instruction and an output."""
    named = [(part, key) for key in keys if (part := fold(key)) in _PARTS]
    columns = dict(named)
    if not {"instruction", "output"} <= columns.keys() or len(columns) != len(named):
        return None
    unused = tuple(key for key in keys if key not in columns.values())

    def normalizer(record: Record) -> Understood:
        findings: list[Finding] = []
        parts: dict[str, str] = {}
        for part in ("instruction", "input", "output", "system"):
            column = columns.get(part)
            words = text(record, column, findings) if column else ""
            if words is None:
                return None, tuple(findings)
            parts[part] = words
        history = _history(record, columns.get("history"))
        if isinstance(history, Finding):
            return None, (*findings, history)
        asked = question(parts["instruction"], parts["input"])
        told = {"user": columns["instruction"], "assistant": columns["output"]}
        if not is_blank(parts["input"]):
            told["user"] += f", {columns['input']}"
        if "system" in columns:
            told["system"] = columns["system"]
        system = parts["system"] or request.system or ""
        origin = record.origin
        said = Exchange(asked, parts["output"], system, told)
        example, found = exchange(origin, request.kind, said)
        if history and example is not None:
            messages = [*history, *_pair(asked, parts["output"])]
            if system:
                messages.insert(0, {"role": "system", "content": system})
            example, found = chat.understand(record, {"messages": messages}, request)
        return example, (*findings, *found, *unused_note(origin, unused))

    return normalizer


ALPACA = Layout("alpaca", recognise)


def question(instruction: str, given: str) -> str:
    """The instruction and, on the next line, what it is about; either alone when one is empty."""
    if is_blank(given):
        return instruction
    return given if is_blank(instruction) else f"{instruction}\n{given}"


def _pair(asked: str, answered: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": answered}]


def _history(record: Record, column: str | None) -> list[dict[str, Any]] | Finding:
    """The earlier turns, from `[[question, answer], …]`; a finding when they are anything else."""
    value = record.data[column] if column else None
    if column is None or missing(value) or value in ("", "[]", []):
        return []
    messages: list[dict[str, Any]] = []
    pairs: list[Any] = value if isinstance(value, list) else [value]
    for pair in pairs:
        both = isinstance(pair, list) and len(pair) == 2
        if not both or not all(isinstance(words, str) for words in pair):
            return at_column("MAP015", record, column, found=kind_of(value))
        messages += _pair(*pair)
    return messages
