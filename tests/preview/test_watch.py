"""Each save gets its verdict in the terminal and on the page.

Nothing but Ctrl-C ends the watch.
"""

import html
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.sites import ROOT, build_tiny, write_tiny

DEADLINE_S = 60.0
PROGRAM = '# /// script\n# requires-python = ">=3.11"\n# dependencies = []\n# ///\n"""One."""\n\nprint("one")\n#> one\n'
WRONG = PROGRAM.replace("#> one", "#> two")
PAGE = '# Home\n\n```python\n--8<-- "snippets/a/page/first.py"\n```\n'
FILES = {"docs/index.md": PAGE, "docs/other.md": "# Other\n", "snippets/a/page/first.py": PROGRAM}
DIFFERS = "snippets/a/page/first.py:8: its `#>` lines are not what it printed"
GOOD = "snippets/a/page/first.py: good"


class Watching:
    """A watch under way, and what it has said."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        environment = os.environ | {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
            "TMPDIR": str(temporary),
        }
        command = [sys.executable, str(ROOT / "tests/support/watch_process.py"), str(folder)]
        self.folder, self.temporary, self._lines = folder, temporary, queue.Queue[str]()
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.address = re.findall(r"http\S+", self.until("until Ctrl-C"))[0]
        self.until("The site is built.")

    def save(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, "utf-8")

    def until(self, words: str) -> str:
        """The first line from here on that holds these words."""
        said, deadline = [], time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            try:
                said.append(self._lines.get(timeout=deadline - time.monotonic()))
            except queue.Empty:
                break
            if words in said[-1]:
                return said[-1]
        raise AssertionError(f"{words!r} was not said, but:\n" + "".join(said))

    def page(self, path: str = "") -> str:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return str(answer.read().decode())

    def page_where(self, holds: Callable[[str], bool], path: str = "") -> str:
        deadline = time.monotonic() + DEADLINE_S
        while not holds(text := self.page(path)):
            assert time.monotonic() < deadline, text[:3000]
            threading.Event().wait(0.05)
        return text

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    folder, temporary = tmp_path / "project", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    write_tiny(folder, FILES)
    watch = Watching(folder, temporary)
    yield watch
    watch.process.send_signal(signal.SIGINT)
    try:
        watch.process.wait(20)
    finally:
        watch.process.kill()


def banner(page: str) -> str:
    found = re.search(r'<pre class="watch".*?</pre>', page, re.DOTALL)
    return html.unescape(found[0]) if found else ""


def test_a_wrong_output_is_named_until_it_is_mended(watching: Watching) -> None:
    """In the terminal and on its page."""
    watching.save("snippets/a/page/first.py", WRONG)
    watching.until(DIFFERS)
    assert DIFFERS in banner(watching.page())
    assert banner(watching.page("other/")) == ""
    watching.save("snippets/a/page/first.py", PROGRAM)
    watching.until(GOOD)
    assert banner(watching.page()) == ""


def test_what_is_saved_is_on_the_page_soon(watching: Watching) -> None:
    """An open page reloads."""
    before = watching.page(".watch")
    watching.save("docs/other.md", "# Other\n\nA new sentence.\n")
    watching.until("docs/other.md: good")
    watching.page_where(lambda page: "A new sentence." in page, "other/")
    watching.page_where(lambda version: version != before, ".watch")  # served first, then told


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "docs/index.md",
            PAGE.replace("first", "none"),
            "docs/index.md:3: snippets/a/page/none.py does not exist",
        ),
        ("snippets/a/page/first.py", "print(\n", "snippets/a/page/first.py:1: is no Python"),
        (
            "docs/index.md",
            f"{PAGE}\n```python\nprint(1)\n```\n",
            "docs/index.md:7: the Python fence is not exactly one include",
        ),
        ("mkdocs.yml", "site_name: [\n", "The site is served as it was before."),
    ],
    ids=["include", "program", "fence", "settings"],
)
def test_a_bad_edit_is_told_and_the_watch_goes_on(
    watching: Watching, path: str, text: str, said: str
) -> None:
    good = (watching.folder / path).read_text("utf-8")
    watching.save(path, text)
    watching.until(said)
    assert banner(watching.page())
    watching.save(path, good)
    watching.page_where(lambda page: not banner(page))
    watching.save("snippets/a/page/first.py", PROGRAM)
    watching.until(GOOD)


def test_ctrl_c_leaves_nothing_behind_even_while_a_program_runs(watching: Watching) -> None:
    started = watching.folder / "started"
    watching.save(
        "snippets/a/page/first.py",
        f"import pathlib, threading\npathlib.Path({str(started)!r}).touch()\nthreading.Event().wait()\n",
    )
    deadline = time.monotonic() + DEADLINE_S
    while not started.exists():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)
    children = psutil.Process(watching.process.pid).children(recursive=True)
    assert children
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(20) == 0
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert len(gone) == len(children) and not alive
    assert list(watching.temporary.iterdir()) == []


def test_a_built_site_holds_nothing_of_the_watch(tmp_path: Path) -> None:
    for page in build_tiny(tmp_path, FILES).rglob("*.html"):
        text = page.read_text("utf-8")
        assert ".watch" not in text and 'class="watch"' not in text
