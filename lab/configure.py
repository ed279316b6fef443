"""From a node's environment to server.properties and a formatted data folder, by the official image's own code.

`kafka.docker.KafkaDockerWrapper` is what the image runs before it starts a broker. It needs a Java of its own for each node, about
a second for four, so its result is kept and copied for as long as nothing that it depends on changes.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from lab.compose import Node
from lab.errors import LabError
from lab.java import Runtime

# It lives for a third of a second: less is compiled, and no logging is set up, which takes a quarter off its processor time.
FLAGS = [
    "-XX:TieredStopAtLevel=1",
    "-XX:Tier3InvocationThreshold=2000",
    "-XX:Tier3MinInvocationThreshold=1000",
    "-XX:Tier3CompileThreshold=4000",
    "-XX:+UseSerialGC",
    "-Xmx128m",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
]
CACHE = "wrapper"


class Setup:
    """The folder of one node: what the wrapper made of its environment (`final`, `formatted`), and `data` for this run."""

    def __init__(self, runtime: Runtime, node: Node, folder: Path, lock: str) -> None:
        self._runtime, self._node, self._folder = runtime, node, folder
        self.environment = translated(node.environment, folder / "data")
        facts = {"environment": self.environment, "lock": lock, "log4j": files("lab").joinpath("log4j2.yaml").read_text()}
        self._key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        self._wrapper: subprocess.Popen[str] | None = None

    @property
    def properties(self) -> Path:
        return self._folder / "final" / "server.properties"

    def begin(self) -> None:
        """Starts the wrapper, unless its earlier result still holds."""
        shutil.rmtree(self._folder / "data", ignore_errors=True)
        if self._kept_key() == self._key:
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        self._wrapper = wrapper(self._runtime, self.environment, self._folder)

    def finish(self) -> None:
        """Waits for the wrapper and lays out the formatted data folder.

        Raises:
            LabError: with the wrapper's own words, when it refuses the settings.
        """
        if self._wrapper:
            output, _ = self._wrapper.communicate()
            if self._wrapper.returncode:
                lines = [line for line in output.splitlines() if line.strip() and not line.lstrip().startswith("at ")]
                raise LabError(f"Kafka refuses the settings of {self._node.service}: {lines[-1].strip() if lines else 'no reason given'}")
            (self._folder / "data").replace(self._folder / "formatted")
            (self._folder / "key").write_text(self._key)
        shutil.copytree(self._folder / "formatted", self._folder / "data")

    def abandon(self) -> None:
        if self._wrapper and self._wrapper.poll() is None:
            self._wrapper.kill()
            self._wrapper.wait()

    def _kept_key(self) -> str | None:
        try:
            return (self._folder / "key").read_text()
        except OSError:
            return None


def translated(environment: Mapping[str, str], data: Path) -> dict[str, str]:
    """The environment outside a container: listeners on loopback only, and a folder of this machine."""
    return {**environment, "KAFKA_LISTENERS": environment["KAFKA_LISTENERS"].replace("://:", "://127.0.0.1:"), "KAFKA_LOG_DIRS": str(data)}


def wrapper(runtime: Runtime, environment: Mapping[str, str], folder: Path, train: Path | None = None) -> subprocess.Popen[str]:
    """Starts KafkaDockerWrapper for one node; it reads `folder/default`, `folder/mounted` and writes `folder/final`."""
    arguments = []
    for name in ("default", "mounted", "final"):
        (folder / name).mkdir(parents=True)
        arguments += [f"--{name}-configs-dir", str(folder / name)]
    for name in ("log4j2.yaml", "tools-log4j2.yaml"):
        (folder / "default" / name).write_text(files("lab").joinpath("log4j2.yaml").read_text())
    command = runtime.command(CACHE, FLAGS, ["kafka.docker.KafkaDockerWrapper", "setup", *arguments], train)
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KAFKA_")}
    return subprocess.Popen(
        command, env=outside | dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
