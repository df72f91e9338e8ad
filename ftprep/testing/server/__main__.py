"""`python -m ftprep.testing.server`: rehearse a submission without paying."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from ftprep.testing.server.faults import ACTIONS, parse_faults
from ftprep.testing.server.options import Options

_VARIABLES = {
    "openai": ("OPENAI_BASE_URL={}/v1", "OPENAI_API_KEY"),
    "azure": ("AZURE_OPENAI_ENDPOINT={}", "AZURE_OPENAI_API_KEY"),
    "together": ("TOGETHER_BASE_URL={}/v1", "TOGETHER_API_KEY"),
    "fireworks": ("FIREWORKS_BASE_URL={}", "FIREWORKS_API_KEY"),
}
"""Whose API → what points its client to another address, and the name of its key."""


def main() -> None:
    """Serve on loopback until stopped."""
    given, options = _asked()
    try:
        from ftprep.testing.server.serving import listening, serve
    except ModuleNotFoundError as error:
        sys.exit(f'the server needs {error.name}; "pip install ftprep[rehearsal]" adds it')
    try:
        listener = listening(given.port)
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"port {given.port} cannot be used: {error}\n")
        sys.exit(2)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    folder = given.state or Path(tempfile.mkdtemp(prefix="ftprep-rehearsal-"))
    address, key = _VARIABLES[options.flavour]
    sys.stderr.write(
        f"The rehearsal server listens on {url}; its state is in {folder}. Ctrl-C ends it.\n"
        f"  export {address.format(url)} {key}={options.key or 'sk-rehearsal'}\n"
    )
    sys.stderr.flush()
    serve(folder, options, listener)


def _asked() -> tuple[argparse.Namespace, Options]:
    """The arguments, and the options that they mean."""
    parser = argparse.ArgumentParser(
        prog="python -m ftprep.testing.server",
        description="A server on this machine that behaves as OpenAI's fine-tuning API does.",
    )
    parser.add_argument("--port", type=int, default=8765, help="0: any free port")
    parser.add_argument("--state", type=Path, help="folder to keep the state in, and go on from")
    parser.add_argument("--speed", type=float, default=60.0, help="times real time; default 60")
    parser.add_argument("--key", help="the only API key to accept (default: any)")
    parser.add_argument(
        "--access", choices=("open", "closed"), default="open", help="closed: no new jobs (403)"
    )
    flavours = ("openai", "azure", "together", "fireworks")
    parser.add_argument("--flavour", choices=flavours, default="openai", help="whose API")
    parser.add_argument(
        "--results", choices=("base64", "plain"), default="base64", help="how result files are sent"
    )
    parser.add_argument(
        "--requests-per-minute", type=int, default=10_000, help="calls of a model, then 429"
    )
    parser.add_argument(
        "--faults",
        default="",
        help='"METHOD PATH ACTION[=ARGUMENT] [xTIMES] [after=N] [wait=SECONDS]; …" with an action '
        f"of {', '.join(ACTIONS)}",
    )
    given = parser.parse_args()
    try:
        faults = parse_faults(given.faults)
    except ValueError as error:
        parser.error(str(error))
    options = Options(
        speed=given.speed,
        key=given.key,
        access=given.access,
        flavour=given.flavour,
        results=given.results,
        requests_per_minute=given.requests_per_minute,
        faults=tuple(faults),
    )
    return given, options


if __name__ == "__main__":
    main()
