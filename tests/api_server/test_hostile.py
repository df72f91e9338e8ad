"""Whatever is sent, the server answers; what is wrong is never its own failure."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.testing.server import Options, RehearsalServer
from ftprep.testing.server.service import Service
from tests.api_server.asking import KEY, MODEL, jsonl, tickets

# fmt: off
KEYS = [
    "model", "messages", "role", "content", "prompt", "training_file", "validation_file",
    "method", "type", "supervised", "dpo", "hyperparameters", "n_epochs", "batch_size",
    "suffix", "seed", "metadata", "integrations", "wandb", "project", "part_ids", "md5",
    "bytes", "filename", "mime_type", "purpose", "stop", "n", "max_tokens", "tools",
    "tool_choice", "stream", "training_method", "datasetId", "dataset", "filenameToSize",
    "baseModel", "epochs", "outputModel", "trainingConfig", "evaluationDataset",
]
# fmt: on

KNOWN = [MODEL, "user", "assistant", "supervised", "dpo", "auto", "fine-tune", "a.jsonl", "data-1"]
KNOWN += ["accounts/rehearsal/datasets/data-1", "meta-llama/Llama-3.2-3B-Instruct", "file-1"]

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(KNOWN)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=15,
)
BODIES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8) | VALUES

MESSAGES = [{"role": "user", "content": "q"}]
RIGHT: dict[str, dict[str, Any]] = {
    "/v1/uploads": {"bytes": 1, "filename": "a", "mime_type": "text/plain", "purpose": "vision"},
    "/v1/fine_tuning/jobs": {
        "model": MODEL,
        "training_file": "file-1",
        "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}},
        "metadata": {"a": "b"},
    },
    "/v1/chat/completions": {"model": MODEL, "messages": MESSAGES, "tools": [], "stop": "x"},
    "/v1/completions": {"model": MODEL, "prompt": "q", "max_tokens": 2},
    "/_rehearsal/faults": {"faults": "* * status=400"},
    "/_rehearsal/advance": {"seconds": 1},
    "/v1/fine-tunes": {
        "model": "a/b",
        "training_file": "file-1",
        "training_method": {"method": "sft"},
        "n_epochs": 1,
        "batch_size": 8,
    },
    "/v1/fine-tunes/estimate-price": {"training_file": "file-1"},
    "/v1/accounts/rehearsal/datasets": {"datasetId": "data-1", "dataset": {"userUploaded": {}}},
    "/v1/accounts/rehearsal/datasets/data-1:getUploadEndpoint": {
        "filenameToSize": {"a.jsonl": "5"}
    },
    "/v1/accounts/rehearsal/supervisedFineTuningJobs": {
        "dataset": "accounts/rehearsal/datasets/data-1",
        "baseModel": "accounts/fireworks/models/x",
        "epochs": 1,
    },
    "/v1/accounts/rehearsal/dpoJobs": {
        "dataset": "accounts/rehearsal/datasets/data-1",
        "trainingConfig": {"baseModel": "accounts/fireworks/models/x"},
    },
    "/inference/v1/completions": {"model": "a/b", "prompt": "q"},
}
"""Path → what is right there, or nearly so."""


@st.composite
def nearly_right(draw: st.DrawFn, path: str) -> Any:
    """A right body with one or two values that are something else."""
    body: dict[str, Any] = copy.deepcopy(RIGHT.get(path, {}))
    for _ in range(draw(st.integers(0, 2))):
        holder: Any = body
        while isinstance(holder, dict) and holder:
            key = draw(st.sampled_from(sorted(holder)))
            if not isinstance(holder[key], dict) or draw(st.booleans()):
                holder[key] = draw(VALUES)
                break
            holder = holder[key]
    return body


PATHS = {
    "openai": [
        "/v1/files",
        "/v1/files/{}",
        "/v1/files/{}/content",
        "/v1/uploads",
        "/v1/uploads/{}/parts",
        "/v1/uploads/{}/complete",
        "/v1/uploads/{}/cancel",
        "/v1/fine_tuning/jobs",
        "/v1/fine_tuning/jobs/{}",
        "/v1/fine_tuning/jobs/{}/cancel",
        "/v1/fine_tuning/jobs/{}/events",
        "/v1/fine_tuning/jobs/{}/checkpoints",
        "/v1/models",
        "/v1/models/{}",
        "/v1/chat/completions",
        "/v1/completions",
        "/openai/files",
        "/openai/deployments/{}/chat/completions",
        "/_rehearsal/faults",
        "/_rehearsal/advance",
    ],
    "together": [
        "/v1/files",
        "/v1/files/{}/preprocess",
        "/v1/fine-tunes",
        "/v1/fine-tunes/{}",
        "/v1/fine-tunes/{}/events",
        "/v1/fine-tunes/models/limits",
        "/v1/fine-tunes/estimate-price",
        "/v1/chat/completions",
        "/_bucket/{}",
    ],
    "fireworks": [
        "/v1/accounts",
        "/v1/accounts/rehearsal/datasets",
        "/v1/accounts/rehearsal/datasets/{}",
        "/v1/accounts/rehearsal/datasets/{}:getUploadEndpoint",
        "/v1/accounts/rehearsal/datasets/{}:validateUpload",
        "/v1/accounts/rehearsal/supervisedFineTuningJobs",
        "/v1/accounts/rehearsal/supervisedFineTuningJobs/{}:cancel",
        "/v1/accounts/rehearsal/dpoJobs",
        "/v1/accounts/rehearsal/models/{}",
        "/inference/v1/completions",
    ],
}


@pytest.fixture(params=sorted(PATHS))
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RehearsalServer]:
    options = Options(speed=0, flavour=request.param)
    with RehearsalServer(tmp_path / "server", options) as server:
        server._do(with_file)
        yield server


def with_file(at: Service) -> None:
    """Give the server the file that right requests name."""
    for identity in ("file-1", "data-1"):
        at.file_path(identity).write_bytes(jsonl(tickets(0, 12)))
        row: dict[str, Any] = {"id": identity, "purpose": "fine-tune", "status": "uploaded"}
        row |= {"created_at": 0, "expires_at": None, "bytes": 1, "_report": {"valid": True}}
        row |= {"_due": None, "_checksum": "", "_size": 5, "_shown": {"state": "READY"}}
        at.store.put("file", row)


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_request_breaks_the_server(
    server: RehearsalServer, request: pytest.FixtureRequest, data: st.DataObject
) -> None:
    flavour = request.node.callspec.params["server"]
    identity = data.draw(st.sampled_from(["data-1", "x", "%00", "..", "a" * 300, "file-1"]))
    path = data.draw(st.sampled_from(PATHS[flavour])).format(identity)
    method = data.draw(st.sampled_from(["GET", "POST", "DELETE", "PUT"]))
    query = data.draw(
        st.dictionaries(
            st.sampled_from(["limit", "after", "order", "api-version", "pageSize", "metadata[a]"]),
            st.sampled_from(["1", "-1", "x", "asc", "99999999999999999999", "٣", ""]),
            max_size=3,
        )
    )
    sent: dict[str, Any] = data.draw(
        st.fixed_dictionaries({"json": BODIES | nearly_right(path)})
        | st.fixed_dictionaries({"content": st.binary(max_size=50)})
        | st.just({"files": {"file": ("a.jsonl", jsonl(tickets(0, 3)))}})
    )
    headers = {"authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=server.url, headers=headers, verify=False) as http:
        answer = http.request(method, path, params=query, **sent)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and not path.startswith("/_bucket"):
        told = answer.json()
        assert "error" in told or "message" in told
