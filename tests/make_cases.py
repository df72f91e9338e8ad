"""Make the case files that are too long to be written by hand: `python -m tests.make_cases`."""

from __future__ import annotations

import json
from pathlib import Path

from ftprep.normalizers.separators import END_MARKERS, SEPARATORS

FOLDER = Path(__file__).parent / "cases"
CAPITALS = {
    "Peru": "Lima", "Chile": "Santiago", "Norway": "Oslo", "Kenya": "Nairobi", "Japan": "Tokyo",
    "Cuba": "Havana", "Nepal": "Kathmandu", "Ghana": "Accra", "Fiji": "Suva", "Malta": "Valletta",
    "Laos": "Vientiane", "Qatar": "Doha",
}  # fmt: skip


def chat(question: str, answer: str) -> dict[str, object]:
    """One conversation."""
    return {
        "messages": [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer},
        ]
    }


def write(code: str, name: str, rows: list[dict[str, object]], flags: str = "") -> None:
    """Write one case, and the flags of its folder."""
    folder = FOLDER / code
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / name).write_text(text, encoding="utf-8")
    if flags:
        (folder / "flags.txt").write_text(flags + "\n", encoding="utf-8")


def main() -> None:
    """Write all of them."""
    capitals = [chat(f"What is the capital of {c}?", f"{city}.") for c, city in CAPITALS.items()]
    write("SET001", "good-ten.jsonl", capitals[:10])
    write("SET002", "bad-twelve.jsonl", capitals)
    write("SET002", "good-nine.jsonl", capitals[:9])
    write("SET003", "bad-twelve.jsonl", capitals, "--threshold few-examples=11")
    write("SET003", "good-ten.jsonl", capitals[:10])
    small = "--model gpt-3.5-turbo-0613"  # 4,096 tokens an example
    write("TOK001", "bad-prompt.jsonl", [chat("capital " * 4_200, "Lima.")], small)
    write("TOK001", "good-answer-cut.jsonl", [chat("capital " * 4_000, "Lima " * 200)])
    write("TOK002", "bad-answer.jsonl", [chat("capital " * 4_000, "Lima " * 200)], small)
    write("TOK002", "good-fits.jsonl", [chat("capital " * 3_000, "Lima " * 200)])
    markers: list[dict[str, object]] = [
        {"prompt": f"{marker}What is {marker} for?", "completion": f"It is {marker} a marker"}
        for marker in (*SEPARATORS, *END_MARKERS)
    ]
    write("CMP004", "bad-all-taken.jsonl", markers, "--to completion")


if __name__ == "__main__":
    main()
