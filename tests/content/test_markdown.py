"""The fences of the pages, as another library finds them."""

from pytest_examples import find_examples

from content.markdown import find_fences
from tests.support.sites import ROOT, SOURCES


def test_pytest_examples_finds_the_same_programs() -> None:
    """A fence that only one of the two sees would be a program that nobody runs."""
    ours = {
        (page, fence.line, "\n".join(fence.body))
        for page in SOURCES
        for fence in find_fences(page.read_text("utf-8"))
        if fence.is_python
    }
    theirs = {
        (ROOT / example.path, example.start_line, example.source.strip("\n"))
        for example in find_examples(*SOURCES)
    }
    assert theirs and theirs == ours
