"""A fresh machine: packages, Kafka's jars, the first start and the first record, each with empty caches; it needs the network."""

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
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        uv = shutil.which("uv") or str(ROOT / ".venv" / "uv" / "bin" / "uv")
        python = str(folder / "venv" / "bin" / "python")
        packages = {**os.environ, "UV_CACHE_DIR": str(folder / "uv")}
        own = {**os.environ, "LAB_STATE": str(folder / "state"), "LAB_CACHE": str(folder / "cache"), "LAB_TRAIN": "no"}
        locked = lock.read(compose.image())
        kafka = folder / "cache" / f"kafka-{locked.kafka}"

        def install() -> None:
            run(uv, "venv", "--quiet", "--python", sys.executable, str(folder / "venv"), env=packages)
            run(uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", "requirements.lock", env=packages)

        steps = {
            "packages of requirements.lock": install,
            "Kafka's jars": lambda: jars.provide(locked, kafka, Quiet()),
            "first start": lambda: run(python, "-m", "lab", "up", env=own),
            "first record": lambda: run(python, "snippets/producers/producers/first_record.py"),
        }
        bounds = {"Kafka's jars": "6", "all of it": "25"}
        table = Table("", "s", "at most", title="A fresh machine, once", title_justify="left", title_style="bold", box=None, pad_edge=False)
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
