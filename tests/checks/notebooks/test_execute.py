"""The rules and the comparison of notebooks catch what is wrong.

What they let pass is tested too. No cluster is needed.
"""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from checks.notebooks.execute import NotExecuted, differences, execute
from checks.notebooks.record import main, sealed
from content.notebook import problems_of

CLAIM = "**Two is more than one.**"
PRINTS = 'print("two is more than one:", 2 > 1)'
HELD, FAILED = "two is more than one: True\n", "two is more than one: False\n"
UNSEALED = "docs/notebooks/one.ipynb:1: its code or its outputs are not what was executed; execute it with `make notebooks NAME=one`."


def notebook(text: str, *cells: tuple[str, str, str]) -> NotebookNode:
    """A notebook of a text and of cells: their code, what they printed, a tag."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    made.cells.append(nbformat.v4.new_markdown_cell(text, id="text"))
    for number, (code, printed, tag) in enumerate(cells):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
        tags = {"tags": [tag]} if tag else {}
        made.cells.append(
            nbformat.v4.new_code_cell(code, id=f"code-{number}", outputs=outputs, metadata=tags)
        )
    return made


def written(folder: Path, made: NotebookNode) -> Path:
    """The notebook in its file, sealed as the recorder does it."""
    path = folder / "docs/notebooks/one.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(sealed(made, "4.4.0", {"kafka-python": "3.0.12"}), path)
    return path


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_notebook_is_executed_as_it_was_and_keeps_the_rules(tmp_path: Path) -> None:
    before = notebook(CLAIM, (PRINTS, HELD, ""))
    path = written(tmp_path, before)
    assert problems_of(path, tmp_path) == []
    assert list(differences(before, execute(path, {}))) == []
    edited(path, "2 > 1", "2 < 1")
    (found,) = differences(before, execute(path, {}))
    assert HELD in found and FAILED.strip() in found


def test_a_cell_that_ends_with_an_error_is_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, notebook(CLAIM, ("1 / 0", "", "")))
    with pytest.raises(
        NotExecuted,
        match=r"^docs/notebooks/one.ipynb:1: a cell ended with ZeroDivisionError: division by zero$",
    ):
        execute(path, {})


def test_a_claim_that_came_out_false_is_a_problem(tmp_path: Path) -> None:
    path = written(tmp_path, notebook(CLAIM, (PRINTS, FAILED, "")))
    sentence = "docs/notebooks/one.ipynb:1: its measurement doesn't bear out 'two is more than one'; correct the sentence or the code."
    assert problems_of(path, tmp_path) == [sentence]


@pytest.mark.parametrize(
    ("old", "new"),
    [("one: True", "one: 1"), ("2 > 1", "3 > 1"), ("4.4.0", "4.4.1"), ('"plot"', '"measured"')],
)
def test_an_edit_of_code_output_version_or_tag_breaks_the_seal(tmp_path: Path, old: str, new: str) -> None:
    path = written(tmp_path, notebook(CLAIM, (PRINTS, HELD, "plot")))
    assert problems_of(path, tmp_path) == []
    edited(path, old, new)
    assert UNSEALED in problems_of(path, tmp_path)


def test_an_edited_text_keeps_the_seal_and_must_match_the_cells(tmp_path: Path) -> None:
    """A claim that is edited in the text is compared with what the cells print."""
    path = written(tmp_path, notebook(f"# Title\n\n{CLAIM}", (PRINTS, HELD, "")))
    edited(path, "Title", "Another title")
    assert problems_of(path, tmp_path) == []
    edited(path, "**Two is more", "**Two is less")
    first, second = problems_of(path, tmp_path)
    assert first.endswith(
        "no cell prints **Two is less than one.** with True behind it; print it, or write it without stars."
    )
    assert second.endswith(
        "a cell prints 'two is more than one', and the text doesn't say so in bold; say it, or print it without True."
    )
    assert "Two is less" in path.read_text("utf-8").split("\n")[int(first.split(":")[1]) - 1]


def test_a_notebook_that_claims_nothing_or_is_none_is_a_problem(tmp_path: Path) -> None:
    path = written(tmp_path, notebook("Two.", ("2", "", "")))
    assert problems_of(path, tmp_path) == [
        "docs/notebooks/one.ipynb:1: it claims nothing; say in bold what a cell prints with True behind it."
    ]
    path.write_text("{}", "utf-8")
    (found,) = problems_of(path, tmp_path)
    assert found.startswith("docs/notebooks/one.ipynb:1: can't be read as a notebook (KeyError: 'cells');")


@pytest.mark.parametrize(
    ("tag", "now", "differ"),
    [("measured", "2\n", 0), ("measured", "1\n2\n", 1), ("measured", "", 1), ("", "2\n", 1)],
)
def test_only_the_value_of_a_measuring_cell_may_change(tag: str, now: str, differ: int) -> None:
    assert (
        len(list(differences(notebook(CLAIM, ("f()", "1\n", tag)), notebook(CLAIM, ("f()", now, tag)))))
        == differ
    )


def test_a_name_that_no_notebook_has_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["none"]) == 1
    assert capsys.readouterr().err.startswith("There is no notebook none; there are acks, ")
