"""A request becomes a target, and what could be trained instead is told."""

from __future__ import annotations

import datetime as dt

import pytest

from ftprep.errors import UsageError
from ftprep.model import Kind
from ftprep.targets import find_model, offers, resolve, trainable

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("model", "provider", "kind", "method", "expected"),
    [
        (None, None, None, None, "openai:gpt-4o-mini-2024-07-18 sft chat"),
        (None, None, Kind.CHAT, None, "openai:gpt-4o-mini-2024-07-18 sft chat"),
        (None, None, Kind.COMPLETION, None, "openai:davinci-002 sft_completions completion"),
        (None, None, None, "dpo", "openai:gpt-4.1-mini-2025-04-14 dpo preference"),
        (None, None, None, "supervised", "openai:gpt-4o-mini-2024-07-18 sft chat"),
        (None, "azure", Kind.REINFORCEMENT, None, "azure:o4-mini-2025-04-16 rft reinforcement"),
        (None, "together", Kind.COMPLETION, None, "together:* sft completion"),
        ("babbage-002", None, None, None, "openai:babbage-002 sft_completions completion"),
        ("o4-mini", None, None, None, "openai:o4-mini-2025-04-16 rft reinforcement"),
        ("gpt-4.1", None, Kind.PREFERENCE, None, "openai:gpt-4.1-2025-04-14 dpo preference"),
        ("azure:gpt-4.1", None, Kind.CHAT, None, "azure:gpt-4.1-2025-04-14 sft chat"),
    ],
)
def test_resolved(
    model: str | None, provider: str | None, kind: Kind | None, method: str | None, expected: str
) -> None:
    target = resolve(model, provider, kind, method, TODAY)
    told = f"{target.provider.name}:{target.model.id} {target.method} {target.kind}"
    assert told == expected
    assert target.model.provider == target.provider.name
    assert offers(target)


@pytest.mark.parametrize(
    ("model", "provider", "kind", "method"),
    [
        ("gpt-4o-mini", None, Kind.COMPLETION, None),
        ("gpt-4o-mini", None, Kind.CHAT, "dpo"),
        ("gpt-4o-mini", None, None, "rft"),
        ("davinci-002", None, Kind.CHAT, None),
        (None, "google", Kind.PREFERENCE, None),
        (None, "groq", None, None),
    ],
)
def test_what_is_not_offered_is_a_target_with_alternatives(
    model: str | None, provider: str | None, kind: Kind | None, method: str | None
) -> None:
    target = resolve(model, provider, kind, method, TODAY)
    assert not offers(target)
    assert target.alternatives


def test_unknown_method() -> None:
    with pytest.raises(UsageError, match='no method is called "lora"; there are: classifier, dpo'):
        resolve(None, None, None, "lora", TODAY)


def test_days_of_a_model() -> None:
    mini = find_model("gpt-4o-mini")
    assert trainable(mini, dt.date(2027, 1, 5))
    assert not trainable(mini, dt.date(2027, 1, 6))
    assert not trainable(find_model("davinci-002"), TODAY)
    assert trainable(find_model("davinci-002"), dt.date(2024, 10, 27))
    # "No earlier than" is no end.
    assert trainable(find_model("gpt-4o-mini", "azure"), dt.date(2028, 1, 1))
    assert not trainable(find_model("groq:*"), TODAY)


def test_alternatives_of_a_closing_model() -> None:
    """The same model elsewhere first, then others; each can be trained for longer."""
    target = resolve("gpt-4o-mini", None, Kind.CHAT, None, TODAY)
    assert target.alternatives[0] == "azure:gpt-4o-mini-2024-07-18"
    assert {"together:*", "fireworks:*"} <= set(target.alternatives)
    assert not [name for name in target.alternatives if name.startswith("openai:")]


def test_alternatives_of_a_retired_model() -> None:
    target = resolve("gpt-3.5-turbo", None, Kind.CHAT, None, TODAY)
    assert target.alternatives[0] == "openai:gpt-4o-mini-2024-07-18"
    later = resolve("gpt-3.5-turbo", None, Kind.CHAT, None, dt.date(2027, 2, 1))
    assert later.alternatives[0].startswith("azure:")


def test_alternatives_of_completions() -> None:
    assert resolve(None, None, Kind.COMPLETION, None, TODAY).alternatives == ("together:*",)


@pytest.mark.parametrize("kind", Kind)
def test_alternatives_can_be_asked_for_as_they_are_told(kind: Kind) -> None:
    for name in resolve(None, None, kind, None, TODAY).alternatives:
        target = resolve(name, None, kind, None, TODAY)
        assert f"{target.provider.name}:{target.model.id}" == name
        assert trainable(target.model, TODAY)
        assert offers(target)


def test_no_alternatives_without_need() -> None:
    assert resolve(None, "fireworks", Kind.CHAT, None, TODAY).alternatives == ()
