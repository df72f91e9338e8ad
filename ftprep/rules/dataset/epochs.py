"""SET: the number of epochs that was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.lengths import Lengths
from ftprep.cost import default_epochs
from ftprep.model import WHOLE_DATASET, Kind, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]


def epochs_odd(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """So many epochs, or so few, hardly fit the number of examples.

    ## What
    `--epochs` is more than 2 away (`--threshold epochs-away=2`) from what OpenAI takes for so many
    examples when nothing is asked: 100 divided by the examples for fewer than 34 of them, 3 up to
    8,333, 25,000 divided by the examples above; never below 1. So 8 to 12 epochs fit 10 examples,
    1 to 5 fit 1,000, and 1 to 3 fit 20,000. Asked of conversations and of prompts with completions;
    for pairs of answers, and for reinforcement, no such number is public.

    ## Why
    With too many epochs the model learns the examples by heart, and each epoch is billed. With too
    few it has hardly seen them.

    ## Bad
    ```jsonl --provider fireworks --epochs 1
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    {"messages": [{"role": "user", "content": "Thanks"}, {"role": "assistant", "content": "Sure."}]}
    ```

    ## Good
    ```jsonl --provider fireworks --epochs 25
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    {"messages": [{"role": "user", "content": "Thanks"}, {"role": "assistant", "content": "Sure."}]}
    ```

    ## Source
    The rule: OpenAI cookbook, Chat_finetuning_data_prep; all public jobs with automatic epochs
    agree with it (10 examples 10 epochs, 15 examples 6, 25 examples 4). The distance: OpenAI
    fine-tuning guide (2026-07), which advises 1 or 2 epochs more where the model does not follow
    the data, and 1 or 2 fewer where its answers lose variety. Together and Fireworks take one epoch
    when nothing is asked, whatever the data.
    """
    asked, n = context.epochs, lengths.count
    if asked is None or context.kind not in (Kind.CHAT, Kind.COMPLETION):
        return
    if n < context.target.provider.min_examples.value:
        return
    usual, away = default_epochs(n), int(context.thresholds["epochs-away"])
    if abs(asked - usual) > away:
        yield (
            WHOLE_DATASET,
            hit(
                asked=asked,
                n=n,
                least=max(1, usual - away),
                most=usual + away,
                many="many" if asked > usual else "few",
            ),
        )


def job_examples_over_limit(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Examples times epochs are more than the provider takes.

    ## What
    The number of examples times the number of epochs is above the provider's limit for one job
    (3 million at Fireworks), or above one of your own (`--threshold job-examples=100000`). Without
    `--epochs` the default number of epochs counts.

    ## Why
    The job is refused.

    ## Bad
    ```jsonl --epochs 3 --threshold job-examples=5
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Good
    ```jsonl --epochs 3 --threshold job-examples=6
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    Fireworks, fine-tuning page (2026): examples times epochs at most 3 million. No other provider
    states such a limit; all are held to 1 to 50 epochs (OpenAI API specification, 2026-08) by
    `--epochs` itself.
    """
    fact, own = context.target.provider.max_job_examples, context.thresholds["job-examples"]
    limit = min((value for value in (own, fact.value if fact else 0) if value), default=0)
    n = lengths.count
    epochs = context.epochs or default_epochs(n)
    if limit and n * epochs > limit:
        yield WHOLE_DATASET, hit(n=n, epochs=epochs, product=n * epochs, limit=int(limit))


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "SET011", Level.NOTE, epochs_odd, Lengths,
        "{asked} epoch(s) are {many} for {n:,} examples: {least} to {most} are usual",
        "Leave the number to the provider (--epochs auto), or watch the loss of the test file.",
        of_training=True,
    ),
    dataset_rule(
        "SET012", Level.ERROR, job_examples_over_limit, Lengths,
        "{n:,} examples in {epochs} epoch(s) are {product:,}, more than the limit of {limit:,} for "
        "one job",
        "Train fewer epochs, or on fewer examples.",
        of_training=True,
    ),
)  # fmt: skip
