"""Builds the JVM's ahead-of-time caches, once, in the background after a first start.

A node with such a cache starts about three times faster. Kafka is run once for it, as one small node on free
ports of its own and with a little traffic; at its clean exit the JVM writes what it has learnt (JEP 514,
`-XX:AOTCacheOutput`).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from lab import metadata
from lab.compose import Definition
from lab.engines import java, properties
from lab.engines.java import Runtime
from lab.guardian import Keeper
from lab.state import State

NODE = "node"
DEADLINE_S = 120
SCRATCH = "training-"
# A cache of another version or checkout may still be in use; a month later it is built anew.
KEEP_S = 30 * 24 * 3600


def train_in_background(runtime: Runtime, definition: Definition) -> None:
    """Starts the training in a process of its own, unless both caches are there.

    `LAB_TRAIN=no` asks for a quiet machine.
    """
    environment = dict(definition.brokers[0].environment)
    if os.environ.get("LAB_TRAIN") == "no" or all(cache.exists() for cache in caches(runtime, environment)):
        return
    job = {"runtime": {**asdict(runtime), "jars": list(map(str, runtime.jars))}, "environment": environment}
    runtime.caches.mkdir(parents=True, exist_ok=True)
    with (runtime.caches / "training.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lab.engines.aot"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    assert process.stdin
    process.stdin.write(json.dumps(job, default=str).encode())
    process.stdin.close()


def caches(runtime: Runtime, environment: dict[str, str]) -> tuple[Path, Path]:
    """The files of the wrapper's and the nodes' cache, whether they are there or not."""
    wrapper = runtime.cache(properties.CACHE, properties.FLAGS)
    return wrapper, runtime.cache(NODE, java.node_flags(environment))


def train(runtime: Runtime, environment: dict[str, str]) -> None:
    """Builds both caches, and removes what is left of earlier trainings.

    Each appears under its name only once it is whole.
    """
    runtime.caches.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(runtime.caches / "lock", timeout=0),
            tempfile.TemporaryDirectory(prefix=SCRATCH, dir=runtime.caches) as scratch,
        ):
            wrapper, node = caches(runtime, environment)
            folder = Path(scratch)
            broker, controller = _free_port(), _free_port()
            alone = {
                **environment,
                "KAFKA_PROCESS_ROLES": "broker,controller",
                "KAFKA_LISTENERS": f"HOST://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}",
                "KAFKA_ADVERTISED_LISTENERS": f"HOST://localhost:{broker}",
                "KAFKA_INTER_BROKER_LISTENER_NAME": "HOST",
                "KAFKA_CONTROLLER_QUORUM_VOTERS": f"{environment['KAFKA_NODE_ID']}@127.0.0.1:{controller}",
                "KAFKA_LOG_DIRS": str(folder / "data"),
            }
            setup = properties.wrapper(runtime, alone, folder / "node", train=folder / wrapper.name)
            output, _ = setup.communicate(timeout=DEADLINE_S)
            if setup.returncode:
                raise RuntimeError(output)
            (folder / wrapper.name).replace(wrapper)
            _run_node(runtime, alone, folder, broker, folder / node.name)
            (folder / node.name).replace(node)
            for old in runtime.caches.iterdir():
                if old.suffix == ".aot" and old.stat().st_mtime < time.time() - KEEP_S:
                    old.unlink()
                elif old.is_dir() and old != folder:
                    shutil.rmtree(old, ignore_errors=True)  # left by a training that was killed
    except Timeout:
        return  # another process trains it


def _run_node(runtime: Runtime, environment: dict[str, str], folder: Path, port: int, output: Path) -> None:
    token = uuid.uuid4().hex
    main = java.node_main(folder / "node" / properties.SETTINGS, token)
    command = runtime.command(NODE, java.node_flags(environment), main, train=output)
    with closing(Keeper(folder, State("embedded", "", token))):
        node = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + DEADLINE_S
        while not _is_up(port):
            if node.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the node for the training doesn't start")
            time.sleep(0.1)
        _traffic(port)
        node.send_signal(signal.SIGTERM)
        node.wait(DEADLINE_S)


def _is_up(port: int) -> bool:
    try:
        return bool(metadata.view(port).brokers)
    except OSError:
        return False


def _traffic(port: int) -> None:
    """What a node meets in its first seconds: a topic, some records, a reader."""
    from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

    address = f"localhost:{port}"
    KafkaAdminClient(bootstrap_servers=address).create_topics(
        {"training": {"num_partitions": 3, "replication_factor": 1}}
    )
    producer = KafkaProducer(bootstrap_servers=address)
    for number in range(100):
        producer.send("training", key=str(number).encode(), value=b"value").get(timeout=30)
    consumer = KafkaConsumer(
        "training", bootstrap_servers=address, auto_offset_reset="earliest", consumer_timeout_ms=5000
    )
    next(consumer)
    consumer.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    os.nice(10)  # a reader who waits has priority
    job = json.load(sys.stdin)
    paths = job["runtime"]
    known = Runtime(Path(paths["java"]), tuple(map(Path, paths["jars"])), Path(paths["caches"]))
    train(known, job["environment"])
