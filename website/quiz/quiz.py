"""Puts the quizzes of a page into its Markdown, with their answers computed.

content/quiz.py says how one is written.

docs/assets/quiz.js makes buttons of the choices; without scripts the answer and all explanations are folded
away below.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from content.directives import QUIZ, Unresolved, resolve
from content.quiz import EXPRESSION, LETTERS, Choice, Quiz, read_quiz
from website.quiz.answers import Answers, NoAnswer


def render(text: str, page: str, root: Path) -> tuple[str, list[str]]:
    """Replace each quiz of a page by its Markdown.

    Returns:
        The new text, and a sentence for each quiz that can't be shown.
    """
    answers = Answers(root)
    return resolve(text, page, QUIZ, lambda quiz: "\n".join(_shown(_computed(read_quiz(quiz), answers))))


def _shown(quiz: Quiz) -> Iterator[str]:
    letter = LETTERS[quiz.right]
    attributes = f'data-script="quiz" data-right="{letter}" data-search-exclude="true" markdown="1"'
    yield from ["", f'<div class="quiz" {attributes}>', "", quiz.question, ""]
    yield from [f"1. {choice.text}" for choice in quiz.choices]
    yield from ["", '??? question "The answer"', "", f"    {letter} is right.", ""]
    yield from [f"    1. {choice.why}" for choice in quiz.choices]
    yield from ["", "</div>", ""]


def _computed(quiz: Quiz, answers: Answers) -> Quiz:
    """Return the quiz with a value for each expression.

    No two of its choices may be the same then.
    """
    question = _evaluated(quiz.question, quiz.line, answers)
    seen: dict[str, Choice] = {}
    for choice in quiz.choices:
        text, why = (_evaluated(part, choice.line, answers) for part in (choice.text, choice.why))
        choice = replace(choice, text=text, why=why)
        if other := seen.get(_plain(text)):
            what = "is the right answer, too" if choice.is_right or other.is_right else "stands there twice"
            wrong = other if choice.is_right else choice
            raise Unresolved(f"the choice {wrong.text!r} {what}; change it.", line=wrong.line)
        seen[_plain(text)] = choice
    return replace(quiz, question=question, choices=tuple(seen.values()))


def _evaluated(text: str, line: int, answers: Answers) -> str:
    try:
        return EXPRESSION.sub(lambda match: answers.value(match["expression"]), text)
    except NoAnswer as error:
        raise Unresolved(str(error), line=line) from error


def _plain(text: str) -> str:
    """Normalize a choice, so that equal choices can be found.

    It loses marks of code and of thousands, case, spaces and the full stop.
    """
    return " ".join(re.sub(r"(?<=\d),(?=\d{3})|[`*]+|\.$", "", text.casefold()).split())
