"""Who runs after whom. A round is a list of chains: chains run side by side, what is in a chain one after the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.includes import programs_on
from content.snippet import Snippet, before

ALONE = "alone on an empty cluster"
IN_PAGE_ORDER = "in the order of its page"
BY_ITSELF = "by itself, on a whole and empty cluster"  # for programs that break brokers, or need other ones


@dataclass(frozen=True)
class Leg:
    """Programs that run one after the other: those of one page, or one with those that it continues.

    `again` are those that ran earlier in the chain, for another page: their topics are deleted first, because a reader
    of this page too starts from an empty cluster.
    """

    where: str
    snippets: tuple[Snippet, ...]
    again: tuple[Snippet, ...] = ()


Chain = tuple[Leg, ...]


def alone(chosen: Collection[Snippet], snippets: dict[str, Snippet]) -> list[Chain]:
    """The first round: each by itself; only a program that continues another one's topic waits for it."""
    legs: list[list[Snippet]] = []
    for snippet in _with_those_before(chosen, snippets):
        earlier = before(snippet, snippets)
        home = next((leg for leg in legs if any(each in leg for each in earlier)), None)
        if home is None:
            legs.append([snippet])
        else:
            home.append(snippet)
    return _longest_first([(Leg(ALONE, tuple(leg)),) for leg in legs])


def in_page_order(chosen: Collection[Snippet], snippets: dict[str, Snippet], pages: Sequence[tuple[str, Sequence[Snippet]]]) -> list[Chain]:
    """The second round: each page's programs as a reader meets them, up to the last chosen one.

    Pages side by side, but those that share a program one after the other. A program that no page shows (yet; the
    pages' own check says so) gets a page of its own.
    """
    shown = [(page, _up_to_last(programs, chosen)) for page, programs in pages]
    seen = {snippet for _, programs in shown for snippet in programs}
    shown += [("no page", [*before(snippet, snippets), snippet]) for snippet in chosen if snippet not in seen]
    groups: list[list[tuple[str, Sequence[Snippet]]]] = []
    for page, programs in shown:
        if not programs:
            continue
        related = [group for group in groups if any(set(programs) & set(others) for _, others in group)]
        groups = [group for group in groups if group not in related]
        groups.append([entry for group in related for entry in group] + [(page, programs)])
    return _longest_first([_chain(group) for group in groups])


def pages_of(root: Path, snippets: dict[str, Snippet]) -> list[tuple[str, list[Snippet]]]:
    """Each page with its programs in the order in which a reader meets them; one shown twice runs once."""
    by_path = {snippet.path: snippet for snippet in snippets.values()}
    shown = {page: dict.fromkeys(include.snippet for include in programs_on(page, root)) for page in sorted((root / "docs").rglob("*.md"))}
    return [(page.relative_to(root).as_posix(), [by_path[path] for path in paths if path in by_path]) for page, paths in shown.items()]


def page_order_problems(root: Path, snippets: dict[str, Snippet]) -> list[str]:
    """Return a sentence for each program on a page that continues one which the page doesn't show before it."""
    return [
        f"{page}:1: shows {snippet.file}, which comes after {needed.file}: show that one above it."
        for page, programs in pages_of(root, snippets)
        for place, snippet in enumerate(programs)
        for needed in before(snippet, snippets)
        if needed not in programs[:place]
    ]


def _chain(pages: Iterable[tuple[str, Sequence[Snippet]]]) -> Chain:
    legs: list[Leg] = []
    ran: set[Snippet] = set()
    for page, programs in pages:
        legs.append(Leg(f"{IN_PAGE_ORDER}, {page}", tuple(programs), tuple(each for each in programs if each in ran)))
        ran.update(programs)
    return tuple(legs)


def _up_to_last(programs: Sequence[Snippet], chosen: Collection[Snippet]) -> list[Snippet]:
    last = max((place for place, snippet in enumerate(programs) if snippet in chosen), default=-1)
    return list(programs[: last + 1])


def _with_those_before(chosen: Iterable[Snippet], snippets: dict[str, Snippet]) -> list[Snippet]:
    return list(dict.fromkeys(each for snippet in chosen for each in [*before(snippet, snippets), snippet]))


def _longest_first(chains: list[Chain]) -> list[Chain]:
    """Whoever has most to do begins first, so that nobody is waited for at the end."""
    return sorted(chains, key=lambda chain: -sum(len(leg.snippets) for leg in chain))
