"""CMP: prompts and completions for models that are trained on bare text."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.affixes import Affixes
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.style import decide, shared_completion_prefix, shared_prompt_prefix, shouted

__all__ = ["RULES"]


def separator_missing(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    r"""The prompts do not end with a common separator.

    ## What
    Nothing at the end of every prompt tells the model that the prompt is over. A common ending that
    is natural, such as `?` or `.`, is no separator. `prepare` appends one that stands in no prompt
    and no completion, and the manifest says which: a caller of the tuned model must send it too.

    ## Why
    Without it the model goes on with the prompt in place of answering it.

    ## Bad
    ```csv --to completion
    prompt,completion
    What is the capital of Peru?,Lima
    What is the capital of Chile?,Santiago
    ```

    ## Good
    ```jsonl --to completion
    {"prompt": "Capital of Peru\n\n###\n\n", "completion": " Lima END"}
    {"prompt": "Capital of Chile\n\n###\n\n", "completion": " Santiago END"}
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): prompts end with a fixed separator
    that appears nowhere else.
    """
    style = decide(affixes)
    if affixes.prompts.count and style.separator and not style.separator_found:
        yield WHOLE_DATASET, hit(separator=repr(style.separator), n=affixes.prompts.count)


def end_marker_missing(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    r"""The completions do not end with a common marker.

    ## What
    Nothing at the end of every completion tells the model to stop. An accidental common ending,
    such as the `tive` of positive and negative, is no marker. `prepare` appends one that stands in
    no prompt and no completion; it is the stop sequence to call the tuned model with.

    ## Why
    Without it the model does not learn where to stop.

    ## Bad
    ```csv --to completion
    prompt,completion
    What is the capital of Peru?,Lima
    What is the capital of Chile?,Santiago
    ```

    ## Good
    ```jsonl --to completion
    {"prompt": "Capital of Peru\n\n###\n\n", "completion": " Lima END"}
    {"prompt": "Capital of Chile\n\n###\n\n", "completion": " Santiago END"}
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): completions end with a fixed stop.
    """
    style = decide(affixes)
    if affixes.completions.count and style.end and not style.end_found:
        yield WHOLE_DATASET, hit(end=repr(style.end), n=affixes.completions.count)


def leading_space_missing(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    r"""Completions do not begin with a space.

    ## What
    Some or all completions begin with a letter. `prepare` puts one space before them, save where
    most completions are in a script that is written without spaces.

    ## Why
    The tokenizers of these models have one token for a word with the space before it. Without the
    space the model sees other, rarer tokens than in the text it knows.

    ## Bad
    ```csv --to completion
    prompt,completion
    What is the capital of Peru?,Lima
    What is the capital of Chile?,Santiago
    ```

    ## Good
    ```jsonl --to completion
    {"prompt": "Capital of Peru\n\n###\n\n", "completion": " Lima END"}
    {"prompt": "Capital of Chile\n\n###\n\n", "completion": " Santiago END"}
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): completions start with a space.
    """
    missing = affixes.completions.count - affixes.spaced
    if missing and decide(affixes).space:
        yield WHOLE_DATASET, hit(n=missing)


def no_free_marker(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    r"""Every separator or end marker that ftprep knows stands somewhere in the texts.

    ## What
    No candidate is left that would be unmistakable.

    ## Why
    A separator that also stands inside a text says nothing.

    ## Bad
    ```text
    A file whose prompts hold all of ### === --- ===> ---> -> and ### =>.
    ```

    ## Good
    ```jsonl --to completion
    {"prompt": "Capital of Peru\n\n###\n\n", "completion": " Lima END"}
    {"prompt": "Capital of Chile\n\n###\n\n", "completion": " Santiago END"}
    ```

    ## Source
    The retired tool then took `\n\n### =>\n\n` without a look.
    """
    style = decide(affixes)
    if affixes.prompts.count > affixes.prompts.blank and style.separator is None:
        yield WHOLE_DATASET, hit(what="separator")
    if affixes.completions.count and style.end is None:
        yield WHOLE_DATASET, hit(what="end marker")


def shared_prompt_start(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """All prompts begin with the same words.

    ## What
    An instruction, usually. A tuned model does not need it: the examples show the task. It is cut
    only when you ask with `--fix CMP005`, and only at the end of a word.

    ## Why
    The shared words are billed in every example and in every later call.

    ## Bad
    ```csv --to completion
    prompt,completion
    Name the capital of this country: Peru,Lima
    Name the capital of this country: Chile,Santiago
    ```

    ## Good
    ```csv --to completion
    prompt,completion
    Peru,Lima
    Chile,Santiago
    ```

    ## Source
    The retired tool offered the same, and cut inside words.
    """
    prefix = shared_prompt_prefix(affixes)
    if prefix:
        yield WHOLE_DATASET, hit(prefix=prefix)


def shared_completion_start(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """All completions begin with the same words.

    ## What
    It is cut only when you ask with `--fix CMP006`, and only at the end of a word and outside
    quotes and brackets.

    ## Why
    The completion should hold what differs; the rest is paid for at the price of output.

    ## Bad
    ```csv --to completion
    prompt,completion
    Peru,The capital is Lima
    Chile,The capital is Santiago
    ```

    ## Good
    ```csv --to completion
    prompt,completion
    Peru,Lima
    Chile,Santiago
    ```

    ## Source
    The retired tool offered the same; from 1.3.7 to 2.34.0 it destroyed the completions by it.
    """
    prefix = shared_completion_prefix(affixes)
    if prefix:
        yield WHOLE_DATASET, hit(prefix=prefix)


def mostly_upper_case(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """More than a third of the letters are upper case.

    ## What
    Of the prompts or of the completions. They are put in lower case only when you ask with
    `--fix CMP007`, since codes and names would be lost.

    ## Why
    Models know text in lower case far better than in capitals, and need fewer tokens for it.

    ## Bad
    ```csv --to completion
    prompt,completion
    WHAT IS THE CAPITAL OF PERU,Lima
    WHAT IS THE CAPITAL OF CHILE,Santiago
    ```

    ## Good
    ```csv --to completion
    prompt,completion
    what is the capital of Peru,Lima
    what is the capital of Chile,Santiago
    ```

    ## Source
    The retired tool's measure (twice the upper-case letters outnumber the lower-case ones).
    """
    for what, side in (("prompts", affixes.prompts), ("completions", affixes.completions)):
        if shouted(side):
            yield (
                WHOLE_DATASET,
                hit(what=what, share=round(100 * side.upper / (side.upper + side.lower))),
            )


def identical_prompts(affixes: Affixes, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """All prompts are the same text.

    ## What
    Every example has the same prompt, and it is not blank.

    ## Why
    The prompt then tells nothing. For open-ended generation leave it blank, which costs less.

    ## Bad
    ```csv --to completion
    prompt,completion
    Write a slogan,Fresh from the field
    Write a slogan,Bread like your grandmother's
    ```

    ## Good
    ```csv --to completion
    prompt,completion
    Write a slogan for a market,Fresh from the field
    Write a slogan for a bakery,Bread like your grandmother's
    ```

    ## Source
    The retired tool stopped at such a file.
    """
    prompts = affixes.prompts
    if prompts.count > 1 and prompts.same and not prompts.blank:
        yield WHOLE_DATASET, hit(n=prompts.count)


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "CMP001", Level.WARNING, separator_missing, Affixes,
        "the {n:,} prompts do not end with a separator",
        "prepare appends {separator} to each prompt; send it with every call of the tuned model.",
        fixable=True,
    ),
    dataset_rule(
        "CMP002", Level.WARNING, end_marker_missing, Affixes,
        "the {n:,} completions do not end with a marker that tells the model to stop",
        "prepare appends {end} to each completion; use it as the stop sequence.",
        fixable=True,
    ),
    dataset_rule(
        "CMP003", Level.WARNING, leading_space_missing, Affixes,
        "{n:,} completions do not begin with a space",
        "prepare puts one space before them.",
        fixable=True,
    ),
    dataset_rule(
        "CMP004", Level.ERROR, no_free_marker, Affixes,
        "every {what} that could be appended stands in a prompt or completion already",
        "Remove one of them from the texts.",
    ),
    dataset_rule(
        "CMP005", Level.NOTE, shared_prompt_start, Affixes,
        'all prompts begin with "{prefix}"',
        "The examples show the task: --fix CMP005 leaves it out.",
        on_request=True,
    ),
    dataset_rule(
        "CMP006", Level.NOTE, shared_completion_start, Affixes,
        'all completions begin with "{prefix}"',
        "Only what differs needs to be learnt: --fix CMP006 leaves it out.",
        on_request=True,
    ),
    dataset_rule(
        "CMP007", Level.NOTE, mostly_upper_case, Affixes,
        "{share} % of the letters in the {what} are upper case",
        "If they are no codes or names, --fix CMP007 puts them in lower case.",
        on_request=True,
    ),
    dataset_rule(
        "CMP008", Level.WARNING, identical_prompts, Affixes,
        "all {n:,} prompts are the same",
        "Leave the prompts blank for open-ended generation, or say in each what is wanted.",
    ),
)  # fmt: skip
