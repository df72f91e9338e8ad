"""What a target is: a provider's and a model's facts. Data, never behaviour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field

from ftprep.frozen import frozen
from ftprep.model import Kind

__all__ = ["Fact", "Model", "Provider", "Target"]


@frozen
class Fact:
    """A number with its source."""

    value: float
    source: str
    as_of: str
    """ISO date (or year-month) of the source."""


@frozen
class Model:
    """One row of the catalogue. Prices are USD per million tokens; None where no primary source
    gives a number. The id `*` stands for all models of a provider."""

    id: str
    provider: str
    methods: tuple[str, ...]
    """sft, sft_completions, dpo, rft, …"""
    modalities: tuple[str, ...]
    encoding: str | None
    """tiktoken's name of the encoding; None where the provider does not publish it."""
    max_example_tokens: int | None
    context_window: int | None
    train_price: float | None
    train_price_per_hour: float | None
    input_price: float | None
    cached_input_price: float | None
    output_price: float | None
    status: str
    """Who can start a job: open, existing_customers, by_invitation, preview, deprecated (offered,
    not supported), unverified (listed by the provider, nobody tried), shut_down, no_training."""
    train_cutoff: dt.date | None
    """First day on which nobody can start a training job."""
    inference_shutdown: dt.date | None
    billing_verified: bool
    """Whether the billing formula was compared with the API's own count for this model."""
    source: str
    as_of: str | None
    """ISO date, year-month or year of the sources; None where they bear no date."""
    notes: str = ""
    aliases: tuple[str, ...] = ()
    """Other names that the provider takes for the same model."""
    cutoff_is_earliest: bool = False
    """Whether the provider says "no earlier than" of `train_cutoff`, and so may go on longer."""
    price_source: str | None = None
    price_as_of: str | None = None


@frozen
class Provider:
    """What one provider accepts, whatever the model."""

    name: str
    title: str
    kinds: tuple[Kind, ...]
    roles: tuple[str, ...]
    line_keys: Mapping[Kind, tuple[str, ...]]
    """Keys that a line may have, by kind; any other is refused. A kind that is missing may have any
    key, or its lines are not known."""
    message_keys: tuple[str, ...]
    min_examples: Fact
    max_file_bytes: Fact | None = None
    max_examples: Fact | None = None
    max_job_tokens: Fact | None = None
    """Tokens times epochs."""
    max_job_examples: Fact | None = None
    """Examples times epochs."""
    special_tokens: tuple[str, ...] = ()
    """Texts that the provider refuses inside a message."""
    notes: tuple[str, ...] = ()
    methods: Mapping[str, tuple[Kind, ...]] = field(default_factory=dict)
    """Method of training → kinds of line that it takes."""
    default_models: Mapping[Kind, str] = field(default_factory=dict)
    """Kind → the model of the catalogue that stands in when none is named."""
    own_format: str | None = None
    """What the provider's own line format looks like, when it does not take OpenAI's."""


@frozen
class Target:
    """Where the data is going."""

    provider: Provider
    model: Model
    method: str
    """One of the model's methods."""
    kind: Kind
    alternatives: tuple[str, ...] = field(default=())
    """Models that can be trained today on the same kind of data, when this one cannot."""
