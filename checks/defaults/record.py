"""`make values`: stores the defaults of clients, brokers and topics for the pages.

It reads them from the libraries and the brokers.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checks.clients import adapter_of
from checks.defaults.brokers import broker_and_topic
from checks.files import write
from checks.project import ROOT
from content.clients import clients
from content.recordings import VALUES
from lab import Cluster, LabError


def differences(stored: Mapping[str, Any], live: Mapping[str, Any]) -> list[str]:
    """Return a line for each version, source and setting that differs.

    The stored value differs from the one that was read.
    """
    lines = [
        f"{name}: stored {stored.get(name)!r}, read {live[name]!r}"
        for name in ("version", "source")
        if stored.get(name) != live[name]
    ]
    before, now = stored.get("settings", {}), live["settings"]
    for name in sorted(before.keys() | now.keys()):
        if (was := before.get(name, "nothing")) != (found := now.get(name, "nothing")):
            lines.append(f"{name}: stored {was!r}, read {found!r}")
    return lines


def main(file: Path = ROOT / VALUES) -> None:
    """Write the file, and say what is new in it."""
    stored = json.loads(file.read_text("utf-8")) if file.exists() else {}
    try:
        with Cluster().hold():
            live = {client.name: adapter_of(client).defaults().as_json() for client in clients()}
            live |= {kind: values.as_json() for kind, values in broker_and_topic(Cluster()).items()}
    except LabError as error:
        sys.exit(f"values: {error}")
    write(file, json.dumps(live, indent=1, sort_keys=True) + "\n")
    changed = [f"{name}, {line}" for name in live for line in differences(stored.get(name, {}), live[name])]
    print("\n".join(changed) or "Nothing has changed.")


if __name__ == "__main__":
    main()
