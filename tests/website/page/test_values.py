"""A page shows the values that were read.

A call that can't be answered stops a strict build and names its place.
"""

import pytest

from website.page.values import NoSuchValue, in_words, render

VALUES = {
    "client": {
        "version": "1.2",
        "source": "itself",
        "settings": {"linger_ms": 0, "wait_ms": 120000, "on": True, "codec": None},
    },
    "broker": {"version": "4.4.0", "source": "itself", "settings": {"lag.ms": "30000"}},
}


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ('default("client", "linger_ms")', "0"),
        ('default("client", "on")', "true"),
        ('default("client", "codec")', "none"),
        ('duration("client", "wait_ms")', "2 minutes"),
        ('duration("broker", "lag.ms")', "30 seconds"),
        ('setting("client", "wait_ms")', "<code>wait_<wbr>ms</code><br>120000"),
        ('version("broker")', "4.4.0"),
    ],
)
def test_a_call_becomes_its_value(call: str, shown: str) -> None:
    assert render(f"It is {{{{ {call} }}}}.", "docs/a.md", VALUES) == (f"It is {shown}.", [])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ('default("client", "linger")', "docs/a.md:2: client 1.2 has no setting linger."),
        (
            'default("other", "linger")',
            "docs/a.md:2: there are no values of other, only of client, broker; `make values` reads them.",
        ),
        (
            'duration("client", "on")',
            "docs/a.md:2: on of client is True, which is no number of milliseconds.",
        ),
        (
            "default('client', 'on')",
            'docs/a.md:2: a call isn\'t understood; write it as in {{ default("kafka-python", "linger_ms") }}.',
        ),
    ],
)
def test_a_call_that_cannot_be_answered_is_named_with_its_place(call: str, sentence: str) -> None:
    assert render(f"# Home\n{{{{ {call} }}}}", "docs/a.md", VALUES)[1] == [sentence]


def test_fences_are_left_alone() -> None:
    text = '```text\n{{ default("client", "linger_ms") }}\n```'
    assert render(text, "docs/a.md", VALUES) == (text, [])


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "0 milliseconds"),
        (5, "5 milliseconds"),
        (1000, "1 second"),
        (60000, "60 seconds"),
        (90000, "90 seconds"),
        (3600000, "1 hour"),
    ],
)
def test_a_duration_is_said_as_people_say_it(milliseconds: int, words: str) -> None:
    assert in_words("client", "wait_ms", milliseconds) == words


def test_a_number_without_a_unit_is_no_duration() -> None:
    with pytest.raises(NoSuchValue):
        in_words("client", "batch_size", 16384)
