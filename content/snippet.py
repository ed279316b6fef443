"""What a file under snippets/ says of itself: its name, its topics, its `#>` lines."""

import io
import re
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_CLUSTER = re.compile(r"^# Cluster: (?P<name>\w+)=(?P<value>\S+)\s*$", re.MULTILINE)
_LAB = re.compile(r"^(?:from lab import|import lab\b)", re.MULTILINE)
_AFTER = re.compile(r"^# After: (?P<path>\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class OutputLine:
    """One `#>` line: where it stands, and the printed line that it shows."""

    line: int
    text: str


@dataclass(frozen=True)
class Snippet:
    """A program that a page shows. The text is read once: what is judged is what was run."""

    root: Path
    path: Path
    text: str

    @classmethod
    def read(cls, path: Path, root: Path) -> "Snippet":
        """Read a program's file without changing line ends.

        Its bytes are what is run.
        """
        return cls(root, path, path.read_bytes().decode("utf-8", "backslashreplace"))

    def __str__(self) -> str:
        return self.name

    @cached_property
    def name(self) -> str:
        """Part, page and name, such as producers/producers/first_record."""
        return self.path.relative_to(self.root / "snippets").with_suffix("").as_posix()

    @cached_property
    def file(self) -> str:
        """The path that a person types, such as snippets/producers/producers/first_record.py."""
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def topic(self) -> str:
        """The name of its topic, and the beginning of its further ones."""
        return self.path.stem.replace("_", "-")

    @cached_property
    def after(self) -> str | None:
        """The name of the program whose topic this one continues, if it says so."""
        found = _AFTER.search(self.text)
        return found["path"].removesuffix(".py") if found else None

    @cached_property
    def is_experiment(self) -> bool:
        """Whether it breaks brokers: it imports lab."""
        return bool(_LAB.search(self.text))

    @cached_property
    def variables(self) -> tuple[tuple[str, str], ...]:
        """The variables of docker-compose.yml that its cluster needs, as `# Cluster: NAME=VALUE` says."""
        return tuple((found["name"], found["value"]) for found in _CLUSTER.finditer(self.text))

    @cached_property
    def runs_with_others(self) -> bool:
        """Whether it can run beside other programs, on the cluster as it is."""
        return not self.is_experiment and not self.variables

    @cached_property
    def outputs(self) -> tuple[OutputLine, ...]:
        """Its `#>` lines in file order; the same characters inside a string are none."""
        return tuple(outputs_in(self.text))

    @property
    def unchanged(self) -> bool:
        """Whether the file still says what was read."""
        return self.path.is_file() and Snippet.read(self.path, self.root).text == self.text

    def owns(self, topic: str) -> bool:
        """Whether the name of a topic says that it belongs to this program."""
        return topic == self.topic or topic.startswith(f"{self.topic}-")


def outputs_in(text: str) -> list[OutputLine]:
    """Return the `#>` comments that have a line to themselves.

    There are none if the text is no Python.
    """
    found: list[OutputLine] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if (
                token.type == tokenize.COMMENT
                and token.string.startswith("#>")
                and not token.line[: token.start[1]].strip()
            ):
                found.append(OutputLine(token.start[0], token.string[2:].removeprefix(" ")))
    except (tokenize.TokenError, SyntaxError):
        return []
    return found


def all_snippets(root: Path) -> list[Snippet]:
    """Return every program under snippets/.

    Folder and name don't matter, so none is left out.
    """
    return [Snippet.read(path, root) for path in sorted((root / "snippets").rglob("*.py"))]


def before(snippet: Snippet, snippets: dict[str, Snippet]) -> list[Snippet]:
    """Return the programs that must have run before, in their order.

    If they form a circle, the list ends where it closes.
    """
    chain: list[Snippet] = []
    while snippet.after in snippets and snippets[snippet.after] not in chain:
        snippet = snippets[snippet.after]
        chain.insert(0, snippet)
    return chain
