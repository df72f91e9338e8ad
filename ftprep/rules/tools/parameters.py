"""The parameters of a function as a JSON Schema: whether it is one, and what breaks it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from ftprep.jsontext import canonical
from ftprep.named import NamedTuple

__all__ = ["Parameters", "parameters"]

_MOST_KEPT: Final = 500
"""Schemas whose validators are kept: a data set has few, or a new one in each line."""

_LONGEST: Final = 160
"""Characters of a fault."""


class Parameters(NamedTuple):
    """One parameter schema, made ready."""

    fault: str
    """Why it is no JSON Schema, in words; empty when it is one."""
    accepts: Callable[[Any], bool]
    """Whether arguments follow it; always true of a schema with a fault."""
    explain: Callable[[Any], str]
    """The first thing that is wrong with arguments, in words."""


def parameters(schema: Mapping[str, Any]) -> Parameters:
    """The schema made ready; one validator serves all equal schemas.

    Nothing is fetched: a schema that points outside of itself has a fault.
    """
    return _parameters(canonical(schema))


@functools.lru_cache(_MOST_KEPT)
def _parameters(text: bytes) -> Parameters:
    import jsonschema_rs  # starting fast: most data has no tools

    try:
        schema = json.loads(text)
        validator = jsonschema_rs.validator_for(schema, retriever=_refuse, mask="it")
    except jsonschema_rs.ValidationError as error:
        return Parameters(_flaw(error), _all, _nothing)
    except (ValueError, RecursionError) as error:
        # Too deep, or half a surrogate pair: Rust has no such text.
        return Parameters(_short(str(error)), _all, _nothing)

    def accepts(arguments: Any) -> bool:
        try:
            return validator.is_valid(arguments)
        except ValueError:
            return True

    def explain(arguments: Any) -> str:
        # The validator's own words, with "it" in place of each value: data may be private.
        error = next(iter(validator.iter_errors(arguments)), None)
        return "they break its parameters" if error is None else _words(error)

    return Parameters("", accepts, explain)


class _RemoteError(LookupError):
    """A schema asked for another one."""


def _refuse(uri: str) -> Any:
    raise _RemoteError(uri)


def _flaw(error: Any) -> str:
    """Why a schema is none."""
    place = [*error.instance_path]
    if place[-1:] == ["type"]:
        return _short(f'"{error.instance}" at "{_path(place)}" is no type of JSON Schema')
    return _words(error)


def _words(error: Any) -> str:
    """What is wrong, and where."""
    message = str(error.message).split("\n", 1)[0]
    if "retrieving it failed" in message:
        message = message.split(" is not present", 1)[0].replace("Resource", "it points to", 1)
        message += ", which is outside of it"
    place = _path(error.instance_path)
    return _short(f'at "{place}": {message}' if place else message)


def _path(steps: Iterable[object]) -> str:
    return "/".join(map(str, steps))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _all(arguments: Any) -> bool:
    return True


def _nothing(arguments: Any) -> str:
    return ""
