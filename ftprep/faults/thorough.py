"""The breaches of a JSON Schema by `jsonschema`, which tells of alternatives that all failed which
one came closest, and takes any value that Python can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from ftprep.faults.breach import Breach

__all__ = ["thorough_breaches"]


def thorough_breaches(schema: Mapping[str, Any]) -> Callable[[object], list[Breach]]:
    """As `ftprep.faults.quick.breaches`."""
    keywords = {"additionalProperties": _unknown, "pattern": _mismatch, "required": _missing}
    validator = extend(Draft202012Validator, keywords)(schema)

    def find(value: object) -> list[Breach]:
        return [_breach(_deepest(error)) for error in validator.iter_errors(value)]

    return find


def _missing(
    _: Validator, keys: Sequence[str], value: object, schema: object
) -> Iterator[ValidationError]:
    """`required`: the library names the key only inside its sentence."""
    if isinstance(value, dict):
        yield from (ValidationError("", validator_value=key) for key in keys if key not in value)


def _unknown(
    validator: Validator, allowed: Any, value: object, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """`additionalProperties`: the library joins all unknown keys into one sentence."""
    if allowed is not False or "patternProperties" in schema:
        keyword = Draft202012Validator.VALIDATORS["additionalProperties"]
        yield from keyword(validator, allowed, value, schema)
    elif isinstance(value, dict):
        known = list(schema.get("properties", {}))
        for key in value:
            if key not in known:
                yield ValidationError("", path=(key,), validator_value=known, instance=value[key])


def _mismatch(
    _: Validator, pattern: str, value: object, schema: object
) -> Iterator[ValidationError]:
    """`pattern`: JSON Schema's `$` is the very end, Python's also stands before a last newline."""
    anchored = pattern.endswith("$") and not pattern.endswith(r"\$")
    regex = pattern[:-1] + r"\Z" if anchored else pattern
    if isinstance(value, str) and not re.search(regex, value):
        yield ValidationError("")


def _deepest(error: ValidationError) -> ValidationError:
    """Of alternatives that all failed, the fault in the one that came closest."""
    return (best_match([error]) if error.context else None) or error


def _breach(error: ValidationError) -> Breach:
    keyword = error.validator
    assert keyword is None or isinstance(keyword, str)
    return Breach(tuple(error.absolute_path), keyword, error.validator_value, error.instance)
