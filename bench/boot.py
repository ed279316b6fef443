"""A start of the cluster against the same start with the flags that Kafka ships."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import in_turn, run
from lab import folders
from lab.compose import COMPOSE, kafka_version, read
from lab.engines import aot
from lab.engines.embedded import runtime
from lab.progress import Quiet

ROUNDS = 4
LAB = [sys.executable, "-m", "lab"]


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        stock = folder / "docker-compose.yml"
        stock.write_text(stock_flags(COMPOSE.read_text()))
        train()
        cold = folder / "cache"
        cold.mkdir()
        jars = folders.jars(kafka_version())
        (cold / jars.name).symlink_to(jars)

        def start(file: Path, cache: Path, keep: bool = False) -> float:
            if not keep:
                shutil.rmtree(cache / folders.settings().name, ignore_errors=True)
            return up_and_down(file, LAB_STATE=str(folder / "state"), LAB_CACHE=str(cache))

        ways = {
            "stock flags, from nothing": lambda: start(stock, cold),
            "the lab, from nothing": lambda: start(COMPOSE, folders.cache()),
            "the lab, configured before": lambda: start(COMPOSE, folders.cache(), keep=True),
        }
        in_turn(
            "One controller and three brokers, until each broker lists all",
            ways,
            ROUNDS,
            {"the lab, from nothing": 0.33, "the lab, configured before": 0.23},
        )


def stock_flags(text: str) -> str:
    """The compose file without the flags that make its JVMs small and fast."""
    return re.sub(r"^  KAFKA_(?:HEAP|JVM_PERFORMANCE)_OPTS:.*\n", "", text, flags=re.MULTILINE)


def up_and_down(file: Path, *options: str, **variables: str) -> float:
    """The seconds of a start as the lab prints them, without those of Python."""
    environment = {**os.environ, "LAB_TRAIN": "no", **variables}
    printed = run(*LAB, "up", "--file", str(file), *options, env=environment)
    run(*LAB, "down", "--file", str(file), env=environment)
    match = re.search(r"\((\d+\.\d) s\)", printed)
    assert match, printed
    return float(match[1])


def train() -> None:
    """Builds the caches before anything is measured, and not in the background."""
    definition = read()
    kafka, environment = runtime(definition.image, Quiet()), dict(definition.brokers[0].environment)
    if not all(cache.exists() for cache in aot.caches(kafka, environment)):
        aot.train(kafka, environment)
