"""`make bench`, or `python -m bench boot engines check site lighthouse fresh` for some of it."""

import argparse
import sys
from collections.abc import Callable

from bench import boot, check, engines, fresh, lighthouse, site
from lab import LabError

PARTS: dict[str, Callable[..., None]] = {
    "boot": boot.main,
    "engines": engines.main,
    "site": site.main,
    "lighthouse": lighthouse.main,
    "fresh": fresh.main,
    "check": check.main,  # the last: it leaves this machine's network
}


def main(arguments: list[str]) -> int:
    """Measure the parts that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    parser.add_argument(
        "--against", default=check.AGAINST, metavar="COMMIT", help="what check is compared with (%(default)s)"
    )
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in PARTS]:
        print(f"bench: there is no {unknown[0]}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    try:
        for name in options.names or PARTS:
            PARTS[name](options.against) if name == "check" else PARTS[name]()
    except LabError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
