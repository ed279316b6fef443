"""Checks that programs and proofs are in the folder of their page.

Their page is the first in the navigation that shows the program or states what is proved.

docs/PART/my-page.md, snippets/PART/my_page/NAME.py and tests/proofs/PART/test_my_page.py belong together.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from content.includes import programs_on
from content.statements import PROOFS, proofs, statements_on

NAVIGATION = re.compile(r"(?m)^nav:\n(?P<items>(?:[ #].*\n)+)")
HOME = "docs/index.md"


def problems(root: Path) -> list[str]:
    """Return a sentence for each misplaced program and proof.

    It names the path to which the file must move.
    """
    pages = navigation(root)
    return (
        [*_programs(root, pages), *_proofs(root, pages)]
        if pages
        else ["mkdocs.yml:1: its nav names no pages; write it."]
    )


def navigation(root: Path) -> list[str]:
    """The pages in the order of the navigation, without the home page and the notebooks."""
    match = NAVIGATION.search((root / "mkdocs.yml").read_text("utf-8"))
    pages = [f"docs/{page}" for page in re.findall(r"[\w/-]+\.md", match["items"] if match else "")]
    return [page for page in pages if page != HOME]


def _programs(root: Path, pages: list[str]) -> Iterator[str]:
    first: dict[Path, str] = {}
    for page in pages:
        for include in programs_on(root / page, root):
            first.setdefault(include.snippet, page)
    for path, page in first.items():
        file, right = path.relative_to(root).as_posix(), f"{_beside(page, 'snippets', '')}/{path.name}"
        if file != right:
            yield f"{file}:1: lives with another page than {page}, which shows it first; move it to {right}."


def _proofs(root: Path, pages: list[str]) -> Iterator[str]:
    first: dict[str, str] = {}
    for page in pages:
        for statement in statements_on((root / page).read_text("utf-8"), page):
            first.setdefault(statement.proof, page)
    for proof in proofs(root):
        if (page := first.get(proof.name, "")) and proof.file != (
            right := f"{_beside(page, PROOFS, 'test_')}.py"
        ):
            yield f"{proof.file}:{proof.line}: lives with another page than {page}, which states it first; move it to {right}."


def _beside(page: str, tree: str, prefix: str) -> PurePosixPath:
    """The place in another tree that belongs to a page."""
    path = PurePosixPath(page).relative_to("docs").with_suffix("")
    return tree / path.with_name(prefix + path.name.replace("-", "_"))
