"""Small examples for the tests of aggregates and of the rules that read them."""

from __future__ import annotations

from ftprep.model import Example, Kind, Origin, Turn
from ftprep.tokens.count import TokenCounts

__all__ = ["chat", "tokens"]


def chat(
    position: int, answer: str, prompt: str = "Why?", system: str = "", source: int = 0
) -> Example:
    """A conversation of one question and one answer."""
    said = [("system", system)] if system else []
    said += [("user", prompt), ("assistant", answer)]
    body = {"messages": [{"role": role, "content": text} for role, text in said]}
    turns = tuple(
        Turn(role, text, role == "assistant", f"/messages/{number}/content")
        for number, (role, text) in enumerate(said)
    )
    return Example(Origin(source, 0, position), Kind.CHAT, body, turns)


def tokens(example: Example) -> TokenCounts:
    """One token for each character: lengths that can be reckoned by heart."""
    turns = tuple(len(turn.text) for turn in example.turns)
    return TokenCounts(turns, sum(turns), sum(turns), sum(turns))
