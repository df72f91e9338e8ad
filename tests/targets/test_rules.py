"""What the TGT rules say, on given days."""

from __future__ import annotations

import datetime as dt

import pytest

from ftprep.model import WHOLE_DATASET
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.dataset.target import RULES
from ftprep.targets import models, resolve

TODAY = dt.date(2026, 11, 21)


def told(
    model: str | None = None,
    provider: str | None = None,
    method: str | None = None,
    today: dt.date = TODAY,
) -> dict[str, str]:
    """Code → message, of the rules that find something."""
    target = resolve(model, provider, None, method, today)
    context = Context(target, target.kind, today, DEFAULT_THRESHOLDS)
    messages = {}
    for rule in RULES:
        assert rule.check_dataset is not None
        for origin, hit in rule.check_dataset(None, context):
            assert origin == WHOLE_DATASET
            messages[rule.code] = rule.message.format(**hit.args)
    return messages


def test_the_usual_target_today() -> None:
    assert told() == {
        "TGT002": "training gpt-4o-mini-2024-07-18 at OpenAI ends on 2027-01-06, in 46 days, only "
        "for customers who already fine-tune there; what can be trained longer: "
        "azure:gpt-4o-mini-2024-07-18, azure:gpt-4.1-2025-04-14, together:*, fireworks:*"
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [(dt.date(2027, 1, 5), "ends on 2027-01-06, in 1 day,"), (dt.date(2026, 12, 7), "in 30 days")],
)
def test_days_left(day: dt.date, words: str) -> None:
    assert words in told(today=day)["TGT002"]


def test_the_day_itself() -> None:
    messages = told(today=dt.date(2027, 1, 6))
    assert set(messages) == {"TGT001"}
    assert messages["TGT001"].startswith(
        "OpenAI trains gpt-4o-mini-2024-07-18 no more, since 2027-01-06; what takes the same data: "
        "azure:gpt-4o-mini-2024-07-18"
    )


def test_no_earlier_than() -> None:
    assert (
        "goes on to 2027-04-01 at the earliest, only for" in told("gpt-4o-mini", "azure")["TGT002"]
    )
    late = told("gpt-4o-mini", "azure", today=dt.date(2027, 5, 1))
    assert "was to go on to 2027-04-01 and may have ended" in late["TGT002"]
    assert "TGT001" not in late


@pytest.mark.parametrize(
    ("model", "provider", "method", "codes"),
    [
        ("gpt-3.5-turbo", None, None, {"TGT001"}),
        ("davinci-002", None, None, {"TGT001"}),
        ("o4-mini", None, None, {"TGT001", "TGT003"}),
        ("gpt-4o-mini", None, "dpo", {"TGT002", "TGT004"}),
        (None, "azure", None, {"TGT002", "TGT003"}),
        (None, "together", None, {"TGT003", "TGT005"}),
        (None, "mistral", None, {"TGT003", "TGT005", "TGT006"}),
        (None, "google", None, {"TGT003", "TGT005", "TGT007"}),
        (None, "groq", None, {"TGT003", "TGT004", "TGT005"}),
        (None, "cohere", None, {"TGT001", "TGT003", "TGT005", "TGT007"}),
    ],
)
def test_which_rules_speak(
    model: str | None, provider: str | None, method: str | None, codes: set[str]
) -> None:
    assert set(told(model, provider, method)) == codes


def test_by_the_hour() -> None:
    message = told("o4-mini")["TGT003"]
    assert (
        message
        == "training o4-mini-2025-04-16 at OpenAI costs 100 USD an hour: the cost is not told"
    )


@pytest.mark.parametrize("name", sorted({f"{m.provider}:{m.id}" for m in models()}))
def test_every_model_can_be_told(name: str) -> None:
    for day in (dt.date(2023, 1, 1), TODAY, dt.date(2028, 1, 1)):
        for message in told(name, today=day).values():
            assert "{" not in message
