"""The breaches of a JSON Schema: most of them in 7 µs, and any of them in 250.

`jsonschema_rs` is the quick one, and a file may break its schema in each line. `jsonschema` is
asked about the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from ftprep.faults.breach import Breach

__all__ = ["breaches"]

_Find = Callable[[object], list[Breach]]

_TOLD: Final = frozenset(
    {
        "additionalProperties",
        "const",
        "enum",
        "falseSchema",
        "maxItems",
        "maxLength",
        "minItems",
        "minLength",
        "not",
        "pattern",
        "required",
        "type",
    }
)
"""Keywords whose errors `jsonschema_rs` tells in full. Of alternatives (`anyOf`) it does not tell
which came closest, and of `propertyNames` not which name."""


def breaches(schema: Mapping[str, Any]) -> _Find:
    """Make the function that finds all breaches of a schema in a value, in any order.

    That function raises `RecursionError` or `ValueError` for what is too deep or too large.
    """
    import jsonschema_rs  # starting fast: most data breaks nothing

    validator = jsonschema_rs.Draft202012Validator(dict(schema))

    @cache
    def thorough() -> _Find:
        from ftprep.faults.thorough import thorough_breaches  # 60 CPU ms, and few values need it

        return thorough_breaches(schema)

    def find(value: object) -> list[Breach]:
        found: list[Breach] = []
        try:
            for error in validator.iter_errors(value):
                if error.kind.name not in _TOLD:
                    return thorough()(value)
                found += _told(error, schema, value)
        except ValueError:
            # Half a surrogate pair, a key that is no text, a depth of hundreds: Rust has no such.
            return thorough()(value)
        return found

    return find


def _told(error: Any, schema: Mapping[str, Any], root: object) -> list[Breach]:
    """An error of `jsonschema_rs`: one breach, or one for each key that is not known."""
    keyword, path = error.kind.name, tuple(error.instance_path)
    value = _at(root, path)
    if keyword == "required":
        return [Breach(path, keyword, error.kind.property, value)]
    if keyword == "additionalProperties":
        known = list(_at(schema, error.schema_path[:-1]).get("properties", {}))
        unknown = error.kind.unexpected
        return [Breach((*path, key), keyword, known, value[key]) for key in unknown]
    if keyword == "falseSchema":
        return [Breach(path, None, False, value)]
    return [Breach(path, keyword, _at(schema, error.schema_path), value)]


def _at(value: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value
