"""The commented file that `ftprep init` writes."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.settings.catalog import GROUPS
from ftprep.settings.toml import toml

__all__ = ["template"]


def template(file_name: str) -> str:
    """All settings with what they mean, each as a comment, ready to be uncommented."""
    return "\n".join(_lines(file_name)) + "\n"


def _lines(file_name: str) -> Iterator[str]:
    yield "# Settings of ftprep. A flag beats them: test-size is --test-size. `ftprep config` tells"
    yield "# which value holds and where it comes from."
    if file_name == "pyproject.toml":
        yield "[tool.ftprep]"
    for heading, settings in GROUPS.items():
        yield ""
        yield f"# {heading}"
        for setting in settings:
            shown = setting.example or toml(setting.default)
            yield ""
            yield f"# {setting.what}"
            yield f"# {setting.name} = {shown}"
