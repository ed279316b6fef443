"""The embedded engine: real Apache Kafka, one JVM for each node, without Docker."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil

from lab import folders, ports, processes
from lab.compose import Definition, Node
from lab.engines import aot, jars, java
from lab.engines.base import STOP_DEADLINE_S, Live, ended_early
from lab.engines.java import Runtime
from lab.engines.properties import Setup
from lab.errors import LabError
from lab.folders import writing
from lab.kafka import lock
from lab.processes import Ticket, mark
from lab.progress import Progress, Quiet
from lab.state import State


def runtime(image: str, progress: Progress) -> Runtime:
    """The Java and the jars that run an image's Kafka, fetched where they are missing.

    Raises:
        LabError: for a version that isn't locked, a platform without a Java, or jars that can't be had.
    """
    locked = lock.read(image)
    executable = java.executable()
    return Runtime(
        executable, jars.provide(locked, folders.jars(locked.kafka), progress), folders.cache() / "aot"
    )


class Embedded:
    """Kafka's processes, their configuration and logs under `folder`."""

    name = "embedded"
    poll_s = 0.02

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._runtime: Runtime | None = None

    def prepare(self, definition: Definition, progress: Progress) -> None:
        self._runtime = runtime(definition.image, progress)

    def require_free_ports(self, definition: Definition) -> None:
        ports.require_free((node, port) for node in definition.nodes for port in node.ports)

    def start(
        self, definition: Definition, state: State, progress: Progress, started: Callable[[str, Ticket], None]
    ) -> None:
        progress.step("Configuring the nodes")
        setups = [self._setup(node) for node in definition.nodes]
        with writing(self._folder, "LAB_STATE"):
            self._hosts.write_text(
                f"127.0.0.1 localhost {' '.join(node.service for node in definition.nodes)}\n"
            )
            (self._folder / "logs").mkdir(exist_ok=True)
            try:
                for setup in setups:
                    setup.begin()
                for node, setup in zip(definition.nodes, setups, strict=True):
                    setup.finish()
                    progress.step(f"Starting {node.title}")
                    started(node.service, self._start(node, setup, state.token, "wb"))
            finally:
                for setup in setups:
                    setup.abandon()

    def restart(self, definition: Definition, node: Node, state: State) -> Ticket:
        if not self._runtime:
            self.prepare(definition, Quiet())
        setup = self._setup(node)
        # A restart that was interrupted may have left a process that nobody wrote down.
        processes.end(
            process
            for process in processes.marked(mark(state.token))
            if str(setup.properties) in process.cmdline()
        )
        ports.require_free((node, port) for port in node.ports)
        with writing(self._folder, "LAB_STATE"):
            return self._start(node, setup, state.token, "ab")

    @property
    def _hosts(self) -> Path:
        return self._folder / "hosts"

    def _setup(self, node: Node) -> Setup:
        assert self._runtime, "prepare comes first"
        return Setup(self._runtime, node, self._folder / "nodes" / node.service, folders.settings())

    def _start(self, node: Node, setup: Setup, token: str, mode: str) -> Ticket:
        assert self._runtime
        main = [f"-Djdk.net.hosts.file={self._hosts}", *java.node_main(setup.properties, token)]
        command = self._runtime.command(aot.NODE, java.node_flags(node.environment), main)
        with self.log(node.service).open(mode) as log:
            # A session of its own, so that Ctrl-C in a terminal reaches the lab and not the brokers.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,
            )
        self._processes[node.service] = process
        return Ticket.of(process.pid)

    def live(self, state: State) -> dict[str, Live]:
        return {
            service: Live(process.pid, processes.is_frozen(process))
            for service, process in self._found(state).items()
        }

    def _found(self, state: State) -> dict[str, psutil.Process]:
        found = {service: ticket.process(state.token) for service, ticket in state.nodes.items()}
        return {service: process for service, process in found.items() if process}

    def kill(self, service: str, state: State) -> None:
        processes.end([self._found(state)[service]])

    def stop(self, service: str, state: State) -> None:
        if not processes.stop(self._found(state)[service], STOP_DEADLINE_S):
            raise LabError(
                f"{service} doesn't stop within {STOP_DEADLINE_S:.0f} s, "
                "perhaps because its controller is gone: kill it instead."
            )

    def freeze(self, service: str, state: State) -> None:
        processes.freeze(self._found(state)[service])

    def thaw(self, service: str, state: State) -> None:
        self._found(state)[service].resume()

    def end(self, state: State) -> None:
        processes.end(self._found(state).values())
        processes.end_all_marked(mark(state.token))

    def require_alive(self, services: frozenset[str], state: State) -> None:
        for service, process in self._processes.items():
            ticket = state.nodes.get(service)
            if ticket and ticket.pid != process.pid:
                continue  # somebody else, such as a program of a page, has ended that one and started another
            if service in services and process.poll() is not None:
                raise ended_early(service, self.log(service))

    def after_start(self, definition: Definition) -> None:
        assert self._runtime
        aot.train_in_background(self._runtime, definition)

    def log(self, service: str, state: State | None = None) -> Path:
        return self._folder / "logs" / f"{service}.log"
