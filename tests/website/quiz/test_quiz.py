"""Each teaching page ends with a question whose answer is computed.

The wrong choices are wrong, and explained.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from content.notebook import prose
from tests.support.sites import NOTEBOOKS, ROOT, SOURCES, address_of
from website.quiz.answers import Answers
from website.quiz.quiz import render

Visit = Callable[..., Page]
TEACHING = [
    *(source for source in SOURCES if source.parent.name in ("start", "producers", "experiments")),
    *NOTEBOOKS,
]
GOOD = """??? quiz "How many?"
    - [ ] 2
        Too few.
    - [x] {{ default("kafka-python", "linger_ms") }}
        Right so.
        And more of it.

**Next**"""
COMPUTED = '{{ default("kafka-python", "linger_ms") }}'


def markdown(source: Path) -> str:
    """The Markdown of a page, or of a lab's cells."""
    text = source.read_text("utf-8")
    return prose(text) if source in NOTEBOOKS else text


def quizzes(source: Path) -> list[str]:
    """The quizzes of a page, as they will be read."""
    text, problems = render(markdown(source), source.name, ROOT)
    assert problems == []
    return re.findall(r'<div class="quiz".*?</div>', text, re.DOTALL)


@pytest.mark.parametrize("source", TEACHING, ids=address_of)
def test_teaching_page_ends_with_a_computed_quiz(source: Path) -> None:
    text = markdown(source)
    assert quizzes(source)
    assert text.index("## Check yourself") < text.index("??? quiz") < text.rindex("Next:")


def test_quiz_becomes_choices_with_the_answer_folded_away() -> None:
    text, problems = render(GOOD, "docs/a.md", ROOT)
    assert problems == []
    assert text.split("\n") == [
        *(
            "",
            '<div class="quiz" data-script="quiz" data-right="B" data-search-exclude="true" markdown="1">',
            "",
            "How many?",
            "",
        ),
        *("1. 2", "1. 0", "", '??? question "The answer"', "", "    B is right.", ""),
        *("    1. Too few.", "    1. Right so. And more of it.", "", "</div>", "", "**Next**"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        (
            '"How many?"',
            "",
            1,
            'a quiz has no question; write it behind the word, as in ??? quiz "What comes next?"',
        ),
        ("[x]", "[ ]", 1, "this quiz has no right choices; begin exactly one with - [x]."),
        ("[ ]", "[x]", 1, "this quiz has 2 right choices; begin exactly one with - [x]."),
        (
            COMPUTED,
            "0",
            4,
            'the right choice is typed; compute it, as in - [x] partition {{ partition("aiokafka", "bob", 3) }}.',
        ),
        ("- [ ] 2\n        Too few.\n    ", "", 1, "this quiz has 1 choices; give it two to 6."),
        (
            "        Too few.\n",
            "",
            2,
            "nothing says why this choice is right or wrong; add a line below it, indented by eight spaces.",
        ),
        (
            "        Too few.",
            "      Too few.",
            3,
            "this line of a quiz is neither a choice, as in `    - [ ] text`, nor a reason, indented by eight spaces.",
        ),
        ("[ ] 2", "[ ] `0`.", 2, "the choice '`0`.' is the right answer, too; change it."),
        (
            "    - [x]",
            "    - [ ] 2.\n        Again.\n    - [x]",
            4,
            "the choice '2.' stands there twice; change it.",
        ),
        (
            COMPUTED,
            "{{ defaults() }}",
            4,
            "there is no defaults() to compute an answer with; website/quiz/answers.py has default, ",
        ),
        (
            COMPUTED,
            "{{ 1 + 1 }}",
            4,
            '1 + 1 is no call with fixed values, as in default("kafka-python", "acks").',
        ),
        (COMPUTED, "{{ default(open) }}", 4, "default(open) is no call with fixed values, as in "),
        (
            '"linger_ms"',
            '"lingers"',
            4,
            'default("kafka-python", "lingers"): kafka-python 3.0.12 has no setting lingers.',
        ),
        (
            COMPUTED,
            '{{ leader("nobody", 0) }}',
            4,
            'leader("nobody", 0): there is no such recording, nobody.json.',
        ),
        (
            COMPUTED,
            '{{ partition("aiokafka", "bob", 13) }}',
            4,
            'partition("aiokafka", "bob", 13) has no value in what was recorded (',
        ),
        (
            COMPUTED,
            "{{ client_in_partitions(3) }}",
            4,
            "client_in_partitions(3) has no value in what was recorded (ValueError: of kafka-python",
        ),
        (
            COMPUTED,
            '{{ printed("skew", r"partitions: (.)") }}',
            4,
            'printed("skew", r"partitions: (.)") has no value in what was recorded (',
        ),
        (
            COMPUTED,
            '{{ printed("nobody", r"(.)") }}',
            4,
            'printed("nobody", r"(.)"): can\'t be read as a notebook (FileNotFoundError: ',
        ),
        (COMPUTED, "{{ default() }}", 4, "default() has no value in what was recorded (TypeError: "),
    ],
)
def test_mistake_in_a_quiz_is_one_sentence_with_page_and_line(
    old: str, new: str, line: int, sentence: str
) -> None:
    assert old in GOOD
    (problem,) = render(GOOD.replace(old, new, 1), "docs/a.md", ROOT)[1]
    assert problem.startswith(f"docs/a.md:{line}: {sentence}")
    assert "\n" not in problem


