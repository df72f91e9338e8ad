"""What a job is made from: the model, the files and the method are looked at when it is asked for,
the content of the files only later."""

from __future__ import annotations

import copy
import zlib
from typing import Any

from ftprep.testing.server.contract import check_value
from ftprep.testing.server.life import begin
from ftprep.testing.server.log import message
from ftprep.testing.server.names import ORGANISATION, base_model, is_tuned
from ftprep.testing.server.refusal import Refusal, invalid
from ftprep.testing.server.service import Service
from ftprep.testing.server.store import Row

__all__ = ["check_metadata", "start_job"]

_METHODS = {"supervised": "sft", "dpo": "dpo", "reinforcement": "rft"}
"""The API's name of a method → the catalogue's."""


def start_job(at: Service, body: dict[str, Any], identity: str | None = None) -> Row:
    """Make a job of a request whose form was checked. Refuses models and files that cannot be.

    `identity`: its id, where the client or the service gives another than OpenAI's.
    """
    if at.options.access == "closed":
        raise Refusal(
            403,
            "Your organization does not have access to fine-tuning. Creating new fine-tuning jobs "
            "is no longer available.",
            code="fine_tuning_not_available",
        )
    if at.options.flavour == "azure" and body.get("suffix"):
        check_value("suffix", body["suffix"], {"maxLength": 40})  # OpenAI's own bound is 64
    method = _method(body)
    model = base_model(at, body["model"])
    if model is None or not _trains(model.methods, method["type"]):
        raise invalid(
            f"Model {body['model']} is not available for fine-tuning or does not exist.",
            "model",
            "model_not_available",
        )
    for param in ("training_file", "validation_file"):
        _verify_file(at, body.get(param), param)
    if method["type"] == "reinforcement" and body.get("validation_file") is None:
        raise invalid("A validation file is required for this method.", "validation_file")
    identity, seed = identity or at.new_id("ftjob-"), body.get("seed")
    job: Row = {
        "object": "fine_tuning.job",
        "id": identity,
        "model": body["model"] if is_tuned(body["model"]) else model.id,
        "created_at": at.now(),
        "finished_at": None,
        "fine_tuned_model": None,
        "organization_id": ORGANISATION,
        "result_files": [],
        "status": "validating_files",
        "validation_file": body.get("validation_file"),
        "training_file": body["training_file"],
        "hyperparameters": {
            name: method[method["type"]]["hyperparameters"][name]
            for name in ("n_epochs", "batch_size", "learning_rate_multiplier")
        },
        "trained_tokens": None,
        # Not null: the API was seen to answer so while nothing failed (openai-cookbook prints
        # `error=Error(code=None, message=None, param=None)`).
        "error": {},
        "user_provided_suffix": body.get("suffix"),
        "seed": zlib.crc32(identity.encode()) % 2**31 if seed is None else seed,
        "estimated_finish": None,
        "integrations": body.get("integrations") or [],
        "metadata": body.get("metadata"),
        "usage_metrics": None,
        "shared_with_openai": False,
        "method": method,
        "_suffix": body.get("suffix"),
    }
    files = f"training file: {job['training_file']}"
    if job["validation_file"]:
        files += f" and validation file: {job['validation_file']}"
    when = at.clock.now()
    with at.store.together():
        at.store.put("job", job)
        at.store.put("life", begin(at, job))
        message(at, job, when, f"Created fine-tuning job: {job['id']}")
        message(at, job, when, f"Validating {files}")
    return job


def check_metadata(metadata: dict[str, str] | None) -> None:
    """Refuse what the schema cannot say: at most 16 pairs, keys of 64 and values of 512
    characters (SDK, FineTuningJob.metadata)."""
    if len(metadata or {}) > 16:
        raise invalid(
            f"Invalid 'metadata': too many properties. Expected an object with at most 16 "
            f"properties, but got an object with {len(metadata or {})} properties instead.",
            "metadata",
            "object_above_max_properties",
        )
    for key, value in (metadata or {}).items():
        for text, most in ((key, 64), (value, 512)):
            if len(text) > most:
                raise invalid(
                    f"Invalid 'metadata': string too long. Expected a string with maximum length "
                    f"{most}, but got a string with length {len(text)} instead.",
                    "metadata",
                    "string_above_max_length",
                )


def _trains(methods: tuple[str, ...], method: str) -> bool:
    wanted = _METHODS[method]
    return wanted in methods or (wanted == "sft" and "sft_completions" in methods)


def _verify_file(at: Service, file_id: str | None, param: str) -> None:
    if file_id is None:
        return
    row = at.store.get("file", file_id)
    if row is None:
        raise invalid(f"invalid {param}: {file_id}", param, "file_not_found")
    if row["purpose"] != "fine-tune":
        raise invalid(
            f"File '{file_id}' has purpose '{row['purpose']}'; expected 'fine-tune'.",
            param,
            "invalid_file_purpose",
        )


def _method(body: dict[str, Any]) -> dict[str, Any]:
    """The method with every hyperparameter, `auto` where none was given."""
    method = copy.deepcopy(body.get("method")) or {"type": "supervised"}
    kind = method["type"]
    settings = method.get(kind) or {}
    given = settings.get("hyperparameters") or {}
    if kind == "supervised":
        given = {**(body.get("hyperparameters") or {}), **given}
    full = {"n_epochs": "auto", "batch_size": "auto", "learning_rate_multiplier": "auto"}
    if kind == "dpo":
        full["beta"] = "auto"
    return {"type": kind, kind: {**settings, "hyperparameters": {**full, **given}}}
