"""Reads docker-compose.yml, the only definition of the cluster, as the embedded engine understands it."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from lab.errors import LabError
from lab.kafka import lock
from lab.settings import require_complete, require_known

COMPOSE = Path(__file__).parent.parent / "docker-compose.yml"
# Keys of a service that are used here or have no meaning outside a container; any other is refused.
SERVICE_KEYS = {"image", "environment", "ports", "depends_on", "healthcheck", "stop_grace_period"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-+])([^${}]*))?\}")
LISTENER_PORT = re.compile(r"://[^:,]*:(\d+)")


@dataclass(frozen=True)
class Node:
    """One service of the file, which is a Kafka node.

    Args:
        service: its name.
        node_id: its `node.id`.
        environment: its settings, as variables.
        ports: those of its listeners.
        published: those that Docker publishes.
    """

    service: str
    node_id: int
    environment: Mapping[str, str] = field(hash=False)
    ports: tuple[int, ...]
    published: tuple[int, ...]

    @property
    def host_port(self) -> int | None:
        """Where programs and the lab itself reach this node, without TLS: the first published port."""
        return self.published[0] if self.published else None

    @property
    def is_broker(self) -> bool:
        """Is it a broker, rather than a controller?"""
        return "broker" in self.environment["KAFKA_PROCESS_ROLES"]

    @property
    def title(self) -> str:
        """What sentences call it, such as `broker 101`."""
        return f"broker {self.node_id}" if self.is_broker else f"controller {self.node_id}"


@dataclass(frozen=True)
class Definition:
    """The whole file: its image and its nodes, controllers first."""

    path: Path
    image: str
    nodes: tuple[Node, ...]

    @property
    def brokers(self) -> tuple[Node, ...]:
        """Its brokers, in the file's order."""
        return tuple(node for node in self.nodes if node.is_broker)

    @property
    def host_ports(self) -> tuple[int, ...]:
        """The brokers' ports on this machine, in the file's order."""
        return tuple(node.host_port for node in self.nodes if node.host_port is not None)

    def node(self, node_id: int) -> Node:
        """The node with this id.

        Raises:
            LabError: when the file has none.
        """
        for node in self.nodes:
            if node.node_id == node_id:
                return node
        ids = ", ".join(str(node.node_id) for node in self.nodes)
        raise LabError(f"There is no node {node_id} in {self.path.name}: its nodes are {ids}.")


def read(path: Path = COMPOSE, variables: Mapping[str, str] = os.environ) -> Definition:
    """The cluster that a compose file defines.

    Args:
        path: the compose file.
        variables: values of `${NAME}`, `${NAME:-default}` and `${NAME:+text}`.

    Raises:
        LabError: for what can't be read, what is missing and what the embedded engine doesn't know.
    """
    services = _services(path)
    one_image = _image(path, services, variables)
    known = lock.settings(one_image)  # to catch a misspelt one
    nodes = [_node(path, service, body, known, variables) for service, body in services.items()]
    _check_together(path, nodes)
    return Definition(path, one_image, tuple(sorted(nodes, key=lambda node: node.is_broker)))


def image(path: Path = COMPOSE, variables: Mapping[str, str] = os.environ) -> str:
    """The image of a compose file's nodes, whose tag says which Kafka they run.

    Raises:
        LabError: for a file that can't be read, or has several images.
    """
    return _image(path, _services(path), variables)


def kafka_version() -> str:
    """The version of Kafka that docker-compose.yml names."""
    return lock.version(image())


def _services(path: Path) -> dict[str, dict[str, Any]]:
    try:
        document = yaml.safe_load(path.read_text())
    except OSError as error:
        raise LabError(
            f"{path} can't be read ({error.strerror}): run the lab from the project's folder."
        ) from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f":{where.line + 1}" if where else ""
        raise LabError(f"{path.name}{line}: this isn't YAML ({getattr(error, 'problem', error)}).") from error
    services = document.get("services") if isinstance(document, dict) else None
    if not isinstance(services, dict) or not services:
        raise LabError(f"{path.name} has no `services`: it must define the cluster's nodes.")
    for service, body in services.items():
        if not isinstance(body, dict):
            raise LabError(
                f"{path.name}, service {service}: it must be a mapping with an image and an environment."
            )
    return services


