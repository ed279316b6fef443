"""What docs/experiments/acknowledged-then-gone.md states."""

import re

from checks.proofs.declaration import breaks_brokers, proves
from checks.proofs.fixtures import Edit, Programs


def offsets(lines: list[str]) -> list[int]:
    """The offsets that were acknowledged, in order."""
    return [
        int(found[1]) for line in lines if (found := re.search(r"is acknowledged at offset (\d+)$", line))
    ]


@proves(
    "Partition 0 acknowledged *second* at offset 1 and doesn't hold it; *third* was acknowledged at offset 1 too.",
    edit=(None, ("    cluster.kill(101)\n", "")),
)
@breaks_brokers
def test_acknowledged_then_gone(programs: Programs, edit: Edit | None) -> None:
    lines = programs.lines("experiments/acknowledged_then_gone/acknowledged_then_gone", edit)
    assert offsets([line for line in lines if line.startswith("acks=1")]) == [1, 1]
    assert "partition 0: first, third" in lines
