"""TGT: whether the chosen model can be trained, until when, and what is not known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import DatasetCheck, Hit, Level, Rule, Scope, hit
from ftprep.targets import offers, trainable
from ftprep.targets.target import Model, Target
from ftprep.tokens.count import encoding_for

__all__ = ["RULES"]

_NAMED: Final = 4
"""Alternatives that a message names."""


def model_retired(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The chosen model can no longer be trained.

    ## What
    The provider starts no new training jobs for this model. The message tells since when, and what
    takes the same data today. `ftprep models` lists every model with its dates.

    ## Why
    The job is refused after the work of preparing the data is done.

    ## Bad
    ```jsonl --model gpt-3.5-turbo
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --provider fireworks
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI's deprecations page (2026-07-15) and its notice of 2026-10-14 for OpenAI's models; the
    source of each model is in the catalogue.
    """
    model = context.target.model
    if model.train_cutoff is not None and not trainable(model, context.today):
        yield _about(
            context.target, date=model.train_cutoff.isoformat(), instead=_instead(context.target)
        )


def model_closing(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The chosen model can be trained for a limited time.

    ## What
    The provider has named a day after which it starts no training jobs for this model. OpenAI ends
    self-serve fine-tuning altogether on 2027-01-06, and until then only organisations that already
    use it can start jobs. The message names what can be trained for longer on the same data.

    ## Why
    A tuned model that cannot be trained again cannot be improved or mended. At OpenAI the tuned
    models themselves are shut down soon after (2027-01-14).

    ## Bad
    ```jsonl --provider azure
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --provider fireworks
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI's deprecations page (2026-07-15); Microsoft's retirement schedule (2026-07-07).
    """
    model = context.target.model
    if model.train_cutoff is not None and trainable(model, context.today):
        only_existing = model.status == "existing_customers"
        yield _about(
            context.target,
            when=_when(model, model.train_cutoff, context.today),
            who=", only for customers who already fine-tune there" if only_existing else "",
            instead=_instead(context.target),
        )


def price_unknown(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """What training the model costs for each token is not known.

    ## What
    No primary source of the price was found, or the provider bills training by the hour. The tokens
    are counted all the same.

    ## Why
    ftprep tells no price that it cannot give a source and a date for. Several price lists of third
    parties are wrong.

    ## Bad
    ```jsonl --provider azure
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The catalogue of models; `ftprep models` shows the prices it has with their sources.
    """
    model = context.target.model
    if model.train_price is None:
        hourly = model.train_price_per_hour
        billed = "has no price with a source" if hourly is None else f"costs {hourly:g} USD an hour"
        yield _about(context.target, billed=billed)


def method_not_offered(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The provider does not train this model in this way, or on such lines.

    ## What
    Each model is trained by some methods: supervised (sft, sft_completions for prompt/completion
    lines), on preferences (dpo), by reinforcement (rft); and each method takes its kind of line.

    ## Why
    The job is refused: `Input file file-… is in the fine-tune-chat format, but the specified
    fine-tuning job is not using 'supervised' as the training method (provided method=dpo).`

    ## Bad
    ```jsonl --model gpt-4o-mini --method dpo
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --model gpt-4o-mini --method sft
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The catalogue of models; the provider's error text was seen in public on 2024-12-29.
    """
    target = context.target
    if not offers(target):
        methods = ", ".join(target.model.methods)
        yield _about(
            target,
            method=target.method,
            kind=target.kind.value,
            offered=f"its methods are {methods}" if methods else "it is not trained there",
            instead=_instead(target),
        )


def encoding_unpublished(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The tokens are counted with another model's encoding.

    ## What
    The provider does not publish how the model cuts text into tokens, so `o200k_base` stands in.

    ## Why
    Counts, and with them lengths and costs, are estimates.

    ## Bad
    ```jsonl --provider fireworks
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The catalogue of models.
    """
    encoding, stands_in = encoding_for(context.target.model)
    if stands_in:
        yield _about(context.target, encoding=encoding)


_STATES: Final = {
    "by_invitation": "is trained by invitation only",
    "preview": "can be trained as a preview, without the provider's usual promises",
    "deprecated": "can be trained, but the provider calls it deprecated and no longer supports it",
    "unverified": "is listed for training by the provider; whether it still is was not verified",
}
"""State of a model in the catalogue → what to know about it."""


def training_unsure(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The model can perhaps be trained, perhaps not by everybody.

    ## What
    It is offered by invitation or as a preview, is deprecated without a date, or is listed by the
    provider in documents without a date.

    ## Why
    Ask the provider before building on it.

    ## Bad
    ```jsonl --provider mistral
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --provider fireworks
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The catalogue of models, with the source of each row.
    """
    if state := _STATES.get(context.target.model.status):
        yield _about(context.target, state=state)


def other_line_format(_facts: object, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The provider takes another line format than the one that is written.

    ## What
    Google, Bedrock and Cohere have line formats of their own. ftprep checks the data as OpenAI's
    lines, with the provider's limits, and writes OpenAI's lines.

    ## Why
    The provider refuses the written file as it is.

    ## Bad
    ```jsonl --provider google
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Google's tuning page (2026-09-25), the user guides of AWS Bedrock and Nova, Cohere's docs.
    """
    if own := context.target.provider.own_format:
        yield _about(context.target, format=own)


def _about(target: Target, **args: str) -> tuple[Origin, Hit]:
    return WHOLE_DATASET, hit(model=target.model.id, provider=target.provider.title, **args)


def _instead(target: Target) -> str:
    return ", ".join(target.alternatives[:_NAMED]) or "nothing that ftprep knows"


def _when(model: Model, cutoff: dt.date, today: dt.date) -> str:
    days = (cutoff - today).days
    if not model.cutoff_is_earliest:
        return f"ends on {cutoff}, in {days} {'day' if days == 1 else 'days'}"
    if days > 0:
        return f"goes on to {cutoff} at the earliest"
    return f"was to go on to {cutoff} and may have ended"


def _rule(code: str, level: Level, check: DatasetCheck, message: str, mend: str) -> Rule:
    name = check.__name__.replace("_", "-")
    return Rule(code, name, level, message, mend, check, Scope.DATASET, check_dataset=check)


RULES: tuple[Rule, ...] = (
    _rule(
        "TGT001", Level.ERROR, model_retired,
        "{provider} trains {model} no more, since {date}; what takes the same data: {instead}",
        'Choose another with --model PROVIDER:MODEL; "ftprep models" lists them.',
    ),
    _rule(
        "TGT002", Level.WARNING, model_closing,
        "training {model} at {provider} {when}{who}; what can be trained longer: {instead}",
        'Start in time, or choose another with --model PROVIDER:MODEL; "ftprep models" lists them.',
    ),
    _rule(
        "TGT003", Level.NOTE, price_unknown,
        "training {model} at {provider} {billed}: the cost is not told",
        "Multiply the billed tokens by the provider's own price.",
    ),
    _rule(
        "TGT004", Level.ERROR, method_not_offered,
        "{provider} does not train {model} by {method} on {kind} lines: {offered}; what takes such "
        "lines: {instead}",
        "Choose with --model, --method and --to what belongs together.",
    ),
    _rule(
        "TGT005", Level.NOTE, encoding_unpublished,
        "the encoding of {model} is not published: tokens are counted with {encoding}",
        "Take lengths and costs as estimates.",
    ),
    _rule(
        "TGT006", Level.NOTE, training_unsure,
        "{model} at {provider} {state}",
        "Ask the provider before building on it.",
    ),
    _rule(
        "TGT007", Level.WARNING, other_line_format,
        "{provider} takes lines of its own format: {format}",
        "Convert the written lines before uploading them.",
    ),
)  # fmt: skip
