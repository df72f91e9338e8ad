"""Languages of answers: told alike in any cut and order, for any text, and only when asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.answers import MOST_KEPT
from ftprep.aggregate.language import NAMES, READ, guess
from ftprep.aggregate.languages import Languages
from ftprep.cli import main
from ftprep.errors import UsageError
from ftprep.model import Example, Turn
from tests.aggregate.examples import chat, tokens

ENGLISH = "The museum opens at nine in the morning, and the café opens at ten."
GERMAN = "Die Ausstellung ist noch bis Ende Oktober an jedem Tag geöffnet."
CHINESE = "展览将持续到十月底，每天开放，欢迎您和家人一起来参观。"
ASKED = "When does the museum open on Sundays?"
TEXTS = st.sampled_from([ENGLISH, GERMAN, CHINESE, "", "No.", '{"a": "The museum opens at nine"}'])
ROWS = st.lists(st.tuples(st.sampled_from([ASKED, "Wann öffnet das Museum?"]), TEXTS), max_size=20)
CASES = Path(__file__).parent.parent / "cases" / "TXT043"


def gathered(examples: list[Example]) -> Languages:
    languages = Languages()
    for example in examples:
        languages.add(example, tokens(example))
    return languages


def told(languages: Languages) -> tuple[object, ...]:
    astray = {code: (odds.count, list(odds)) for code, odds in languages.astray.items()}
    return dict(languages.answers), astray


@given(ROWS, st.integers(0, 20), st.integers(0, 20))
def test_a_cut_changes_nothing(rows: list[tuple[str, str]], first: int, second: int) -> None:
    examples = [chat(number, answer, asked) for number, (asked, answer) in enumerate(rows)]
    low, high = sorted((first, second))
    parts = [gathered(part) for part in (examples[:low], examples[low:high], examples[high:])]
    parts[2].merge(parts[0])
    parts[1].merge(parts[2])
    assert told(parts[1]) == told(gathered(examples))


def test_what_is_kept_is_bounded_and_all_is_counted() -> None:
    languages = gathered([chat(number, GERMAN, ASKED) for number in range(MOST_KEPT + 10)])
    assert languages.answers == {"de": MOST_KEPT + 10}
    assert languages.astray["de"].count == MOST_KEPT + 10
    assert [odd.origin.position for odd in languages.astray["de"]] == list(range(MOST_KEPT))


@pytest.mark.parametrize(
    ("asked", "answer", "language", "astray"),
    [
        (ASKED, GERMAN, "de", True),
        (ASKED, CHINESE, "zh", True),
        (ASKED, ENGLISH, "en", False),
        ("Wann öffnet das Museum am Sonntag?", GERMAN, "de", False),
        ("Please say it in German, my friend.", GERMAN, "de", False),
        ("Sage das bitte auf English, mein Freund.", ENGLISH, "en", False),
        ("Übersetze diesen Satz für unsere Gäste.", ENGLISH, "en", False),
        (f"Mend the errors in this sentence of mine:\n{GERMAN}", GERMAN, "de", False),
        (ASKED, f"It opens at nine, as the sign says:\n{GERMAN} {GERMAN}", "de", False),
        # Too short to be sure that it is no German.
        ("Museum?", GERMAN, "de", False),
    ],
)
def test_an_answer_is_astray(asked: str, answer: str, language: str, astray: bool) -> None:
    languages = gathered([chat(0, answer, asked)])
    assert dict(languages.answers) == {language: 1}
    assert (language in languages.astray) is astray


@pytest.mark.parametrize(
    "answer",
    ["Noch bis Oktober.", "Billing and payment", f'{{"text": "{GERMAN}"}}', f"<p>{GERMAN}</p>",
     f"```\n{GERMAN}\n```", "47ac10b-58cc-4372-a567-0e02b2c3d479 550e8400-e29b-41d4-a716",
     "for (int i = 0; i < 10; i++) { a[i] = b[i] * c[i]; } return a[0] + a[9];"],
)  # fmt: skip
def test_what_is_no_prose_does_not_count(answer: str) -> None:
    assert not gathered([chat(0, answer, ASKED)]).answers


def test_the_last_trained_answer_counts() -> None:
    example = chat(0, ENGLISH, ASKED)
    later = (
        Turn("user", "Und wann schließt es wieder?", False, "/messages/2/content"),
        Turn("assistant", GERMAN, False, "/messages/3/content"),
    )
    assert dict(gathered([example._replace(turns=example.turns + later)]).answers) == {"en": 1}
    assert not gathered([example._replace(label=ENGLISH)]).answers
    assert not gathered([example._replace(turns=())]).answers


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_judged(text: str) -> None:
    found = guess(text)
    assert found is None or (found.language in NAMES and 0 <= found.chance <= 1.001)


@pytest.mark.parametrize("text", ["\ud800" * 100, "\0" * 100, "", "\n", "a" * 10 * READ])
def test_a_hostile_text_is_judged(text: str) -> None:
    gathered([chat(0, text + ENGLISH, text), chat(1, ENGLISH, text + GERMAN)])


@pytest.mark.parametrize("code", NAMES)
def test_a_language_is_known_by_its_own_code(code: str) -> None:
    assert NAMES[code][0][:1].isupper()


def test_without_the_library_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="ftprep\\[language\\]"):
        Languages()
    file = str(CASES / "bad-german.jsonl")
    assert main(["check", file, "--isolated", "--select", "ALL,TXT043"]) == 2
    assert 'pip install "ftprep[language]"' in capsys.readouterr().err
    assert main(["check", file, "--isolated", "-q"]) == 0


def test_the_library_is_not_loaded_unasked() -> None:
    program = (
        "import sys; from ftprep.cli import main; "
        f"main(['check', {str(CASES / 'bad-german.jsonl')!r}, '--isolated', '-q']); "
        "print('py3langid' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "False", done.stderr


def test_how_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(CASES / "bad-german.jsonl"), "--isolated", "--select", "TXT043",
          "--format", "json"])  # fmt: skip
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["message"] == (
        'the answer is in German and its question is not: "Die Ausstellung ist noch bis Ende '
        'Oktobe"; 90 % of the answers are in English'
    )
    assert finding["location"]["line"] == 12
