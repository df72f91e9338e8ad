"""The help has every option once, under the headings of the settings."""

from __future__ import annotations

import re

import click
import pytest

from ftprep.cli import main
from ftprep.cli.grouped import UNGROUPED, by_group
from ftprep.cli.main import command
from ftprep.settings.catalog import GROUPS


def found(name: str) -> click.Command:
    sub = command.get_command(click.Context(command), name)
    assert sub is not None
    return sub


@pytest.mark.parametrize("verb", ["prepare", "config"])
def test_options_stand_under_the_headings_of_the_settings(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, "--help"]) == 0
    told = capsys.readouterr().out
    headings = re.findall(r"^(\S.*):$", told, re.MULTILINE)
    assert headings[: len(GROUPS) + 1] == [UNGROUPED, *GROUPS]
    for heading, group in GROUPS.items():
        section = told.split(f"\n{heading}:\n")[1].split("\n\n")[0]
        for setting in group:
            assert re.search(rf"{re.escape(setting.shown)}\b", section), setting.name


def test_check_has_no_heading_without_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    assert "What is written:" not in capsys.readouterr().out


@pytest.mark.parametrize("verb", command.list_commands(click.Context(command)))
def test_no_option_is_lost_and_none_is_told_twice(verb: str) -> None:
    sub = found(verb)
    ctx = click.Context(sub, info_name=verb, help_option_names=["-h", "--help"])
    told = [spelled for options in by_group(sub, ctx).values() for spelled, _ in options]
    options = [param for param in sub.get_params(ctx) if isinstance(param, click.Option)]
    assert len(told) == len(options) == len(set(told))
