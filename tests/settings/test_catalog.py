"""One catalogue: the flags, the file, the schema and the template agree."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import click
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.cli.main import command
from ftprep.schemas import load
from ftprep.settings.catalog import SETTINGS
from ftprep.settings.configure import configure
from ftprep.settings.layers import layered
from ftprep.settings.schema import schema
from ftprep.settings.setting import Setting
from ftprep.settings.template import template
from ftprep.settings.toml import toml

EACH = pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)


def shown(setting: Setting) -> object:
    """The value that the template shows."""
    said = setting.example or toml(setting.default)
    return tomllib.loads(f"x = {said}")["x"]


@EACH
def test_the_file_and_the_schema_take_what_the_template_shows(setting: Setting) -> None:
    assert setting.value.from_file(shown(setting)) == shown(setting)
    jsonschema.validate({setting.name: shown(setting)}, schema())


VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-3, 60),
        st.floats(-2, 3, allow_nan=False).filter(lambda x: not x.is_integer()),
        st.sampled_from(["auto", "chat", "error", "never", "MSG", "x"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["user", "max_count", "max_rate", "MSG"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


@given(VALUES)
def test_the_file_takes_what_the_schema_takes(value: object) -> None:
    for setting in SETTINGS.values():
        try:
            setting.value.from_file(value)
            taken = True
        except ValueError:
            taken = False
        by_schema = jsonschema.Draft202012Validator(schema()).is_valid({setting.name: value})
        assert taken is by_schema, setting.name


@EACH
def test_prepare_has_the_flag_and_check_unless_it_is_of_prepare(setting: Setting) -> None:
    for verb in ("check", "prepare"):
        sub = command.get_command(click.Context(command), verb)
        assert sub is not None
        flags = {flag for option in sub.params for flag in option.opts}
        there = set(setting.spelled) <= flags
        assert there is (verb == "prepare" or not setting.of_prepare)


def test_the_schema_in_the_repository_is_the_one_that_the_catalogue_makes() -> None:
    assert load("config") == json.loads(json.dumps(schema()))


def test_every_line_of_the_template_can_be_uncommented(tmp_path: Path) -> None:
    rivals = ("# user =", "# assistant =")  # they exclude the columns of the same roles in `map`
    lines = [
        line.removeprefix("# ")
        if " = " in line and line.startswith("# ") and not line.startswith(rivals)
        else line
        for line in template("ftprep.toml").splitlines()
        if not line.startswith("# Template")
    ]
    file = tmp_path / "ftprep.toml"
    file.write_text("\n".join(lines), "utf-8")
    (tmp_path / "system.txt").write_text("Be kind.\n", "utf-8")
    config = configure(layered({}, [str(tmp_path)]))
    assert config.system == "Be kind."
    assert config.columns == {"user": "Question", "assistant": "Answer"}
    said = tomllib.loads(file.read_text("utf-8"))
    assert set(said) == set(SETTINGS) - {"user", "assistant"}


def test_the_template_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "ftprep.toml").write_text(template("ftprep.toml"), "utf-8")
    layers = layered({}, [str(tmp_path)])
    assert layers.file == tmp_path / "ftprep.toml"
    assert layers.origins == {}
