"""The container engine: the compose file as it stands, run by Docker through testcontainers."""

import logging
import re
import subprocess
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lab import ports
from lab.compose import Definition, Node, fingerprint
from lab.engines import docker
from lab.engines.base import STOP_DEADLINE_S, Live, ended_early
from lab.engines.docker import Container, last_line
from lab.errors import LabError
from lab.folders import writing
from lab.processes import Ticket
from lab.progress import Progress
from lab.state import State

if TYPE_CHECKING:
    from testcontainers.compose import DockerCompose


FREEZE_S = 5.0  # to try again to freeze a container


class Containers:
    """The compose project of one cluster; `folder` gets the logs that somebody asks for."""

    name = "container"
    poll_s = 0.1

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, list[str]] = {}

    def prepare(self, definition: Definition, progress: Progress) -> None:
        progress.step("Looking for Docker")
        docker.require()
        try:
            docker.run("image", "inspect", "--format", "ok", definition.image)
        except LabError:
            progress.step(f"Fetching the image {definition.image}")
            try:
                subprocess.run(
                    ["docker", "pull", "--quiet", definition.image],
                    capture_output=True,
                    text=True,
                    check=True,
                )
            except subprocess.CalledProcessError as error:
                raise LabError(
                    f"The image {definition.image} can't be fetched ({last_line(error.stderr).rstrip('.')}): "
                    "connect this machine to the network and try again, or use the embedded engine."
                ) from error

    def require_free_ports(self, definition: Definition) -> None:
        ports.require_free((node, port) for node in definition.nodes for port in node.published)

    def start(
        self, definition: Definition, state: State, progress: Progress, started: Callable[[str, Ticket], None]
    ) -> None:
        progress.step("Starting the containers, until Docker finds them healthy")
        try:
            _compose(definition.path, state.project).start()
        except subprocess.CalledProcessError as error:
            self.require_alive(frozenset(node.service for node in definition.nodes), state)
            raise LabError(
                f"docker compose up failed: {last_line(error.stderr.decode(errors='replace'))}"
            ) from error

    def after_start(self, definition: Definition) -> None:
        pass

    def live(self, state: State) -> dict[str, Live]:
        found = [container for container in self._found(state) if container.is_live]
        return {container.service: Live(container.pid, container.status == "paused") for container in found}

    def _found(self, state: State) -> list[Container]:
        """The project's containers.

        Their names are remembered, because a wait asks often and each question is a command.
        """
        found = docker.inspect(names) if (names := self._names.get(state.project)) else []
        if not found:
            found = docker.containers(f"{docker.PROJECT}={state.project}")
            self._names[state.project] = [container.name for container in found]
        return found

    def restart(self, definition: Definition, node: Node, state: State) -> None:
        docker.run("start", self._container(node.service, state))

    def require_alive(self, services: frozenset[str], state: State) -> None:
        for container in self._found(state):
            if container.service in services and container.status in ("exited", "dead"):
                raise ended_early(container.service, self.log(container.service, state))

    def kill(self, service: str, state: State) -> None:
        docker.run(
            "kill", self._container(service, state)
        )  # a paused one too: the signal comes before it goes on

    def stop(self, service: str, state: State) -> None:
        docker.run("stop", "--time", f"{STOP_DEADLINE_S:.0f}", self._container(service, state))

    def freeze(self, service: str, state: State) -> None:
        deadline = time.monotonic() + FREEZE_S
        while True:
            try:
                docker.run("pause", self._container(service, state))
                return
            except LabError as error:
                # runc gives up, and thaws, when processes come while it freezes, as health checks do.
                if "unable to freeze" not in str(error) or time.monotonic() > deadline:
                    raise

    def thaw(self, service: str, state: State) -> None:
        docker.run("unpause", self._container(service, state))

    def end(self, state: State) -> None:
        docker.end_project(state.project)

    def log(self, service: str, state: State | None) -> Path:
        path = self._folder / "logs" / f"{service}.log"
        if state:
            with writing(path.parent, "LAB_STATE"), path.open("wb") as file:
                subprocess.run(
                    ["docker", "logs", self._container(service, state)],
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=file,
                )
        return path

    def _container(self, service: str, state: State) -> str:
        for container in self._found(state):
            if container.service == service:
                return container.name
        raise LabError(f"There is no container of {service} any more: run lab down, then lab up.")


def project(definition: Definition, token: str) -> str:
    """The name of a new compose project, like no other on this machine."""
    return f"lab-{definition.host_ports[0]}-{token[:8]}"


def _is_own(definition: Definition, name: str) -> bool:
    return bool(re.fullmatch(rf"lab-{definition.host_ports[0]}-[0-9a-f]{{8}}", name))


def remove_leftovers(definition: Definition) -> None:
    """Removes projects of the lab on these ports that nobody remembers.

    What started them was killed, and its guardian too.
    """
    if not docker.answers():
        return
    for name in {container.project for container in docker.containers()}:
        if _is_own(definition, name):
            docker.end_project(name)


def adopted(definition: Definition) -> State | None:
    """The cluster that a person's `docker compose up` has started from this file, if any."""
    if not ports.in_use(definition.host_ports[0]) or not docker.answers():
        return None
    path = definition.path.resolve()
    mine = [
        container
        for container in docker.containers()
        if container.is_live and any(file and Path(file).resolve() == path for file in container.files)
    ]
    names = {container.project for container in mine if not _is_own(definition, container.project)}
    if len(names) != 1:
        return None
    mine = [container for container in mine if container.project in names]
    started_from = fingerprint(definition, {container.service: container.environment for container in mine})
    return State(Containers.name, started_from, project=names.pop(), ready=True, started=time.time())


def _compose(file: Path, name: str) -> "DockerCompose":
    from testcontainers.compose import DockerCompose  # here: it takes 0.3 s, and only a start needs it

    logging.getLogger("testcontainers").setLevel(logging.CRITICAL)  # its errors are reported as sentences

    class Project(DockerCompose):
        """With a project name, for which testcontainers 4.15 has no argument."""

        @cached_property
        def compose_command_property(self) -> list[str]:
            return ["docker", "compose", "--file", str(file.resolve()), "--project-name", name]

    return Project(file.resolve().parent)
