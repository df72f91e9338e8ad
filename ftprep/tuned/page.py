"""The side-by-side page: one HTML file that needs nothing else, and runs nothing.

All text of the data and of the models is escaped; what cannot be seen is spelled out.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ftprep.jsontext import dumps
from ftprep.report.escape import visible
from ftprep.report.figures import plural
from ftprep.submit.provider import Sample
from ftprep.tuned.cases import Case
from ftprep.tuned.compare import Comparison
from ftprep.tuned.metrics import Pair
from ftprep.tuned.tell import TASKS, conclusion, cost_line, judge_line, rows

__all__ = ["page"]

_STYLE: Final = """\
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bad: #b3261e; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; }
th, td { vertical-align: top; }
h1 { overflow-wrap: anywhere; line-height: 1.2; }
.measures { width: auto; }
.measures td, .measures th { text-align: right; font-variant-numeric: tabular-nums; }
.measures :is(td, th):first-child { text-align: left; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.examples { table-layout: fixed; }
.examples tr.better td:last-child { border-left: .3rem solid var(--good); }
.examples tr.worse td:last-child { border-left: .3rem solid var(--bad); }
.role, .line { color: GrayText; font-size: .85em; }
summary { cursor: pointer; }
@media (max-width: 40rem) {
  body { margin: 1rem auto; padding: 0 .5rem; }
  .examples, .examples :is(tbody, tr, td) { display: block; }
  .examples thead { display: none; }
  .examples tr { margin-bottom: 1rem; }
  .examples td:nth-child(n + 2)::before { color: GrayText; font-size: .85em; }
  .examples td:nth-child(2)::before { content: "expected"; }
  .examples td:nth-child(3)::before { content: "base"; }
  .examples td:nth-child(4)::before { content: "tuned"; }
}
"""

_HEADINGS: Final = {
    "better": "The tuned model is closer to what was expected",
    "worse": "The base model is closer to what was expected",
    "same": "Both are as close",
}


def page(found: Comparison, test_name: str) -> str:
    """The page. Equal comparisons give equal bytes."""
    title = f"{_shown(found.tuned.model)} against {_shown(found.base.model)}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style></head><body>\n"
        f"<h1>{title}</h1>\n"
        f"<p>{_shown(conclusion(found))}</p>\n"
        f"<p>{_shown(test_name)}: {plural(len(found.pairs), 'example')}, "
        f"{TASKS[found.task]}.</p>\n"
        + "".join((*_measures(found), *_costs(found), *_left_out(found), *_examples(found)))
        + "</body></html>\n"
    )


def _measures(found: Comparison) -> Iterator[str]:
    yield '<table class="measures"><thead><tr><th>measure</th><th>base</th><th>tuned</th>'
    yield "<th>difference [95%]</th></tr></thead><tbody>\n"
    for title, *numbers in rows(found):
        cells = "".join(f"<td>{_shown(each)}</td>" for each in numbers)
        yield f"<tr><td>{_shown(title)}</td>{cells}</tr>\n"
    yield "</tbody></table>\n"


def _costs(found: Comparison) -> Iterator[str]:
    yield "<ul>\n"
    for side in (found.base, found.tuned):
        yield f"<li>{_shown(side.model)}: {_shown(cost_line(side, len(found.pairs)))}</li>\n"
    if found.judged is not None:
        yield f"<li>{_shown(judge_line(found.judged))}</li>\n"
    yield "</ul>\n"


def _left_out(found: Comparison) -> Iterator[str]:
    if not found.left_out:
        return
    yield f"<h2>{plural(len(found.left_out), 'example')} left out</h2>\n<ul>\n"
    for each in found.left_out:
        yield f"<li>line {each.line}, {_shown(each.model)}: {_shown(each.fault)}</li>\n"
    yield "</ul>\n"


def _examples(found: Comparison) -> Iterator[str]:
    for change, heading in _HEADINGS.items():
        some = [pair for pair, its in zip(found.pairs, found.changes, strict=True) if its == change]
        if not some:
            continue
        yield f'<h2>{heading} ({len(some):,})</h2>\n<table class="examples"><thead><tr>'
        yield "<th>asked</th><th>expected</th><th>base</th><th>tuned</th></tr></thead><tbody>\n"
        for pair in some:
            yield f'<tr class="{change}">{"".join(_cells(pair))}</tr>\n'
        yield "</tbody></table>\n"


def _cells(pair: Pair) -> Iterator[str]:
    yield f'<td><span class="line">line {pair.case.line}</span>{"".join(_asked(pair.case))}</td>'
    for text, calls in (
        (pair.case.expected, pair.case.expected_calls),
        _answer(pair.base),
        _answer(pair.tuned),
    ):
        told = "".join(f"<pre class=text>{_shown(_call(call))}</pre>" for call in calls)
        yield f'<td><div class="text">{_shown(text)}</div>{told}</td>'


def _answer(sample: Sample) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    return sample.text, sample.tool_calls


def _asked(case: Case) -> Iterator[str]:
    if case.prompt is not None:
        yield f'<div class="text">{_shown(case.prompt)}</div>'
        return
    *before, last = case.messages or ({"role": "", "content": ""},)
    if before:
        yield f"<details><summary>{plural(len(before), 'message')} before</summary>"
        yield from map(_message, before)
        yield "</details>"
    yield _message(last)


def _message(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    text = content if isinstance(content, str) else dumps(content).decode("utf-8", "replace")
    calls = "".join(f"\n{_call(call)}" for call in message.get("tool_calls") or ())
    role = _shown(str(message.get("role", "")))
    return (
        f'<div><span class="role">{role}</span><div class="text">{_shown(text + calls)}</div></div>'
    )


def _call(call: Mapping[str, Any]) -> str:
    function = call.get("function")
    if not isinstance(function, Mapping):
        return dumps(call).decode("utf-8", "replace")
    arguments = function.get("arguments", "")
    said = arguments if isinstance(arguments, str) else dumps(arguments).decode("utf-8", "replace")
    return f"{function.get('name', '')}({said})"


def _shown(text: str) -> str:
    """Escaped, line by line; every other sign that moves or hides something is spelled out."""
    return html.escape("\n".join(map(visible, text.split("\n"))), quote=True)
