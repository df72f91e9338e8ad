"""Other people's validators accept what prepare writes.

Run with the extra `peers` (see .ci/run): together 1.5.35, whose file check still knew the whole
chat schema, and openai 0.28.1, the retired preparation tool itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running import prepare

together = pytest.importorskip("together.utils.files", reason="needs the extra peers")
pytest.importorskip("openai.validators", reason="needs the extra peers")
pd = pytest.importorskip("pandas", reason="needs the extra peers")

RETIRED = """
import sys
from openai._openai_scripts import main
sys.argv = ["openai", "tools", "fine_tunes.prepare_data", "-q", "-f", sys.argv[1]]
sys.exit(main())
"""

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"

CHAT = [
    ("support_faq.xlsx",),
    ("tickets.csv", "--user", "{subject}\\n\\n{body}", "--map", "assistant=category"),
    ("chat.jsonl",),
    ("products.tsv",),
    ("dump.json", "--map", "user=customer.message", "--map", "assistant=agent.reply"),
]


@pytest.mark.parametrize("arguments", CHAT, ids=lambda arguments: arguments[0])
def test_together_accepts_the_chat_lines(arguments: tuple[str, ...], tmp_path: Path) -> None:
    name, *flags = arguments
    run = prepare(tmp_path, SAMPLES / name, *flags)
    for role in ("train", "test"):
        path = Path(run.report["split"]["files"][role])
        # This check of 2025 knows no tool messages; all else it reads as the provider did.
        plain = [b for b in run.lines(role) if not _has_tools(b)]
        path.write_text("".join(json.dumps(b) + "\n" for b in plain), encoding="utf-8")
        verdict = together.check_file(path)
        assert verdict["is_check_passed"], verdict


def _has_tools(body: dict[str, Any]) -> bool:
    return "tools" in body or any(
        "tool_calls" in message or message["role"] == "tool" for message in body["messages"]
    )


def test_pandas_reads_the_lines(tmp_path: Path) -> None:
    run = prepare(tmp_path, SAMPLES / "support_faq.xlsx")
    frame = pd.read_json(run.report["split"]["files"]["train"], lines=True)
    assert list(frame.columns) == ["messages"]
    assert len(frame) == run.report["split"]["train_examples"]


@pytest.mark.parametrize("name", ["products.tsv", "support_faq.xlsx"])
def test_the_retired_tool_has_nothing_to_mend(name: str, tmp_path: Path) -> None:
    run = prepare(tmp_path, SAMPLES / name, "--to", "completion")
    train = run.report["split"]["files"]["train"]
    done = subprocess.run(
        [sys.executable, "-c", RETIRED, train],
        capture_output=True, text=True, check=False, env={**os.environ, "OPENAI_API_KEY": "none"},
    )  # fmt: skip
    assert "No remediations found" in done.stdout, done.stdout + done.stderr
