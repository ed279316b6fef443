"""The directives of a page are found outside its fences.

One that is mistyped or can't be resolved is named with its line.
"""

import pytest

from content.directives import FIGURE, QUIZ, RUN, STATED, VALUE, Directive, Form, Unresolved, find, resolve

WELL = {
    "run": (RUN, "[[run: part/page/name]]", {"program": "part/page/name"}),
    "figure": (FIGURE, "[[figure: recap]]", {"name": "recap"}),
    "statement": (STATED, "[[stated: a_proof]]", {"name": "a_proof"}),
    "value": (VALUE, '{{ version("aiokafka") }}', {"verb": "version", "whose": "aiokafka", "name": ""}),
    "quiz": (QUIZ, '??? quiz "Why?"', {"question": "Why?"}),
}


@pytest.mark.parametrize(("form", "text", "arguments"), WELL.values(), ids=WELL)
def test_a_directive_is_found_with_its_line_and_arguments(
    form: Form, text: str, arguments: dict[str, str]
) -> None:
    assert list(find(f"# A\n\n{text}", form)) == [Directive(3, 5, text, arguments)]


@pytest.mark.parametrize(("form", "text", "arguments"), WELL.values(), ids=WELL)
def test_in_a_fence_it_is_text(form: Form, text: str, arguments: dict[str, str]) -> None:
    assert list(find(f"```text\n{text}\n{text}x\n```\n", form)) == []


@pytest.mark.parametrize(
    ("form", "line"),
    [
        (RUN, "See [[run: part/page/name]]."),
        (RUN, "[[run: name]]"),
        (FIGURE, "- [[figure:recap]]"),
        (FIGURE, "[[ Figure: recap ]]"),
        (STATED, "[[stated:a_proof]]"),
        (STATED, "See [[stated: a_proof]] and [[stated: a-proof]]."),
        (VALUE, "{{ defaults() }}"),
        (VALUE, "`{{ default(\"aiokafka\", 'acks') }}`"),
    ],
)
def test_a_mistyped_one_is_named_with_its_mend(form: Form, line: str) -> None:
    text, problems = resolve(f"# A\n\n{line}\n", "docs/a.md", form, lambda _: "new")
    assert problems == [f"docs/a.md:3: {form.mend}"]
    assert form is STATED or text == f"# A\n\n{line}\n"


@pytest.mark.parametrize("form", [RUN, FIGURE, STATED], ids=["run", "figure", "statement"])
def test_brackets_in_code_are_code(form: Form) -> None:
    assert (
        resolve(
            "Write `[[run: x]]`, `[[figure: X]]`, `[[stated: a-b]]`.", "docs/a.md", form, lambda _: "new"
        )[1]
        == []
    )


def test_each_place_is_replaced_and_what_is_around_it_stays() -> None:
    text = "a [[stated: one]] b [[stated: two]]\n[[stated: three]]\n\nc"
    new = resolve(text, "docs/a.md", STATED, lambda directive: directive.arguments["name"].upper())
    assert new == ("a ONE b TWO\nTHREE\n\nc", [])


def test_a_quiz_ends_before_the_next_line_that_is_not_indented() -> None:
    text = '??? quiz "Why?"\n    - [ ] a\n\n        So.\n\nNext\n\n??? quiz\n    b'
    assert [quiz.text for quiz in find(text, QUIZ)] == [text[:-21], "??? quiz\n    b"]


def test_an_unresolved_directive_is_named() -> None:
    """It leaves what its error says is shown all the same."""

    def refuse(directive: Directive) -> str:
        raise Unresolved("no.", shown=directive.text.upper(), line=7)

    assert resolve("\n[[stated: a]] b", "docs/a.md", STATED, refuse) == (
        "\n[[STATED: A]] b",
        ["docs/a.md:7: no."],
    )
