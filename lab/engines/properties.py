"""Makes settings and formatted data of a node's environment, by the image's own code.

`kafka.docker.KafkaDockerWrapper` is what the image runs before it starts a broker. It needs a Java of its own
for each node, about a second for four, so its result is kept for all clusters of this machine, and copied for
as long as nothing that it depends on changes.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from lab.compose import Node
from lab.engines.java import Runtime
from lab.errors import LabError
from lab.folders import writing

# It lives for a third of a second: less is compiled, and no logging set up, which saves a quarter of that.
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
LOG4J = Path(__file__).with_name("log4j2.yaml")
SETTINGS = "final/server.properties"
PLACE = "/the/data/of/this/node"  # stands for the path of the data in what is kept
OLD_S = 3600


class Setup:
    """What the wrapper makes of one node's environment: its settings, in `final`, and `data`.

    Args:
        runtime: Kafka's Java.
        node: the node.
        folder: the node's own.
        kept: where results of the wrapper are kept, for all clusters of this machine.
    """

    def __init__(self, runtime: Runtime, node: Node, folder: Path, kept: Path) -> None:
        self._runtime, self._node, self._folder = runtime, node, folder
        kafka = [
            jar.name for jar in runtime.jars
        ]  # another version may translate the same environment differently
        facts = [PLACE, translated(node.environment, Path(PLACE)), kafka, LOG4J.read_text()]
        self._kept = kept / hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]
        self._wrapper: subprocess.Popen[str] | None = None
        self._scratch: Path | None = None

    @property
    def properties(self) -> Path:
        """The node's settings."""
        return self._folder / SETTINGS

    def begin(self) -> None:
        """Starts the wrapper, unless its result is kept."""
        if self._is_kept():
            return
        with writing(self._kept.parent, "LAB_CACHE"):
            for old in self._kept.parent.glob("making-*"):  # of starts that were killed
                with suppress(FileNotFoundError):  # the work of another start, which is done meanwhile
                    if old.stat().st_mtime < time.time() - OLD_S:
                        shutil.rmtree(old, ignore_errors=True)
            self._scratch = Path(tempfile.mkdtemp(prefix="making-", dir=self._kept.parent))
            self._wrapper = wrapper(
                self._runtime, translated(self._node.environment, self._scratch / "data"), self._scratch
            )

    def finish(self) -> None:
        """Waits for the wrapper, and lays out the node's folder.

        Raises:
            LabError: with the wrapper's own words, when it refuses the settings.
        """
        if self._wrapper:
            output, _ = self._wrapper.communicate()
            if self._wrapper.returncode:
                lines = [
                    line
                    for line in output.splitlines()
                    if line.strip() and not line.lstrip().startswith("at ")
                ]
                reason = lines[-1].strip() if lines else "no reason given"
                raise LabError(f"Kafka refuses the settings of {self._node.service}: {reason}")
            with writing(self._kept.parent, "LAB_CACHE"):
                self._keep()
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._kept / "final", self._folder / "final")
        shutil.copytree(self._kept / "formatted", self._folder / "data")
        _replace(self.properties, PLACE, str(self._folder / "data"))

    def _is_kept(self) -> bool:
        return all((self._kept / name).is_file() for name in (SETTINGS, "formatted/meta.properties"))

    def _keep(self) -> None:
        """Gives the result its name once it is whole.

        Who makes the same at the same time may be the first.
        """
        assert self._scratch
        _replace(self._scratch / SETTINGS, str(self._scratch / "data"), PLACE)
        (self._scratch / "data").replace(self._scratch / "formatted")
        try:
            self._scratch.replace(self._kept)
        except OSError:
            if not self._is_kept():  # a damaged file is in its place
                shutil.rmtree(self._kept, ignore_errors=True)
                self._scratch.replace(self._kept)

    def abandon(self) -> None:
        """End the wrapper if it still runs, and leave nothing half made."""
        if self._wrapper and self._wrapper.poll() is None:
            self._wrapper.kill()
            self._wrapper.wait()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)


def translated(environment: Mapping[str, str], data: Path) -> dict[str, str]:
    """The environment outside a container: listeners on loopback only, and a folder of this machine."""
    return {
        **environment,
        "KAFKA_LISTENERS": environment["KAFKA_LISTENERS"].replace("://:", "://127.0.0.1:"),
        "KAFKA_LOG_DIRS": str(data),
    }


def wrapper(
    runtime: Runtime, environment: Mapping[str, str], folder: Path, train: Path | None = None
) -> subprocess.Popen[str]:
    """Starts KafkaDockerWrapper for one node.

    It reads `folder/default` and `folder/mounted`, and writes `folder/final`.
    """
    arguments = []
    for name in ("default", "mounted", "final"):
        (folder / name).mkdir(parents=True)
        arguments += [f"--{name}-configs-dir", str(folder / name)]
    for name in ("log4j2.yaml", "tools-log4j2.yaml"):
        (folder / "default" / name).write_text(LOG4J.read_text())
    command = runtime.command(CACHE, FLAGS, ["kafka.docker.KafkaDockerWrapper", "setup", *arguments], train)
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KAFKA_")}
    return subprocess.Popen(
        command,
        env=outside | dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _replace(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
