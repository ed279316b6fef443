"""Finds facts without a source: numbers with a unit, settings, versions.

That is a number with a unit, a setting with a value, or "since" with a version. A fact has a source if it is
part of a proved statement, if it is rendered from what was read (`{{ ... }}`), or if a program that the page
shows contains the same number or setting: the check runs that program. All other facts have to be in
EXCEPTIONS.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from content.includes import programs_on
from content.markdown import without_fences
from content.notebook import backing, notebooks, prose, read
from content.quiz import WRONG
from content.statements import BOLD

_UNITS = "ms|milliseconds?|seconds?|minutes?|hours?|days?|bytes?|kB|MB|MiB|GiB|%|percent|times|records?|partitions?|requests?|connections?"
_FACT = re.compile(
    rf"(?<![\w.=/`-])(?P<number>\d[\d,.]*\d|\d)\s+(?:{_UNITS})\b"
    r"|`(?P<setting>(?:acks|retries|[a-z]+[._][\w.]+)=[^`]+)`"
    r"|\b(?P<since>[Ss]ince|[Uu]p to|[Uu]ntil)\s(?:[\w-]+\s){0,3}?\d+\.\d[\d.]*\b"
)
_HISTORY = re.compile(r"^## In 2021$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#.*$", re.MULTILINE)

# A fact that stays typed, and why; `*` is any page.
_CHOICE = "names a choice; what comes of it is told by statements with proofs"
_OLD = "tells of old versions, as read from their own files"
_ONCE = "measured once, and the sentence says so"
_EXAMPLE = "an example that isn't run"
EXCEPTIONS: dict[tuple[str, str], str] = {
    **{
        ("*", f"`{choice}`"): _CHOICE
        for choice in (
            "acks=0",
            "acks=1",
            "acks=all",
            'acks="all"',
            "retries=0",
            "linger_ms=0",
            "enable_idempotence=False",
            "min.insync.replicas=2",
            "auto.create.topics.enable=false",
            "allow_auto_create_topics=False",
            "compression.type=producer",
        )
    },
    ("docs/experiments/acknowledged-and-invisible.md", "up to Kafka 3.6"): _OLD,
    ("docs/experiments/acknowledged-and-invisible.md", "Since 3.7"): _OLD,
    ("docs/experiments/acknowledged-and-invisible.md", "since Kafka 4.1"): _OLD,
    ("docs/experiments/all-means-in-sync.md", "6 seconds"): "the session timeout in docker-compose.yml",
    ("docs/experiments/bootstrap.md", "60 seconds"): "a text of the client with its default in it",
    ("docs/experiments/one-bad-record.md", "20 bytes"): "the story of a question",
    ("docs/experiments/recovery.md", "6.3 seconds"): _ONCE,
    ("docs/experiments/twice-or-once.md", "since 3.0"): _OLD,
    ("docs/experiments/twice-or-once.md", "up to 2.1.6"): _OLD,
    ("docs/experiments/twice-or-once.md", "since 3.0.0"): _OLD,
    ("docs/producers/acks.md", "up to 2.3.3"): _OLD,
    ("docs/producers/in-production.md", "150 times"): _ONCE,
    ("docs/producers/in-production.md", "25 seconds"): _ONCE,
    ("docs/producers/in-production.md", "`value_deserializer=JsonSerializer()`"): _EXAMPLE,
    ("docs/producers/producers.md", "up to 2.3.3"): _OLD,
    ("docs/producers/records.md", "50 records"): _ONCE,
    ("docs/producers/records.md", "Since Kafka 4.0"): _OLD,
    ("docs/producers/send-and-confirm.md", "139 times"): _ONCE,
    (
        "docs/producers/test-and-secure.md",
        "60 seconds",
    ): "how long a figure looks back, in the client's own text",
    ("docs/producers/test-and-secure.md", '`ssl_cafile="ca.pem"`'): _EXAMPLE,
    ("docs/producers/without-a-key.md", "7 times"): "arithmetic: three draws of three differ in 2 cases of 9",
    ("docs/producers/without-a-key.md", "Until version 2.3"): _OLD,
    ("docs/reference/errors.md", '`acks="quorum"`'): "a mistake, shown with its error",
    (
        "docs/reference/errors.md",
        "100,000 records",
    ): "the default of confluent-kafka, which the page on clients proves",
    ("docs/reference/errors.md", "150,000 records"): _ONCE,
    ("docs/reference/glossary.md", "since 3.0"): _OLD,
    ("docs/start/lab.md", "43 MB"): _ONCE,
}
# Pages, and sections called "In 2021", whose facts are about old versions: they were read from those
# versions' own
# files, which are not installed here.
HISTORY = frozenset({"docs/since-2021.md"})


def problems(root: Path) -> list[str]:
    """Return a sentence for each fact without a source.

    It returns one for each exception that no page needs, too.
    """
    found, used = [], set[tuple[str, str]]()
    for path, text, programs in _pages(root):
        page = path.relative_to(root).as_posix()
        if page in HISTORY:
            continue
        for line, fact in _unbacked(text, programs):
            key = next((key for key in ((page, fact), ("*", fact)) if key in EXCEPTIONS), None)
            if key:
                used.add(key)
            else:
                found.append(
                    f"{page}:{line}: nothing backs {fact!r}; put it into a proved statement, render it, show a program with it, "
                    "or give a reason in checks/rules/facts.py."
                )
    unused = [key for key in EXCEPTIONS if key not in used]
    return found + [
        f"checks/rules/facts.py:1: no page needs the exception {fact!r} of {page}; take it out."
        for page, fact in unused
    ]


def _pages(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield the file, the Markdown and the programs of each page and notebook.

    A notebook's code and outputs stand for its programs. The facts may have their source in them.
    """
    for path in sorted((root / "docs").rglob("*.md")):
        shown = (include.snippet for include in programs_on(path, root))
        yield (
            path,
            path.read_text("utf-8"),
            "\n".join(snippet.read_text("utf-8") for snippet in shown if snippet.is_file()),
        )
    for path in notebooks(root):
        yield path, prose(path.read_text("utf-8")), backing(read(path))


def _unbacked(text: str, programs: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each fact without a source.

    The facts are those of a page's prose that are in no statement and no program.
    """
    prose = BOLD.sub(lambda match: _blank(match) if "proof=" in match[0] else match[0], without_fences(text))
    for pattern in (_HISTORY, _HEAD, _HEADING, WRONG):
        prose = pattern.sub(_blank, prose)
    plain = _normal(programs)
    for match in _FACT.finditer(prose):
        if match["number"] and re.search(
            rf"(?<!\d){re.escape(match['number'].replace(',', ''))}(?!\d)", plain
        ):
            continue
        if match["setting"] and _has_setting(match["setting"], plain):
            continue
        yield prose.count("\n", 0, match.start()) + 1, " ".join(match[0].split())


def _blank(match: re.Match[str]) -> str:
    """Spaces in its place, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


def _has_setting(setting: str, programs: str) -> bool:
    """Return whether the programs set a setting to this value.

    They may set it as an argument, in a dict or on the command line of the cluster.
    """
    name, _, value = _normal(setting).partition("=")
    return bool(re.search(rf"{re.escape(name)}(?:=|:){re.escape(value)}(?!\w)", programs))


def _normal(text: str) -> str:
    """Remove quotes, spaces and thousands separators from a text.

    So a value is written in one way only.
    """
    text = re.sub(r"(?<=\d)[,_](?=\d{3}\b)", "", text)
    return re.sub(r"""["' ]""", "", text)
