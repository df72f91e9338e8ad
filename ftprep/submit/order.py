"""What will be submitted, decided and verified before anything is sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ftprep.cost import Cost
from ftprep.dataset.dataset import Dataset, Piece
from ftprep.errors import UsageError
from ftprep.model import Kind
from ftprep.submit import bill
from ftprep.submit.provider import JobRequest
from ftprep.submit.record import FileEntry, JobEntry, Record
from ftprep.submit.settings import KEY, METHODS, TUNED, Settings
from ftprep.targets import PROVIDERS, offers, resolve, trainable
from ftprep.targets.target import Target

__all__ = ["Order", "order"]


@dataclass(frozen=True, slots=True)
class Order:
    """A job that can be asked for."""

    dataset: Dataset
    target: Target
    model: str
    """The name that is sent: a model of the catalogue, or a tuned one to go on with."""
    method: str
    settings: Settings
    cost: Cost | None
    doubts: tuple[str, ...]
    """Why it should not be submitted."""
    forced: str | None
    """Why it is all the same."""

    @property
    def provider(self) -> str:
        """Name of the service."""
        return self.target.provider.name

    @property
    def continues(self) -> bool:
        """Whether a tuned model is trained further."""
        return self.model != self.target.model.id

    def file_entry(self, piece: Piece, endpoint: str) -> FileEntry:
        """A file of the dataset, as the record has it before it is uploaded."""
        return FileEntry(
            self.provider, endpoint, piece.role, piece.sha256, piece.bytes, piece.remote_name
        )

    def job_entry(self, endpoint: str, record: Record) -> JobEntry:
        """The job, as the record has it: the one that is under way or done, or a new one.

        A job that failed or was cancelled is not taken for this one, so that it can be started
        again; every attempt has a key of its own.
        """
        attempt = 1
        while True:
            key = self._key(endpoint, attempt)
            known = record.job(key)
            if known is None or known.phase not in ("failed", "cancelled"):
                return known or self._new_entry(key, endpoint)
            attempt += 1

    def request(self, key: str, training_file: str, validation_file: str | None) -> JobRequest:
        """What the service is asked for."""
        return JobRequest(
            model=self.model,
            training_file=training_file,
            validation_file=validation_file,
            method=self.method,
            hyperparameters=self.settings.hyperparameters(),
            method_settings={"grader": self.settings.grader} if self.settings.grader else {},
            suffix=self.settings.suffix,
            seed=self.settings.seed,
            integrations=self.settings.integrations(),
            metadata={**self.settings.metadata, KEY: key},
        )

    def _new_entry(self, key: str, endpoint: str) -> JobEntry:
        test = self.dataset.test
        return JobEntry(
            key=key,
            provider=self.provider,
            endpoint=endpoint,
            model=self.model,
            base=self.target.model.id,
            method=self.method,
            settings=self.settings.sent(self.method),
            train_sha256=self.dataset.train.sha256,
            test_sha256=test.sha256 if test else None,
            estimate=bill.kept(self.cost, self.settings.epochs),
            forced=self.forced,
            doubts=self.doubts,
        )

    def _key(self, endpoint: str, attempt: int) -> str:
        """Equal for equal files and settings, and for nothing else."""
        content = [
            self.provider, endpoint, self.model, self.method,
            [piece.sha256 for piece in self.dataset.pieces],
            self.settings.sent(self.method), attempt,
        ]  # fmt: skip
        text = json.dumps(content, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def order(
    dataset: Dataset,
    settings: Settings,
    day: dt.date,
    *,
    model: str | None = None,
    provider: str | None = None,
    method: str | None = None,
    force: str | None = None,
) -> Order:
    """Decide what to ask for; what is None is as `prepare` was told.

    Raises `UsageError` for settings that the service would refuse, and for every doubt unless
    `force` says why it is submitted all the same.
    """
    manifest = dataset.manifest
    asked = model or _asked(manifest["config"].get("model")) or manifest["target"]["model"]
    at = provider or (None if _names_provider(asked) else manifest["target"]["provider"])
    kind = Kind(manifest["kind"])
    found = resolve(asked, at, kind, method or manifest["target"]["method"], day)
    way = METHODS.get(found.method)
    if way is None:
        raise UsageError(f"ftprep cannot start jobs of the method {found.method}")
    settings.verify(found.provider.name, way)
    doubts = (*dataset.doubts, *_of_target(found, day), *_of_lengths(found, dataset))
    if doubts and force is None:
        raise UsageError(
            f"{dataset.name} is not submitted: {'; '.join(doubts)}. To submit it all the same, "
            "give the reason with --force; the record keeps it"
        )
    return Order(
        dataset=dataset,
        target=found,
        model=_sent(asked, found),
        method=way,
        settings=settings,
        cost=bill.expected(dataset, found, settings.epochs),
        doubts=doubts,
        forced=force if doubts else None,
    )


def _asked(model: object) -> str | None:
    """The model that `prepare` was asked for; only a tuned one says more than the target does."""
    return model if isinstance(model, str) and TUNED.search(model) else None


def _names_provider(model: str) -> bool:
    """Whether a name begins with one, as `azure:gpt-4o-mini` does."""
    return any(model.partition(separator)[0].casefold() in PROVIDERS for separator in ":/")


def _sent(asked: str, target: Target) -> str:
    """The name for the service: a tuned model's own, else that of the catalogue."""
    name = asked
    for separator in ":/":
        name = name.removeprefix(f"{target.provider.name}{separator}")
    return name if TUNED.fullmatch(name) else target.model.id


def _of_target(target: Target, day: dt.date) -> list[str]:
    """Why the model cannot be trained, with the dates and what else can be."""
    model, title = target.model, target.provider.title
    instead = f"; instead: {', '.join(target.alternatives)}" if target.alternatives else ""
    if not trainable(model, day):
        since = f" since {model.train_cutoff}" if model.train_cutoff else ""
        return [f"{model.id} can no longer be trained at {title}{since}{instead}"]
    if not offers(target):
        what = f"{model.id} by {target.method} on {target.kind.value} lines"
        return [f"{title} does not train {what}{instead}"]
    return []


def _of_lengths(target: Target, dataset: Dataset) -> list[str]:
    """Examples that another model than the one of `prepare` would cut."""
    counted: Any = dataset.report.get("tokens") or {}
    limit, most = target.model.max_example_tokens, counted.get("max", 0)
    if limit is None or most <= limit or dataset.manifest["target"]["model"] == target.model.id:
        return []
    cut = f"the longest example has {most:,} tokens, and {target.model.id} takes {limit:,}"
    return [f"{cut}: its end would be cut; prepare it again with this --model"]
