"""`ftprep rule`."""

from __future__ import annotations

import click

from ftprep.errors import UsageError
from ftprep.rules.catalog import catalog

__all__ = ["command"]


@click.command("rule")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Show the rules, or one rule's page.

    CODE is a code such as MSG003 or a name such as assistant-not-last.
    """
    rules = catalog()
    if code is None:
        for rule in rules.values():
            mends = "mended by prepare" if rule.mends else ""
            click.echo(f"{rule.code}  {rule.level.word:<8} {rule.name:<28} {mends}".rstrip())
        return
    names = {rule.name: rule for rule in rules.values()}
    found = rules.get(code.upper()) or names.get(code.lower())
    if found is None:
        raise UsageError(f'there is no rule "{code}"; "ftprep rule" lists all of them')
    heading = f"{found.code} {found.name} ({found.level.word})"
    click.echo(f"{heading}\n{'=' * len(heading)}\n\n{found.page.rstrip()}")
    click.echo(f"\n## Mend\n{found.mend}")
