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


CENTRAL = (
    "Gdzie jest moja paczka? Zamówiłem ją w zeszły czwartek i jeszcze nie przyszła.",
    "Proszę o zwrot pieniędzy, ponieważ krzesło było uszkodzone – „bardzo”.",
    "Jak zmienić hasło?",
    "Kde je moje zásilka? Objednal jsem ji minulý čtvrtek a ještě nedorazila.",
    "Jak změním heslo?",
    "Veľký ľad a kôň stáli pri vode, nechceli ďalej.",
    "Hol van a csomagom? Múlt csütörtökön rendeltem, és még nem érkezett meg.",
    "Hogyan változtathatom meg a jelszavam?",
    "Unde este coletul meu? Mulțumesc și la revedere, aștept răspunsul.",
    "Die Bestellung fehlt noch. Können Sie mir bitte weiterhelfen? Grüße",
    "I don’t – “know”…",
    "It costs 5 €, doesn’t it? The café is closed.",
    "Где моя посылка? Я заказал её в прошлый четверг, и она ещё не пришла.",
    "Привет",
)
"""What people write to a shop."""


@pytest.mark.parametrize("codec", ["cp1250", "iso8859_2"])
@pytest.mark.parametrize("text", CENTRAL)
def test_central_european_code_pages_are_known_apart(text: str, codec: str) -> None:
    broken = "".join(
        bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode()
    )  # as browsers do with a byte that the code page has no letter for
    assert broken != text
    assert repaired(broken) == text


@pytest.mark.parametrize("text", [text for text in CENTRAL if "ß" not in text])
def test_the_russian_code_page_of_dos_is_known(text: str) -> None:
    broken = text.encode().decode("cp866")
    assert broken != text
    assert repaired(broken) == text


@pytest.mark.parametrize("codec", ["cp437", "cp850", "cp866"])
def test_code_pages_that_share_their_lines_are_told_apart(codec: str) -> None:
    text = "Где моя посылка? Я заказал её в прошлый четверг."
    assert repaired(text.encode().decode(codec)) == text


@pytest.mark.parametrize("text", ["I don’t – know…", "une journée d’été"])
def test_greek_which_lacks_some_bytes_is_known(text: str) -> None:
    assert repaired(text.encode().decode("cp1253")) == text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        *CENTRAL,
        "Příliš žluťoučký kůň úpěl ďábelské ódy; ČŠŽ, Čáp, Ľúbim Ťa, Ďakujem.",
        "GĘŚLĄ JAŹŃ, Łódź, ŹLE, „Ślązak” – ŻÓŁĆ… Ćma",
        "Ăştia, ĂSTA, Şi Ţara, ŞCOALĂ „română” în Țară",
        "Äš … Ärzte, KINDERÄRZTE, Ökologie “Ä” „Ä” Ä…",
        "СмартАвто, ПочтАмт, НетАУ, «тАк», тА, отАш и т.д. ТА",
        "dir──┐\nфайл──┘\n├── имя │ ╨ ╤ ╤══╗ ab├─┐cd ┼─┤",
        "Đặng Đức Ñ Ń Đ Đ, Nđ",
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
