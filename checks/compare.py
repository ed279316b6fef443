"""Compares a run with its program.

It returns a sentence for each difference, with the file, the line and how to fix it.
"""

import difflib
import re
import signal

from checks.placement import out_of_order, place
from checks.runner import End, Run
from content.clients import clients
from content.snippet import Snippet

WIDEST = 80
MOST_LINES = 200  # of a difference; a whole program has 40
MEND = "`make update` writes what it prints into its `#>` lines; read the change before you keep it"


def judge(snippet: Snippet, run: Run) -> list[str]:
    """Return what is wrong with a run, the program's own faults first."""
    found = faults(snippet, run)
    if difference := _difference(snippet, run):
        found.append(f"{difference[0]}; {'mend the program first' if found else MEND}:\n{difference[1]}")
    elif run.prints is not None and not found:
        found += _misplaced(snippet, run)
    return found


def faults(snippet: Snippet, run: Run) -> list[str]:
    """Return the faults of a run that new `#>` lines can't fix.

    The program itself must be fixed.
    """
    found = _ending(snippet, run)
    if stderr := _unexpected(snippet, run.stderr):
        found.append(
            f"{snippet.file}:1: wrote to standard error, which no page shows; mend what it says or print it:\n"
            f"{_indented(_mapped(snippet, stderr))}"
        )
    if not run.stdout:
        found.append(
            f"{snippet.file}:1: printed nothing to its standard output; a snippet prints what it shows."
        )
    elif not run.stdout.endswith("\n"):
        found.append(
            f"{snippet.file}:1: its last line of output has no end; print it without end=, or os._exit cut it."
        )
    for line in run.lines[:MOST_LINES]:
        if len(line) > WIDEST:
            found.append(
                f"{snippet.file}:1: prints a line of {len(line)} characters, {WIDEST} fit on a page; shorten it: {line[:200]}"
            )
        elif not line.isprintable() or line != line.rstrip():
            found.append(
                f"{snippet.file}:1: prints characters that nobody sees on a page; print others: {line!r}"
            )
    if run.end is End.BY_ITSELF and run.left_behind:
        found.append(
            f"{snippet.file}:1: left a process running behind it; wait for the processes that it starts."
        )
    if (
        run.prints is not None
        and run.stdout
        and not found
        and "".join(note.text for note in run.prints) != run.stdout
    ):
        found.append(
            f"{snippet.file}:1: wrote to standard output by something else than print(); use print() alone."
        )
    if not snippet.unchanged:
        found.append(f"{snippet.file}:1: changed while it was being checked; run the check again.")
    return found


def _ending(snippet: Snippet, run: Run) -> list[str]:
    if run.end is End.DEADLINE:
        last = run.lines[-1:] or ["nothing"]
        return [
            f"{snippet.file}:1: still ran after {run.seconds:.0f} s and was killed, it had printed last: {last[0]}; "
            "a snippet ends by itself, give what it waits for a timeout."
        ]
    if run.end is End.FLOOD:
        return [f"{snippet.file}:1: printed without end and was killed; end its loop."]
    if run.exit_code < 0:
        return [
            f"{snippet.file}:1: was killed by {signal.Signals(-run.exit_code).name}; a snippet ends by itself."
        ]
    if run.exit_code > 0:
        return [
            f"{snippet.file}:1: ended with exit code {run.exit_code} and not 0; catch the one error it is about and print that."
        ]
    return []


def _difference(snippet: Snippet, run: Run) -> tuple[str, str] | None:
    """Where the `#>` lines leave what was printed, and how."""
    shown = [output.text for output in snippet.outputs]
    printed = run.lines[:MOST_LINES]
    if shown == printed:
        return None
    same = next(
        (n for n, (a, b) in enumerate(zip(shown, printed, strict=False)) if a != b),
        min(len(shown), len(printed)),
    )
    at = snippet.outputs[min(same, len(shown) - 1)].line if shown else _last_line(snippet)
    diff = difflib.unified_diff(shown, printed, "the #> lines", "what it printed", lineterm="", n=2)
    return f"{snippet.file}:{at}: its `#>` lines are not what it printed", _indented("\n".join(diff))


def _misplaced(snippet: Snippet, run: Run) -> list[str]:
    """Return a sentence if output lines stand below a wrong print.

    The right lines in the right order can still stand below prints that did not print them.
    """
    assert run.prints is not None
    if loose := [note for note in run.prints if not note.line]:
        return [
            f"{snippet.file}:1: {loose[0].text.strip()!r} was printed by a thread of a library; print it in a line of the program."
        ]
    if crossed := out_of_order(run.prints):
        return [
            f"{snippet.file}:{crossed}: prints in turn with another print, so no `#>` lines can show the order; use one print in a loop."
        ]
    placed = place(snippet.text, run.prints)
    if placed == snippet.text:
        return []
    before, after = snippet.text.splitlines(), placed.splitlines()
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b), len(before))
    diff = _indented(
        "\n".join(difflib.unified_diff(before, after, "the file", "where it printed", lineterm="", n=2))
    )
    return [f"{snippet.file}:{at}: a `#>` line stands under a print that did not print it; {MEND}:\n{diff}"]


def _mapped(snippet: Snippet, text: str) -> str:
    """Shorten the paths in a traceback, and the traceback itself.

    It names the file as a person types it, and is cut to its last 3,000 characters.
    """
    return text.replace(f"{snippet.root}/", "")[-3000:].rstrip("\n")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _last_line(snippet: Snippet) -> int:
    return max(len(snippet.text.splitlines()), 1)


def _unexpected(snippet: Snippet, stderr: str) -> str:
    """Return the lines on standard error that no page mentions.

    clients.toml lists the lines that a client may log, and the pages that mention them.
    """
    topic = re.escape(snippet.topic)
    partition = rf"TopicPartition\(topic='{topic}', partition=\d+\)"
    makes_user = "UserScramCredentialUpsertion" in snippet.text
    for client in clients():
        if client.module and client.module in snippet.text:
            lines = [
                *client.log.get("new_topic", ()),
                *(client.log.get("new_user", ()) if makes_user else ()),
            ]
            for line in lines:
                pattern = line.replace("{topic}", topic).replace("{partition}", partition)
                stderr = re.sub(rf"(?m)^(?:{pattern})\n", "", stderr)
    return stderr
