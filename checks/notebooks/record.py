"""`make notebooks`: executes the notebooks on the cluster and stores their outputs.

It stores the date, the version of Kafka and those of the clients, too.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from checks.files import write
from checks.notebooks.execute import NotExecuted, execute
from checks.project import ROOT
from checks.topics import LabCheckCluster
from content.notebook import notebooks, problems_of, seal
from lab import Cluster, LabError

CLIENTS = ("kafka-python",)


def chosen(names: Sequence[str], root: Path) -> list[Path]:
    """The notebooks of these names (failover, notebooks/failover or the path), or all.

    Raises:
        NotExecuted: when there is none of such a name.
    """
    known = {path.stem: path for path in notebooks(root)}
    wanted = [Path(name).stem for name in names] or list(known)
    for name in wanted:
        if name not in known:
            raise NotExecuted(f"There is no notebook {name}; there are {', '.join(known)}.")
    return [known[name] for name in wanted]


def sealed(notebook: NotebookNode, kafka: str, clients: Mapping[str, str]) -> NotebookNode:
    """The executed notebook with the date, the versions and the seal of this run."""
    notebook.metadata["language_info"] = {"name": "python"}  # without this machine's version of it
    notebook.metadata["lab"] = {"date": date.today().isoformat(), "kafka": kafka, "clients": dict(clients)}
    notebook.metadata["lab"]["seal"] = seal(
        json.loads(nbformat.writes(notebook))
    )  # texts in lines, as the file has them
    return notebook


def record(path: Path, cluster: Cluster, root: Path) -> list[str]:
    """Execute a notebook on an emptied cluster, write it, and return its problems.

    Raises:
        NotExecuted: when it doesn't run to its end; the file stays as it was.
    """
    check_cluster = LabCheckCluster(cluster)
    check_cluster.mend()
    check_cluster.reset()
    try:
        notebook = execute(path, check_cluster.variables())
    finally:
        check_cluster.mend()
    write(
        path,
        nbformat.writes(sealed(notebook, cluster.status().kafka, {name: version(name) for name in CLIENTS}))
        + "\n",
    )
    return problems_of(path, root)


def main(names: Sequence[str]) -> int:
    """Execute notebooks, print what was executed, and return the exit status.

    It is 1 if a notebook failed or makes a claim that it doesn't show.
    """
    status = 0
    try:
        paths = chosen(names, ROOT)
        with Cluster().borrow() as cluster:
            for path in paths:
                found = record(path, cluster, ROOT)
                print("\n".join([f"{path.relative_to(ROOT)}: executed", *found]), flush=True)
                status |= bool(found)
    except (NotExecuted, LabError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; what was executed before is kept.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
