"""A page or a program that breaks a rule stops the build.

The error is one sentence: the file, the line, and how to mend it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sites import build_tiny, write_tiny

PROGRAM = 'print("one")\n#> one\n'
MARKED = f"# --8<-- [start:part]\n{PROGRAM}# --8<-- [end:part]\n"


def page(*lines: str) -> str:
    """A page whose second paragraph, from line 3 on, is the given lines."""
    return "\n".join(["# Home", "", *lines, ""])


def fence(target: str, mark: str = "```python") -> str:
    """A fence that includes a file."""
    return f'{mark}\n--8<-- "{target}"\n{mark[:3]}'


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


SHOWN = fence("snippets/a/one.py")
TYPED = "```python\nprint(1)\n```"
NOT_ONE = ':{}: the Python fence is not exactly one include; move its code into a program and write one line: --8<-- "snippets/PART/PAGE/NAME.py"'
NOT_SHOWN = ":3: the rendered block is not the text of one.py, or is empty; check the indentation of the fence and any marks inside the program."
NO_PROGRAM = ':3: the fence shows docs/index.md, which is no program under snippets/; move it there and name it as --8<-- "snippets/PART/PAGE/NAME.py"'

# name of the rule: page, program, the sentence without the page's name
PAGES = {
    "typed by hand": (page(TYPED), None, NOT_ONE.format(3)),
    "typed by hand, as py": (page("```py", "print(1)", "```"), None, NOT_ONE.format(3)),
    "typed by hand, between tildes": (page("~~~python", "print(1)", "~~~"), None, NOT_ONE.format(3)),
    "typed by hand, with attributes": (
        page('``` { .python title="x" }', "print(1)", "```"),
        None,
        NOT_ONE.format(3),
    ),
    "typed by hand, a session": (page("```pycon", ">>> 1", "```"), None, NOT_ONE.format(3)),
    "typed by hand, in a list": (page("1. item", "", indented(TYPED)), None, NOT_ONE.format(5)),
    "typed by hand, in an admonition": (page("!!! note", "", indented(TYPED)), None, NOT_ONE.format(5)),
    "typed by hand, in a tab": (page('=== "Linux"', "", indented(TYPED)), None, NOT_ONE.format(5)),
    "typed by hand, in a quote": (page("> ```python", "> print(1)", "> ```"), None, NOT_ONE.format(3)),
    "an include and a line more": (
        page("```python", '--8<-- "snippets/a/one.py"', "print(2)", "```"),
        PROGRAM,
        NOT_ONE.format(3),
    ),
    "two includes": (
        page("```python", *['--8<-- "snippets/a/one.py"'] * 2, "```"),
        PROGRAM,
        NOT_ONE.format(3),
    ),
    "an escaped include": (
        page("```python", ';--8<-- "snippets/a/one.py"', "```"),
        PROGRAM,
        NOT_ONE.format(3),
    ),
    "nothing in the fence": (
        page("```python", "```"),
        None,
        ':3: the Python fence is empty; put one line into it: --8<-- "snippets/PART/PAGE/NAME.py"',
    ),
    "no such file": (
        page(fence("snippets/a/two.py")),
        None,
        ":3: snippets/a/two.py does not exist; create the program or correct its name.",
    ),
    "no such section": (
        page(fence("snippets/a/one.py:rest")),
        MARKED,
        ":3: snippets/a/one.py has no section 'rest' (it has part); mark it there with --8<-- [start:rest] and [end:rest].",
    ),
    "lines by number": (
        page(fence("snippets/a/one.py:1:2")),
        PROGRAM,
        ":3: the include 'snippets/a/one.py:1:2' counts lines; mark a section in the file and name it: --8<-- \"FILE:NAME\"",
    ),
    "a program from elsewhere": (
        page(fence("docs/index.md")),
        None,
        NO_PROGRAM,
    ),
    "a program as plain text": (
        page(SHOWN, "", fence("snippets/a/one.py", "```text")),
        PROGRAM,
        ":8: snippets/a/one.py is included outside a Python fence; put ```python above this line and ``` below it.",
    ),
    "no such picture": (
        page('--8<-- "docs/none.svg"'),
        None,
        ":3: docs/none.svg does not exist; create the file or correct its name.",
    ),
    "a fence without a language": (
        page("```", "print(1)", "```"),
        None,
        ":3: the fence names no language; write python, console or text after its opening mark.",
    ),
    "a fence without an end": (
        page("```text", "one"),
        None,
        ":3: the fence is never closed; add a line with the same marks after the code.",
    ),
    "code without a fence": (
        page("Look:", "", "    print(1)"),
        None,
        ":5: the code block 'print(1)' is not the text of a fence (text indented by four spaces is code, too); "
        "put it into a fence that names its language.",
    ),
    "code as HTML": (
        page("<pre>print(1)</pre>"),
        None,
        ":1: a code block is written as HTML (a pre element); put it into a fence that names its language.",
    ),
    "a fence that is not rendered": (
        page("<!--", "```text", "one", "```", "-->"),
        None,
        ":4: this text fence was not rendered, or is empty; check its indentation and its text.",
    ),
    "an empty block": (
        page("```text", "```"),
        None,
        ":3: the fence is empty; put its text into it or remove it.",
    ),
    "a link to no page": (
        page("See [it](start/lap.md)."),
        None,
        ":3: the link start/lap.md leads to docs/start/lap.md, which does not exist; correct the path or create the page.",
    ),
    "a link to almost a page": (
        page("See", "[it](indx.md)."),
        None,
        ":4: the link indx.md leads to docs/indx.md, which does not exist; did you mean index.md.",
    ),
    "a link to no heading": (
        page("See [it](#see-them).", "", "## See it"),
        None,
        ":3: the link #see-them leads to the anchor #see-them, which docs/index.md does not have; did you mean see-it.",
    ),
    "an empty program": (
        page(SHOWN),
        "\n",
        NOT_SHOWN,
    ),
    "a program that ends its own fence": (
        page(SHOWN),
        'print("""\n```\n""")\n',
        NOT_SHOWN,
    ),
}

# name of the rule: program, the sentence without the program's name
PROGRAMS = {
    "a section that never ends": (
        f"# --8<-- [start:part]\n{PROGRAM}",
        ":1: section 'part' starts here and never ends; add # --8<-- [end:part] after its last line.",
    ),
    "a section that never starts": (
        f"{PROGRAM}# --8<-- [end:part]\n",
        ":3: section 'part' ends here but does not start before; add # --8<-- [start:part] above.",
    ),
    "a section twice": (
        MARKED * 2,
        ":5: section 'part' starts a second time (first in line 1); give one of them another name.",
    ),
}


@pytest.mark.parametrize("rule", PAGES)
def test_bad_page_stops_the_build(rule: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text, program, sentence = PAGES[rule]
    build_tiny(tmp_path, {"docs/index.md": text} | ({"snippets/a/one.py": program} if program else {}))
    assert f"docs/index.md{sentence}" in _errors(caplog)


@pytest.mark.parametrize("rule", PROGRAMS)
def test_bad_markers_stop_the_build(rule: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    program, sentence = PROGRAMS[rule]
    build_tiny(tmp_path, {"docs/index.md": page(SHOWN), "snippets/a/one.py": program})
    assert f"snippets/a/one.py{sentence}" in _errors(caplog)


def test_program_that_no_page_shows_stops_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    build_tiny(tmp_path, {"snippets/a/one.py": PROGRAM})
    assert (
        "snippets/a/one.py:1: no page shows this program; include it on a page or delete the file."
        in _errors(caplog)
    )


def test_page_outside_the_navigation_stops_even_a_quiet_build(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path, {"docs/other.md": "# Other\n"})
    settings.write_text(f"{settings.read_text('utf-8')}\nnav:\n  - index.md\n", "utf-8")
    run = _mkdocs(tmp_path)
    assert run.returncode == 1
    assert "other.md" in run.stderr


def test_every_problem_is_told_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    build_tiny(tmp_path, {"docs/index.md": page(TYPED, "", "[x](none.md)"), "docs/b.md": page(TYPED)})
    told = _errors(caplog)
    assert [line.rsplit(": ", 2)[0] for line in told if line.startswith("docs/") and "fence" in line]
    assert {line.split(" ")[0] for line in told if line.startswith("docs/")} == {
        "docs/b.md:3:",
        "docs/index.md:3:",
        "docs/index.md:7:",
    }


def test_failed_build_says_its_sentence_and_nothing_of_python(tmp_path: Path) -> None:
    write_tiny(tmp_path, {"docs/index.md": page(TYPED)})
    run = _mkdocs(tmp_path)
    assert run.returncode == 1
    assert f"docs/index.md{NOT_ONE.format(3)}" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "site/index.html").exists()


def test_good_page_builds(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = [
        SHOWN,
        "",
        "- item",
        "",
        indented(fence("snippets/a/one.py:part", "~~~py")),
        "",
        "[it](#home) `[no](none.md)`",
    ]
    site = build_tiny(tmp_path, {"docs/index.md": page(*lines), "snippets/a/one.py": MARKED})
    assert _errors(caplog) == []
    assert (site / "index.html").is_file()


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    ours = [record for record in caplog.records if record.name.startswith("mkdocs")]
    told = [record.getMessage() for record in ours if record.levelname in ("ERROR", "WARNING")]
    return [line for message in told for line in message.splitlines()]


def _mkdocs(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
