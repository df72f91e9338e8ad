"""How close one answer is to the one that was expected. Each score is between 0 and 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Final

import regex

from ftprep.errors import UsageError
from ftprep.jsontext import canonical, loads

__all__ = [
    "NO_JSON",
    "chrf",
    "exact",
    "json_value",
    "require_chrf",
    "same_arguments",
    "same_json",
    "same_names",
    "same_shape",
    "token_f1",
    "tokens",
]

NO_JSON: Final = object()
"""What `json_value` gives for a text that is no JSON."""

_TOKEN: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]"
)
"""A word, a sign, or one letter of a script that writes no spaces between words."""


def exact(expected: str, answer: str) -> float:
    """1 when both are the same but for white space around them."""
    return float(expected.strip() == answer.strip())


def tokens(text: str) -> list[str]:
    """Words and signs in small letters."""
    return [str(token) for token in _TOKEN.findall(text.casefold())]


def token_f1(expected: str, answer: str) -> float:
    """Harmonic mean of precision and recall of the answer's tokens, each as often as it stands.

    As in SQuAD (Rajpurkar et al. 2016), but words are told by Unicode, and neither signs nor
    English articles are dropped. Two empty texts agree.
    """
    wanted, given = Counter(tokens(expected)), Counter(tokens(answer))
    if not wanted or not given:
        return float(wanted == given)
    shared = (wanted & given).total()
    return 2 * shared / (wanted.total() + given.total())


def chrf(expected: str, answer: str) -> float:
    """chrF2 of one text (Popović 2015) as sacrebleu computes it, as a share of 1. Two empty texts
    agree."""
    import sacrebleu

    if not expected.strip():
        return float(not answer.strip())
    return float(sacrebleu.sentence_chrf(answer, [expected]).score) / 100


def require_chrf() -> None:
    """Raise `UsageError` when sacrebleu is not installed."""
    if find_spec("sacrebleu") is None:
        raise UsageError('texts are compared by sacrebleu: pip install "ftprep[compare]"')


def json_value(text: str) -> Any:
    """The object or list that the text is; `NO_JSON` for anything else.

    A number, a word in quotes or `true` is JSON too, but nobody calls such an answer structured.
    """
    try:
        value = loads(text.strip().encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return NO_JSON
    return value if isinstance(value, dict | list) else NO_JSON


def same_json(expected: str, answer: str) -> float:
    """1 when both are the same JSON, whatever the order of keys and the spaces."""
    wanted, given = json_value(expected), json_value(answer)
    if wanted is NO_JSON or given is NO_JSON:
        return 0.0
    return float(_normal(wanted) == _normal(given))


def same_shape(wanted: Any, given: Any) -> bool:
    """Whether `given` has the keys and types of `wanted`.

    Lists may differ in length; each item must have the shape of one of the expected items. Null
    stands for any type, as an optional value may be there or not.
    """
    if wanted is None or given is None:
        return True
    if isinstance(wanted, dict):
        return (
            isinstance(given, dict)
            and wanted.keys() == given.keys()
            and all(same_shape(value, given[key]) for key, value in wanted.items())
        )
    if isinstance(wanted, list):
        return isinstance(given, list) and (
            not wanted or all(any(same_shape(one, item) for one in wanted) for item in given)
        )
    return _type(wanted) == _type(given)


def same_names(expected: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> float:
    """1 when the same tools are called, each as often, in any order."""
    return float(Counter(map(_name, expected)) == Counter(map(_name, given)))


def same_arguments(
    expected: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]
) -> float:
    """1 when the same tools are called with the same arguments, compared as JSON."""
    return float(Counter(map(_call, expected)) == Counter(map(_call, given)))


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"


def _name(call: Mapping[str, Any]) -> str:
    function = call.get("function")
    return str(function.get("name", "")) if isinstance(function, Mapping) else ""


def _call(call: Mapping[str, Any]) -> tuple[str, bytes]:
    function = call.get("function")
    arguments = function.get("arguments", "") if isinstance(function, Mapping) else ""
    if not isinstance(arguments, str):
        return _name(call), _normal(arguments)
    value = json_value(arguments) if arguments.strip() else {}
    as_sent = arguments.encode("utf-8", "surrogatepass")
    return _name(call), as_sent if value is NO_JSON else _normal(value)


def _normal(value: Any) -> bytes:
    """Canonical JSON in which `1`, `1.0` and `1e0` are the same."""
    return canonical(_even(value))


def _even(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _even(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_even(each) for each in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(value)
    return value
