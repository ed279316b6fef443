"""Changes the ports in a text for a second cluster beside the lab's."""

import re

_PORT = re.compile(r"\b1?9[0-9]9[0-9]\b")


def shifted(text: str, by: int) -> str:
    """Add `by` to each port of a compose file or a program.

    Ports are 9092, 9093, 19092 and their like.
    """
    return _PORT.sub(lambda match: str(int(match[0]) + by), text)
