"""What long work reports; the command draws it, the API is quiet unless asked."""

from typing import Protocol


class Progress(Protocol):
    """Told of each step, in words, and of bytes as they arrive."""

    def step(self, text: str) -> None:
        """The next step begins."""

    def bytes(self, done: int, total: int) -> None:
        """So many bytes of so many have arrived."""


class Quiet:
    """Says nothing."""

    def step(self, text: str) -> None:
        pass

    def bytes(self, done: int, total: int) -> None:
        pass
