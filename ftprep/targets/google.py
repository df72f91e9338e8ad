"""Google (Gemini): a line format of its own.

* `systemInstruction` and `contents` of `parts`; the assistant's role is called `model`.
* Preference lines are `contents` with scored `completions`; reinforcement lines have `references`.
* Examples of up to 131,072 tokens.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

_DOCS = "Google Cloud, Gemini supervised tuning page"

PROVIDER = Provider(
    name="google",
    title="Google",
    # The models of the catalogue are listed for supervised tuning; which of them take preference
    # and reinforcement lines is not known.
    kinds=(Kind.CHAT,),
    methods={"sft": (Kind.CHAT,)},
    default_models={Kind.CHAT: "gemini-2.5-flash"},
    roles=("system", "user", "assistant"),
    line_keys={Kind.CHAT: ("messages",)},
    message_keys=("role", "content"),
    # No minimum is stated.
    min_examples=Fact(1, _DOCS, "2026-09-25"),
    max_file_bytes=Fact(2**30, _DOCS, "2026-09-25"),
    # Of text; an older page says 1 million.
    max_examples=Fact(10_000_000, _DOCS, "2026-09-25"),
    notes=("Validation: at most 5,000 examples or 30 %. At most 30 images in one example.",),
    own_format="systemInstruction and contents of parts, with the role model",
)
