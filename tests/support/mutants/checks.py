"""The checks, as functions of a project's folder that return sentences.

They are those that the tests of `tests/programs` and the build call.
"""

import json
from collections.abc import Callable
from pathlib import Path

from checks.clients import adapter_of
from checks.defaults.record import differences
from checks.plan import page_order_problems
from checks.rules import clients as entries
from checks.rules import error_texts as quotes
from checks.rules import facts, folders, header, program
from content import includes, ledger, statements
from content.clients import clients
from content.recordings import VALUES
from content.snippet import all_snippets
from content.values import load
from website.figures import figures
from website.page import links, values
from website.quiz import quiz
from website.runs import embedding

Check = Callable[[Path], list[str]]


def shown(root: Path) -> list[str]:
    """Pages show whole programs, and each program is shown.

    The order is one in which the programs can run.
    """
    return includes.problems(root) + page_order_problems(
        root, {snippet.name: snippet for snippet in all_snippets(root)}
    )


def rules(root: Path) -> list[str]:
    """Each program keeps the contract of snippets."""
    snippets = all_snippets(root)
    return [problem for snippet in snippets for problem in program.problems(snippet, snippets)]


def proved(root: Path) -> list[str]:
    """Statements and proofs are the same set and say the same."""
    return statements.problems(root)


def typed_facts(root: Path) -> list[str]:
    """No number with a unit is typed that nothing backs."""
    return facts.problems(root)


def rendered(root: Path) -> list[str]:
    """Each call for a value names one, and each quiz is right.

    A quiz has a computed answer, and wrong choices that are wrong.
    """
    stored, found = load(root), list[str]()
    for page, text in _pages(root):
        asked, problems = quiz.render(text, page, root)
        found += problems + values.render(asked, page, stored)[1]
    return found


def read_from_clients(root: Path) -> list[str]:
    """What is stored is what the installed clients say."""
    stored = json.loads((root / VALUES).read_text("utf-8"))
    read = {client.name: adapter_of(client).defaults().as_json() for client in clients()}
    return [line for name, live in read.items() for line in differences(stored.get(name, {}), live)]


def recorded(root: Path) -> list[str]:
    """Each drawn run is of the program as it is.

    The recorder wrote it.
    """
    return [
        problem
        for page, text in _pages(root)
        for problem in embedding.draw_runs(text, page, root)[1] + figures.draw_figures(text, page, root)[1]
    ]


def quoted(root: Path) -> list[str]:
    """Quoted error texts were seen."""
    return quotes.problems(root)


def locked(root: Path) -> list[str]:
    """The clients that are installed, of which the pages speak, are those of the lock."""
    return header.lock_problems(root)


def placed(root: Path) -> list[str]:
    """Programs and proofs live with their pages."""
    return folders.problems(root)


def known(root: Path) -> list[str]:
    """Each client has its entry, its adapter and its names."""
    return entries.problems(root)


def linked(root: Path) -> list[str]:
    """Links lead somewhere."""
    uris = frozenset(
        path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*") if path.is_file()
    )
    return [
        problem
        for page, text in _pages(root)
        for problem in links.missing_files(page.removeprefix("docs/"), text, uris)
    ]


def record_is_the_checks_own(root: Path) -> list[str]:
    """No entry of the record of checks was written by hand."""
    return ledger.read(root)[1]


def record_is_of_these_texts(root: Path) -> list[str]:
    """Each page says that all of it was checked as it stands."""
    proofs, found = statements.proofs(root), []
    for page, text in _pages(root):
        programs = [include.snippet for include in includes.programs_on(root / page, root)]
        check_status = ledger.check_status(programs, root, statements.statements_on(text, page), proofs)
        if not check_status.is_whole:
            found.append(f"{page}:1: {check_status.sentence}")
    return found


def _pages(root: Path) -> list[tuple[str, str]]:
    return [
        (path.relative_to(root).as_posix(), path.read_text("utf-8"))
        for path in sorted((root / "docs").rglob("*.md"))
    ]
