"""Run one target under atheris: `python -m tests.fuzz NAME [OPTIONS] [FOLDER]`.

`--keep-going=DIR` notes each new kind of fault in DIR and goes on. The other options are those of
libFuzzer (`-max_total_time=600`); FOLDER keeps what was found worth keeping, for the next run.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Final

_INSTRUMENTED: Final = ["ftprep.readers", "ftprep.jsontext", "ftprep.normalizers.names"]
_KEEP_GOING: Final = "--keep-going="
_DEFAULTS: Final = (
    *("-max_len=4096", "-timeout=600", "-rss_limit_mb=2048", "-print_final_stats=1"),
    "-report_slow_units=600",  # the targets bound their processor time themselves
)


def main(arguments: list[str]) -> None:
    """Instrument the readers, write the seeds, and hand over to libFuzzer."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    name, *options = arguments
    folder = next((o.removeprefix(_KEEP_GOING) for o in options if o.startswith(_KEEP_GOING)), "")
    options = [option for option in options if not option.startswith(_KEEP_GOING)]
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from ftprep import readers  # instrumented only when imported here

        for module in walk_packages(readers.__path__, "ftprep.readers."):
            import_module(module.name)
        fuzz = import_module(f"tests.fuzz.fuzz_{name}")
    target = _noting(fuzz.target, Path(folder)) if folder else fuzz.target
    with tempfile.TemporaryDirectory() as seeds, tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(fuzz.seeds()):
            Path(seeds, f"{number:03}").write_bytes(seed)
        kept = [] if any(not option.startswith("-") for option in options) else [corpus]
        atheris.Setup([name, *_DEFAULTS, *options, *kept, seeds], target)
        atheris.Fuzz()


def _noting(target: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """Write each new kind of fault into a folder, the input beside its traceback, and go on.

    Faults are of one kind when they are raised at the same line of the program or of a law.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def noted(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is a fault)
            frames = traceback.extract_tb(error.__traceback__)
            own = [f for f in frames if "ftprep" in f.filename or "fuzz" in f.filename]
            place = "".join(f"{Path(f.filename).name}:{f.lineno} " for f in own[-3:])
            kind = hashlib.sha256(f"{type(error).__name__} {place}".encode()).hexdigest()[:12]
            known = folder / f"{kind}.txt"
            smallest = folder / f"{kind}.bin"
            if not known.exists() or smallest.stat().st_size > len(data):
                smallest.write_bytes(data)
                known.write_text(
                    f"{data!r}\n\n{''.join(traceback.format_exception(error))}",
                    encoding="utf-8",
                    errors="backslashreplace",
                )

    return noted


if __name__ == "__main__":
    main(sys.argv[1:])
