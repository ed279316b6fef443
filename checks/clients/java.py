"""Prints the defaults of the Java producer as JSON: `python -m checks.clients.java`."""

import json

import jpype

from lab import compose
from lab.engines.embedded import runtime
from lab.progress import Quiet

# It lives for half a second: a small compiler and collector take a quarter off its processor time.
FLAGS = ("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def main() -> None:
    """Asks ProducerConfig."""
    start()
    config = jpype.JClass("org.apache.kafka.clients.producer.ProducerConfig")
    defaults = {str(entry.getKey()): _plain(entry.getValue()) for entry in config.configDef().defaultValues().entrySet()}
    print(json.dumps(defaults))


def start() -> None:
    """Starts a JVM with the lab's jars in this process."""
    kafka = runtime(compose.image(), Quiet())
    library = next(kafka.java.parents[1].rglob("libjvm.*"))
    jpype.startJVM(str(library), *FLAGS, classpath=[str(path) for path in kafka.jars], convertStrings=True)


def _plain(value: object) -> str | int | bool | None:
    """A Java object as JSON can hold it; numbers are told by their class, for texts may look like some."""
    kind = type(value).__name__.removeprefix("java.lang.")
    if kind in ("Integer", "Long", "Short"):
        return int(str(value))
    if kind == "Boolean":
        return str(value).lower() == "true"
    return None if value is None else str(value)


if __name__ == "__main__":
    main()
