"""The life of a job: each thing that is due by now happens, in order."""

from __future__ import annotations

from typing import Any

import anyio.to_thread

from ftprep.cost import default_epochs
from ftprep.testing.server.answers import learn
from ftprep.testing.server.curves import Curve
from ftprep.testing.server.log import checkpoint, message, metrics, write_results
from ftprep.testing.server.names import ORGANISATION, base_model, checkpoint_name, tuned_name
from ftprep.testing.server.service import Service
from ftprep.testing.server.store import Row
from ftprep.testing.server.verdict import Verdict, judge

__all__ = ["ENDED", "begin", "catch_up", "resume"]

ENDED = ("succeeded", "failed", "cancelled")

# Virtual seconds. A real job takes minutes to hours.
_VALIDATING = 30.0
_QUEUED = 45.0
_SHORTEST, _LONGEST = 120.0, 7_200.0
_TOKENS_A_SECOND = 2_000
_LAST_CHECKS = 30.0

_LEAST = {"together": 1, "fireworks": 3}
"""Examples that others than OpenAI need (formats.md 2)."""

_KEPT_CHECKPOINTS = 3
"""Of the last epochs (formats.md 1.5)."""

_BATCH = 500
"""Steps that are written in one transaction."""


def begin(at: Service, job: Row) -> Row:
    """What is kept of a job beside what the API shows of it."""
    return {"id": job["id"], "due": at.clock.now() + _VALIDATING, "step": 0}


def resume(life: Row, now: float) -> None:
    """Go on where the job was paused."""
    life["due"] = now + life.pop("left")


async def catch_up(at: Service, job_id: str) -> Row | None:
    """Bring a job to the present; None when there is none. Reading a training file takes time, in
    which others are answered."""
    async with at.lives:
        while True:
            job, life = at.store.get("job", job_id), at.store.get("life", job_id)
            if job is None or life is None:
                return None
            if job["status"] in (*ENDED, "paused") or life["due"] > at.clock.now():
                return job
            await _next(at, job, life)


async def _next(at: Service, job: Row, life: Row) -> None:
    """One step of the life: what takes time first, then all that changes, or nothing of it."""
    verdict = tuned = None
    if job["status"] == "validating_files":
        verdict = await _validate(at, job)
    elif job["status"] == "running" and life["step"] == life["steps"]:
        tuned = await _learn(at, job)
    with at.store.together():
        if verdict is not None:
            _validated(at, job, life, *verdict)
        elif tuned is not None:
            _finish(at, job, life, *tuned)
        elif job["status"] == "queued":
            _start(at, job, life)
        else:
            _train(at, job, life)
        at.store.put("life", life)
        at.store.put("job", job)


def _start(at: Service, job: Row, life: Row) -> None:
    job["status"] = "running"
    if life["step"] == 0:  # it was not paused
        message(at, job, life["due"], "Fine-tuning job started")
    if life["step"] < life["steps"]:
        life["due"] += life["pace"]


async def _validate(at: Service, job: Row) -> tuple[Verdict, str]:
    """The verdict on the training file, or on the validation file when only that is refused."""
    model = base_model(at, job["model"])
    method = job["method"]["type"]
    least = _LEAST.get(at.options.flavour, at.options.min_examples)
    verdict = Verdict(code="invalid_training_file", message="The model is gone.")
    for what in ("training", "validation"):
        file_id = job[f"{what}_file"]
        if file_id is None:
            break
        if model is None or at.store.get("file", file_id) is None:
            reason = f"The job failed due to an invalid {what} file. File {file_id} is gone."
            return Verdict(code=f"invalid_{what}_file", message=reason), what
        path = at.file_path(file_id)
        found = await anyio.to_thread.run_sync(judge, path, what, method, model, least)
        if found.code:
            return found, what
        if what == "training":
            verdict = found
    return verdict, "training"


