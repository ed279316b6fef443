"""Finds quoted error texts that nobody has seen.

What a `text` block quotes has to be the output of a program, or what a proof compares.
"""

import ast
import re
from pathlib import Path

from content.markdown import find_fences

# What is quoted and compared nowhere, by the beginning of its line, and why.
_LAB = "a message of the lab, which tests/lab provokes"
_ONCE = "seen once; some of it is another one in each run"
_OTHER_NUMBER = "a proof or a program shows the text with another name or number in it"
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("docs/experiments/twice-or-once.md", "five in flight: "): _ONCE,
    ("docs/experiments/twice-or-once.md", "one in flight: "): _ONCE,
    ("docs/experiments/twice-or-once.md", "idempotent: "): _ONCE,
    (
        "docs/producers/in-production.md",
        "RuntimeError: Task got bad yield: <kafka.producer.future.FutureRecordMetadata",
    ): _ONCE,
    (
        "docs/producers/producers.md",
        "Topic aiokafka-first-record not found in cluster metadata",
    ): _OTHER_NUMBER,
    ("docs/producers/test-and-secure.md", "INFO [SocketServer"): _ONCE,
    (
        "docs/reference/errors.md",
        "KafkaTimeoutError: Failed to update metadata after 60.0 secs.",
    ): _OTHER_NUMBER,
    **{
        ("docs/start/lab.md", f"lab: {begin}"): _LAB
        for begin in ("Port", "kafka-clients", "The container engine", "No cluster")
    },
}


def problems(root: Path) -> list[str]:
    """Return a sentence for each quoted line that no program or proof shows.

    It returns one for each exception that isn't needed, too.
    """
    seen, used, found = _seen(root), set[tuple[str, str]](), list[str]()
    for path in sorted((root / "docs").rglob("*.md")):
        page = path.relative_to(root).as_posix()
        for fence in find_fences(path.read_text("utf-8")):
            for number, line in enumerate(fence.body if fence.language == "text" else (), fence.line + 1):
                excused = {
                    (name, begin) for name, begin in EXCEPTIONS if name == page and line.startswith(begin)
                }
                used |= excused
                if not excused and _plain(line) not in seen:
                    found.append(
                        f"{page}:{number}: quotes a text that no program prints and no proof names; print it, or compare it in tests/proofs."
                    )
    unused = EXCEPTIONS.keys() - used
    return found + [
        f"{page}:1: nothing begins with {begin!r} any more; take it out of checks/rules/error_texts.py."
        for page, begin in sorted(unused)
    ]


def _seen(root: Path) -> str:
    """All outputs of programs, their broken lines joined, and all texts in proofs."""
    texts = []
    for path in sorted((root / "snippets").rglob("*.py")):
        texts.append(" ".join(re.findall(r"(?m)^ *#> ?(.*)$", path.read_text("utf-8"))))
    for path in sorted((root / "tests/proofs").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        texts += [
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return "\n".join(map(_plain, texts))


def _plain(text: str) -> str:
    return " ".join(text.split())
