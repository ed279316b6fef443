"""Inserts defaults and versions into pages.

They come from the file that was read from the libraries and the brokers themselves.

{{ default("kafka-python", "linger_ms") }}             0
{{ duration("kafka-python", "delivery_timeout_ms") }}  2 minutes, of a setting in milliseconds
{{ setting("java", "linger.ms") }}                     the name and its default, for a cell of a table
{{ version("kafka-python") }}                          3.0.12
"""

import re
from collections.abc import Mapping
from typing import Any

from content.directives import VALUE, Directive, Unresolved, resolve

_UNITS = (("hour", 3_600_000), ("minute", 60_000), ("second", 1000), ("millisecond", 1))


class NoSuchValue(Exception):
    """A call that names what isn't there; its text is one sentence."""


def render(text: str, page: str, values: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Replace each call on a page.

    Args:
        text: the page's Markdown.
        page: its path under the project's root, for the sentences.
        values: what `content.values.load` gave.

    Returns:
        The new text, and a sentence for each call that can't be replaced.
    """

    def value(call: Directive) -> str:
        try:
            return value_of(values, **call.arguments)
        except NoSuchValue as error:
            raise Unresolved(str(error), shown=call.text) from error

    return resolve(text, page, VALUE, value)


def value_of(values: Mapping[str, Any], verb: str, whose: str, name: str) -> str:
    """What one call gives.

    Raises:
        NoSuchValue: when it names what isn't there.
    """
    if whose not in values:
        raise NoSuchValue(
            f"there are no values of {whose}, only of {', '.join(values) or 'nobody'}; `make values` reads them."
        )
    if verb == "version":
        return str(values[whose]["version"])
    settings = values[whose]["settings"]
    if name not in settings:
        raise NoSuchValue(f"{whose} {values[whose]['version']} has no setting {name or 'without a name'}.")
    value = settings[name]
    if verb == "duration":
        return in_words(whose, name, value)
    shown = (
        {True: "true", False: "false", None: "none"}.get(value, value)
        if isinstance(value, bool | None)
        else value
    )
    if verb == "setting":
        breaking = re.sub(r"(?<=[._])", "<wbr>", name)  # a long name may break, or the table grows too wide
        return f"<code>{breaking}</code><br>{shown}"
    return str(shown)


def in_words(whose: str, name: str, milliseconds: object) -> str:
    """Return a duration in words, in its largest fitting unit.

    That is the largest unit of which it is a whole number of at least two, or one.

    Raises:
        NoSuchValue: for a setting that isn't a number of milliseconds.
    """
    if (
        not isinstance(milliseconds, int | str)
        or not str(milliseconds).isdigit()
        or not re.search(r"[._]ms$", name)
    ):
        raise NoSuchValue(f"{name} of {whose} is {milliseconds!r}, which is no number of milliseconds.")
    count = int(milliseconds)
    for unit, size in _UNITS:
        if count and count % size == 0 and (count // size > 1 or unit != "minute"):
            return f"{count // size:,} {unit}{'s' * (count != size)}"
    return "0 milliseconds"
