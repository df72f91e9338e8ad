"""SET: the provider's limits of a file and of a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.written import WrittenSize
from ftprep.cost import default_epochs
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.targets.target import Fact

__all__ = ["RULES"]

_MEGABYTE: Final = 2**20


def file_too_large(size: WrittenSize, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The file would be larger than the provider takes.

    ## What
    The examples as lines of JSONL have more bytes than the provider's limit (512 MB at OpenAI). A
    lower limit of your own, as Azure's portal has with 200 MB, is set with
    `--threshold file-megabytes=200`.

    ## Why
    The upload is refused after the time it took.

    ## Bad
    ```jsonl --threshold file-megabytes=0.00005
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --threshold file-megabytes=0.001
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The limit of each provider with its source: OpenAI 512 MB (openai 3.52.0, resources/files.py);
    Azure <512 MB, portal 200 MB (limits of fine-tuning, 2026-02-17).
    """
    limit = _least(
        context.thresholds["file-megabytes"] * _MEGABYTE, context.target.provider.max_file_bytes
    )
    if limit and size.bytes > limit:
        yield (
            WHOLE_DATASET,
            hit(megabytes=size.bytes / _MEGABYTE, limit=f"{limit / _MEGABYTE:,.6g}"),
        )


def too_many_examples(size: WrittenSize, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """There are more examples than the provider takes.

    ## What
    More lines than the provider's limit of examples, or than one of your own
    (`--threshold most-examples=10000`).

    ## Why
    The job is refused, or lines are left out.

    ## Bad
    ```jsonl --threshold most-examples=1
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Good
    ```jsonl --threshold most-examples=2
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    The limit of each provider with its source: Fireworks 3 million (2026), Google 10 million texts
    (2026-09-25). Bedrock's 10,000 to 20,000 hang on the model: give them as a threshold.
    """
    limit = _least(context.thresholds["most-examples"], context.target.provider.max_examples)
    if limit and size.examples > limit:
        yield WHOLE_DATASET, hit(n=size.examples, limit=int(limit))


def job_too_large(size: WrittenSize, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The job would process more tokens than the provider takes.

    ## What
    Billed tokens times epochs are more than the provider's limit for one job (2 billion at Azure),
    or than one of your own (`--threshold job-tokens=50000000`). Without `--epochs` the default
    number of epochs counts.

    ## Why
    The job is refused, or stopped when the limit is reached.

    ## Bad
    ```jsonl --threshold job-tokens=20
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl --threshold job-tokens=100000
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Azure, limits of fine-tuning (2026-02-17): 2 billion tokens times epochs. OpenAI said 50 million
    in 2023 and says nothing today.
    """
    limit = _least(context.thresholds["job-tokens"], context.target.provider.max_job_tokens)
    epochs = context.epochs or default_epochs(size.examples)
    if limit and size.billed * epochs > limit:
        yield WHOLE_DATASET, hit(n=size.billed * epochs, epochs=epochs, limit=int(limit))


def _least(own: float, fact: Fact | None) -> float:
    """The lower of two limits; 0 stands for none."""
    return min((limit for limit in (own, fact.value if fact else 0) if limit), default=0)


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "SET005", Level.ERROR, file_too_large, WrittenSize,
        "the file would have {megabytes:,.6g} MB, more than the limit of {limit} MB",
        "Leave out examples or shorten what repeats in all of them.",
        of_training=True,
    ),
    dataset_rule(
        "SET006", Level.ERROR, too_many_examples, WrittenSize,
        "{n:,} examples are more than the limit of {limit:,}",
        "Leave out the weakest examples, or divide them among several jobs.",
        of_training=True,
    ),
    dataset_rule(
        "SET007", Level.ERROR, job_too_large, WrittenSize,
        "{n:,} tokens in {epochs} epoch(s) are more than the limit of {limit:,} for one job",
        "Train fewer epochs, or on fewer examples.",
        of_training=True,
    ),
)  # fmt: skip
