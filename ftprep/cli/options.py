"""The options that `check` and `prepare` share, and the Config they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ftprep.config import Config
from ftprep.errors import InputError, UsageError
from ftprep.model import Kind
from ftprep.readers.reader import Hints
from ftprep.rules.rule import Level

__all__ = ["config_from", "shared_options"]

_ROLES = (
    "user", "assistant", "system", "prompt", "completion", "label", "role", "content", "group",
)  # fmt: skip


class Pair(click.ParamType[tuple[str, str]]):
    """NAME=VALUE."""

    name = "pair"

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names = names

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, rest = value.partition("=")
        if not equals or not rest:
            self.fail(f"{value!r} is not of the form NAME=VALUE", param, ctx)
        if self.names and name not in self.names:
            self.fail(f'"{name}" is none of {", ".join(self.names)}', param, ctx)
        return name, rest


class Epochs(click.ParamType[int | None]):
    """`auto` or a number from 1 to 50 (OpenAI API specification, 2026-08: n_epochs)."""

    name = "auto|N"

    def convert(self, value: Any, param: Any, ctx: Any) -> int | None:
        if value in (None, "auto"):
            return None
        if isinstance(value, int) or (value.isdigit() and 1 <= int(value) <= 50):
            return int(value)
        return self.fail(f"{value!r} is neither auto nor a number from 1 to 50", param, ctx)


class Size(click.ParamType[float | int]):
    """A share below 1, or a number of examples."""

    name = "share|N"

    def convert(self, value: Any, param: Any, ctx: Any) -> float | int:
        try:
            size = float(value)
        except ValueError:
            size = -1.0
        if 0 <= size < 1:
            return size or 0
        if size >= 1 and size == int(size):
            return int(size)
        return self.fail(
            f"{value!r} is neither a share such as 0.2 nor a number of examples such as 200",
            param,
            ctx,
        )


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("paths", metavar="PATH...", nargs=-1, required=True),
    # Where the data goes.
    click.option("-m", "--model", metavar="NAME", help="Model to train; see `ftprep models`."),
    click.option("--provider", metavar="NAME", help="Provider to train at. Default: openai."),
    click.option("--method", metavar="NAME", help="Training method: sft, dpo."),
    click.option(
        "--to", type=click.Choice(["chat", "completion"]),
        help="Kind of lines to make. Default: what the model takes.",
    ),
    click.option(
        "--epochs", type=Epochs(), default="auto", show_default=True, help="Training epochs."
    ),
    # How the columns are understood.
    click.option(
        "--map", "columns", type=Pair(_ROLES), multiple=True, metavar="ROLE=COLUMN",
        help=f"Column of a role; may be repeated. Roles: {', '.join(_ROLES)}.",
    ),
    click.option("--user", metavar="TEMPLATE", help='Template: "{title}\\n\\n{body}".'),
    click.option("--assistant", metavar="TEMPLATE", help="Template of the answer."),
    click.option("--system", metavar="TEXT|@FILE", help="System text for every example."),
    click.option(
        "--group-by", metavar="COLUMN", help="Rows with the same value become one conversation."
    ),
    # How the file is read.
    click.option("--sheet", "sheets", multiple=True, metavar="NAME|N|*", help="Sheets to read."),
    click.option("--encoding", metavar="NAME", help="Text encoding. Default: found out."),
    click.option("--delimiter", metavar="CHAR", help="CSV delimiter. Default: found out."),
    click.option("--quote", metavar="CHAR", help="CSV quote. Default: found out."),
    click.option(
        "--header-row", type=click.IntRange(0), metavar="N", help="Row of the header; 0: none."
    ),
    click.option("--records", metavar="PATH", help="Where the records are in a JSON document."),
    click.option(
        "--read-as", metavar="FORMAT",
        help="csv, tsv, xlsx, xls, json, jsonl or parquet. Default: found out.",
    ),
    # What is looked for.
    click.option("--select", multiple=True, metavar="CODES", help="Rules to ask, by prefix."),
    click.option("--ignore", multiple=True, metavar="CODES", help="Rules not to ask, by prefix."),
    click.option(
        "--threshold", "thresholds", type=Pair(), multiple=True, metavar="NAME=NUMBER",
        help="Set a rule's threshold.",
    ),
    click.option(
        "--fail-on", type=click.Choice(["error", "warning", "note", "never"]), default="error",
        show_default=True, help="Lowest level that gives exit code 1.",
    ),
    # How it is told.
    click.option(
        "--max-findings", type=click.IntRange(0), default=1_000, show_default=True,
        help="Findings told of each rule; all are counted.",
    ),
    click.option(
        "--format", "style", type=click.Choice(["text", "json"]), default="text",
        show_default=True, help="Form of the report.",
    ),
    click.option("--output", metavar="FILE", help="Write the report there."),
    click.option("-q", "--quiet", is_flag=True, help="Tell only what matters most."),
    click.option(
        "--jobs", type=click.IntRange(1), default=1, show_default=True,
        help="Processes; files are divided among them.",
    ),
)  # fmt: skip


def shared_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of both verbs."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def config_from(given: Mapping[str, Any]) -> Config:
    """The Config that a command's options ask for. Raises `FtprepError` if it cannot be."""
    fail_on = given["fail_on"]
    columns = _columns(given)
    templates = {role: given[role] for role in ("user", "assistant") if given[role] is not None}
    return Config(
        model=given["model"],
        provider=given["provider"],
        method=given["method"],
        kind=Kind(given["to"]) if given["to"] else None,
        hints=Hints(
            format=given["read_as"],
            encoding=given["encoding"],
            delimiter=_character(given["delimiter"]),
            quote=given["quote"],
            header_row=given["header_row"],
            sheets=given["sheets"],
            records=given["records"],
        ),
        columns=columns,
        templates=templates,
        system=_text_or_file(given["system"]),
        group_by=given["group_by"],
        select=_codes(given["select"]),
        ignore=_codes(given["ignore"]),
        thresholds={name: _number(name, value) for name, value in given["thresholds"]},
        fixes=frozenset(_codes(given.get("fixes", ()))),
        epochs=given["epochs"],
        test_size=given.get("test_size", 0.2),
        seed=given.get("seed", 42),
        fail_on=None if fail_on == "never" else Level[fail_on.upper()],
        max_findings=given["max_findings"],
        jobs=given["jobs"],
    )


def _columns(given: Mapping[str, Any]) -> dict[str, str]:
    """`--map`, each role once and each text from one column."""
    columns: dict[str, str] = {}
    for role, column in given["columns"]:
        if role in columns:
            raise UsageError(f"--map gives the role {role} twice: {columns[role]} and {column}")
        if given.get(role) is not None:
            raise UsageError(f"--map {role}={column} and --{role} exclude each other: give one")
        columns[role] = column
    for one, other in (("user", "assistant"), ("prompt", "completion")):
        if one in columns and columns[one] == columns.get(other):
            raise UsageError(f'--map takes {one} and {other} from one column, "{columns[one]}"')
    return columns


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    """`MSG,DUP001` and repeated options alike."""
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


def _character(value: str | None) -> str | None:
    return {"tab": "\t", "\\t": "\t"}.get(value, value) if value else value


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise click.BadParameter(f"{name} needs a number, not {value!r}") from None


def _text_or_file(value: str | None) -> str | None:
    if value is None or not value.startswith("@"):
        return value
    path = Path(value[1:])
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n")
    except OSError as error:
        raise InputError(f"cannot read the system text from {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"the system text in {path} is not UTF-8: save it as UTF-8") from error
