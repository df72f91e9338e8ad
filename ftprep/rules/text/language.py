"""TXT: the language of the answers, told by a library that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.language import NAMES
from ftprep.aggregate.languages import Languages
from ftprep.model import Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_FEWEST: Final = 10
"""Answers from which on there is a habit that one can differ from."""


def answer_in_other_language(
    languages: Languages, context: Context
) -> Iterator[tuple[Origin, Hit]]:
    """An answer is in another language than most, and its question does not ask for that.

    ## What
    At least 90 % of the answers are in one language (`--threshold answer-language=0.9`), this one
    is in another, and so is its question. Answers count that have at least 60 bytes (ten words, or
    20 Chinese characters) and are in one language with a chance of 90 %, by their first 1,000
    characters; at least 10 of them. Labels, JSON, code and calls of tools do not count.

    Nothing is said where a line of the question is in the language of the answer or the other way
    round, and where the question names that language or asks for a translation. Languages that
    short texts do not tell apart count as one, such as Danish and Norwegian. Of each language the
    first 500 such answers are told, and how many there are.

    It needs a library, `pip install "ftprep[language]"`, which holds its model and uses no network.
    It takes 0.2 to 0.5 ms for each example, more than all other rules together.

    ## Why
    The model learns to change the language where nobody asked it to.

    ## Bad
    ```jsonl --select ALL,TXT043
    {"messages": [{"role": "user", "content": "When does the museum open?"}, {"role": "assistant", "content": "The museum opens at nine in the morning, and the café at ten."}]}
    {"messages": [{"role": "user", "content": "What does a ticket cost?"}, {"role": "assistant", "content": "A ticket for adults is twelve euros, and children come in free."}]}
    {"messages": [{"role": "user", "content": "May I take pictures there?"}, {"role": "assistant", "content": "You may take pictures in all of the rooms, but please no flash."}]}
    {"messages": [{"role": "user", "content": "Where can I leave my coat?"}, {"role": "assistant", "content": "There are lockers behind the stairs, and they take a coin."}]}
    {"messages": [{"role": "user", "content": "Do you have guided tours?"}, {"role": "assistant", "content": "A guide goes through the house with visitors every day at two."}]}
    {"messages": [{"role": "user", "content": "Is there a lift to the third floor?"}, {"role": "assistant", "content": "Yes, the lift stands beside the shop and goes up to the roof."}]}
    {"messages": [{"role": "user", "content": "Which bus goes to the museum?"}, {"role": "assistant", "content": "Take bus number four from the station and get off at the bridge."}]}
    {"messages": [{"role": "user", "content": "Can I bring my dog with me?"}, {"role": "assistant", "content": "Dogs have to stay outside, but there is water for them at the door."}]}
    {"messages": [{"role": "user", "content": "What is there for the children?"}, {"role": "assistant", "content": "Children can paint on Sundays with an artist who helps them."}]}
    {"messages": [{"role": "user", "content": "Where do I find the shop?"}, {"role": "assistant", "content": "You find the shop next to the entrance, and it closes at six."}]}
    {"messages": [{"role": "user", "content": "How long is the exhibition open?"}, {"role": "assistant", "content": "Die Ausstellung ist noch bis Ende Oktober jeden Tag geöffnet."}]}
    ```

    ## Good
    ```jsonl --select ALL,TXT043
    {"messages": [{"role": "user", "content": "When does the museum open?"}, {"role": "assistant", "content": "The museum opens at nine in the morning, and the café at ten."}]}
    {"messages": [{"role": "user", "content": "Wie lange läuft die Ausstellung?"}, {"role": "assistant", "content": "Die Ausstellung ist noch bis Ende Oktober jeden Tag geöffnet."}]}
    ```

    ## Source
    C4 (Raffel et al. 2020, section 2.2) keeps pages that are in one language with a chance of 99 %,
    told by a library. The library here: py3langid 0.4, after Lui and Baldwin 2012, langid.py. The
    numbers are ftprep's own, chosen on files that people published.
    """  # noqa: E501
    total = languages.answers.total()
    if total < _FEWEST:
        return
    most, count = languages.answers.most_common(1)[0]
    if count < context.thresholds["answer-language"] * total:
        return
    for language, odds in sorted(languages.astray.items()):
        if language == most:
            continue
        for odd in odds:
            yield (
                odd.origin,
                hit(
                    odd.pointer,
                    found=odd.found,
                    language=NAMES[language][0],
                    alike="" if odds.count == 1 else f" ({odds.count:,} such answers)",
                    most=NAMES[most][0],
                    share=100 * count // total,
                ),
            )


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "TXT043", Level.WARNING, answer_in_other_language, Languages,
        'the answer is in {language} and its question is not: "{found}"{alike}; {share} % of '
        "the answers are in {most}",
        "Write it in the language of the others, or say in the question that it is wanted.",
        on_demand=True,
    ),
)  # fmt: skip
