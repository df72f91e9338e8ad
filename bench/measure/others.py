"""What is measured without a target: `ftprep prepare`, and other checks that pip can install."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.measure.inputs import short
from bench.measure.peers import TOGETHER
from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting, prepare

__all__ = ["Others"]

_SCHEMA: Final = Path(__file__).parents[2] / "schemas" / "chat.schema.json"
_MOST_VALIDATED: Final = 10_000
"""Examples: check-jsonschema takes 5 ms for each."""


class Others:
    """On the smaller size. The peers look at less: together's file check at the form of the lines,
    check-jsonschema at our schema, on the same examples as one JSON document."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """One group."""
        size = setting.sizes[0]
        name, lines = short(size), setting.inputs.get(size)
        subjects = [Subject(f"ftprep prepare, {name} chat", prepare(lines))]
        if setting.peers:
            few = min(size, _MOST_VALIDATED)
            document = setting.inputs.get(few, form="json")
            schema = _list_of_lines(setting.inputs.folder)
            together = [str(setting.peers), "-c", TOGETHER, str(lines)]
            validator = str(setting.peers.with_name("check-jsonschema"))
            validate = [validator, "--schemafile", str(schema), str(document)]
            subjects += [
                Subject(f"together's file check, {name}", together),
                Subject(f"check-jsonschema, {short(few)} as JSON", validate),
            ]
        return [subjects]

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """None: the table of all measurements tells them."""
        return []


def _list_of_lines(folder: Path) -> Path:
    """The schema of a JSON document that is a list of what the lines of a JSONL file are."""
    path = folder / "list.schema.json"
    line = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"$schema": line["$schema"], "type": "array", "items": line}))
    return path
