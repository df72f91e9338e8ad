"""PRF: pairs of answers: that they differ, and in what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ftprep.aggregate.pairs import Pairs
from ftprep.model import WHOLE_DATASET, Example, Kind, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, example_rule, hit

__all__ = ["RULES"]

_GOOD: Final = "/preferred_output"
_POOR: Final = "/non_preferred_output"

_FEWEST_PAIRS: Final = 30
"""Pairs below which a share tells nothing: of 30, half would be 15 ± 5 by chance."""
_RATIO: Final = 1.2
"""Ratio of the lengths in the middle of all pairs, from which on a difference is not a detail."""


def answers_equal(example: Example, context: Context) -> Iterator[Hit]:
    """The two answers are the same.

    ## What
    Preferred and non-preferred answer are equal, word for word.

    ## Why
    There is nothing to prefer: the example is paid for, and teaches nothing or noise.

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Source
    Rafailov et al. 2023 (arXiv 2305.18290): the loss of DPO is about the difference of the two.
    """  # noqa: E501
    if example.kind is Kind.PREFERENCE:
        good, poor = _said(example, _GOOD), _said(example, _POOR)
        if good and good == poor:
            yield hit(_POOR)


def answers_nearly_equal(example: Example, context: Context) -> Iterator[Hit]:
    """The two answers differ only in white space, or in upper and lower case.

    ## What
    Without white space and case both answers are the same text.

    ## Why
    The model learns to prefer a line break or a capital. If that is what you want to teach, let
    this rule be (`--ignore PRF002`).

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello there."}], "non_preferred_output": [{"role": "assistant", "content": "hello  there. "}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello there."}], "non_preferred_output": [{"role": "assistant", "content": "Hello, there."}]}
    ```

    ## Source
    Rafailov et al. 2023 (arXiv 2305.18290): the loss of DPO is about the difference of the two.
    """  # noqa: E501
    if example.kind is Kind.PREFERENCE:
        good, poor = _said(example, _GOOD), _said(example, _POOR)
        if good != poor and _bare(good) == _bare(poor) and any(_bare(good)):
            yield hit(_POOR)


def answer_of_pair_empty(example: Example, context: Context) -> Iterator[Hit]:
    """One of the two answers is empty.

    ## What
    The content of an answer is an empty text or only white space, and it calls no tool.

    ## Why
    The model learns to say nothing, or only that saying something is better.

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": " "}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Source
    OpenAI cookbook, Chat_finetuning_data_prep: missing_content, for both answers.
    """  # noqa: E501
    if example.kind is Kind.PREFERENCE:
        for side, word in ((_GOOD, "preferred"), (_POOR, "non-preferred")):
            found = example.body.get(side[1:]) if isinstance(example.body, dict) else None
            calls = any(_calls(message) for message in _said(example, side))
            if isinstance(found, list) and found and not calls and not any(_texts(example, side)):
                yield hit(side, side=word)


def input_ends_with_answer(example: Example, context: Context) -> Iterator[Hit]:
    """The conversation before the two answers ends with an answer.

    ## What
    The last message of `input` is the assistant's.

    ## Why
    The two answers are to follow a question. Often the preferred answer was left in the input, so
    that the model sees it before it is asked.

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Source
    OpenAI direct preference optimization guide (2026-07-15): the outputs are the last assistant
    message of the conversation.
    """  # noqa: E501
    if example.kind is Kind.PREFERENCE and isinstance(example.body, dict):
        given = example.body.get("input")
        found = given.get("messages") if isinstance(given, dict) else None
        last = found[-1] if isinstance(found, list) and found else None
        # After a call both outputs may be the tool's, at Azure.
        if isinstance(last, dict) and last.get("role") == "assistant" and not _calls(last):
            yield hit("/input/messages/" + str(len(found or ()) - 1))


def preferred_longer(pairs: Pairs, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The preferred answers are nearly always longer, or nearly always shorter.

    ## What
    Of at least 30 pairs, the share whose preferred answer is longer exceeds the share where it is
    shorter by 0.474 or more (or the other way round), and in the middle of all pairs one answer is
    at least 1.2 times as long. The difference of the shares is Cliff's delta of paired values; 0.474
    is where it is called large (`--threshold length-bias=0.474`).

    ## Why
    Length is the easiest thing to learn. A model that was trained on such pairs writes longer
    (or shorter) answers, not better ones.

    ## Bad
    ```text
    90 of 100 pairs whose preferred answer is longer, twice as long in the middle
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Source
    Park et al. 2024, Disentangling Length from Quality in DPO (arXiv 2403.19159); Singhal et al.
    2023 (arXiv 2310.03716); threshold: Romano et al. 2006, as cited for Cliff's delta.
    """  # noqa: E501
    count = pairs.longer + pairs.shorter + pairs.equal
    bias, ratio = pairs.dominance, pairs.median_ratio
    if count >= _FEWEST_PAIRS and abs(bias) >= context.thresholds["length-bias"]:
        word, of_them = ("longer", pairs.longer) if bias > 0 else ("shorter", pairs.shorter)
        ratio = ratio if bias > 0 else 1 / ratio
        if ratio >= _RATIO:
            share = round(100 * of_them / count)
            yield WHOLE_DATASET, hit(share=share, word=word, ratio=f"{ratio:.1f}", n=count)


def pair_contradicted(pairs: Pairs, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The same pair stands elsewhere the other way round.

    ## What
    Two examples have the same conversation and the same two answers, and prefer each another one.

    ## Why
    The model is taught both, and learns neither.

    ## Bad
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "What."}], "non_preferred_output": [{"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    {"input": {"messages": [{"role": "user", "content": "Bye"}]}, "preferred_output": [{"role": "assistant", "content": "Goodbye."}], "non_preferred_output": [{"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): agreement of those who judge bounds the quality.
    """  # noqa: E501
    for later, earlier in pairs.contradictions():
        yield later, hit(first=earlier)


