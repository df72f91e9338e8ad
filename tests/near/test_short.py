"""Short texts have one or two shingles: no chance may make them alike."""

from __future__ import annotations

import random

from ftprep.aggregate.fingerprint import fingerprint
from ftprep.aggregate.near import Near
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.near.overlap import View


def test_thousands_of_short_prompts_are_told_apart() -> None:
    chance = random.Random(5)
    near = Near()
    seen: set[tuple[str, ...]] = set()
    while len(seen) < 8_000:
        seen.add(tuple(f"w{chance.randrange(5_000)}" for _ in range(chance.choice((2, 3, 4)))))
    for position, words in enumerate(sorted(seen)):
        prompt, answer = " ".join(words), f"answer number {position} of all {position * 7}"
        turns = (
            Turn("user", prompt, False, "/messages/0/content"),
            Turn("assistant", answer, True, "/messages/1/content"),
        )
        body = {"messages": [{"role": "user", "content": prompt}, {"content": answer}]}
        example = Example(Origin(0, 0, position), Kind.CHAT, body, turns)
        near.add(example, fingerprint(example), answer)
    for view in View:
        assert not list(near.clusters(view))
