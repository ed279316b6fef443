"""Executes a notebook on a cluster and reports which outputs have changed.

It does what "Run all" does for a reader.
"""

import copy
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # noqa: F401 - where its list of fonts is new, making it is told on standard error: here, and not in a notebook
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from content.notebook import MEASURED, text_of

DEADLINE_S = 120  # for one cell; the longest waits for a new leader


class NotExecuted(Exception):
    """A notebook that didn't run to its end; its text is one sentence."""


def execute(path: Path, variables: Mapping[str, str]) -> NotebookNode:
    """Run all cells of a notebook in a new kernel.

    Returns the notebook with its new outputs.

    Args:
        path: the notebook; the file stays as it is.
        variables: the environment by which its code finds the cluster.

    Raises:
        NotExecuted: when a cell raises an error or takes too long.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tempfile.TemporaryDirectory(
        prefix="notebook-"
    ) as folder:  # nothing of the user's own settings, and no ports that others could use
        sockets = Config(KernelManager={"transport": "ipc", "connection_file": f"{folder}/kernel.json"})
        where = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(
            notebook,
            timeout=DEADLINE_S,
            startup_timeout=DEADLINE_S,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            resources=where,
            config=sockets,
        )
        try:
            client.execute(env=os.environ | {"IPYTHONDIR": folder} | dict(variables))
        except CellExecutionError as error:
            raise NotExecuted(
                f"docs/notebooks/{path.name}:1: a cell ended with {error.ename}: {error.evalue}"
            ) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise NotExecuted(
                f"docs/notebooks/{path.name}:1: a cell didn't end within {DEADLINE_S} s."
            ) from error
    return notebook


def differences(before: NotebookNode, now: NotebookNode) -> Iterator[str]:
    """Return a sentence for each cell whose output differs.

    For a cell that measures, only the kind of its output counts.
    """
    pairs = zip(code_cells(before), code_cells(now), strict=True)
    for number, (old, new) in enumerate(pairs, 1):
        measures = MEASURED in old.metadata.get("tags", ())
        was, found = ([_plain(output, measures) for output in cell.outputs] for cell in (old, new))
        if was != found:
            yield f"code cell {number} put out\n{_told(was)}\nand now\n{_told(found)}"


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that are executed."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _plain(output: NotebookNode, measures: bool) -> dict[str, Any]:
    """Return an output without its execution count.

    Of a cell that measures, only what doesn't depend on the measured values remains.
    """
    plain = {key: value for key, value in copy.deepcopy(dict(output)).items() if key != "execution_count"}
    if measures:
        lines = text_of(plain["text"]).count("\n") if "text" in plain else 0
        return {"output_type": plain["output_type"], "data": sorted(plain.get("data", ())), "lines": lines}
    return plain


def _told(outputs: list[dict[str, Any]]) -> str:
    return "\n".join(str(output.get("text") or output)[:2000].rstrip() for output in outputs) or "nothing"
