r"""Templates: `{title}\n\n{body}` makes one text of several columns.

Fields are names of columns or dotted paths and nothing else: no attributes, no indices, no format
specifications, so that a template can read a record but do nothing.
"""

from __future__ import annotations

import re
from typing import Final

from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.model import Finding, Record
from ftprep.normalizers.values import at_column, find, missing, text
from ftprep.pattern import Pattern

__all__ = ["Template", "escaped", "parse"]

_TOKEN: Final = Pattern(
    r"""
      (?P<literal> \{\{ | \}\} )
    | \{ (?P<field> [^{}]+ ) \}
    | \\ (?P<escape> [nt\\] )
    | (?P<stray> [{}] )
    | (?P<text> [^{}\\]+ | \\ )
    """,
    re.VERBOSE,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "\\": "\\"}


@frozen
class Template:
    """A template taken apart: what stands between the fields, and the fields."""

    source: str
    texts: tuple[str, ...]
    """One more than there are fields."""
    fields: tuple[str, ...]

    def render(self, record: Record, findings: list[Finding]) -> str | None:
        """The text for one record; None, with errors in `findings`, where a field has no text.

        An empty text is a text; null and a missing key are not.
        """
        parts = [self.texts[0]]
        for field, after in zip(self.fields, self.texts[1:], strict=True):
            if missing(find(record.data, field)):
                findings.append(at_column("MAP009", record, field))
                return None
            words = text(record, field, findings)
            if words is None:
                return None
            parts += (words, after)
        return "".join(parts)


def parse(source: str) -> Template:
    r"""Take a template apart.

    `{{` and `}}` are braces; `\n`, `\t` and `\\` are a line break, a tab and a backslash; any other
    backslash stands for itself. Raises `UsageError` for a brace without its partner and for a
    template without a field.
    """
    texts, fields = [""], list[str]()
    for token in _TOKEN.finditer(source):
        if token["field"] is not None:
            fields.append(token["field"])
            texts.append("")
        elif token["stray"]:
            raise UsageError(
                f'The template "{source}" has a single {token["stray"]} at character'
                f" {token.start() + 1}. Write a column as {{column}}, and a brace as"
                f" {token['stray'] * 2}."
            )
        elif token["escape"]:
            texts[-1] += _ESCAPES[token["escape"]]
        else:
            texts[-1] += token["text"] or token["literal"][0]
    if not fields:
        raise UsageError(
            f'The template "{source}" names no column, so every row would get the same text.'
            " Write a column as {column}."
        )
    return Template(source, tuple(texts), tuple(fields))


def escaped(words: str) -> str:
    """The template text that stands for `words` themselves."""
    return words.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}")
