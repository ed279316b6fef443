"""The command `lab`."""

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lab import signals, tables
from lab.cluster import COMPOSE, Cluster, Found
from lab.errors import LabError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Three Kafka brokers on this machine, with or without Docker.",
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

File = Annotated[Path, typer.Option("--file", "-f", help="The compose file that defines the cluster.")]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine", "-e", envvar="LAB_ENGINE", help="embedded (the default) or container, for Docker."
    ),
]
NodeIds = Annotated[
    list[int], typer.Argument(metavar="NODE...", help="1, 101, 102 or 103; several at once if you like.")
]


@contextmanager
def _cluster(file: Path, engine: str | None = None) -> Iterator[Cluster]:
    with tables.progress(err) as progress:
        yield Cluster(file, progress, engine)


def _ready(cluster: Cluster, seconds: float) -> None:
    ports = cluster.definition.host_ports
    addresses = ", ".join(f"localhost:{port}" for port in ports)
    out.print(f"{len(ports)} brokers are ready on {addresses} ({seconds:.1f} s).")


@app.command()
def up(file: File = COMPOSE, engine: Engine = None) -> None:
    """Start the cluster, which then runs until `lab down`, or heal the one that is up."""
    began = time.monotonic()
    with _cluster(file, engine) as cluster:
        found = cluster.up()
    if found is Found.NOTHING:
        _ready(cluster, time.monotonic() - began)
    elif found is Found.BROKEN:
        out.print(f"The cluster is whole again, on {cluster.bootstrap}.")
    else:
        out.print(f"The cluster is up already, on {cluster.bootstrap}.")


@app.command()
def down(file: File = COMPOSE) -> None:
    """End the cluster and forget its records."""
    with _cluster(file) as cluster:
        ended = cluster.down()
    out.print("The cluster is down." if ended else "No cluster was up.")


@app.command()
def status(file: File = COMPOSE) -> None:
    """Show nodes, topics, leaders and in-sync replicas."""
    with _cluster(file) as cluster:
        now = cluster.status()
    owner = f", ends with process {now.owner}" if now.owner else ""
    out.print(f"Apache Kafka {now.kafka}, {now.engine}, up for {now.seconds:.0f} s{owner}\n")
    out.print(tables.nodes(now))
    out.print()
    out.print(tables.partitions(now) if now.partitions else "No topics.")


@app.command()
def reset(file: File = COMPOSE) -> None:
    """Delete all topics, and who may do what with them."""
    with _cluster(file) as cluster:
        topics = cluster.reset()
    out.print(f"Deleted {len(topics)} topic{'s' * (len(topics) != 1)}; the cluster is empty.")


@app.command()
def watch(topic: str, file: File = COMPOSE) -> None:
    """Print the records of a topic, then each one as it arrives, until Ctrl-C."""
    with _cluster(file) as cluster:
        records = cluster.watch(topic)
    err.print(f"Watching {topic}; Ctrl-C ends it.", style="dim")
    try:
        for record in records:
            out.print(tables.line(record))
    except KeyboardInterrupt:
        signals.forget()
        err.print()


@app.command()
def kill(nodes: NodeIds, file: File = COMPOSE) -> None:
    """End nodes on the spot, without a word to anybody (SIGKILL)."""
    _act(Cluster.kill, nodes, file, "killed")


@app.command()
def stop(nodes: NodeIds, file: File = COMPOSE) -> None:
    """Ask nodes to end as an operator would (SIGTERM)."""
    _act(Cluster.stop, nodes, file, "stopped")


@app.command()
def start(nodes: NodeIds, file: File = COMPOSE) -> None:
    """Start nodes that were killed or stopped."""
    _act(Cluster.start, nodes, file, "running")


@app.command()
def freeze(nodes: NodeIds, file: File = COMPOSE) -> None:
    """Suspend nodes: they keep their connections and answer nothing."""
    _act(Cluster.freeze, nodes, file, "frozen")


@app.command()
def thaw(nodes: NodeIds, file: File = COMPOSE) -> None:
    """Let frozen nodes go on."""
    _act(Cluster.thaw, nodes, file, "running")


def _act(verb: Callable[..., None], node_ids: list[int], file: Path, condition: str) -> None:
    with _cluster(file) as cluster:
        verb(cluster, *node_ids)
    for node_id in node_ids:
        out.print(f"{cluster.definition.node(node_id).title.capitalize()} is {condition}.")


@app.command()
def logs(
    node: Annotated[int, typer.Argument(help="1, 101, 102 or 103")],
    file: File = COMPOSE,
    lines: Annotated[
        int, typer.Option("--lines", "-n", help="How many of the last lines; 0 for all.", min=0)
    ] = 0,
) -> None:
    """Print the log of a node."""
    with _cluster(file) as cluster:
        path = cluster.log(node)
    with path.open(errors="replace") as log:
        sys.stdout.writelines(deque(log, lines) if lines else log)


@app.command(context_settings={"ignore_unknown_options": True})
def run(
    command: Annotated[list[str], typer.Argument(help="A program with its arguments.")],
    file: File = COMPOSE,
    engine: Engine = None,
) -> None:
    """Run a program beside a cluster that ends with it (or beside the one that is up)."""
    began = time.monotonic()
    with ExitStack() as stack:
        with _cluster(file, engine) as cluster:
            started = stack.enter_context(cluster.hold())
        if started:
            _ready(cluster, time.monotonic() - began)
        try:
            code = subprocess.run(command).returncode
        except KeyboardInterrupt:
            signals.forget()
            raise typer.Exit(signals.INTERRUPTED) from None
        except OSError as error:
            raise LabError(f"{command[0]} can't be run: {error.strerror}.") from error
    raise typer.Exit(code)
