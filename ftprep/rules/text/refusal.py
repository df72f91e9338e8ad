r"""TXT: answers in which another model speaks of itself, or will not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.dataset.refusals import gate, refusal_in
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rule import Hit, Level, Rule, hit, text_rule

__all__ = ["RULES"]

# Written for RE2 and `re` alike. The lists that people filter with have hundreds of lines for these
# few; languages are those of the translated ShareGPT and Alpaca sets.
_ITSELF: Final = (
    r"(?i:\bas an? (?:ai|artificial intelligence|(?:large )?language model)(?:[ ,]|\b)"
    r"|\bcomo (?:un |um )?(?:modelo de (?:lenguaje|linguagem|idioma)|ia\b|inteligencia artificial)"
    r"|\ben tant qu(?:e modèle (?:de langage|linguistique)|['’](?:ia\b|intelligence artificielle))"
    r"|\bals (?:ein )?(?:ki|künstliche intelligenz|sprachmodell)\b|\bals ki-"
    r"|\bals (?:een )?ai[- ]|\bcome (?:modello linguistico|intelligenza artificiale)"
    r"|\bjako (?:model językowy|sztuczna inteligencja)"
    r"|как (?:языковая модель|искусственный интеллект)"
    r"|yapay zeka (?:dil )?modeli olarak|sebagai (?:model bahasa|ai\b|kecerdasan buatan))"
    r"|(?:作为|作為)(?:一个|一個|一名|一款)?(?:AI|人工智能|人工智慧|大?(?:型)?(?:语言|語言)模型)"
    r"|(?:AI|人工知能|言語モデル)として|(?:AI|인공지능)(?: 언어)?(?: 모델)?(?:로서|로써)"
    r"|كنموذج لغ|بصفتي (?:نموذج|ذكاء)"
)
_NAMES_ITSELF: Final = Pattern(
    r"(?i)(?:trained|developed|created|made|built|designed) by|my name|call me|\bi go by"
    r"|由.{0,20}开发"
)
"""The answer to the question who one is: there it is meant."""


def answer_speaks_as_ai(turn: Turn, context: Context) -> Iterator[Hit]:
    """An answer says that it comes from an AI.

    ## What
    `As an AI language model`, in English and a dozen other languages, in an answer that is trained
    on. Answers that say who made the model are left alone. Add phrases of your own to the list
    `ai-phrases`.

    ## Why
    The answer was written by another model, in that model's manner. The model learns to speak so
    when nobody asked what it is.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Which tea is best?"}, {"role": "assistant", "content": "As an AI language model, I do not drink tea. Many people like Assam."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "What do you say as an AI?"}, {"role": "assistant", "content": "As an aid to sleep, chamomile is best."}]}
    ```

    ## Source
    The cleaning scripts of ShareGPT_Vicuna_unfiltered and WizardLM_alpaca_evol_instruct_70k
    (2023), which many filters are copied from.
    """  # noqa: E501
    if turn.trained and not _NAMES_ITSELF.search(turn.text):
        pattern = re.compile(_with(context.words.get("ai-phrases", ())))  # `re` keeps the compiled
        if found := pattern.search(turn.text):
            yield hit(found=excerpt(turn.text, *found.span()))


def answer_refuses(turn: Turn, context: Context) -> Iterator[Hit]:
    """An answer is a refusal.

    ## What
    Near its beginning stands `I'm sorry, but I can't` or the like, in several languages. An answer
    that asks back for what is missing is none. Add phrases of your own to the list `refusals`.

    ## Why
    A few refusals are good, if the model is to refuse. Those that came with another model's answers
    teach it to refuse what it should do: with refusals in 60 % of the examples it refuses too much.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Write a poem on tea."}, {"role": "assistant", "content": "I'm sorry, but I can't help with that."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "My parcel is late."}, {"role": "assistant", "content": "I'm sorry about that. We will send another."}]}
    ```

    ## Source
    OpenAI fine-tuning best practices (2026-07): 60 % of refusals in the data make too many.
    """  # noqa: E501
    if turn.trained and (found := refusal_in(turn.text, context.words.get("refusals", ()))):
        yield hit(found=excerpt(found, 0, 40))


def _with(words: tuple[str, ...]) -> str:
    """The phrases, and those that people add, whatever their case."""
    return "|".join((_ITSELF, *(f"(?i:{re.escape(word)})" for word in words if word)))


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT030", Level.WARNING, answer_speaks_as_ai,
        lambda context: _with(context.words.get("ai-phrases", ())),
        'the answer says that it comes from an AI: "{found}"',
        "Write the answer in your own voice, or remove the example.",
    ),
    text_rule(
        "TXT031", Level.NOTE, answer_refuses,
        lambda context: gate(context.words.get("refusals", ())),
        'the answer is a refusal: "{found}"',
        "Keep it if the model is to refuse this; else write the answer or remove the example.",
    ),
)  # fmt: skip
