"""Make training data of a size, kind and format; the same for the same arguments.

`python -m bench.generate OUT.jsonl --count 100000`: the format follows from the name. With `--near`
the pairs that were planted are listed in OUT.planted.csv.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from bench.data.examples import KINDS, Body, examples
from bench.data.planted import planted
from bench.data.texts import Texts
from bench.data.writers import WRITERS

__all__ = ["generate", "main", "number"]

_UNITS: Final = {"k": 1_000, "m": 1_000_000}


def generate(
    out: Path,
    count: int,
    *,
    kind: str = "chat",
    instruction: int = 0,
    near: float = 0.0,
    long_record: int = 0,
    seed: int = 1,
) -> None:
    """Write a file of `count` examples.

    `instruction`: characters that all prompts begin with. `near`: share of edited copies.
    `long_record`: characters of the answer of the last example, when not 0. Raises `KeyError` for
    an unknown kind or format, `ValueError` for examples with tools in a table.
    """
    write = WRITERS[out.suffix.removeprefix(".")]
    pairs: list[tuple[int, int, str]] = []

    def bodies() -> Iterator[Body]:
        made = planted(examples(kind, seed, instruction), count, near, seed)
        for row, (body, original, similarity) in enumerate(made):
            if original is not None:
                pairs.append((row, original, f"{similarity:.4f}"))
            if long_record and row == count - 1:
                _lengthen(body, long_record, seed)
            yield body

    write(out, bodies())
    if near:
        with out.with_suffix(".planted.csv").open("w", encoding="ascii", newline="") as stream:
            csv.writer(stream).writerows([("row", "copy_of", "similarity"), *pairs])


def _lengthen(body: Body, characters: int, seed: int) -> None:
    text = Texts(Random(seed + 1)).running(characters)
    if "completion" in body:
        body["completion"] = text
    else:
        body["messages"][-1]["content"] = text


def number(text: str) -> int:
    """`100k` is 100,000 and `1M` is 1,000,000. Raises `ValueError` for what is no number."""
    unit = _UNITS.get(text[-1:].lower(), 1)
    return int(text.removesuffix(text[-1]) if unit > 1 else text) * unit


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT", help=f"ends in {', '.join(WRITERS)}")
    parser.add_argument("--count", type=number, default=1_000, metavar="N", help="1000, 100k, 1M")
    parser.add_argument("--kind", choices=KINDS, default="chat")
    parser.add_argument("--instruction", type=number, default=0, metavar="CHARACTERS",
                        help="all prompts begin with so long an instruction")  # fmt: skip
    parser.add_argument("--near", type=float, default=0.0, metavar="SHARE",
                        help="plant this share of edited copies, 0 to 1")  # fmt: skip
    parser.add_argument("--long-record", type=number, default=0, metavar="CHARACTERS",
                        help="the last answer is so long")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    given = vars(parser.parse_args(arguments))
    if given["out"].suffix.removeprefix(".") not in WRITERS:
        parser.error(f"{given['out'].name} must end in one of: {', '.join(WRITERS)}")
    if given["kind"] == "tools" and given["out"].suffix in (".csv", ".xlsx"):
        parser.error("examples with tools do not fit into the cells of a table")
    generate(given.pop("out"), given.pop("count"), **given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
