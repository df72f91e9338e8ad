"""`ftprep rule`."""

from __future__ import annotations

import click

from ftprep.cli.complete import codes
from ftprep.cli.rulebook import FORMS
from ftprep.errors import UsageError
from ftprep.rules.catalog import catalog
from ftprep.rules.installed import home
from ftprep.rules.rule import Rule

__all__ = ["command"]


@click.command("rule")
@click.argument("code", required=False, shell_complete=codes)
@click.option("--all", "everything", is_flag=True, help="The pages of all rules.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True,
    help="Form of the pages; json is a list of rules.",
)  # fmt: skip
def command(code: str | None, form: str, *, everything: bool) -> None:
    """Show the rules, or one rule's page.

    CODE is a code such as MSG003 or a name such as assistant-not-last.
    """
    if code is not None and everything:
        raise UsageError("a CODE and --all exclude each other: give one")
    if code is not None:
        click.echo(FORMS[form]([_found(code)]))
    elif everything:
        click.echo(FORMS[form](list(catalog().values())))
    elif form != "text":
        raise UsageError(f"--format {form} tells pages: give a CODE, or --all")
    else:
        for rule in catalog().values():
            click.echo(_line(rule))


def _found(code: str) -> Rule:
    rules = catalog()
    names = {rule.name: rule for rule in rules.values()}
    found = rules.get(code.upper()) or names.get(code.lower())
    if found is None:
        raise UsageError(f'there is no rule "{code}"; "ftprep rule" lists all of them')
    return found


def _line(rule: Rule) -> str:
    mends = "mended by prepare" if rule.mends else ""
    demand = "asked only when named" if rule.on_demand else ""
    origin = f"(from {home(rule.code)})" if home(rule.code) else ""
    said = " ".join(filter(None, (mends, demand, origin)))
    return f"{rule.code}  {rule.level.word:<8} {rule.name:<28} {said}".rstrip()
