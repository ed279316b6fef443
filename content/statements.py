"""The statements of the pages and their proofs.

Each bold sentence names a test, and that test repeats the sentence:

**The sentence.**{: proof=name_of_the_test }   on the page
@proves("The sentence.", key=(b"a", None))      above `def test_name_of_the_test` in tests/proofs
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from content.markdown import without_fences

PROOFS = "tests/proofs"
# Bold text that states no fact about Kafka.
PLAIN = {"docs/index.md": "what this site promises of itself is kept by tests/checks and tests/website"}
BOLD = re.compile(r"\*\*(?P<text>(?:`[^`]+`|[^*`]|\*(?!\*))+?)\*\*(?:\{:?(?P<attributes>[^}\n]*)\})?")
_NAME = re.compile(r"\bproof=(?P<name>\w+)")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Statement:
    """A bold sentence on a page; without a proof's name if the page gives none."""

    page: str
    line: int
    text: str
    proof: str


@dataclass(frozen=True)
class Proof:
    """A test that declares a sentence."""

    file: str
    line: int
    name: str
    text: str
    world: tuple[
        tuple[str, str, str], ...
    ]  # each argument's name, its true value and its changed one, as written
    source: str


def statements_on(text: str, page: str) -> list[Statement]:
    """Return the bold sentences of a page in order; text in fences is none.

    Args:
        text: the page's Markdown.
        page: its path under the project's root.
    """
    prose = without_fences(text)
    found = []
    for match in BOLD.finditer(prose):
        sentence = plain(match["text"])
        if "\n\n" in match["text"] or page in PLAIN or sentence == "Next:":
            continue
        name = _NAME.search(match["attributes"] or "")
        found.append(
            Statement(page, prose.count("\n", 0, match.start()) + 1, sentence, name["name"] if name else "")
        )
    return found


def plain(sentence: str) -> str:
    """A statement without line ends and with links as their text alone."""
    return " ".join(_LINK.sub(r"\g<text>", sentence).split())


def statements(root: Path) -> list[Statement]:
    """All statements of all pages."""
    pages = sorted((root / "docs").rglob("*.md"))
    return [
        statement
        for page in pages
        for statement in statements_on(page.read_text("utf-8"), page.relative_to(root).as_posix())
    ]


def proofs(root: Path) -> list[Proof]:
    """All proofs, read and not imported."""
    found = []
    for path in sorted((root / PROOFS).rglob("test_*.py")):
        text = path.read_text("utf-8")
        for node in ast.parse(text).body:
            for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
                if (
                    isinstance(node, ast.FunctionDef)
                    and isinstance(mark, ast.Call)
                    and ast.unparse(mark.func) == "proves"
                ):
                    source = "\n".join(text.splitlines()[mark.lineno - 1 : node.end_lineno])
                    file, name = path.relative_to(root).as_posix(), node.name.removeprefix("test_")
                    found.append(Proof(file, node.lineno, name, _sentence(mark), _world(mark), source))
    return found


def files(root: Path) -> list[Proof]:
    """Return each file of proofs as a proof of its own.

    It has the name of the file, and stands for the tests in it that declare no statement.
    """
    named = (
        (path.relative_to(root).as_posix(), path.read_text("utf-8"))
        for path in sorted((root / PROOFS).rglob("test_*.py"))
    )
    return [Proof(name, 1, name, "", (), text) for name, text in named]


def problems(root: Path) -> list[str]:
    """Return a sentence for each statement without its proof and each proof without its statement."""
    claimed, proved = statements(root), proofs(root)
    by_name = {proof.name: proof for proof in proved}
    found = []
    for statement in claimed:
        where, proof = f"{statement.page}:{statement.line}", by_name.get(statement.proof)
        if not statement.proof:
            found.append(
                f"{where}: no proof is named behind **{statement.text}**; add {{: proof=name }} and a test in {PROOFS}, or write it without stars."
            )
        elif not proof:
            found.append(
                f"{where}: there is no proof {statement.proof}; write test_{statement.proof} in {PROOFS}."
            )
        elif proof.text != statement.text:
            found.append(
                f"{where}: the page and test_{proof.name} ({proof.file}:{proof.line}) don't say the same; make them the same, and true:\n"
                f"    the page:  {statement.text}\n    the proof: {proof.text}"
            )
    named = {statement.proof for statement in claimed}
    for proof in proved:
        if proof.name not in named:
            found.append(
                f"{proof.file}:{proof.line}: no page names test_{proof.name}; add {{: proof={proof.name} }} behind its statement, or remove it."
            )
        if sum(other.name == proof.name for other in proved) > 1:
            found.append(
                f"{proof.file}:{proof.line}: another proof is called test_{proof.name} too; rename one of them."
            )
        if not proof.world:
            found.append(
                f"{proof.file}:{proof.line}: test_{proof.name} changes nothing in the world, so nothing shows that it can fail; give @proves an argument."
            )
    return found


def _sentence(mark: ast.Call) -> str:
    first = mark.args[0] if mark.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _world(mark: ast.Call) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (argument.arg or "", ast.unparse(argument.value.elts[0]), ast.unparse(argument.value.elts[1]))
        for argument in mark.keywords
        if isinstance(argument.value, ast.Tuple) and len(argument.value.elts) == 2
    )
