"""The style of prompt/completion data: separator, end marker, leading space, what may be cut."""

from __future__ import annotations

import re
from typing import Final

from ftprep.aggregate.affixes import Affixes, Side
from ftprep.frozen import frozen
from ftprep.model import Example, Turn
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS
from ftprep.pattern import Pattern

__all__ = [
    "RECOMMENDED",
    "Style",
    "apply",
    "bare",
    "decide",
    "shared_completion_prefix",
    "shared_prompt_prefix",
    "shouted",
]

_NATURAL_END: Final = Pattern(r"[\w\s.?!,;:'\"»”’)\]}>。？！、，…-]*", re.UNICODE)
"""What texts end with by themselves: letters, digits, sentence and closing punctuation."""

_SHORTEST_PROMPT_PREFIX: Final = 13
_SHORTEST_COMPLETION_PREFIX: Final = 5
"""Characters. The retired tool offered to cut shared starts from these lengths on."""


@frozen
class Style:
    """How the lines are written, decided once from all prompts and completions."""

    separator: str | None
    """What every prompt ends with; None when the prompts are all blank (open-ended generation) or
    no candidate is free."""
    end: str | None
    """What every completion ends with: the stop sequence."""
    space: bool
    """Whether every completion begins with a space."""
    separator_found: bool = False
    """The data had it already."""
    end_found: bool = False
    prompt_prefix: str = ""
    """What is cut from the beginning of every prompt, when asked for."""
    completion_prefix: str = ""
    lower_prompts: bool = False
    lower_completions: bool = False


RECOMMENDED: Final = frozenset({"CMP001", "CMP002", "CMP003"})
"""Repairs of the style that are applied unasked."""


def decide(affixes: Affixes, fixes: frozenset[str] = RECOMMENDED) -> Style:
    """The style for these data. `fixes`: codes of the rules whose repairs are applied."""
    prompts, completions = affixes.prompts, affixes.completions
    open_ended = prompts.blank == prompts.count
    separator = end = None
    separator_found = end_found = False
    if not open_ended:
        separator, separator_found = _marker(prompts, completions, SEPARATORS)
    taken = {separator} if separator else set()
    end, end_found = _marker(completions, prompts, END_MARKERS, taken)
    spaced_script = affixes.unspaced_script * 2 <= completions.count
    return Style(
        separator=separator if separator_found or "CMP001" in fixes else None,
        end=end if end_found or "CMP002" in fixes else None,
        space=completions.count > 0 and spaced_script and "CMP003" in fixes,
        separator_found=separator_found,
        end_found=end_found,
        prompt_prefix=shared_prompt_prefix(affixes) if "CMP005" in fixes else "",
        completion_prefix=shared_completion_prefix(affixes) if "CMP006" in fixes else "",
        lower_prompts="CMP007" in fixes and shouted(prompts),
        lower_completions="CMP007" in fixes and shouted(completions),
    )


def apply(example: Example, style: Style) -> tuple[Example, tuple[str, ...]]:
    """The example in this style, and the codes of the rules by which it was edited. Idempotent."""
    prompt, completion = example.body["prompt"], example.body["completion"]
    edits: list[str] = []
    if style.prompt_prefix and prompt.startswith(style.prompt_prefix):
        prompt, edits = prompt[len(style.prompt_prefix) :], [*edits, "CMP005"]
    if style.completion_prefix and completion.startswith(style.completion_prefix):
        completion, edits = completion[len(style.completion_prefix) :], [*edits, "CMP006"]
    lowered = (
        prompt.lower() if style.lower_prompts else prompt,
        completion.lower() if style.lower_completions else completion,
    )
    if lowered != (prompt, completion):
        (prompt, completion), edits = lowered, [*edits, "CMP007"]
    if style.separator and not prompt.endswith(style.separator):
        prompt, edits = prompt + style.separator, [*edits, "CMP001"]
    if style.end and not completion.endswith(style.end):
        completion, edits = completion + style.end, [*edits, "CMP002"]
    if style.space and not completion.startswith(" "):
        completion, edits = " " + completion, [*edits, "CMP003"]
    if not edits:
        return example, ()
    body = {**example.body, "prompt": prompt, "completion": completion}
    texts = {"/prompt": prompt, "/completion": completion}
    turns = tuple(
        [Turn(role, texts.get(at, text), trained, at) for role, text, trained, at in example.turns]
    )
    origin, kind, _, _, columns, label, group, others = example
    return Example(origin, kind, body, turns, columns, label, group, others), tuple(edits)


def bare(completion: str, style: Style | None) -> str:
    """A completion without end marker and leading space: what it says."""
    if style is None:
        return completion
    said = completion.removesuffix(style.end or "")
    return said.removeprefix(" ") if style.space else said


def shared_prompt_prefix(affixes: Affixes) -> str:
    """What could be cut from the beginning of all prompts; empty if nothing worth it."""
    prefix = _whole_words(affixes.prompts)
    return prefix if len(prefix) >= _SHORTEST_PROMPT_PREFIX else ""


def shared_completion_prefix(affixes: Affixes) -> str:
    """What could be cut from the beginning of all completions; empty if nothing worth it."""
    prefix = _whole_words(affixes.completions)
    return prefix if len(prefix.strip()) >= _SHORTEST_COMPLETION_PREFIX else ""


def shouted(side: Side) -> bool:
    """Whether more than a third of the letters are upper case (the retired tool's measure)."""
    return side.upper * 2 > side.lower


def _marker(
    side: Side, other: Side, candidates: tuple[str, ...], taken: set[str] | None = None
) -> tuple[str | None, bool]:
    """(marker, whether the texts end with it already)."""
    suffix = side.suffix or ""
    for candidate in candidates:
        if suffix.endswith(candidate) and candidate in side.only_last:
            return candidate, True
    # A known marker that also stands inside a text marks nothing, alone or as part of the ending.
    mistaken = any(len(c) > 1 and c in suffix and c not in side.only_last for c in candidates)
    if side.count > 1 and not side.same and _looks_chosen(suffix) and not mistaken:
        return suffix, True
    for candidate in candidates:
        if candidate != "\n" and candidate in side.free & other.free - (taken or set()):
            return candidate, False
    return None, False


def _looks_chosen(suffix: str) -> bool:
    r"""Whether people put this at the end on purpose: a line of its own, such as `\n\nAgent:`, or
    signs that no sentence ends with. Never an accidental common ending: `tive`, `?`, `.`, `"}`."""
    own_line = suffix.startswith("\n") and suffix.strip() != ""
    return own_line or _NATURAL_END.fullmatch(suffix) is None


def _whole_words(side: Side) -> str:
    """The common prefix, cut back to whole words: never inside a word, a number, quotes or
    brackets (JSON), and never so far that a text would be left blank."""
    prefix = side.prefix or ""
    if side.count < 2 or side.same:
        return ""
    end = max(prefix.rfind(" "), prefix.rfind("\n")) + 1
    prefix = prefix[:end]
    balanced = all(prefix.count(a) == prefix.count(b) for a, b in ("()", "[]", "{}"))
    return prefix if balanced and prefix.count('"') % 2 == 0 else ""
