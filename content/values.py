"""The defaults and versions that `make values` read from the clients and the brokers."""

import json
from pathlib import Path
from typing import Any

from content.recordings import VALUES


def load(root: Path) -> dict[str, Any]:
    """The stored values by client or broker; nothing where there is no file."""
    file = root / VALUES
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}
