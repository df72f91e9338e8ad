"""What a refusal sounds like: shared by the rule about one answer and the rule about their share.

An answer counts as a refusal when one of the phrases stands near its beginning, and it does not ask
back for what is missing. Phrases are whole clauses ("I can't help with"), not words: "sorry" and "I
cannot" alone, which the lists of the literature hold, also open apologies of a customer service and
plain answers.

Sources: the refusal prefixes of Zou et al. 2023 (GCG, arXiv 2307.15043, `test_prefixes`) and the
phrases that the makers of the "unfiltered" Vicuna and WizardLM data removed (2023-04). The other
languages say the same clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import re2

__all__ = ["LEAD", "REFUSALS", "gate", "refusal_in", "some_refuse"]

LEAD: Final = 120
"""Characters of an answer within which the phrase has to begin: one or two sentences. A refusal
further down is a limit that an answer names, or a story in which somebody refuses."""

_WIDE: Final = 3
"""Letters that a character of Chinese, Japanese or Korean counts for there."""
_FIRST_WIDE: Final = "\u2e80"
"""The first of these characters (Unicode: CJK Radicals Supplement)."""

_ASKS_BACK: Final = (
    r"(?i)\b(?:could|can|would) you please (?:also )?"
    r"(?:provide|give|tell|share|send|specify|clarify|confirm|check|let me know)\b"
)
"""A question back: "I can't find it. Could you please provide the exact name?" helps on."""
_SOON: Final = 4 * LEAD
"""Characters within which it is asked: the few sentences of an answer that says nothing else."""

REFUSALS: Final[tuple[str, ...]] = (
    # English
    "i can't help with", "i can't help you with", "i cannot help with", "i cannot help you with",
    "i can't assist", "i cannot assist", "i can't comply", "i cannot comply",
    "i can't fulfill", "i cannot fulfill", "i can't fulfil", "i cannot fulfil",
    "i can't provide", "i cannot provide", "i can't answer that", "i cannot answer that",
    "i can't discuss", "i cannot discuss", "i can't create", "i cannot create",
    "i can't generate", "i cannot generate", "i can't write", "i cannot write",
    "i can't engage", "i cannot engage", "i can't support", "i cannot support",
    "i'm sorry, but i can't", "i'm sorry, but i cannot", "i'm sorry, i can't",
    "i'm sorry, i cannot", "i'm sorry but i can't", "i'm sorry but i cannot",
    "i am sorry, but i can't", "i am sorry, but i cannot", "i apologize, but i can't",
    "i apologize, but i cannot", "sorry, but i can't", "sorry, but i cannot",
    "i'm unable to", "i am unable to", "i'm not able to help", "i am not able to help",
    "i'm not able to assist", "i am not able to assist", "i'm not able to provide",
    "i am not able to provide", "i must decline", "i have to decline", "i won't be able to",
    "i will not be able to", "i won't help", "i will not help", "i won't provide",
    "i will not provide", "as an ai language model, i can", "as an ai language model, i do not",
    "as an ai language model, i don't", "as an ai, i can't", "as an ai, i cannot",
    "my guidelines do not allow", "against my guidelines", "against my programming",
    # German
    "dabei kann ich nicht helfen", "dabei kann ich dir nicht helfen",
    "dabei kann ich ihnen nicht helfen", "es tut mir leid, aber ich kann",
    "tut mir leid, aber ich kann", "tut mir leid, ich kann", "das kann ich nicht beantworten",
    "ich kann ihnen dabei nicht helfen", "ich kann dir dabei nicht helfen",
    # French
    "je suis désolé, mais je ne peux pas", "je suis désolée, mais je ne peux pas",
    "désolé, mais je ne peux pas", "désolée, mais je ne peux pas", "désolé, je ne peux pas",
    "je ne peux pas vous aider", "je ne peux pas t'aider", "je ne peux pas répondre à",
    "je ne suis pas en mesure de",
    # Spanish
    "lo siento, pero no puedo", "lo siento, no puedo", "no puedo ayudarte", "no puedo ayudarle",
    "no puedo cumplir con", "no puedo responder a",
    # Portuguese
    "desculpe, mas não posso", "desculpe, não posso", "sinto muito, mas não posso",
    "lamento, mas não posso", "não posso ajudar", "não consigo ajudar",
    # Italian
    "mi dispiace, ma non posso", "mi dispiace, non posso", "non posso aiutarti",
    "non posso aiutarla",
    # Dutch
    "het spijt me, maar ik kan", "sorry, maar ik kan",
    # Polish
    "przykro mi, ale nie mogę", "przepraszam, ale nie mogę", "nie mogę pomóc",
    # Russian
    "извините, но я не могу", "извините, я не могу", "к сожалению, я не могу",
    "я не могу помочь",
    # Turkish
    "üzgünüm, ancak", "üzgünüm ama bu", "yardımcı olamam",
    # Chinese
    "抱歉，我无法", "抱歉，但我无法", "抱歉，我不能", "对不起，我无法", "对不起，我不能",
    "我无法提供", "我无法协助", "我无法回答", "我不能提供", "很抱歉，我无法",
    # Japanese
    "申し訳ありませんが、その", "お手伝いできません", "お答えできません",
    "お答えすることはできません",
    # Korean
    "죄송하지만", "도와드릴 수 없", "답변할 수 없", "답변드릴 수 없",
    # Arabic
    "عذرًا، لا يمكنني", "عذرا، لا يمكنني", "آسف، لا يمكنني", "لا أستطيع مساعدتك",
    # Hindi
    "मैं इसमें आपकी मदद नहीं कर सकता", "क्षमा करें, मैं",
)  # fmt: skip
"""In lower case, with straight apostrophes."""


def refusal_in(text: str, words: Iterable[str] = ()) -> str:
    """The phrase that makes the answer a refusal, as it stands there; empty if there is none.

    `words` are people's own phrases, in any case (`context.words["refusals"]`).
    """
    extra = tuple(words)
    phrases, room = _set(extra)
    start = text[:room]
    try:
        if not phrases.Match(start):
            return ""
    except UnicodeEncodeError:  # lone surrogates, which no phrase has
        start = start.encode("utf-8", "replace").decode()
    found = _pattern(extra).search(start)
    if found is None or _length(start[: found.start()]) >= LEAD or _asks_back(text):
        return ""
    return str(found[0])


def some_refuse(texts: Sequence[str]) -> bool:
    """Whether `refusal_in` may find a refusal in one of the texts: False is certain."""
    phrases, room = _set(())
    starts = "\n".join([text[:room] for text in texts])
    try:
        return bool(phrases.Match(starts))
    except UnicodeEncodeError:  # lone surrogates, which no phrase has
        return True


def gate(words: Iterable[str] = ()) -> str:
    """RE2 pattern that stands in every text which `refusal_in` calls a refusal, for a text rule."""
    return f"(?i:{_alternatives(tuple(words))})"


def _length(text: str) -> int:
    """Characters, as many as the text would have in letters."""
    return sum(_WIDE if char >= _FIRST_WIDE else 1 for char in text)


def _asks_back(text: str) -> bool:
    start = text[:_SOON].encode("utf-8", "replace").decode()  # no lone surrogates
    return _question().search(start) is not None


@cache
def _question() -> Any:
    return re2.compile(_ASKS_BACK)


@cache
def _pattern(words: tuple[str, ...]) -> Any:
    # RE2: an alternation of a hundred phrases costs `re` a hundred looks at every character.
    return re2.compile(gate(words))


@cache
def _set(words: tuple[str, ...]) -> tuple[Any, int]:
    """The phrases as a set, and the characters of an answer that have to be searched."""
    # Nearly every answer has none: a set says so in two thirds of the time of a search.
    phrases = re2.Set.SearchSet()
    phrases.Add(gate(words))
    phrases.Compile()
    return phrases, LEAD + max(map(len, (*REFUSALS, *words)))


@cache
def _alternatives(words: tuple[str, ...]) -> str:
    # Typographic apostrophes are as frequent as straight ones in texts that people typed.
    phrases = dict.fromkeys((*REFUSALS, *(word.strip() for word in words)))
    return "|".join(
        "['\u2019]".join(map(re2.escape, phrase.split("'"))) for phrase in phrases if phrase
    )
