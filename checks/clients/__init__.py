"""The interface between the checks and the clients.

There is one adapter, a module, for each entry of clients.toml; it has the same name.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from checks.defaults.values import Values
from content.clients import Client


class Message(NamedTuple):
    """A record to send: its topic, its key and its size.

    The value consists of `size` zero bytes.
    """

    topic: str
    key: bytes | None
    size: int


class Place(NamedTuple):
    """The hash of a key, and its partition for each number of partitions.

    The partitions are None if the client picks one at random.
    """

    hash: int
    partitions: Sequence[int] | None


class Adapter(Protocol):
    """The functions that each module of this folder has."""

    def version(self) -> str:
        """The version that is installed."""

    def defaults(self) -> Values:
        """The defaults of its producer, read from the library itself."""

    def places(self, keys: Sequence[bytes], counts: Sequence[int]) -> list[Place]:
        """Hash keys and choose their partitions as the producer does, without a cluster.

        Args:
            keys: the keys' bytes.
            counts: numbers of partitions.
        """

    def send(
        self, address: str, records: Sequence[Message], settings: Mapping[str, Any] | None = None
    ) -> list[int]:
        """Send records in one go, and return the partition of each.

        Args:
            address: of a broker.
            records: in the order of sending.
            settings: of the producer, by its own names.
        """


def adapter_of(client: Client) -> Adapter:
    """The adapter of a client.

    Raises:
        ModuleNotFoundError: when it has none.
    """
    return cast(Adapter, import_module(f"{__name__}.{client.adapter}"))
