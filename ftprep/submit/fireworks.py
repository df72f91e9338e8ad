"""Fireworks, by its REST interface (fireworks-ai 1.2.30: resources/datasets and …_jobs).

Files are datasets and jobs have ids of our choice, so that nothing is made twice: what is there
already is refused as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from ftprep.submit import answers
from ftprep.submit import fireworks_answers as answered
from ftprep.submit.dates import seconds
from ftprep.submit.failure import NotOfferedError, ServiceError
from ftprep.submit.provider import (
    Begun,
    Checkpoint,
    Event,
    Job,
    JobRequest,
    Keep,
    Progress,
    RemoteFile,
    Sample,
)
from ftprep.submit.rest import Rest, put
from ftprep.submit.settings import KEY
from ftprep.submit.window import Window, moved

__all__ = ["FireworksService"]

_KINDS: Final[Mapping[str, str]] = {
    "supervised": "supervisedFineTuningJobs",
    "dpo": "dpoJobs",
    "orpo": "dpoJobs",
}
"""Method → collection of its jobs."""


class FireworksService:
    """An account at Fireworks. See `ftprep.submit.provider.Provider`.

    `account`: its id; None for the only one that the key belongs to.
    """

    name = "fireworks"

    def __init__(self, rest: Rest, account: str | None = None) -> None:
        self._rest = rest
        self._account = account

    @property
    def endpoint(self) -> str:
        """Host that is called."""
        return self._rest.endpoint

    def upload(
        self,
        path: Path,
        name: str,
        progress: Progress,
        begun: Begun | None = None,
        keep: Keep | None = None,
    ) -> RemoteFile:
        """Make a dataset and put the file where Fireworks says."""
        size, made = path.stat().st_size, answered.dataset_id(name)
        with path.open("rb") as file:
            examples = sum(1 for _ in file)
        dataset = {"displayName": name, "exampleCount": str(examples), "userUploaded": {}}
        self._make("datasets", {"datasetId": made, "dataset": dataset})
        whole = self._at(f"datasets/{made}")
        answer = self._rest.post(
            f"{whole}:getUploadEndpoint", {"filenameToSize": {name: str(size)}}, repeat=True
        )
        place = answer.get("filenameToSignedUrls")
        if not isinstance(place, Mapping) or not isinstance(place.get(name), str):
            raise answers.MalformedError("place to upload to")
        with Window(path, 0, size, partial(moved, progress, 0, size)) as window:
            put(place[name], window, size, {"x-goog-content-length-range": f"{size},{size}"})
        self._rest.post(f"{whole}:validateUpload", {}, repeat=True)
        return self.file(made)

    def file(self, file_id: str) -> RemoteFile:
        """One dataset."""
        return answered.file(self._rest.get(self._at(f"datasets/{file_id}")))

    def files(self) -> Iterator[RemoteFile]:
        """The datasets. One whose file did not arrive yet is left out."""
        for row in self._pages("datasets"):
            if row.get("state") == "READY":
                yield answered.file(row)

    def content(self, file_id: str) -> bytes:
        """Not offered."""
        raise NotOfferedError("ftprep cannot read datasets back from Fireworks; see its web page")

    def create(self, request: JobRequest) -> Job:
        """Start a job under an id of ours; the one that bears it already is the same."""
        kind = _KINDS.get(request.method)
        if kind is None:
            raise NotOfferedError(f"ftprep cannot start jobs of {request.method} at Fireworks")
        made = f"{answered.MARK}{request.metadata[KEY]}"
        parameter = "dpoJobId" if kind == "dpoJobs" else "supervisedFineTuningJobId"
        self._make(kind, self._body(request, kind), {parameter: made})
        return self.job(f"{kind}/{made}")

    def job(self, job_id: str) -> Job:
        """One job; its id is COLLECTION/ID."""
        return answered.job(self._rest.get(self._at(job_id)))

    def jobs(self) -> Iterator[Job]:
        """All jobs of the account, newest first."""
        found = [
            answered.job(row)
            for kind in dict.fromkeys(_KINDS.values())
            for row in self._pages(kind)
        ]
        yield from sorted(found, key=lambda job: job.created_at, reverse=True)

    def cancel(self, job_id: str) -> Job:
        """End a job; what was trained so far is billed."""
        self._rest.post(self._at(f"{job_id}:cancel"), {}, repeat=True)
        return self.job(job_id)

    def pause(self, job_id: str) -> Job:
        """Not offered."""
        raise NotOfferedError("Fireworks has no call to pause a job; cancel ends it")

    def resume(self, job_id: str) -> Job:
        """Go on with a job that was halted."""
        self._rest.post(self._at(f"{job_id}:resume"), {}, repeat=True)
        return self.job(job_id)

    def events(self, job_id: str) -> Iterator[Event]:
        """The state of the job: Fireworks has no log to be read by programs."""
        row = self._rest.get(self._at(job_id))
        at = seconds(row.get("updateTime")) or seconds(row.get("createTime")) or 0
        state = str(row.get("state", ""))
        yield Event(f"{job_id}-{state}", at, "info", answered.said(row) or state)

    def checkpoints(self, job_id: str) -> Iterator[Checkpoint]:
        """Not offered."""
        raise NotOfferedError("ftprep cannot list checkpoints at Fireworks; see its web page")

    def models(self) -> Iterator[str]:
        """Names of the account's models."""
        for row in self._pages("models"):
            if isinstance(row.get("name"), str):
                yield row["name"]

    def delete_model(self, model: str) -> None:
        """Delete a tuned model for good."""
        self._rest.delete(f"/v1/{model}")

    def chat(self, model: str, messages: list[Mapping[str, Any]], **settings: Any) -> Sample:
        """One answer to a conversation."""
        body = {"model": model, "messages": messages, **settings}
        path = "/inference/v1/chat/completions"
        return answers.sample(self._rest.post(path, body, repeat=True))

    def complete(self, model: str, prompt: str, **settings: Any) -> Sample:
        """One continuation of a text."""
        body = {"model": model, "prompt": prompt, **settings}
        return answers.sample(self._rest.post("/inference/v1/completions", body, repeat=True))

    def _at(self, name: str) -> str:
        if self._account is None:
            found = answers.rows(self._rest.get("/v1/accounts"), "accounts")
            names = [str(row.get("name", "")).removeprefix("accounts/") for row in found]
            if len(names) != 1:
                raise NotOfferedError(
                    f"the key belongs to {len(names)} accounts; set FIREWORKS_ACCOUNT_ID to one of "
                    f"them: {', '.join(names)}"
                )
            self._account = names[0]
        return f"/v1/accounts/{self._account}/{name}"

    def _make(
        self, collection: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None
    ) -> None:
        """Make something under an id of ours; no fault when it is there."""
        try:
            self._rest.post(self._at(collection), body, query)
        except ServiceError as error:
            if error.status != 409:
                raise

    def _pages(self, collection: str) -> Iterator[Mapping[str, Any]]:
        query: dict[str, Any] = {"pageSize": 200}
        while True:
            page = self._rest.get(self._at(collection), **query)
            yield from answers.rows(page, collection)
            token = page.get("nextPageToken")
            if not token:
                return
            query["pageToken"] = token

    def _body(self, request: JobRequest, kind: str) -> dict[str, Any]:
        chosen = request.hyperparameters
        own = request.model.startswith(f"accounts/{self._account}/")
        training = {
            ("warmStartFrom" if own else "baseModel"): request.model,
            "epochs": chosen.get("n_epochs"),
            "batchSizeSamples": chosen.get("batch_size"),
            "outputModel": request.suffix,
        }
        training = {name: value for name, value in training.items() if value is not None}
        body: dict[str, Any] = {"dataset": self._at(f"datasets/{request.training_file}")[4:]}
        if kind == "dpoJobs":
            loss = {"lossConfig": {"method": "ORPO"}} if request.method == "orpo" else {}
            return {**body, **loss, "trainingConfig": training}
        if request.validation_file is not None:
            body["evaluationDataset"] = self._at(f"datasets/{request.validation_file}")[4:]
        return {**body, **training}
