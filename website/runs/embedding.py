"""Puts the drawing of a recorded run where a page says `[[run: PART/PAGE/NAME]]`, and finds traces that no longer hold."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from content.markdown import find_fences
from content.recordings import run_file
from content.seals import sha256_of
from content.trace import Trace, UnreadableTrace
from website.figures.drawing import captioned
from website.runs.player import player
from website.runs.timeline import draw

_LINE = re.compile(r"^\[\[run: (?P<program>[a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+)\]\]$")
_MENTION = re.compile(r"\[\[\s*run\b", re.IGNORECASE)


def draw_runs(text: str, page: str, root: Path) -> tuple[str, list[str]]:
    """Replace each such line of a page by its figure.

    Args:
        text: the page's Markdown.
        page: its path under the project's root, for the sentences.
        root: the project's folder.

    Returns:
        The new text, and a sentence for each trace that is missing, unreadable or of another program.
    """
    problems: list[str] = []
    in_fences = {number for fence in find_fences(text) for number in fence.lines}

    def replaced(number: int, line: str) -> Iterator[str]:
        match = None if number in in_fences else _LINE.match(line.rstrip())
        if match is None:
            if number not in in_fences and "`" not in line and _MENTION.search(line):
                problems.append(
                    f"{page}:{number}: this names no run; write [[run: PART/PAGE/NAME]] at the line's beginning and nothing else."
                )
            yield line
            return
        figure, problem = _drawn(match["program"], root)
        if problem:
            problems.append(f"{page}:{number}: {problem}")
        if figure:
            yield from ("", figure, "")

    lines = [new for number, line in enumerate(text.split("\n"), 1) for new in replaced(number, line)]
    return "\n".join(lines), problems


def _drawn(program: str, root: Path) -> tuple[str, str]:
    """The figure of a program's run, where there is one, and what is wrong with it."""
    snippet, file = root / "snippets" / f"{program}.py", run_file(program, root)
    name = file.relative_to(root).as_posix()
    record = f"record it with `make record NAME={snippet.stem}`"
    if not snippet.is_file():
        return "", f"snippets/{program}.py does not exist; correct the name of the run."
    try:
        trace, figure = _read(file.read_text("utf-8"))
    except OSError:
        return "", f"the run {program} has no trace {name}; {record}."
    except (UnreadableTrace, LookupError, TypeError, ValueError) as error:
        return "", f"{name} can't be read ({error}); {record}."
    if trace.program != program or trace.sha256 != sha256_of(snippet):
        return figure, f"{name} was recorded with another text of snippets/{program}.py; {record}."
    return figure, ""


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Trace, str]:
    """A trace and its figure, which may stand on more than one page."""
    trace = Trace.loads(text)
    return trace, _figure(trace)


def _figure(trace: Trace) -> str:
    day = date.fromisoformat(trace.date)
    where = "" if trace.engine == "embedded" else f", engine {trace.engine}"
    caption = f"Recorded on Apache Kafka {trace.kafka} with kafka-python {trace.kafka_python}{where}, {day.day} {day:%B %Y}"
    inside = f"{player(trace)}\n{draw(trace)}\n{captioned(caption)}"
    return f'<figure class="run played" data-search-exclude="true">\n{inside}\n</figure>'
