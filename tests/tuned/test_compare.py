"""Two models compared, by a service of our own making: for what the rehearsal server never does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any, cast

import pytest

from ftprep.contract.contract import Contract
from ftprep.errors import FtprepError, UsageError
from ftprep.submit.failure import RefusedError
from ftprep.submit.provider import Provider, Sample
from ftprep.tuned.cases import Case
from ftprep.tuned.compare import Comparison, Request, chosen, compare
from ftprep.tuned.page import page
from ftprep.tuned.price import Price, is_tuned, price_of, read_prices
from ftprep.tuned.tell import conclusion, cost_line, judge_line, rows, to_json

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&\"'\x1b[2J\u202e"


@dataclass
class Service:
    """Answers by a function of model and last message."""

    answer: Callable[[str, str], Sample]
    name: str = "openai"

    def chat(self, model: str, messages: list[Mapping[str, Any]], **settings: Any) -> Sample:
        return self.answer(model, messages[-1]["content"])


def case(number: int, asked: str, expected: str, calls: tuple[Any, ...] = ()) -> Case:
    return Case(number, ({"role": "user", "content": asked},), None, expected, calls)


def run(answer: Callable[[str, str], Sample], cases: list[Case], **more: Any) -> Comparison:
    request = Request("base", "ft:gpt-4o-mini:a::b", cases, Contract(), **more)
    return compare(cast("Provider", Service(answer)), request)


def echo(model: str, asked: str) -> Sample:
    """The tuned model answers what was asked; its base says something else."""
    return Sample(asked if model.startswith("ft:") else "no", prompt_tokens=10, completion_tokens=5)


def test_a_tuned_model_that_is_right_is_better() -> None:
    found = run(echo, [case(n, f"answer {n}", f"answer {n}") for n in range(40)])
    assert found.task == "text"
    assert found.verdict == 1
    assert set(found.changes) == {"better"}
    assert found.measures[0].name == "exact_match"
    assert (found.measures[0].base.value, found.measures[0].tuned.value) == (0, 1)
    assert conclusion(found).startswith("The tuned model is better: exact match 100.0%")


def test_one_that_is_no_better_is_not_called_so() -> None:
    same = run(lambda model, asked: Sample("x"), [case(n, "q", f"a{n}") for n in range(40)])
    assert same.verdict == 0
    assert "cannot tell" in conclusion(same)
    worse = run(
        lambda model, asked: Sample("x" if model.startswith("ft:") else asked),
        [case(n, f"answer {n}", f"answer {n}") for n in range(40)],
    )
    assert worse.verdict == -1
    assert "worse" in conclusion(worse)


def test_few_examples_are_said_to_be_few() -> None:
    assert "rough" in conclusion(run(echo, [case(n, "a", "a") for n in range(3)]))


def test_what_one_of_them_did_not_answer_counts_for_neither() -> None:
    def refusing(model: str, asked: str) -> Sample:
        if asked == "a2" and model == "base":
            raise RefusedError("filtered", status=400)
        return echo(model, asked)

    found = run(refusing, [case(n, f"a{n}", f"a{n}") for n in range(5)])
    assert [(each.line, each.model, each.fault) for each in found.left_out] == [
        (2, "base", "filtered")
    ]
    assert len(found.pairs) == len(found.changes) == found.measures[0].examples == 4


def test_nothing_answered_is_told() -> None:
    def refusing(model: str, asked: str) -> Sample:
        raise RefusedError("filtered", status=400)

    with pytest.raises(FtprepError, match="filtered"):
        run(refusing, [case(1, "a", "a")])


def test_nothing_is_asked_that_could_not_be_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(model: str, text: str) -> Sample:
        raise AssertionError("it has a price")

    monkeypatch.setattr("ftprep.tuned.scores.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"ftprep\[compare\]"):
        run(asked, [case(1, "a", "a text")])


def test_structured_answers_are_scored_as_json() -> None:
    def answer(model: str, asked: str) -> Sample:
        return Sample('{"n": 1.0}' if model.startswith("ft:") else '```\n{"n": 1}\n```')

    found = run(answer, [case(n, "q", f'{{"n": {n % 4}}}') for n in range(40)])
    assert found.task == "structured"
    assert [each.name for each in found.measures[:3]] == ["same_json", "valid_json", "schema_match"]
    assert [each.tuned.value for each in found.measures[:3]] == [1 / 4, 1, 1]
    assert [each.base.value for each in found.measures[:3]] == [0, 0, 0]


def test_a_schema_of_the_user_decides() -> None:
    def answer(model: str, asked: str) -> Sample:
        return Sample('{"n": 1}' if model.startswith("ft:") else '{"n": "one"}')

    found = run(
        answer,
        [case(n, "q", f'{{"n": {n}}}') for n in range(40)],
        schema=lambda value: isinstance(value["n"], str),
    )
    assert found.measures[2].title == "match the schema"
    assert (found.measures[2].base.value, found.measures[2].tuned.value) == (1, 0)


def test_calls_of_tools_are_compared() -> None:
    expected = {"type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}}
    wrong = {"type": "function", "function": {"name": "f", "arguments": '{"x": 2}'}}

    def answer(model: str, asked: str) -> Sample:
        return Sample("", tool_calls=(expected if model.startswith("ft:") else wrong,))

    found = run(answer, [case(n, "q", "", (expected,)) for n in range(40)])
    assert found.task == "tools"
    assert [(each.base.value, each.tuned.value) for each in found.measures[:2]] == [(0, 1), (1, 1)]


def test_the_judge_is_asked_in_both_orders() -> None:
    def answer(model: str, asked: str) -> Sample:
        if model != "judge":
            return echo(model, asked)
        told = json.loads(asked)
        match told["expected"]:
            case "always first":
                return Sample("1")
            case "silent":
                return Sample("Both are fine, I think.")
        return Sample("1" if told["answer_1"] == told["expected"] else "2")

    texts = ["always first", "silent", "a", "b", "c"]
    found = run(answer, [case(n, text, text) for n, text in enumerate(texts)], judge="judge")
    assert found.judged is not None
    assert dict(found.judged.wins) == {"tuned": 3, "tie": 1, "unclear": 1}
    assert found.judged.rate is not None
    assert found.judged.rate.value == pytest.approx(3.5 / 4)
    assert "1 times it did not say" in judge_line(found.judged)


def test_a_judge_that_never_says_gives_no_rate() -> None:
    found = run(lambda model, asked: Sample("?"), [case(1, "a", "a")], judge="judge")
    assert found.judged is not None
    assert found.judged.rate is None


def test_costs_come_from_the_catalogue_or_the_user() -> None:
    found = run(echo, [case(n, "a", f"a{n}") for n in range(10)], prices={"base": Price(1.0, 2.0)})
    assert found.base.usd == pytest.approx(10 * (10 * 1.0 + 5 * 2.0) / 1e6)
    assert found.tuned.usd == pytest.approx(10 * (10 * 0.3 + 5 * 1.2) / 1e6)
    assert found.tuned.usd_per_call == pytest.approx((10 * 0.3 + 5 * 1.2) / 1e6)
    unknown = run(echo, [case(n, "a", f"a{n}") for n in range(10)])
    assert unknown.base.usd is None
    assert "--price base=IN,OUT" in cost_line(unknown.base, 10)


@pytest.mark.parametrize("said", ["x", "x=1", "x=1,y", "=1,2", "x=-1,2", "x=nan,1", "x=inf,1"])
def test_prices_that_are_none_are_refused(said: str) -> None:
    with pytest.raises(UsageError, match="MODEL=INPUT,OUTPUT"):
        read_prices([said])


def test_names_of_tuned_models() -> None:
    assert is_tuned("ft:gpt-4o-mini:a::b")
    assert is_tuned("davinci:ft-org-2023")
    assert is_tuned("gpt-4.1-2025-04-14.ft-abc")
    assert not is_tuned("gpt-4o-mini")
    assert price_of("ft:unheard-of:a::b", "openai") is None


def test_examples_are_drawn_by_the_seed() -> None:
    cases = [case(n, "a", "a") for n in range(100)]
    drawn = [each.line for each in chosen(cases, 10, seed=0)]
    assert drawn == [each.line for each in chosen(cases[::-1], 10, seed=0)] == sorted(drawn)
    assert drawn != [each.line for each in chosen(cases, 10, seed=1)]
    assert chosen(cases, None, seed=0) == cases


class Reader(HTMLParser):
    """Tags and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_holds_hostile_text_as_text() -> None:
    call = {"type": "function", "function": {"name": HOSTILE, "arguments": HOSTILE}}

    def answer(model: str, asked: str) -> Sample:
        return Sample(HOSTILE + model, tool_calls=(call,))

    cases = [
        replace(
            case(n, HOSTILE, HOSTILE, (call,)),
            messages=(
                {"role": HOSTILE, "content": [{"type": "text", "text": HOSTILE}]},
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "user", "content": HOSTILE},
            ),
        )
        for n in range(3)
    ]
    html = page(run(answer, cases), HOSTILE)
    reader = Reader()
    reader.feed(html)
    assert not {"script", "img", "a", "link", "iframe"} & {tag for tag, _ in reader.tags}
    assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
    assert "src=" not in html.replace("src=x", "")
    assert "http://" not in html
    assert "https://" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "<script>alert(1)</script>" in "".join(reader.texts)
    assert "default-src 'none'" in html


def test_the_page_and_the_json_tell_the_same(tmp_path: Any) -> None:
    found = run(echo, [case(n, f"a{n}", f"a{n % 2}") for n in range(6)])
    html = page(found, "t.jsonl")
    assert html == page(found, "t.jsonl")
    for row in rows(found):
        assert row[0] in html
    told = json.loads(json.dumps(to_json(found)))
    assert len(told["examples"]) == 6
    assert [each["change"] for each in told["examples"]] == [*found.changes]
    assert told["verdict"] in ("better", "undecided")
