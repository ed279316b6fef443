"""`make bench`, or `python -m bench boot engines check site lighthouse fresh` for some of it."""

import sys

from bench import boot, check, engines, fresh, lighthouse, site
from lab import LabError

PARTS = {
    "boot": boot.main,
    "engines": engines.main,
    "check": check.main,
    "site": site.main,
    "lighthouse": lighthouse.main,
    "fresh": fresh.main,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"bench: there is no {unknown[0]}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    try:
        for name in names or PARTS:
            PARTS[name]()
    except LabError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
