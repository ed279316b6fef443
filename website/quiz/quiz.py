"""Questions with choices at the end of a page. The right choice is computed when the site is built, the wrong ones are explained.

??? quiz "Where does confluent-kafka put the key `bob`, of three partitions?"
    - [ ] partition 0
        There kafka-python puts it, with another hash.
    - [x] partition {{ partition("confluent-kafka", "bob", 3) }}
        It hashes keys with CRC32.

Below each choice stands why it is right or wrong. website/quiz/answers.py says what an answer can be computed from. docs/assets/quiz.js
makes buttons of the choices; without scripts the answer and all explanations are folded away below them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.markdown import find_fences
from website.quiz.answers import Answers, NoAnswer

_START = re.compile(r'^\?\?\?\+? +quiz\b *(?:"(?P<question>.+)")?')
_CHOICE = re.compile(r"^ {4}- \[(?P<mark>[ xX])\] +(?P<text>\S.*)$")
_WHY = re.compile(r"^ {8,}(?P<text>\S.*)$")
_EXPRESSION = re.compile(r"\{\{(?P<expression>.*?)\}\}")
WRONG = re.compile(r"^ {4}- \[ \] .*$", re.MULTILINE)  # what a quiz offers as wrong states nothing
LETTERS = "ABCDEF"


class BadQuiz(Exception):
    """A quiz that can't be shown; its line, and one sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass
class Choice:
    """One choice, and why it is right or wrong."""

    line: int
    right: bool
    text: str
    why: str = ""


def render(text: str, page: str, root: Path) -> tuple[str, list[str]]:
    """Replace each quiz of a page by its Markdown; returns the new text, and a sentence for each that can't be shown."""
    problems: list[str] = []
    in_fences = {number for fence in find_fences(text) for number in fence.lines}
    lines, answers = text.split("\n"), Answers(root)
    done: list[str] = []
    at = 0
    while at < len(lines):
        start = None if at + 1 in in_fences else _START.match(lines[at])
        if start is None:
            done.append(lines[at])
            at += 1
            continue
        end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() and not lines[n].startswith("    ")), len(lines))
        try:
            done += _shown(start["question"] or "", _choices(lines[at:end], at + 1), at + 1, answers)
        except BadQuiz as problem:
            problems.append(f"{page}:{problem.line}: {problem}")
        at = end
    return "\n".join(done), problems


def _choices(lines: list[str], first: int) -> list[Choice]:
    found: list[Choice] = []
    for number, line in enumerate(lines[1:], first + 1):
        if choice := _CHOICE.match(line):
            found.append(Choice(number, choice["mark"] != " ", choice["text"].rstrip()))
        elif (why := _WHY.match(line)) and found:
            found[-1].why = f"{found[-1].why} {why['text'].rstrip()}".strip()
        elif line.strip():
            raise BadQuiz(
                number, "this line of a quiz is neither a choice, as in `    - [ ] text`, nor a reason, indented by eight spaces."
            )
    return found


def _shown(question: str, choices: list[Choice], line: int, answers: Answers) -> Iterator[str]:
    """The Markdown of a quiz, which has been looked over."""
    if not question:
        raise BadQuiz(line, 'a quiz has no question; write it behind the word, as in ??? quiz "What comes next?"')
    question = _computed(question, line, answers)
    right = [choice for choice in choices if choice.right]
    if len(right) != 1:
        raise BadQuiz(line, f"this quiz has {len(right) or 'no'} right choices; begin exactly one with - [x].")
    if not 2 <= len(choices) <= len(LETTERS):
        raise BadQuiz(line, f"this quiz has {len(choices)} choices; give it two to {len(LETTERS)}.")
    if not _EXPRESSION.search(right[0].text):
        raise BadQuiz(right[0].line, 'the right choice is typed; compute it, as in - [x] partition {{ partition("aiokafka", "bob", 3) }}.')
    seen: dict[str, Choice] = {}
    for choice in choices:
        if not choice.why:
            raise BadQuiz(choice.line, "nothing says why this choice is right or wrong; add a line below it, indented by eight spaces.")
        choice.text, choice.why = (_computed(each, choice.line, answers) for each in (choice.text, choice.why))
        if other := seen.get(_plain(choice.text)):
            what = "is the right answer, too" if choice.right or other.right else "stands there twice"
            wrong = other if choice.right else choice
            raise BadQuiz(wrong.line, f"the choice {wrong.text!r} {what}; change it.")
        seen[_plain(choice.text)] = choice
    letter = LETTERS[choices.index(right[0])]
    yield from [
        "",
        f'<div class="quiz" data-script="quiz" data-right="{letter}" data-search-exclude="true" markdown="1">',
        "",
        question,
        "",
    ]
    yield from [f"1. {choice.text}" for choice in choices]
    yield from ["", '??? question "The answer"', "", f"    {letter} is right.", ""]
    yield from [f"    1. {choice.why}" for choice in choices]
    yield from ["", "</div>", ""]


def _computed(text: str, line: int, answers: Answers) -> str:
    try:
        return _EXPRESSION.sub(lambda match: answers.value(match["expression"]), text)
    except NoAnswer as error:
        raise BadQuiz(line, str(error)) from error


def _plain(text: str) -> str:
    """A choice without what doesn't tell it from another: marks of code, marks between thousands, case, spaces, the full stop."""
    return " ".join(re.sub(r"(?<=\d),(?=\d{3})|[`*]+|\.$", "", text.casefold()).split())
