r"""TXT: what is left of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Example, Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, hit, text_rule
from ftprep.rules.text.codelike import is_code

__all__ = ["RULES", "without_entities"]

_TAG: Final = Pattern(
    r"</?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|table|tbody|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,300})?\s?/?>",
    re.IGNORECASE,
)
_TAG_GATE: Final = (
    r"(?i)<(?:br|/p|/div|/span|/a|/b|/i|/u|/em|/li|/td|/strong|/h[1-6]|/font|p|div|span|img)[\s/>]"
)

# Only what stands for a sign of its own: numbers of letters and of & # ; are left, so that what an
# entity gives never makes another one.
_AMP: Final = "(?:amp|#0{0,4}38|#[xX]0{0,4}26);"
_ENTITY: Final = Pattern(
    f"&(?:{_AMP})*(?:"
    "(?:nbsp|lt|gt|quot|apos|copy|reg|trade|euro|pound|deg|hellip|[mn]dash|[lr][sd]quo|bull|middot"
    "|[lr]aquo|times|[aeiouyAEIOUYn](?:acute|grave|circ|uml|tilde)|[cC]cedil|szlig)"
    "|#0{0,4}(?:34|39|60|62|160|8[0-9]{3})|#[xX]0{0,4}(?:2[27]|3[ceCE]|[aA]0|20[0-9a-fA-F]{2})"
    f");|&(?:{_AMP})+"
)
_ENTITY_GATE: Final = r"&#?[a-zA-Z0-9]+;"


def html_tag(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""An answer has HTML tags in it.

    ## What
    Tags such as `<br>`, `</p>` or `<span style=…>` in an answer that is not about code. Answers
    with a fence, a whole page or a script are left alone.

    ## Why
    They are often left over from a web page or a help desk's export, and the model learns to write
    them. If your answers are shown as HTML they are right: `--ignore TXT010`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "How do I log in?"}, {"role": "assistant", "content": "Open the site.<br>Enter your <b>name</b>."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "How do I write bold in HTML?"}, {"role": "assistant", "content": "Write `<b>name</b>`; 3 < 4 and 5 > 4."}]}
    ```

    ## Source
    `clean_html_mapper` of Data-Juicer takes the same tags away.
    """  # noqa: E501
    if not turn.trained or is_code(turn.text):
        return
    if found := _TAG.search(turn.text):
        n = sum(1 for _ in _TAG.finditer(turn.text))
        yield hit(n=n, found=excerpt(turn.text, *found.span()))


def html_entity(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""The text has HTML entities where people would see signs.

    ## What
    `&nbsp;`, `&amp;`, `&quot;`, `&#39;` and others, in a text that is neither code nor HTML.

    ## Why
    They are left over from a web page. The model learns to write `don&#39;t`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "May I?"}, {"role": "assistant", "content": "You don&#39;t need to ask &amp; may go."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "May I?"}, {"role": "assistant", "content": "You don't need to ask & may go. In HTML, `&amp;` is a &."}]}
    ```

    ## Source
    HTML Standard, 13.5, named character references; `fix_text` of ftfy mends the same.
    """  # noqa: E501
    if _is_markup(turn):
        return
    if found := _ENTITY.search(turn.text):
        sign = " " if (read := _read(found)).isspace() else read
        n = sum(1 for _ in _ENTITY.finditer(turn.text))
        yield hit(
            n=n, entity=found.group()[:40], sign=sign, found=excerpt(turn.text, *found.span())
        )


def without_entities(turn: Turn) -> str:
    """The text with the signs that its entities stand for, unless it is markup. Idempotent."""
    return turn.text if _is_markup(turn) else _ENTITY.sub(_read, turn.text)


def _is_markup(turn: Turn) -> bool:
    return is_code(turn.text) or _TAG.search(turn.text) is not None


def _read(entity: re.Match[str]) -> str:
    """The sign; of `&amp;amp;lt;`, which was escaped several times, the last."""
    import html  # starting fast: few texts have entities

    name = re.sub(f"^&(?:{_AMP})+", "&", entity.group())
    return html.unescape(name).replace("\u00a0", " ")


def _mend(example: Example, context: Context) -> Example:
    return rewritten(example, without_entities)


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT010", Level.NOTE, html_tag, _TAG_GATE,
        'the answer has HTML tags: "{found}" ({n:,} in all)',
        "Write plain text or Markdown, unless your answers are shown as HTML.",
    ),
    text_rule(
        "TXT011", Level.WARNING, html_entity, _ENTITY_GATE,
        'HTML entities stand in the text: "{entity}" is "{sign}" ({n:,} in all)',
        "Write the sign itself; --fix TXT011 does.",
        repair=Repair(_mend, "writes signs in place of HTML entities", safe=False),
    ),
)  # fmt: skip
