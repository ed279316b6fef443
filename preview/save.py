"""Checks one file as soon as it is saved.

The file is a program, which runs on the running cluster, a file of proofs, or the text of a page.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from checks.checker import EXPERIMENT_DEADLINE_S
from checks.compare import judge
from checks.plan import page_order_problems
from checks.rules import program
from checks.runner import DEADLINE_S, Runner
from checks.topics import CheckCluster, strangers
from content import includes, statements
from content.snippet import Snippet, all_snippets, before
from preview.processes import end, start


@dataclass
class SaveCheck:
    """Checks single files of one project.

    Args:
        root: the project.
        borrowed: gives the cluster, for one check at a time: `make check` may want it in between.
    """

    root: Path
    borrowed: Callable[[], AbstractContextManager[CheckCluster]]

    def warm(self) -> None:
        """Read what every check needs, before the first save waits for it."""
        snippets = self.snippets()
        for snippet in list(snippets.values())[:1]:
            program.problems(snippet, list(snippets.values()))

    def snippets(self) -> dict[str, Snippet]:
        """All programs by name, as they are now."""
        return {snippet.name: snippet for snippet in all_snippets(self.root)}

    def program(self, snippet: Snippet, snippets: dict[str, Snippet]) -> list[str]:
        """Run a program after those that it continues, and check its output.

        The topics of each are deleted before it runs.

        One run shows what it prints and which line printed it; `make test` also runs it in the order of its
        page.
        """
        found = program.problems(snippet, list(snippets.values()))
        if any("is no Python" in problem for problem in found):
            return found
        if snippet.variables:
            return [
                *found,
                f"{snippet.file}:1: needs a cluster of another kind and was not run here: run make check.",
            ]
        chain = [*before(snippet, snippets), snippet]
        with self.borrowed() as check_cluster:
            stood = set[str]()
            if snippet.is_experiment:
                check_cluster.reset()
            else:
                stood = set(check_cluster.topics())
                gone = {topic for topic in stood if any(other.owns(topic) for other in chain)}
                check_cluster.delete(gone)
                stood -= gone
                check_cluster.delete_groups(
                    [group for group in check_cluster.groups() if any(other.owns(group) for other in chain)]
                )
            runner = Runner(EXPERIMENT_DEADLINE_S if snippet.is_experiment else DEADLINE_S)
            try:
                runs = [
                    runner.run(
                        other.path,
                        witness=True,
                        lab=check_cluster.variables() if other.is_experiment else None,
                    )
                    for other in chain
                ]
            finally:
                if snippet.is_experiment:
                    check_cluster.mend()
            new = set(check_cluster.topics()) - stood
        found += judge(snippet, runs[-1])
        return found + [sentence for _, sentence in strangers(new, list(snippets.values()))]

    def those_after(self, snippet: Snippet, snippets: dict[str, Snippet]) -> list[Snippet]:
        """The programs that continue this one."""
        return [other for other in snippets.values() if snippet in before(other, snippets)]

    def pages(self) -> list[str]:
        """Return the problems in the text of the pages.

        They concern includes, the order of programs, and statements without proofs.
        """
        found = includes.problems(self.root)
        found += page_order_problems(self.root, self.snippets())
        try:
            return found + statements.problems(self.root)
        except SyntaxError as error:
            return [*found, _no_python(self.root, error)]

    def proofs(self, path: Path) -> list[str]:
        """Run a file of proofs in a process of its own.

        It borrows the same cluster.
        """
        try:
            compile(path.read_bytes(), str(path), "exec")
        except SyntaxError as error:
            return [
                f"{path.relative_to(self.root).as_posix()}:{error.lineno or 1}: is no Python: {error.msg}."
            ]
        file = path.relative_to(self.root).as_posix()
        command = [sys.executable, "-m", "pytest", "--quiet", "--no-header", "--tb=short", file]
        process = start(command, self.root, dict(os.environ))
        try:
            said, _ = process.communicate()
        except BaseException:  # Ctrl-C, too
            end(process)
            raise
        return [] if process.returncode == 0 else [f"{file}:1: not proved:\n{said.strip()[-4000:]}"]


def files_under(root: Path, names: Sequence[str]) -> list[Path]:
    """Those of these names that exist."""
    return [root / name for name in names if (root / name).exists()]


def _no_python(root: Path, error: SyntaxError) -> str:
    """A file of proofs that can't be read; `ast.parse` does not know its name."""
    for path in sorted((root / statements.PROOFS).rglob("test_*.py")):
        try:
            compile(path.read_bytes(), str(path), "exec")
        except SyntaxError as found:
            return f"{path.relative_to(root).as_posix()}:{found.lineno or 1}: is no Python: {found.msg}."
    return f"{statements.PROOFS}/: a file is no Python: {error.msg}."