def _image(path: Path, services: Mapping[str, Mapping[str, Any]], variables: Mapping[str, str]) -> str:
    images = {_fill(path, service, str(body.get("image")), variables) for service, body in services.items()}
    if len(images) > 1:
        raise LabError(
            f"{path.name}: all services must use one image, but there are {', '.join(sorted(images))}."
        )
    return images.pop()


def fingerprint(definition: Definition, environments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """What says whether two clusters are alike: their image, and each node's settings.

    Args:
        definition: the file.
        environments: by service, the settings of nodes that run, which may have others besides; by default
            the file's.
    """
    nodes = []
    for node in definition.nodes:
        found = node.environment if environments is None else environments.get(node.service, {})
        nodes.append((node.service, sorted((name, found.get(name)) for name in node.environment)))
    return hashlib.sha256(repr((definition.image, nodes)).encode()).hexdigest()


def _node(
    path: Path, service: str, body: Mapping[str, Any], known: frozenset[str], variables: Mapping[str, str]
) -> Node:
    where = f"{path.name}, service {service}"
    for key in body.keys() - SERVICE_KEYS:
        raise LabError(f"{where}: the embedded engine doesn't know `{key}`; remove it.")
    given = body.get("environment")
    if not isinstance(given, dict):
        raise LabError(f"{where}: `environment` must be a mapping of settings.")
    environment = {}
    for name, value in given.items():
        if value is None or isinstance(value, (bool, dict, list)):
            raise LabError(
                f'{where}: {name} needs a plain value; put true, false and the like in quotes, as in "true".'
            )
        environment[name] = _fill(path, service, str(value), variables)
        require_known(name, known, where)
    require_complete(environment, where)
    if not environment["KAFKA_NODE_ID"].isdigit():
        number = environment["KAFKA_NODE_ID"]
        raise LabError(f"{where}: KAFKA_NODE_ID must be a whole number, not {number!r}.")
    ports = tuple(int(port) for port in LISTENER_PORT.findall(environment["KAFKA_LISTENERS"]))
    if not ports:
        listeners = environment["KAFKA_LISTENERS"]
        raise LabError(f"{where}: KAFKA_LISTENERS must name a port, as in HOST://:9092, not {listeners!r}.")
    published = _published(where, body.get("ports", []), ports)
    return Node(service, int(environment["KAFKA_NODE_ID"]), environment, ports, published)


def _published(where: str, entries: list[Any], ports: tuple[int, ...]) -> tuple[int, ...]:
    matches = [re.fullmatch(r"127\.0\.0\.1:(\d+):\1", str(entry)) for entry in entries]
    published = tuple(int(match[1]) for match in matches if match)
    if len(published) < len(entries) or (published and published[0] not in ports):
        raise LabError(
            f"{where}: `ports` must publish a listener on 127.0.0.1 under its own number, "
            'as in "127.0.0.1:9092:9092".'
        )
    return published


def _check_together(path: Path, nodes: list[Node]) -> None:
    ids: dict[int, str] = {}
    ports: dict[int, str] = {}
    for node in nodes:
        if node.node_id in ids:
            raise LabError(
                f"{path.name}: {ids[node.node_id]} and {node.service} "
                f"have the same KAFKA_NODE_ID {node.node_id}."
            )
        ids[node.node_id] = node.service
        for port in node.ports:
            if port in ports:
                raise LabError(
                    f"{path.name}: {ports[port]} and {node.service} both listen on port {port}; "
                    "each port belongs to one node."
                )
            ports[port] = node.service
    if not any(node.host_port for node in nodes):
        raise LabError(f"{path.name}: no service publishes a port, so no client could reach the cluster.")


def _fill(path: Path, service: str, text: str, variables: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name, sign, other = match.groups()
        given = variables.get(name)
        if sign == "+":
            return other if given else ""
        if not given and other is None:
            raise LabError(
                f"{path.name}, service {service}: the variable {name} isn't set; "
                f"set it, or write ${{{name}:-default}}."
            )
        return given or other

    filled = VARIABLE.sub(value, text)
    if "$" in filled:
        raise LabError(
            f"{path.name}, service {service}: {text!r} isn't understood; "
            "write ${NAME}, ${NAME:-default} or ${NAME:+text}."
        )
    return filled
