"""`make record`: records what happens in runs that break brokers.

The pages draw these runs.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from kafka.errors import KafkaError

from checks.checker import EXPERIMENT_DEADLINE_S
from checks.compare import judge
from checks.files import write
from checks.project import ROOT, SNIPPETS
from checks.recording import trace_events
from checks.recording.comparison import RECORDER
from checks.recording.figures import RECORDERS, record_figure
from checks.recording.keys import Disagreement
from checks.recording.observer import Observer
from checks.runner import Run, Runner
from checks.topics import LabCheckCluster
from content.recordings import run_file
from content.seals import sha256_of
from content.snippet import Snippet
from content.trace import Trace
from lab import Cluster, LabError

MOST_BYTES = 8000  # a page carries the drawing, and a person reads the difference


class NotRecorded(Exception):
    """A program whose run is no trace; its text is one sentence."""


@dataclass(frozen=True)
class RunRecording:
    """A trace that was written, the file, and how long the program ran, in seconds."""

    trace: Trace
    file: Path
    seconds: float


def record(program: Snippet, cluster: Cluster, file: Path) -> RunRecording:
    """Run a program on the cluster and write the trace of its run.

    The cluster is emptied first.

    Raises:
        NotRecorded: if the program doesn't do what its file says, or does nothing that a trace could contain;
            the file is left as it was.
    """
    check_cluster = LabCheckCluster(cluster)
    check_cluster.mend()
    check_cluster.reset()
    status, sha256 = cluster.status(), sha256_of(program.path)
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        notes = Path(folder, "notes")
        variables = check_cluster.variables() | {"RECORDER_NOTES": str(notes)}
        try:
            with Observer(cluster, program.owns) as observer:
                run = Runner().run(
                    program.path, lab=variables, deadline=EXPERIMENT_DEADLINE_S, recorder=RECORDER
                )
        finally:
            check_cluster.mend()
        events = trace_events.events(trace_events.read_notes(notes), observer.looks)
    trace = Trace(
        program=program.name,
        sha256=sha256,
        date=date.today().isoformat(),
        kafka=status.kafka,
        kafka_python=version("kafka-python"),
        engine=status.engine,
        brokers=tuple(node.node_id for node in cluster.definition.brokers),
        replicas=observer.replicas,
        events=events,
    )
    _require_fit(program, run, trace)
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, trace.dumps())
    return RunRecording(trace, file, run.seconds)


def record_all(
    programs: Sequence[Snippet], cluster: Cluster, root: Path
) -> Iterator[RunRecording | NotRecorded]:
    """Record programs one after the other, each into its file under `root`.

    A failure doesn't stop the others.
    """
    for program in programs:
        try:
            yield record(program, cluster, run_file(program.name, root))
        except NotRecorded as problem:
            yield problem


def _require_fit(program: Snippet, run: Run, trace: Trace) -> None:
    if problems := judge(program, run):
        what = problems[0].split("\n")[0].rstrip(".:")
        raise NotRecorded(f"{what}; nothing was recorded.")
    if not trace.events:
        raise NotRecorded(
            f"{program.file}:1: sends nothing and breaks no broker, so there is nothing to record."
        )
    if (size := len(trace.dumps().encode())) > MOST_BYTES:
        raise NotRecorded(
            f"{program.file}:1: its trace has {size} bytes, more than {MOST_BYTES}; make the program do less."
        )


def chosen(names: Sequence[str], snippets: Sequence[Snippet]) -> list[Snippet]:
    """The programs that break brokers: those named, or all.

    Args:
        names: such as leader_killed, experiments/recovery/leader_killed or the path.
        snippets: all programs.

    Raises:
        NotRecorded: when there is none of such a name.
    """
    experiments = {snippet.path.stem: snippet for snippet in snippets if snippet.is_experiment}
    wanted = [Path(name).stem for name in names] or list(experiments)
    for name in wanted:
        if name not in experiments:
            known = ", ".join(sorted(experiments))
            raise NotRecorded(f"There is no program {name} that breaks brokers; there are {known}.")
    return [experiments[name] for name in wanted]


def main(names: Sequence[str]) -> int:
    """Record, print what was recorded, and return the exit status.

    It is 1 if a program could not be recorded.
    """
    failed = False
    try:
        figures = [name for name in names or RECORDERS if name in RECORDERS]
        rest = [name for name in names if name not in RECORDERS]
        programs = chosen(rest, SNIPPETS) if rest or not names else []
        with Cluster().borrow() as cluster:
            for name in figures:
                LabCheckCluster(cluster).reset()
                address = f"localhost:{cluster.definition.brokers[0].host_port}"
                file = record_figure(name, address, cluster.status().kafka, ROOT)
                print(f"{file.relative_to(ROOT)}: recorded", flush=True)
            for result in record_all(programs, cluster, ROOT):
                if isinstance(result, NotRecorded):
                    failed = True
                    print(result, file=sys.stderr, flush=True)
                else:
                    file, events = result.file.relative_to(ROOT), len(result.trace.events)
                    print(f"{file}: {events} events in {result.seconds:.0f} s", flush=True)
    except (NotRecorded, Disagreement, LabError, KafkaError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; what was recorded before is kept.", file=sys.stderr)
        return 130
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
