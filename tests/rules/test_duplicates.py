"""What the rules of near-duplicates say of how alike two texts are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.running import check


def chat(question: str, answer: str) -> dict[str, object]:
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


def test_texts_that_differ_are_never_all_alike(tmp_path: Path) -> None:
    said = "the tide rises and the tide falls and "
    rows = [chat(f"How high is tower {n} of the {n * 7} bridges?", f"{n} metres") for n in range(9)]
    rows += [chat("What does the sea do all day?", said * times) for times in (6, 7)]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    told = [f for f in check(tmp_path, path).report["findings"] if f["code"] == "DUP102"]
    assert [found["message"].split(" like")[0] for found in told] == ["99 %"]
