"""The quiz at the end of a page, as its Markdown has it.

??? quiz "Where does confluent-kafka put the key `bob`, of three partitions?"
    - [ ] partition 0
        There kafka-python puts it, with another hash.
    - [x] partition {{ partition("confluent-kafka", "bob", 3) }}
        It hashes keys with CRC32.

Below each choice stands why it is right or wrong. The right one is computed when the site is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content.directives import Directive, Unresolved

LETTERS = "ABCDEF"
EXPRESSION = re.compile(r"\{\{(?P<expression>.*?)\}\}")
WRONG = re.compile(r"^ {4}- \[ \] .*$", re.MULTILINE)  # a wrong choice is no statement
_CHOICE = re.compile(r"^ {4}- \[(?P<mark>[ xX])\] +(?P<text>\S.*)$")
_WHY = re.compile(r"^ {8,}(?P<text>\S.*)$")


@dataclass(frozen=True)
class Choice:
    """One choice, and why it is right or wrong."""

    line: int
    is_right: bool
    text: str
    why: str = ""


@dataclass(frozen=True)
class Quiz:
    """A question with its choices, one of them right."""

    line: int
    question: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> int:
        """The number of the right choice, from 0."""
        return [choice.is_right for choice in self.choices].index(True)


def read_quiz(directive: Directive) -> Quiz:
    """Read a quiz.

    Raises:
        Unresolved: when it has no question, another number of right choices than one, or a choice without a
            reason.
    """
    quiz = Quiz(directive.line, directive.arguments["question"], tuple(_choices(directive)))
    if not quiz.question:
        raise Unresolved(
            'a quiz has no question; write it behind the word, as in ??? quiz "What comes next?"'
        )
    right = [choice for choice in quiz.choices if choice.is_right]
    if len(right) != 1:
        raise Unresolved(f"this quiz has {len(right) or 'no'} right choices; begin exactly one with - [x].")
    if not 2 <= len(quiz.choices) <= len(LETTERS):
        raise Unresolved(f"this quiz has {len(quiz.choices)} choices; give it two to {len(LETTERS)}.")
    if not EXPRESSION.search(right[0].text):
        example = 'compute it, as in - [x] partition {{ partition("aiokafka", "bob", 3) }}.'
        raise Unresolved(f"the right choice is typed; {example}", line=right[0].line)
    for choice in quiz.choices:
        if not choice.why:
            sentence = "nothing says why this choice is right or wrong; add a line below it, indented by eight spaces."
            raise Unresolved(sentence, line=choice.line)
    return quiz


def _choices(directive: Directive) -> Iterator[Choice]:
    choice: Choice | None = None
    for number, line in enumerate(directive.text.split("\n")[1:], directive.line + 1):
        if match := _CHOICE.match(line):
            if choice:
                yield choice
            choice = Choice(number, match["mark"] != " ", match["text"].rstrip())
        elif (match := _WHY.match(line)) and choice:
            choice = replace(choice, why=f"{choice.why} {match['text'].rstrip()}".strip())
        elif line.strip():
            sentence = "this line of a quiz is neither a choice, as in `    - [ ] text`, nor a reason, indented by eight spaces."
            raise Unresolved(sentence, line=number)
    if choice:
        yield choice
