"""Upload a large file in parts to the rehearsal server, over a connection that breaks once.

    python -m bench.upload [MEGABYTES]

Tells the time, and by how much the uploading process has grown: it must not grow with the file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ftprep.testing.server import Options, RehearsalServer


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ftprep-bench-") as folder:
        large = Path(folder) / "large.jsonl"
        with large.open("wb") as file:
            file.write(b"{}\n")
            file.truncate(megabytes * 2**20)
        with RehearsalServer(Path(folder) / "server", Options(speed=0)) as server:
            server.faults("POST /v1/uploads/*/parts drop=30000000 after=5")
            environment = {
                **os.environ,
                "OPENAI_API_KEY": "sk-rehearsal",
                "OPENAI_BASE_URL": server.base_url,
            }
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "tests.submit.uploader", str(large)],
                capture_output=True, text=True, check=True, env=environment,
            )  # fmt: skip
        print(f"{megabytes} MB in {time.perf_counter() - began:.1f} s: {done.stdout.strip()}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1024)
