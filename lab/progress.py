"""How long work tells where it is; the command draws it, the API is quiet unless asked."""

from typing import Protocol


class Progress(Protocol):
    """Told of each step, in words, and of bytes as they arrive."""

    def step(self, text: str) -> None: ...

    def bytes(self, done: int, total: int) -> None: ...


class Quiet:
    """Says nothing."""

    def step(self, text: str) -> None:
        pass

    def bytes(self, done: int, total: int) -> None:
        pass
