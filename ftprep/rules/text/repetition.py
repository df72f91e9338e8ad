r"""TXT: an answer that says the same again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit

__all__ = ["RULES", "loop"]

_TAIL: Final = 24
"""Characters of the end of a text that must stand in it several times: a loop runs to the end."""
_LEAST_TIMES: Final = 4
_LEAST_CHARACTERS: Final = 120
"""Of the whole loop: shorter ones are a refrain, or emphasis."""
_LEAST_LETTERS: Final = 4
"""Different letters of what repeats: a line of dashes, zeros or laughter is no loop."""


def repetition_loop(example: Example, context: Context) -> Iterator[Hit]:
    r"""An answer repeats the same words to its end.

    ## What
    The answer ends in at least 4 copies of one line, sentence or group of words, with nothing
    between them, and they take 120 characters or more.

    ## Why
    A model that was sampled badly wrote it. Trained on, it teaches the loop.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Tell me of tea."}, {"role": "assistant", "content": "Tea is a drink. It is made from leaves. It is made from leaves. It is made from leaves. It is made from leaves. It is made from leaves. It is made from leaves."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Sing."}, {"role": "assistant", "content": "Row, row, row your boat, gently down the stream. Merrily, merrily, merrily, merrily, life is but a dream."}]}
    ```

    ## Source
    Holtzman et al., The Curious Case of Neural Text Degeneration (2020), on loops; Rae et al.,
    Gopher (2021), appendix A, for the filters of repetition.
    """  # noqa: E501
    for turn in example.turns:
        if turn.trained and len(turn.text) >= _LEAST_CHARACTERS and (found := loop(turn.text)):
            unit, times = found
            yield hit(turn.pointer, found=excerpt(unit.strip(), 0, 40), n=times)


def loop(text: str) -> tuple[str, int] | None:
    """What the text repeats at its end and how many times, or None.

    Nearly always it takes one search for the last characters, which is linear and in C.
    """
    text = text.rstrip()
    tail = text[-_TAIL:]
    before = text.rfind(tail, 0, len(text) - 1)
    if before == -1:
        return None
    period = len(text) - _TAIL - before
    unit = text[len(text) - period :]
    if len({char for char in unit if char.isalpha()}) < _LEAST_LETTERS:
        return None
    times, end = 1, len(text) - period
    while text.startswith(unit, end - period) and end >= period:
        times += 1
        end -= period
    if times < _LEAST_TIMES or times * period < _LEAST_CHARACTERS:
        return None
    return unit, times


def _repeating(examples: Sequence[Example]) -> Iterator[int]:
    """Those with an answer whose last characters stand in it once more."""
    for index, example in enumerate(examples):
        for _, text, trained, _ in example.turns:
            if trained and len(text) >= _LEAST_CHARACTERS:
                stop = len(text.rstrip())
                if text.find(text[max(stop - _TAIL, 0) : stop], 0, stop - 1) != -1:
                    yield index
                    break


RULES: tuple[Rule, ...] = (
    example_rule(
        "TXT032", Level.WARNING, repetition_loop,
        'the answer repeats "{found}" {n:,} times, to its end',
        "Cut the repeats, or write the answer anew.",
        suspects=_repeating,
    ),
)  # fmt: skip
