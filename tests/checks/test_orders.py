"""No program finds what an earlier program of its page has left.

The programs that it declares are the exception. This holds for a check, in every position on a page.
"""

import itertools
from pathlib import Path

import pytest

from checks.plan import IN_REVERSE_ORDER, Chain, in_reverse_order, pages_of
from content.snippet import before
from tests.support.small_project import SmallProject

# Pages as the letters of their programs, the stories in them, and which programs run, a bar before those
# whose traces are gone by then.
CASES = {
    "no story": (["abc"], [], "c b a"),
    "a story at the first places": (["abcd"], ["ab"], "d c ab"),
    "a story in the middle": (["abcd"], ["bc"], "d bc a"),
    "a story at the last places": (["abcd"], ["cd"], "cd b a"),
    "a story around another program": (["abc"], ["ac"], "ac -a-c-b"),
    "a story around two": (["abcd"], ["ad"], "ad -a-d-c b"),
    "three in a story with gaps": (["abcde"], ["ace"], "ace -a-c-e-d b"),
    "stories interleaved": (["abcd"], ["ac", "bd"], "bd -b-d-ac"),
    "one story inside another": (["abcd"], ["ad", "bc"], "ad -a-d-bc"),
    "two that continue the same one": (["abc"], ["ab", "ac"], "ac -a-c-ab"),
    "a branch with a gap": (["abcd"], ["ab", "ad"], "ad -a-d-c ab"),
    "two pages in the same order": (["abc", "bc"], [], "c b a"),
    "two pages in opposite orders": (["ab", "ba"], [], "b -b-a"),
    "opposite orders around a third": (["axb", "bxa"], [], "b -b-x -x-a"),
    "three pages in a circle": (["ab", "bc", "ca"], [], "c b -c-a"),
    "a story on two pages": (["abc", "xac"], ["ac"], "ac -a-c-b x"),
    "a program shown twice": (["aba"], [], "b a"),
    "side by side": (["ab", "cd"], [], "b a | d c"),
    "on no page": ([], ["ab"], "ab"),
}


@pytest.fixture
def project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path / "project", rounds=(IN_REVERSE_ORDER,))


@pytest.mark.parametrize(("pages", "stories", "wanted"), CASES.values(), ids=CASES)
def test_no_program_finds_what_an_earlier_one_has_left(
    project: SmallProject, pages: list[str], stories: list[str], wanted: str
) -> None:
    _write(project, pages, stories)
    by_name = {snippet.name: snippet for snippet in project.snippets}
    shown = pages_of(project.root, by_name)
    chains = in_reverse_order(project.snippets, by_name, shown)
    _require_sound(chains, project)
    assert sorted(filter(None, map(_words, chains))) == sorted(wanted.split(" | "))


def test_every_page_of_four_with_every_story_is_sound(project: SmallProject) -> None:
    """All pairs of stories on one page are tried.

    A second page shows three of its programs in each order.
    """
    pairs = ["".join(pair) for pair in itertools.combinations("abcd", 2)]
    stories = [list(both) for both in itertools.combinations(pairs, 2) if both[0][1] != both[1][1]]
    for number, (two, other) in enumerate(itertools.product(stories, itertools.permutations("abd"))):
        page = "".join(other)
        if any(
            all(letter in page for letter in story) and page.index(story[0]) > page.index(story[1])
            for story in two
        ):
            continue  # refused by the check of the pages
        small = SmallProject(project.root / str(number))
        _write(small, ["abcd", page], two)
        by_name = {snippet.name: snippet for snippet in small.snippets}
        _require_sound(in_reverse_order(small.snippets, by_name, pages_of(small.root, by_name)), small)


def test_a_story_s_topics_and_groups_are_deleted_in_its_midst(project: SmallProject) -> None:
    """The topics and groups are gone before a program between two of the story."""
    project.cluster.known, project.cluster.known_groups = {"a", "b", "c-2"}, {"a-readers", "b"}
    _write(project, ["abc"], ["ac"])
    assert [result.snippet.path.stem for result in project.check().runs] == ["a", "c", "b"]
    assert project.cluster.asked == ["reset", "delete a c-2", "delete groups a-readers"]


def test_a_program_that_needs_an_earlier_one_in_silence_fails(project: SmallProject) -> None:
    project.write("part/page/first", f'open({str(project.root / "left")!r}, "w")\nprint("fine")\n#> fine\n')
    project.write("part/page/second", f'open({str(project.root / "left")!r})\nprint("fine")\n#> fine\n')
    project.page("page.md", "part/page/first", "part/page/second")
    results = project.check()
    assert not results.problems("part/page/first", IN_REVERSE_ORDER)
    assert any(
        "FileNotFoundError" in problem for problem in results.problems("part/page/second", IN_REVERSE_ORDER)
    )


def _write(project: SmallProject, pages: list[str], stories: list[str]) -> None:
    after = {late: early for story in stories for early, late in itertools.pairwise(story)}
    for letter in sorted({letter for word in [*pages, *stories] for letter in word}):
        declared = f"# After: part/page/{after[letter]}.py\n" if letter in after else ""
        project.write(f"part/page/{letter}", f'"""Prints."""\n{declared}print(1)\n#> 1\n')
    for number, page in enumerate(pages):
        project.page(f"{number}.md", *(f"part/page/{letter}" for letter in page))


def _words(chain: Chain) -> str:
    legs = [
        "".join(f"-{program.path.stem}" for program in leg.gone)
        + ("-" if leg.gone else "")
        + "".join(s.path.stem for s in leg.snippets)
        for leg in chain
    ]
    return " ".join(legs)


def _require_sound(chains: list[Chain], project: SmallProject) -> None:
    """Play the chains through: who has left something when a program begins?"""
    by_name = {snippet.name: snippet for snippet in project.snippets}
    pages = pages_of(project.root, by_name)
    played = set()
    for chain in chains:
        left: list[str] = []
        for leg in chain:
            left = [name for name in left if name not in {program.name for program in leg.gone}]
            for snippet in leg.snippets:
                declared = [program.name for program in before(snippet, by_name)]
                earlier = {
                    program.name
                    for _, shown in pages
                    if snippet in shown
                    for program in shown[: shown.index(snippet)]
                }
                assert not (earlier - {*declared}) & {*left}, f"{snippet} finds what {left} have left"
                assert [name for name in left if name in declared] == declared, (
                    f"{snippet} has only {left} before it"
                )
                assert snippet.name not in left, f"{snippet} finds what it has left itself"
                assert not [
                    name
                    for name in left
                    if {*declared} & {program.name for program in before(by_name[name], by_name)}
                    and name not in declared
                ]
                left.append(snippet.name)
                played.add(snippet.name)
    assert played == by_name.keys()