_CALLS: Final = ("tool_calls", "function_call")


def _calls(message: dict[str, Any]) -> bool:
    return any(message.get(key) for key in _CALLS)


def _said(example: Example, side: str) -> list[dict[str, Any]]:
    """What the messages of one side say: content, refusals and calls that are not empty."""
    found = example.body.get(side[1:]) if isinstance(example.body, dict) else None
    return [
        {key: message[key] for key in (*_CALLS, "content", "refusal") if message.get(key)}
        for message in (found if isinstance(found, list) else ())
        if isinstance(message, dict)
    ]


def _texts(example: Example, side: str) -> list[str]:
    texts = (turn.text.strip() for turn in example.turns if turn.pointer.startswith(side + "/"))
    return [text for text in texts if text]


def _bare(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same without white space and case in its texts; calls stay as they are."""
    return [
        {
            key: "".join(value.split()).casefold() if isinstance(value, str) else value
            for key, value in message.items()
        }
        for message in said
    ]


RULES: tuple[Rule, ...] = (
    example_rule(
        "PRF001", Level.ERROR, answers_equal,
        "the preferred and the non-preferred answer are the same",
        "Write another non-preferred answer, or remove the example.",
        of_shape=True,
    ),
    example_rule(
        "PRF002", Level.WARNING, answers_nearly_equal,
        "the two answers differ only in white space, or in upper and lower case",
        "Write another non-preferred answer, or remove the example.",
        of_shape=True,
    ),
    example_rule(
        "PRF003", Level.ERROR, answer_of_pair_empty,
        "the {side} answer is empty",
        "Write the answer, or remove the example.",
        of_shape=True,
    ),
    dataset_rule(
        "PRF004", Level.WARNING, preferred_longer, Pairs,
        "{share} % of the {n:,} preferred answers are {word} than the others, {ratio} times in the"
        " middle",
        "Add pairs where the other answer is {word}, or take out the most unequal ones.",
    ),
    dataset_rule(
        "PRF005", Level.WARNING, pair_contradicted, Pairs,
        "the same two answers stand the other way round at {first}",
        "Decide which of the two is preferred.",
    ),
    example_rule(
        "PRF006", Level.WARNING, input_ends_with_answer,
        "the conversation before the two answers ends with an assistant message",
        "End the input with the question; the answers stand in the outputs alone.",
        of_shape=True,
    ),
)  # fmt: skip
