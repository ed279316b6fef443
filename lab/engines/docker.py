"""Asks Docker whether it is there and how a project's containers are, and removes projects."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from lab import processes
from lab.errors import LabError

PROJECT = "com.docker.compose.project"
SERVICE = "com.docker.compose.service"
FILES = "com.docker.compose.project.config_files"
DEADLINE_S = 90.0
SETTLE_S = (
    1.0  # a container was seen that Docker had created after its client was killed and the project removed
)


@dataclass(frozen=True)
class Container:
    """One container of a compose project, as `docker inspect` tells it."""

    name: str
    project: str
    service: str
    files: tuple[str, ...]
    status: str
    pid: int
    environment: dict[str, str]

    @property
    def is_live(self) -> bool:
        """Has it a process, frozen or not?"""
        return self.status in ("running", "paused", "restarting")


def require() -> None:
    """Probes client, engine and compose plugin.

    Raises:
        LabError: with a sentence for the first that is missing.
    """
    if not shutil.which("docker"):
        raise LabError(
            "The container engine needs Docker, and there is no command docker here: "
            "install Docker, or use the embedded engine."
        )
    try:
        _run("version", "--format", "{{.Server.Version}}")
    except LabError as error:
        raise LabError(
            "Docker's engine doesn't answer: start Docker, or use the embedded engine. "
            f"It says: {_last(error)}"
        ) from error
    try:
        _run("compose", "version")
    except LabError as error:
        raise LabError(
            "Docker is here without its compose plugin: "
            "install docker-compose-plugin, or use the embedded engine."
        ) from error


def missing() -> str | None:
    """The sentence of what `require` finds missing; None: containers can be run here."""
    try:
        require()
    except LabError as error:
        return str(error)
    return None


def answers() -> bool:
    """Is there a Docker that could have containers?"""
    try:
        return bool(shutil.which("docker")) and bool(run("version", "--format", "{{.Server.Version}}"))
    except LabError:
        return False


def run(*arguments: str) -> str:
    """Runs `docker` with these arguments and returns what it printed.

    Raises:
        LabError: with the last line of what it says, when it fails or takes longer than a minute and a half.
    """
    try:
        return _run(*arguments)
    except LabError as error:
        raise LabError(f"docker {arguments[0]} failed: {_last(error)}") from error


def containers(label: str = PROJECT) -> list[Container]:
    """Each container, running or not, with a label such as `com.docker.compose.project=NAME`."""
    while True:
        if not (ids := run("ps", "--all", "--quiet", "--filter", f"label={label}").split()):
            return []
        if found := inspect(ids):
            return found


def inspect(names: Sequence[str]) -> list[Container]:
    """These containers, or none if one of them is no more."""
    try:
        return [_container(data) for data in json.loads(run("inspect", "--type", "container", *names))]
    except LabError as error:
        if "No such" not in str(error):
            raise
        return []


def end_project(name: str) -> None:
    """Removes a compose project: its containers, network and volumes.

    What compose command is still at work on it is killed first. Docker still does what that command had asked
    for, so a container may appear after this: then the project is removed once more.
    """
    remove = ("compose", "--project-name", name, "down", "--volumes", "--timeout", "0")
    interrupted = processes.end_all_marked(name)
    run(*remove)
    if interrupted:
        time.sleep(SETTLE_S)
        run(*remove)


def _container(data: dict[str, object]) -> Container:
    config, state = data["Config"], data["State"]
    assert isinstance(config, dict) and isinstance(state, dict)
    labels = config.get("Labels") or {}
    return Container(
        name=str(data["Name"]).removeprefix("/"),
        project=labels.get(PROJECT, ""),
        service=labels.get(SERVICE, ""),
        files=tuple(labels.get(FILES, "").split(",")),
        status=state["Status"],
        pid=state["Pid"],
        environment=dict(line.split("=", 1) for line in config.get("Env") or [] if "=" in line),
    )


def _run(*arguments: str) -> str:
    try:
        ended = subprocess.run(
            ["docker", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
        )
    except subprocess.TimeoutExpired as error:
        raise LabError(f"no answer within {DEADLINE_S:.0f} s; is Docker busy?") from error
    except OSError as error:
        raise LabError(f"the command docker can't be run ({error.strerror})") from error
    if ended.returncode:
        raise LabError(ended.stderr or ended.stdout or "no reason given")
    return ended.stdout


def _last(error: LabError) -> str:
    return last_line(str(error))


def last_line(text: str) -> str:
    """The last line of what a command says, as words of a sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    text = re.sub(r"^(Error response from daemon|Error): ", "", lines[-1]) if lines else "no reason given"
    return text if text.endswith(".") else f"{text}."
