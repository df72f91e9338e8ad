"""Blocks of code, JSON and tables, as they stand in answers."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from bench.data.deck import Draw, filled

__all__ = ["blocks", "objects"]

_PYTHON: Final = '''\
```python
def {verb}_{noun}({noun}, limit={num}):
    """{Np} {verbs} {np}."""
    return [row for row in {noun} if row["{noun}"] >= limit]
```'''
_READING: Final = """\
```python
import json

with open("{noun}.json", encoding="utf-8") as stream:
    {nouns} = json.load(stream)
print(len({nouns}), max({nouns}))
```"""
_SQL: Final = """\
```sql
SELECT {noun}, count(*) AS {nouns}
FROM {noun}_{noun}
WHERE {noun} > {num}
GROUP BY {noun}
ORDER BY {nouns} DESC;
```"""
_SHELL: Final = """\
```sh
$ {verb} --{noun} {num} {noun}/{noun}.txt | sort | head -{num}
```"""
_JSON: Final = """\
```json
{
  "{noun}": {num},
  "{noun}": ["{adj}", "{adj}"],
  "{noun}": null
}
```"""
_TABLE: Final = """\
| {noun} | {noun} | {noun} |
| --- | --- | --- |
| {adj} | {num} | {money} |
| {adj} | {num} | {money} |
| {adj} | {num} | {money} |"""
_FORMULA: Final = "$$ {num}x^2 + {num}x = {num} $$\n\nso x is about {num}.{num}."

_OBJECTS: Final = (
    '{"{noun}": "{np}", "{noun}": {num}, "date": "{isodate}"}',
    '{"label": "{adj}", "score": 0.{num}, "reason": "{Np} {verbs} {np}."}',
    '[{"name": "{name}", "city": "{city}"}, {"name": "{name}", "city": "{city}"}]',
)


def blocks(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """Fenced code, tables and formulas in Markdown."""
    templates = (_PYTHON, _READING, _SQL, _SHELL, _JSON, _TABLE, _FORMULA)
    return filled(random, templates, slots)


def objects(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """Answers that are JSON and nothing else."""
    return filled(random, _OBJECTS, slots)
