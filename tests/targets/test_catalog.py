"""The catalogue of models is whole, follows its schema, and says where each fact is from."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from importlib import resources
from typing import Any

import jsonschema
import pytest

from ftprep.schemas import load
from ftprep.targets import PROVIDERS, find_model, find_provider, models, trainable
from ftprep.targets.target import Model
from ftprep.tokens.ranks import ENCODINGS

DOCUMENT: dict[str, Any] = json.loads(
    resources.files("ftprep.targets").joinpath("models.json").read_bytes()
)
AS_OF = dt.date.fromisoformat(DOCUMENT["as_of"])


def test_follows_its_schema() -> None:
    schema = load("models")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(DOCUMENT)


def test_every_source_is_named_and_used() -> None:
    used = {key for row in DOCUMENT["models"] for key in row["sources"]}
    used |= {row["price"]["source"] for row in DOCUMENT["models"] if row["price"]}
    assert used == set(DOCUMENT["sources"])


def test_names_are_unique_at_a_provider() -> None:
    names = Counter((m.provider, name) for m in models() for name in (m.id, *m.aliases))
    assert max(names.values()) == 1


@pytest.mark.parametrize("model", models(), ids=lambda m: f"{m.provider}:{m.id}")
def test_a_row_fits_its_provider(model: Model) -> None:
    provider = find_provider(model.provider)
    assert set(model.methods) <= set(provider.methods)
    assert model.encoding is None or model.encoding in ENCODINGS
    assert (model.price_source is None) == (model.price_as_of is None)
    if model.train_price is not None:
        assert model.price_source


@pytest.mark.parametrize("model", models(), ids=lambda m: f"{m.provider}:{m.id}")
def test_state_and_dates_agree(model: Model) -> None:
    """On the day of the catalogue a model can be trained just when its state says so."""
    assert trainable(model, AS_OF) == (model.status not in ("shut_down", "no_training"))
    if model.train_cutoff and model.inference_shutdown:
        assert model.train_cutoff <= model.inference_shutdown


def test_the_bill_was_verified_for_three_models() -> None:
    verified = {(m.provider, m.id) for m in models() if m.billing_verified}
    assert verified == {
        ("openai", "gpt-4o-mini-2024-07-18"),
        ("openai", "gpt-3.5-turbo-0125"),
        ("openai", "gpt-3.5-turbo-0613"),
    }


@pytest.mark.parametrize(
    ("name", "train", "sent", "received"),
    [
        # OpenAI's pricing page, copies of 2026-09 and 2026-10.
        ("gpt-4.1", 25.0, 3.0, 12.0),
        ("gpt-4.1-mini", 5.0, 0.8, 3.2),
        ("gpt-4o", 25.0, 3.75, 15.0),
        ("gpt-4o-mini", 3.0, 0.3, 1.2),
        ("gpt-3.5-turbo", 8.0, 3.0, 6.0),
        ("davinci-002", 6.0, 12.0, 12.0),
        ("gpt-4-0613", None, 30.0, 60.0),
    ],
)
def test_prices(name: str, train: float | None, sent: float, received: float) -> None:
    model = find_model(name)
    assert (model.train_price, model.input_price, model.output_price) == (train, sent, received)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_is_whole(name: str) -> None:
    provider = find_provider(name)
    assert provider.name == name
    assert [m for m in models() if m.provider == name]
    assert set(provider.kinds) == {k for kinds in provider.methods.values() for k in kinds}
    assert provider.min_examples.value >= 1
    # Who takes a kind of line has a model that stands in for it.
    assert set(provider.kinds) <= set(provider.default_models)
    for kind, default in provider.default_models.items():
        methods = find_model(default, name).methods
        assert not methods or any(kind in provider.methods[method] for method in methods)
    facts = (
        provider.min_examples,
        provider.max_file_bytes,
        provider.max_examples,
        provider.max_job_tokens,
        provider.max_job_examples,
    )
    assert all(fact.source and fact.as_of for fact in facts if fact)


def test_what_the_specification_names() -> None:
    openai, azure = find_provider("openai"), find_provider("azure")
    assert openai.min_examples.value == azure.min_examples.value == 10
    assert azure.max_job_tokens
    assert azure.max_job_tokens.value == 2_000_000_000
    assert "<|fim_suffix|>" in openai.special_tokens
    assert find_provider("fireworks").min_examples.value == 3
