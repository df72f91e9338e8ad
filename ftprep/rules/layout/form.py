"""MAP: conversations and pairs that cannot be brought into the form of a training line."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def not_one_exchange() -> None:
    """A conversation cannot be written as one prompt and one completion.

    ## What
    It has several turns, tools, images, or an answer that is not to be trained on.

    ## Why
    A completion line has one prompt and one answer. To leave out the rest, or to run turns together
    with invented names, would train another thing than the file says.

    ## Bad
    ```jsonl --to completion
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Good
    ```jsonl --to completion
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneCompletionRequestInput (2025-04-29): exactly two strings.
    """  # noqa: E501


def media_beside_text() -> None:
    """Images, sound or video stand beside the text, where the provider does not look.

    ## What
    The record has a key such as `images` with files or addresses, as LLaMA-Factory, oumi and others
    write it, and a placeholder in the text.

    ## Why
    The provider refuses the key. Without it the text speaks of an image that the model never sees.
    An image is a part of a user message: `{"type": "image_url", "image_url": {"url": …}}`.

    ## Bad
    ```jsonl
    {"conversations": [{"from": "human", "value": "<image>What is it?"}, {"from": "gpt", "value": "A cat."}], "images": ["cat.jpg"]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "https://example.org/cat.jpg"}}]}, {"role": "assistant", "content": "A cat."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07); LLaMA-Factory data/README (2026-08-18).
    """  # noqa: E501


def preference_unclear() -> None:
    """The two answers of a pair do not answer one conversation.

    ## What
    What stands before the preferred answer differs from what stands before the other one, or from
    the prompt, or there is nothing before them.

    ## Why
    A pair compares two answers to the same conversation; the provider takes that conversation once,
    as `input`.

    ## Bad
    ```jsonl
    {"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "rejected": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "What."}]}
    ```

    ## Good
    ```jsonl
    {"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "What."}]}
    ```

    ## Source
    OpenAI direct preference optimization guide (2026-07).
    """  # noqa: E501


def list_expected() -> None:
    """A conversation or a history is no list of turns.

    ## What
    `conversations` holds a text, an object or nothing, or `history` is no list of pairs of a
    question and an answer.

    ## Why
    The turns cannot be told apart.

    ## Bad
    ```jsonl
    {"conversations": "human: Hi gpt: Hello."}
    ```

    ## Good
    ```jsonl
    {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello."}]}
    ```

    ## Source
    LLaMA-Factory data/README (2026-08-18).
    """


def unpaired_preference() -> None:
    """The row is an answer with a verdict, good or bad.

    ## What
    TRL's `prompt`, `completion`, `label` with true or false, or LLaMA-Factory's `kto_tag`: data for
    unpaired preference methods such as KTO.

    ## Why
    Rows whose verdict is false show what the model must not say. Trained as they stand, they teach
    it.

    ## Bad
    ```jsonl
    {"prompt": "Hi", "completion": "Go away.", "label": false}
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi", "completion": "Hello."}
    ```

    ## Source
    TRL dataset_formats (2026-07-24); LLaMA-Factory data/README (2026-08-18).
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "MAP011", Level.ERROR, not_one_exchange,
        "the conversation {fault}, so it is no prompt and completion",
        "Write it as a chat (--to chat), or cut it into exchanges.",
    ),
    source_rule(
        "MAP013", Level.ERROR, media_beside_text,
        '"{column}" stands beside the text, where the provider does not look',
        "Write images as parts of the user message that they belong to.",
    ),
    source_rule(
        "MAP014", Level.ERROR, preference_unclear,
        "{fault}",
        "Give both answers the same conversation.",
    ),
    source_rule(
        "MAP015", Level.ERROR, list_expected,
        '"{column}" is {found}, where a list of turns is due',
        "Write it as a list of turns.",
    ),
    source_rule(
        "MAP016", Level.ERROR, unpaired_preference,
        'the row is judged good or bad by "{column}"; such rows cannot be trained on as they '
        "stand",
        "Delete the rows that are judged bad, and the key from the others.",
    ),
)  # fmt: skip
