"""The JSON Schema of the settings, for editors: `schemas/config.schema.json` is made by this.

python -m ftprep.settings.schema > schemas/config.schema.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ftprep.settings.catalog import SETTINGS

__all__ = ["schema"]


def schema() -> dict[str, Any]:
    """The schema of `ftprep.toml`, and of `[tool.ftprep]` in `pyproject.toml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ftprep:schema:config:1",
        "title": "Settings of ftprep",
        "description": "ftprep.toml, or the table [tool.ftprep] of pyproject.toml.",
        "type": "object",
        "properties": {
            setting.name: {"description": setting.what, **setting.value.schema()}
            | ({} if setting.default is None else {"default": setting.default})
            for setting in SETTINGS.values()
        },
        "additionalProperties": False,
    }


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
