"""A build of the site against plain MkDocs with the same theme, the same extensions and the same pages, but without our hooks."""

import os
import sys
import tempfile
from pathlib import Path

from bench.measure import ROOT, in_turn, run, seconds

ROUNDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        text = (ROOT / "mkdocs.yml").read_text()
        plain = ROOT / ".bench-mkdocs.yml"  # beside the real one, whose paths are relative
        plain.write_text(text.replace("hooks:\n  - hooks/build.py\n", "").replace("strict: true", "strict: false"))
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}

        def build(config: Path) -> float:
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", f"{scratch}/site"]
            return seconds(lambda: run(*command, env=environment))

        try:
            ways = {"mkdocs without our hooks": lambda: build(plain), "mkdocs with them": lambda: build(ROOT / "mkdocs.yml")}
            in_turn("A build of the site", ways, ROUNDS, {"mkdocs with them": 1.2})
        finally:
            plain.unlink()