def _validated(at: Service, job: Row, life: Row, verdict: Verdict, what: str) -> None:
    fault = at.store.get("server", "failing")
    if verdict.code:
        fail(at, job, life["due"], verdict.code, verdict.message, f"{what}_file")
        return
    if fault is not None:
        at.store.delete("server", "failing")
        fail(at, job, life["due"], fault["code"], fault["message"], fault.get("param"))
        return
    chosen = _settle(job, verdict.examples)
    steps = max(1, verdict.examples * chosen["n_epochs"] // chosen["batch_size"])
    run = verdict.tokens * chosen["n_epochs"] / _TOKENS_A_SECOND
    life.update(
        steps=steps,
        tokens=verdict.tokens * chosen["n_epochs"],
        pace=min(max(run, _SHORTEST), _LONGEST) / steps,
    )
    message(at, job, life["due"], "Files validated, moving job to queued state")
    job["status"] = "queued"
    job["estimated_finish"] = int(life["due"] + _QUEUED + life["pace"] * steps + _LAST_CHECKS)
    life["due"] += _QUEUED


def _settle(job: Row, examples: int) -> dict[str, Any]:
    """Fix what was left to the server. The rules are those that observed jobs follow
    (formats.md 1.5)."""
    auto = {
        "n_epochs": default_epochs(examples),
        "batch_size": min(256, max(1, examples // 500)),
        "learning_rate_multiplier": 1.8 if "mini" in job["model"] else 2.0,
    }
    chosen: dict[str, Any] = job["hyperparameters"]
    for name, value in auto.items():
        if chosen.get(name) in (None, "auto"):
            chosen[name] = value
    own = job["method"][job["method"]["type"]]["hyperparameters"]
    own.update(chosen)
    if own.get("beta") == "auto":
        own["beta"] = 0.1
    return chosen


def curve(job: Row, steps: int) -> Curve:
    """The job's metrics."""
    chosen = job["hyperparameters"]
    return Curve(
        seed=job["seed"],
        steps=steps,
        epochs=chosen["n_epochs"],
        rate=chosen["learning_rate_multiplier"],
        validated=job["validation_file"] is not None,
    )


def _train(at: Service, job: Row, life: Row) -> None:
    found = curve(job, life["steps"])
    events: list[Row] = []
    saved: list[tuple[float, Row]] = []
    while len(events) < _BATCH and life["step"] < life["steps"] and life["due"] <= at.clock.now():
        life["step"] += 1
        numbers = found.at(life["step"])
        events.append(metrics(job, life["due"], numbers, life["steps"]))
        if found.epoch_ends(life["step"]):
            saved.append((life["due"], numbers))
        last = life["step"] == life["steps"]
        life["due"] += _LAST_CHECKS if last else life["pace"]
    at.store.put_all("event", events, job["id"])
    for when, numbers in saved:
        life.setdefault("saved", []).append([when, numbers])


async def _learn(at: Service, job: Row) -> tuple[str, str]:
    """Make the model that answers; the names of its base and its own."""
    model = base_model(at, job["model"])
    # Only a tuned model can go, by being deleted: its name still tells its base.
    base = model.id if model else job["model"].split(":")[1]
    name = tuned_name(at, base, job["_suffix"], job["id"])
    await learn(at, job, name)
    return base, name


def _finish(at: Service, job: Row, life: Row, base: str, name: str) -> None:
    when = life["due"]
    kept = life.get("saved", [])[-_KEPT_CHECKPOINTS:]
    names = [checkpoint_name(name, numbers["step"]) for _, numbers in kept[:-1]]
    for (ended, numbers), saved in zip(kept, [*names, name], strict=True):
        checkpoint(at, job, ended, numbers, saved)
    for made in [*names, name]:
        at.store.put(
            "model",
            {
                "id": made,
                "object": "model",
                "created": int(when),
                "owned_by": ORGANISATION,
                "_base": base,
                "_answers": name,
            },
        )
    result = write_results(at, job, when)
    job.update(
        status="succeeded",
        fine_tuned_model=name,
        finished_at=int(when),
        estimated_finish=None,
        result_files=[result],
        trained_tokens=life["tokens"],
    )
    for _, numbers in kept[:-1]:
        message(at, job, when, f"Checkpoint created at step {numbers['step']}")
    message(at, job, when, f"New fine-tuned model created: {name}")
    message(at, job, when, "Moderation checks for the snapshot passed.", "moderation_checks")
    message(at, job, when, "The job has successfully completed")


def fail(at: Service, job: Row, when: float, code: str, reason: str, param: str | None) -> None:
    """End the job without a model."""
    job.update(
        status="failed",
        finished_at=int(when),
        estimated_finish=None,
        error={"code": code, "param": param, "message": reason},
    )
    message(at, job, when, reason, level="error")
