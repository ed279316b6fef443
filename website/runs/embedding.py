"""Draws recorded runs in pages, and finds outdated traces.

A page places a run with `[[run: PART/PAGE/NAME]]`.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from content.directives import RUN, Unresolved, resolve
from content.recordings import run_file
from content.seals import sha256_of
from content.trace import Trace, UnreadableTrace
from website.figures.drawing import captioned
from website.runs.player import player
from website.runs.timeline import draw


def draw_runs(text: str, page: str, root: Path) -> tuple[str, list[str]]:
    """Replace each such line of a page by its figure.

    Args:
        text: the page's Markdown.
        page: its path under the project's root, for the sentences.
        root: the project's folder.

    Returns:
        The new text, and a sentence for each trace that is missing, unreadable or of another program.
    """
    return resolve(text, page, RUN, lambda run: f"\n{_drawn(run.arguments['program'], root)}\n")


def _drawn(program: str, root: Path) -> str:
    """The figure of a program's run.

    Raises:
        Unresolved: when its trace is missing, unreadable or of another text.
    """
    snippet, file = root / "snippets" / f"{program}.py", run_file(program, root)
    name = file.relative_to(root).as_posix()
    record = f"record it with `make record NAME={snippet.stem}`"
    if not snippet.is_file():
        raise Unresolved(f"snippets/{program}.py does not exist; correct the name of the run.")
    try:
        trace, figure = _read(file.read_text("utf-8"))
    except OSError as error:
        raise Unresolved(f"the run {program} has no trace {name}; {record}.") from error
    except (UnreadableTrace, LookupError, TypeError, ValueError) as error:
        raise Unresolved(f"{name} can't be read ({error}); {record}.") from error
    if trace.program != program or trace.sha256 != sha256_of(snippet):
        sentence = f"{name} was recorded with another text of snippets/{program}.py; {record}."
        raise Unresolved(sentence, shown=f"\n{figure}\n")
    return figure


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
