"""Who runs after whom.

A round is a list of chains: chains run side by side, what is in a chain one after the other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.includes import programs_on
from content.snippet import Snippet, before

IN_REVERSE_ORDER = "on unused topics, before the earlier programs of its page"
IN_PAGE_ORDER = "in the order of its page"
BY_ITSELF = (
    "by itself, on a whole and empty cluster"  # for programs that break brokers or need another cluster
)
Page = tuple[str, Sequence[Snippet]]


@dataclass(frozen=True)
class Leg:
    """Programs that run one after the other.

    They are those of one page, or one program and those that it continues. The topics and groups of `gone`,
    programs that ran earlier in the chain, are deleted first. A reader of another page starts with an empty
    cluster, and a program must not find what an earlier program of its page has left.
    """

    where: str
    snippets: tuple[Snippet, ...]
    gone: tuple[Snippet, ...] = ()


Chain = tuple[Leg, ...]


def in_reverse_order(
    chosen: Collection[Snippet], snippets: dict[str, Snippet], pages: Sequence[Page]
) -> list[Chain]:
    """Return the chains of the reverse round, which every check runs.

    Each program runs before all earlier ones of its pages, but right after those that it continues. A program
    that needs an earlier one without declaring it fails here as it would fail alone. If a program must not
    see what another one must see, topics and groups are deleted in between, and a program that is needed
    again runs again.
    """
    earlier = _earlier(pages)
    wanted = list(
        dict.fromkeys(program for snippet in chosen for program in [*before(snippet, snippets), snippet])
    )
    related: list[Page] = [*pages, *(("", [*before(snippet, snippets), snippet]) for snippet in wanted)]
    groups = [
        [program for _, programs in group for program in programs if program in wanted]
        for group in _grouped(related)
    ]
    return _longest_first(
        [tuple(_reversed(list(dict.fromkeys(group)), snippets, earlier)) for group in groups if group]
    )


def _reversed(
    programs: Sequence[Snippet], snippets: dict[str, Snippet], earlier: Mapping[Snippet, set[Snippet]]
) -> Iterator[Leg]:
    ran: list[Snippet] = []
    on_the_cluster: list[Snippet] = []  # those whose topics and groups are on the cluster
    for snippet in _latest_first(programs, earlier):
        if snippet in ran:  # before a program that continues it
            continue
        story = tuple(dict.fromkeys([*before(snippet, snippets), snippet]))
        unseen = set(story).union(*(earlier.get(program, set()) for program in story))
        gone = tuple(
            program
            for program in on_the_cluster
            if unseen.intersection([program, *before(program, snippets)])
        )
        yield Leg(IN_REVERSE_ORDER, story, gone)
        ran += story
        on_the_cluster = [program for program in on_the_cluster if program not in gone] + list(story)


def _latest_first(programs: Sequence[Snippet], earlier: Mapping[Snippet, set[Snippet]]) -> Iterator[Snippet]:
    """Yield each program after all that come later on a page.

    If two pages contradict each other, the first one decides.
    """
    left = list(reversed(programs))
    while left:
        free = (
            program
            for program in left
            if not any(program in earlier.get(other, ()) for other in left if other is not program)
        )
        following = next(free, left[0])
        left.remove(following)
        yield following


def _earlier(pages: Iterable[Page]) -> dict[Snippet, set[Snippet]]:
    """For each program those that a page shows before it."""
    found: dict[Snippet, set[Snippet]] = {}
    for _, programs in pages:
        for place, snippet in enumerate(programs):
            found.setdefault(snippet, set()).update(set(programs[:place]) - {snippet})
    return found


def in_page_order(
    chosen: Collection[Snippet], snippets: dict[str, Snippet], pages: Sequence[Page]
) -> list[Chain]:
    """Return the chains of the round in page order, up to the last chosen program.

    It is the round of `make test` and `make update`: a page's programs run in the order in which a reader
    sees them. Pages run side by side, but pages that share a program run one after the other. A program that
    no page shows gets a page of its own; the check of the pages reports it.
    """
    shown = [(page, _up_to_last(programs, chosen)) for page, programs in pages]
    seen = {snippet for _, programs in shown for snippet in programs}
    shown += [("no page", [*before(snippet, snippets), snippet]) for snippet in chosen if snippet not in seen]
    return _longest_first([_chain(group) for group in _grouped(shown)])


def pages_of(root: Path, snippets: dict[str, Snippet]) -> list[tuple[str, list[Snippet]]]:
    """Return each page with its programs in reading order.

    A program that a page shows twice runs once.
    """
    by_path = {snippet.path: snippet for snippet in snippets.values()}
    shown = {
        page: dict.fromkeys(include.snippet for include in programs_on(page, root))
        for page in sorted((root / "docs").rglob("*.md"))
    }
    return [
        (page.relative_to(root).as_posix(), [by_path[path] for path in paths if path in by_path])
        for page, paths in shown.items()
    ]


def page_order_problems(root: Path, snippets: dict[str, Snippet]) -> list[str]:
    """Return a sentence for each program that stands before one it continues.

    That program must stand above it on the same page.
    """
    return [
        f"{page}:1: shows {snippet.file}, which comes after {needed.file}: show that one above it."
        for page, programs in pages_of(root, snippets)
        for place, snippet in enumerate(programs)
        for needed in before(snippet, snippets)
        if needed not in programs[:place]
    ]


def _grouped(pages: Iterable[Page]) -> list[list[Page]]:
    """Pages that share a program, directly or through others, are one group."""
    groups: list[list[Page]] = []
    for page, programs in pages:
        if not programs:
            continue
        related = [group for group in groups if any(set(programs) & set(others) for _, others in group)]
        groups = [group for group in groups if group not in related]
        groups.append([entry for group in related for entry in group] + [(page, programs)])
    return groups


def _chain(pages: Iterable[Page]) -> Chain:
    legs: list[Leg] = []
    ran: set[Snippet] = set()
    for page, programs in pages:
        legs.append(
            Leg(
                f"{IN_PAGE_ORDER}, {page}",
                tuple(programs),
                tuple(program for program in programs if program in ran),
            )
        )
        ran.update(programs)
    return tuple(legs)


def _up_to_last(programs: Sequence[Snippet], chosen: Collection[Snippet]) -> list[Snippet]:
    last = max((place for place, snippet in enumerate(programs) if snippet in chosen), default=-1)
    return list(programs[: last + 1])


def _longest_first(chains: list[Chain]) -> list[Chain]:
    """Sort the chains by length, the longest first.

    So no run waits for a long chain at its end.
    """
    return sorted(chains, key=lambda chain: -sum(len(leg.snippets) for leg in chain))
