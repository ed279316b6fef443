"""Reads clients.toml: each client that the pages show or compare, once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "clients.toml"


class UnreadableClients(Exception):
    """An entry of which no client can be made; its text is one sentence."""


@dataclass(frozen=True)
class KeylessDistribution:
    """How a client spreads sixty records without a key.

    `caption` is what a figure prints about it; the other fields are conditions that its recording must meet.
    """

    caption: str
    stays: Sequence[int]  # in a partition, at least and at most
    shortest: int  # in records, except for the last stay


@dataclass(frozen=True)
class Client:
    """One client; clients.toml says what each field means."""

    name: str
    hash: str
    keyless: KeylessDistribution
    title: str
    caption: str
    distribution: str = ""
    module: str = ""
    prefix: str = ""
    classes: Sequence[str] = ()
    log: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def adapter(self) -> str:
        """The name of its module in checks/clients."""
        return self.name.replace("-", "_")


def clients(file: Path | None = None) -> tuple[Client, ...]:
    """Return all clients in the order of the captions.

    The first is the client that the pages teach.

    Raises:
        UnreadableClients: if an entry lacks a field or has an unknown one.
    """
    return _read((file or FILE).read_text("utf-8"))


def by_hash(known: Sequence[Client]) -> dict[str, list[Client]]:
    """The clients of each hash."""
    names = dict.fromkeys(client.hash for client in known)
    return {name: [client for client in known if client.hash == name] for name in names}


@cache
def _read(text: str) -> tuple[Client, ...]:
    found = []
    for name, entry in tomllib.loads(text).items():
        title = entry.pop("title", name)
        try:
            keyless = KeylessDistribution(**entry.pop("keyless", {}))
            found.append(Client(name=name, title=title, keyless=keyless, **({"caption": title} | entry)))
        except TypeError as error:  # a field is missing or unknown
            raise UnreadableClients(f"{FILE.name}: [{name}] can't be read: {error}.") from error
    return tuple(found)
