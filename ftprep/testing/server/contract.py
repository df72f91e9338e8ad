"""Requests are checked against OpenAI's published schemas.

`openapi.json` is the part of OpenAI's OpenAPI document (MIT licence, version 2.3.0 as published on
2026-05-31) that this server speaks; `tests/api_server/make_contract.py` cut it out. The words of
refusals are those of the API, as seen in public, for each keyword of the schema.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ftprep.testing.server.refusal import Refusal, invalid

__all__ = ["check", "check_value", "document"]

_TYPES: Final = {
    "object": "an object",
    "array": "an array of objects",
    "string": "a string",
    "integer": "an integer",
    "number": "a decimal",
    "boolean": "a boolean",
    "null": "null",
}


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    text = files("ftprep.testing.server").joinpath("openapi.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def check(body: object, schema: str, *, others: bool = False) -> None:
    """Refuse a body that the schema of this name does not allow.

    `others`: parameters that it does not name are taken, as services do that only resemble OpenAI.
    """
    for error in _validator(schema).iter_errors(body):
        raise _refusal(_inner(error))
    assert isinstance(body, Mapping)
    for name in body:
        if not others and name not in _parameters(schema):
            raise invalid(f"Unknown parameter: '{name}'.", name, "unknown_parameter")


def check_value(name: str, value: object, schema: Mapping[str, Any]) -> None:
    """Refuse a parameter of the query that its schema does not allow."""
    for error in Draft202012Validator({"properties": {name: schema}}).iter_errors({name: value}):
        raise _refusal(error)


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(
        {
            "$ref": f"#/components/schemas/{schema}",
            "type": "object",
            "components": document()["components"],
        }
    )


@functools.cache
def _parameters(schema: str) -> frozenset[str]:
    return frozenset(_named(document()["components"]["schemas"][schema]))


def _named(schema: Mapping[str, Any]) -> set[str]:
    """The properties that a schema and those it is made of name."""
    names = set(schema.get("properties", ()))
    for part in schema.get("allOf", ()):
        names |= _named(part)
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        names |= _named(document()["components"]["schemas"][name])
    return names


def _inner(error: ValidationError) -> ValidationError:
    """What is wrong in the one of several schemas that was meant: that of the same `role` or
    `type`, else one for values of this type."""
    while error.validator in ("anyOf", "oneOf") and error.context:
        branches: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [
            errors
            for errors in branches.values()
            if not any(_is_other_kind(inner, error) for inner in errors)
        ]
        if not meant and isinstance(error.instance, dict):
            return error
        error = (meant or list(branches.values()))[0][0]
    return error


def _is_other_kind(inner: ValidationError, outer: ValidationError) -> bool:
    own = list(inner.absolute_path)[len(outer.absolute_path) :]
    return (inner.validator == "type" and not own) or (
        inner.validator in ("enum", "const") and own in (["role"], ["type"])
    )


def _kinds(error: ValidationError) -> tuple[str, list[str]]:
    """The key that tells schemas apart, and its values in those that were tried."""
    known: list[str] = []
    key = ""
    for inner in error.context or ():
        if inner.validator == "enum" and len(inner.absolute_path) > len(error.absolute_path):
            key = str(inner.absolute_path[-1])
            known += cast("list[str]", inner.validator_value)
    return key, known


def _refusal(error: ValidationError) -> Refusal:
    tell = _TELLERS.get(str(error.validator), _other)
    return tell(_place(error), error.validator_value, error.instance, error)


def _missing(place: str, wanted: Any, found: Any, _error: ValidationError) -> Refusal:
    name = _under(place, next(name for name in wanted if name not in found))
    return invalid(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")


def _unknown(place: str, _wanted: Any, found: Any, error: ValidationError) -> Refusal:
    assert isinstance(error.schema, Mapping)
    known = error.schema.get("properties", ())
    name = _under(place, next(name for name in found if name not in known))
    return invalid(f"Unknown parameter: '{name}'.", name, "unknown_parameter")


def _type(place: str, wanted: Any, found: Any, _error: ValidationError) -> Refusal:
    kind = _TYPES[wanted if isinstance(wanted, str) else wanted[0]]
    text = f"Invalid type for '{place}': expected {kind}, but got {_told(found)} instead."
    return invalid(text, place, "invalid_type")


def _value(place: str, wanted: Any, found: Any, _error: ValidationError) -> Refusal:
    known = ", ".join(f"'{name}'" for name in wanted)
    text = f"Invalid value: '{found}'. Supported values are: {known}."
    return invalid(text, place, "invalid_value")


def _other(place: str, _wanted: Any, found: Any, error: ValidationError) -> Refusal:
    key, kinds = _kinds(error)
    if key and isinstance(found, dict):
        return _value(_under(place, key), kinds, found.get(key), error)
    return invalid(f"Invalid value for '{place}'.", place, "invalid_value")


def _length(place: str, bound: Any, found: Any, error: ValidationError) -> Refusal:
    above = str(error.validator).startswith("max")
    kind, a = ("string", "a") if isinstance(found, str) else ("array", "an")
    return invalid(
        f"Invalid '{place}': {kind} too {'long' if above else 'short'}. Expected {a} {kind} with "
        f"{'maximum' if above else 'minimum'} length {bound}, but got {a} {kind} with length "
        f"{len(found)} instead.",
        place,
        f"{kind}_{'above_max' if above else 'below_min'}_length",
    )


def _bound(place: str, bound: Any, found: Any, error: ValidationError) -> Refusal:
    above = error.validator == "maximum"
    sign = {"maximum": "<=", "minimum": ">=", "exclusiveMinimum": ">"}[str(error.validator)]
    kind = "integer" if isinstance(found, int) else "decimal"
    return invalid(
        f"Invalid '{place}': {kind} {'above maximum' if above else 'below minimum'} value. "
        f"Expected a value {sign} {bound}, but got {found} instead.",
        place,
        f"{kind}_{'above_max' if above else 'below_min'}_value",
    )


_TELLERS: Final[Mapping[str, Callable[[str, Any, Any, ValidationError], Refusal]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _value,
    "maximum": _bound,
    "minimum": _bound,
    "exclusiveMinimum": _bound,
    "maxLength": _length,
    "minLength": _length,
    "maxItems": _length,
    "minItems": _length,
}
"""Keyword of a schema → what is said of a value that it does not allow."""


def _under(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _place(error: ValidationError) -> str:
    """As the API writes it: `messages[0].content`."""
    place = ""
    for part in error.absolute_path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}"
    return place.removeprefix(".")


def _told(value: object) -> str:
    if value is None:
        return "null"
    kinds: dict[type, str] = {
        dict: "object",
        list: "array",
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
    }
    return _TYPES[kinds[type(value)]].removesuffix(" of objects")
