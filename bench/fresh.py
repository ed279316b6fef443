"""A fresh machine, which needs the network.

Packages, Kafka's jars, the first start and the first record are measured, each with empty caches.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from bench.measure import ROOT, console, run, seconds
from lab import compose
from lab.engines import jars
from lab.kafka import lock
from lab.progress import Quiet


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        uv = shutil.which("uv") or str(ROOT / ".venv" / "uv" / "bin" / "uv")
        python = str(folder / "venv" / "bin" / "python")
        packages = {**os.environ, "UV_CACHE_DIR": str(folder / "uv")}
        folders = {"LAB_STATE": str(folder / "state"), "LAB_CACHE": str(folder / "cache")}
        own = {**os.environ, **folders, "LAB_TRAIN": "no"}
        locked = lock.read(compose.image())
        kafka = folder / "cache" / f"kafka-{locked.kafka}"

        def install() -> None:
            run(uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv"), env=packages)
            sync = ("pip", "sync", "--quiet", "--require-hashes", "requirements.lock")
            run(uv, *sync, "--python", python, env=packages)

        steps = {
            "packages of requirements.lock": install,
            "Kafka's jars": lambda: jars.provide(locked, kafka, Quiet()),
            "first start": lambda: run(python, "-m", "lab", "up", env=own),
            "first record": lambda: run(python, "snippets/producers/producers/first_record.py"),
        }
        bounds = {"Kafka's jars": "6", "all of it": "25"}
        table = Table("", "s", "at most", title="A fresh machine, once", box=None, pad_edge=False)
        table.title_justify, table.title_style = "left", "bold"
        total = 0.0
        try:
            for name, step in steps.items():
                with console.status(f"A fresh machine: {name}"):
                    took = seconds(step)
                total += took
                table.add_row(name, f"{took:.1f}", bounds.get(name, ""))
        finally:
            run(sys.executable, "-m", "lab", "down", env=own)
        table.add_row("all of it", f"{total:.1f}", bounds["all of it"])
        console.print(table)
        console.print()
