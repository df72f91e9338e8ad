"""SET: how many examples there are."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.lengths import Lengths
from ftprep.model import WHOLE_DATASET, Kind, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]


def too_few_examples(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """There are fewer examples than the provider accepts.

    ## What
    The training file would have fewer lines than the provider's minimum (10 at OpenAI). `prepare`
    counts the training file alone, without the test file.

    ## Why
    The job fails after the upload: `Training file has 7 example(s), but must have at least 10
    examples`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```text
    A file of 10 examples or more.
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): at least 10 examples; the error text was seen 2024-12-29.
    """
    least = int(context.target.provider.min_examples.value)
    if 0 < lengths.count < least:
        yield WHOLE_DATASET, hit(n=lengths.count, least=least)


def few_examples(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """There are fewer examples than usually show an effect.

    ## What
    Fewer than 50 conversations, or fewer than 100 prompt/completion pairs
    (`--threshold few-examples=50`, `few-completions=100`).

    ## Why
    OpenAI advises to start with 50 well-made examples; 50 to 100 usually show an effect.

    ## Bad
    ```text
    A file of 20 conversations.
    ```

    ## Good
    ```text
    A file of 60 conversations.
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07); for completions OpenAI's old guide (MicrosoftDocs
    prepare-dataset, 2022-06): at least 100 per class.
    """
    least = int(context.target.provider.min_examples.value)
    few, _ = _thresholds(context)
    if least <= lengths.count < few:
        yield WHOLE_DATASET, hit(n=lengths.count, few=few)


def modest_examples(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """There are enough examples to start, and more would help.

    ## What
    Fewer than 200 conversations, or fewer than 500 prompt/completion pairs
    (`--threshold modest-examples=200`, `modest-completions=500`).

    ## Why
    Each doubling of the data tends to bring about the same gain in quality again.

    ## Bad
    ```text
    A file of 120 conversations.
    ```

    ## Good
    ```text
    A file of 250 conversations.
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07) on doubling the data; about 500 pairs for conditional
    generation: OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06). The number 200 is
    ftprep's own: no text of OpenAI's names it.
    """
    few, modest = _thresholds(context)
    if few <= lengths.count < modest:
        yield WHOLE_DATASET, hit(n=lengths.count, modest=modest)


def no_examples(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """There is no example at all.

    ## What
    No record was understood as an example, or every one was rejected.

    ## Why
    There is nothing to train on. `prepare` then writes no training file.

    ## Bad
    ```csv
    question,answer
    ```

    ## Good
    ```csv
    question,answer
    Where is my invoice?,Under Account.
    ```

    ## Source
    The retired tool wrote a file of one empty line for such inputs.
    """
    if lengths.count == 0:
        yield WHOLE_DATASET, hit()


def _thresholds(context: Context) -> tuple[int, int]:
    of = "completions" if context.kind is Kind.COMPLETION else "examples"
    return int(context.thresholds[f"few-{of}"]), int(context.thresholds[f"modest-{of}"])


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "SET001", Level.ERROR, too_few_examples, Lengths,
        "training file has {n} example(s), but must have at least {least} examples",
        "Add examples; with --test-size 0 none is held out for the test.",
        of_training=True,
    ),
    dataset_rule(
        "SET002", Level.WARNING, few_examples, Lengths,
        "{n} examples are few: about {few} are needed to see an effect",
        "Add examples, the best you can write.",
        of_training=True,
    ),
    dataset_rule(
        "SET003", Level.NOTE, modest_examples, Lengths,
        "{n} examples are a start; each doubling tends to bring the same gain again",
        "Add examples where the model is weakest.",
        of_training=True,
    ),
    dataset_rule(
        "SET004", Level.ERROR, no_examples, Lengths,
        "there is no example to train on",
        "Add examples; if the input has rows, the other findings say why none of them is one.",
        of_training=True,
    ),
)  # fmt: skip
