"""Text that was misread once is mended, and text that is as it should be is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.reading.mojibake import repaired

TEXTS = (
    "don’t – “café” costs 5 €",
    "été à l’école : « Oui »",
    "Привет, мир",
    "日本語のテスト",
    "😀 fine",
    "São Tomé e Príncipe",
    "Ñandú, ÄÖÜ ß",
)


def misread(text: str) -> str:
    """Read UTF-8 as Windows-1252, and the five bytes that it has no letter for as Latin-1."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")
        for byte in text.encode()
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("times", [1, 2])
def test_what_was_misread_is_mended(text: str, times: int) -> None:
    broken = text
    for _ in range(times):
        broken = misread(broken)
    assert broken != text
    assert repaired(broken) == text


@pytest.mark.parametrize("codec", ["cp1251", "mac_roman", "cp437", "cp850", "koi8_r"])
@pytest.mark.parametrize("text", ["I don’t – “know”…", "une journée d’été", "Привет, мир"])
def test_other_code_pages_are_known(text: str, codec: str) -> None:
    broken = text.encode().decode(codec)
    assert broken != text
    assert repaired(broken) == text


@pytest.mark.parametrize("text", ["I don’t – know…", "une journée d’été"])
def test_greek_which_lacks_some_bytes_is_known(text: str) -> None:
    assert repaired(text.encode().decode("cp1253")) == text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "в\xa0«Москве», № 5 — СЁМГА и Рёв",
        "2√π + √2 ± x√≤y",
        "├── src\n│   └── a ╤╗",
        "‚Ärger‘ und ‚Ähm‘",
        "Ђорђе Ћирић, Срђан",
        "CAFÉ” DÉJÀ… É’ NÃO IRMÔ “AMANHÔ",
        "À “Paris”, Ångström · Ärger",
        "10 Â 20 Ã 30",
        "naïve — é… è “x” ï ¿Qué? ¡Ñ!",
        "plain",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert repaired(text) == text


@given(st.text())
def test_mending_is_finished_at_once(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)
