"""The kit's assertions: they fail when they should, and say what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftprep.errors import UsageError
from ftprep.testing import Case, assert_rule

ASKED = {"role": "user", "content": "Why?"}
ANSWERED = {"role": "assistant", "content": "So."}
RIGHT = {"messages": [ASKED, ANSWERED]}
LAST = {"messages": [ASKED, ANSWERED, ASKED]}
TEXT = json.dumps(LAST) + "\n"


@pytest.mark.parametrize("bad", [LAST, TEXT, TEXT.encode(), [RIGHT, LAST]])
def test_a_case_is_a_dict_or_a_text(bad: object) -> None:
    assert_rule("MSG003", bad=bad, good=RIGHT)  # type: ignore[arg-type]


def test_a_case_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_text(TEXT, encoding="utf-8")
    assert_rule("MSG003", bad=path)


def test_several_lines_are_one_dataset() -> None:
    assert_rule("DUP001", bad=[RIGHT, RIGHT], good=RIGHT)


def test_other_formats_and_flags() -> None:
    table = "question,answer\nWhy?,So.\n"
    assert_rule("MAP001", bad="a,b\nWhy?,So.\n", good=table, extension="csv")
    flags = ("--map", "user=a", "--map", "assistant=b")
    assert_rule("MAP001", good="a,b\nWhy?,So.\n", extension="csv", flags=flags)


def test_the_message_tells_what_was_found_instead() -> None:
    with pytest.raises(AssertionError) as told:
        assert_rule("MSG001", bad=LAST)
    assert "MSG001 was not found in the bad case. Records read: 1, understood: 1." in str(
        told.value
    )
    assert "MSG003" in str(told.value)
    assert "line 1 /messages" in str(told.value)


def test_the_message_tells_where_a_good_case_is_bad() -> None:
    with pytest.raises(AssertionError) as told:
        assert_rule("MSG003", good=[RIGHT, LAST])
    lines = str(told.value).splitlines()
    assert lines[0] == "MSG003 was found in the good case:"
    assert len(lines) == 2
    assert "at line 2 /messages" in lines[1]


def test_long_lists_of_findings_are_cut() -> None:
    with pytest.raises(AssertionError) as told:
        assert_rule("MSG003", good=[LAST] * 50)
    assert str(told.value).endswith("and 30 more")


def test_data_does_not_reach_the_terminal_raw() -> None:
    role = {"messages": [{"role": "\x1b[2Jbot", "content": "Why?"}, ANSWERED]}
    with pytest.raises(AssertionError) as told:
        assert_rule("MSG003", bad=role)
    assert "\x1b" not in str(told.value)


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(AssertionError, match='no rule has the code "ACME001"'):
        assert_rule("ACME001", bad=RIGHT)


def test_what_the_check_raises_is_raised() -> None:
    with pytest.raises(UsageError, match="no provider"):
        assert_rule("MSG003", good=RIGHT, flags=("--provider", "nobody"))


def test_a_case_there_must_be() -> None:
    with pytest.raises(TypeError, match="needs a bad case"):
        assert_rule("MSG003")


def test_settings_beside_the_data_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "ftprep.toml").write_text('ignore = ["MSG003"]\n', encoding="utf-8")
    Case("MSG003", path, good=False).check()
    named = ("--config", str(tmp_path / "ftprep.toml"))
    Case("MSG003", path, good=True, flags=named).check()