def test_quiz_in_a_fence_is_code() -> None:
    assert render(f"```text\n{GOOD}\n```", "docs/a.md", ROOT) == (f"```text\n{GOOD}\n```", [])


def test_answers_come_from_recordings() -> None:
    """Each function once, against what the files say to a reader."""
    answers = Answers(ROOT)
    for call, value in {
        'duration("kafka-python", "delivery_timeout_ms")': "2 minutes",
        'version("kafka-python")': "3.0.12",
        'python_client("acks", "request.required.acks", 1)': "aiokafka",
        'partition("confluent-kafka", "bob", 3)': "2",
        'keys_moved("kafka-python", 3, 4)': "4",
        "client_in_partitions(1)": "confluent-kafka",
        'figure("recap", "partitions", 2, "records")': "5",
        'total("recap", "partitions", "records")': "11",
        'leader("leader_killed", 0)': "102",
        'offset("acknowledged_then_gone", 0, "third")': "1",
        'error("all_means_in_sync", "refused")': "NotEnoughReplicasError",
        'visible("acknowledged_and_invisible", 0, "second")': "1",
        'stored("leader_killed")': "1000",
        'stored("twice_or_once", 1)': "2",
        'fewest_in_sync("all_means_in_sync")': "1",
        'printed("skew", r"^24 partitions: the fullest has (\\d+%)")': "21%",
        'most("failover", r"^(\\w+): .* (\\S+) s$")': "killed",
        'least("failover", r"^(\\w+): .* (\\S+) s$")': "stopped",
    }.items():
        assert answers.value(call) == value, call


@pytest.mark.parametrize("source", TEACHING, ids=address_of)
def test_each_choice_of_each_quiz_is_told_about_at_once(visit: Visit, source: Path) -> None:
    tab = visit(address_of(source))
    for quiz in tab.locator(".quiz").all():
        right = "ABCDEF".index(quiz.get_attribute("data-right") or "")
        reasons = quiz.locator("details ol > li").all_inner_texts()
        buttons = quiz.locator("button")
        assert len(reasons) == buttons.count() > 1 and all(reasons)
        for number, reason in enumerate(reasons):
            buttons.nth(number).click()
            said = f"{'Right.' if number == right else 'Not this one.'} {reason}"
            expect(quiz.get_by_role("status")).to_have_text(said, use_inner_text=True)
            expect(quiz.locator("[aria-pressed=true]")).to_have_count(1)


def test_keyboard_answers_a_quiz(visit: Visit) -> None:
    tab = visit("producers/message-keys/")
    quiz = tab.locator(".quiz").first
    quiz.locator("button").first.focus()
    tab.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text("Not this one.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    expect(quiz.get_by_role("status")).to_contain_text("Right.")
    expect(quiz.locator("button").nth(1)).to_be_focused()


def test_quiz_without_a_script_is_a_list(visit: Visit) -> None:
    """Its answer is folded away."""
    tab = visit("producers/message-keys/", java_script_enabled=False)
    quiz = tab.locator(".quiz").first
    assert quiz.locator("button").count() == 0
    assert quiz.locator("> ol > li:visible").count() == 3
    expect(quiz.get_by_text("B is right.")).to_be_hidden()
    quiz.locator("summary").click()
    expect(quiz.get_by_text("B is right.")).to_be_visible()
    assert quiz.locator("details ol > li:visible").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answered_quiz_fits_a_phone_and_axe_finds_nothing(visit: Visit, scheme: str) -> None:
    tab = visit(
        "producers/message-keys/",
        viewport={"width": 360, "height": 800},
        is_mobile=True,
        has_touch=True,
        color_scheme=scheme,
    )
    for number, quiz in enumerate(tab.locator(".quiz").all()):
        quiz.locator("button").nth(number).click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(tab, {"include": [[".quiz"]]})
    assert found.violations_count == 0, found.generate_report()


def test_quiz_sends_and_keeps_nothing(context: Callable[..., BrowserContext], site: Path) -> None:
    """From a file, too."""
    window = context()
    tab = window.new_page()
    tab.goto((site / "producers/message-keys/index.html").as_uri())
    kept = "[document.cookie, ...Object.entries(localStorage), ...Object.entries(sessionStorage)].join()"
    before, asked = tab.evaluate(kept), list[str]()
    window.on(
        "request", lambda request: None if request.url.endswith("favicon.svg") else asked.append(request.url)
    )  # the browser's, late
    for button in tab.locator(".quiz button").all():
        button.click()
    expect(tab.locator(".quiz [role=status]").last).not_to_be_empty()
    assert (tab.evaluate(kept), asked) == (before, [])
