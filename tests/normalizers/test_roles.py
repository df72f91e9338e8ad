"""Speakers as people name them, and the role that each means."""

from __future__ import annotations

import pytest

from ftprep.normalizers.roles import SHAREGPT_ROLES, openai_role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("user", "user"),
        ("User", "user"),
        (" Customer ", "user"),
        ("HUMAN", "user"),
        ("Kunde", "user"),
        ("клиент", "user"),
        ("お客様", "user"),
        ("assistant", "assistant"),
        ("Agent", "assistant"),
        ("Support", "assistant"),
        ("chatbot", "assistant"),
        ("客服", "assistant"),
        ("system", "system"),
        ("tool", "tool"),
        ("Moderator", None),
        ("Ann Smith", None),
        ("", None),
    ],
)
def test_only_what_is_certain_is_mapped(name: str, role: str | None) -> None:
    assert openai_role(name) == role


def test_every_sharegpt_role_is_one_of_openais_or_a_call() -> None:
    known = {"system", "developer", "user", "assistant", "tool", "function", "function_call"}
    assert set(SHAREGPT_ROLES.values()) == known
