"""Writes files whole or not at all."""

import tempfile
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Replace a file atomically.

    No reader sees half of it, and no error leaves half of it.
    """
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=".", suffix=".tmp", delete=False
    ) as new:
        try:
            new.write(text)
            new.close()
            Path(new.name).chmod(path.stat().st_mode if path.exists() else 0o644)
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
