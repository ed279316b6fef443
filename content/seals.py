"""Digests that show whether a file is still the one that was recorded."""

import hashlib
import json
from pathlib import Path


def seal(content: object) -> str:
    """The digest that a recorder writes beside what it recorded.

    It shows an edit by hand and is no secret.

    Args:
        content: anything that JSON can hold; the order of keys doesn't matter.
    """
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def sha256_of(program: Path) -> str:
    """The digest of a program's file."""
    return hashlib.sha256(program.read_bytes()).hexdigest()
