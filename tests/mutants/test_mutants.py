"""Each drift that is introduced on purpose is caught.

The check that should catch it does.
"""

import json
import tempfile
from pathlib import Path

import pytest

from checks.compare import judge
from checks.project import ROOT, SNIPPETS
from checks.proofs.ports import shifted
from checks.runner import Runner
from checks.topics import LabCheckCluster
from content import ledger
from content.snippet import Snippet
from lab import Cluster
from tests.support.mutants import checks
from tests.support.mutants.copies import copy_into
from tests.support.mutants.drifts import CLUSTERS, DRIFTS, RUNS, Drift

COPIED = (
    *("docs", "snippets", "tests/proofs", "overrides", "recordings", "checks/clients"),
    *("mkdocs.yml", "clients.toml", "requirements.lock"),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, programs and proofs of this project."""
    return copy_into(tmp_path_factory.mktemp("project"), *COPIED)


@pytest.mark.parametrize("check", dict.fromkeys(drift.check for drift in DRIFTS))
def test_the_check_finds_nothing_in_what_is_right(copy: Path, check: checks.Check) -> None:
    assert check(copy) == []


@pytest.mark.parametrize("drift", DRIFTS, ids=str)
def test_a_drift_is_caught(copy: Path, drift: Drift) -> None:
    file = copy / drift.file
    text = file.read_text("utf-8")
    assert drift.old in text, f"{drift.file} has no {drift.old!r} any more; correct the drift"
    try:
        file.write_text(text.replace(drift.old, drift.new, 1) if drift.old else text + drift.new, "utf-8")
        assert drift.check(copy), f"{drift.what}: {drift.check.__name__} noticed nothing"
    finally:
        file.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("what", "name", "old", "new"), RUNS, ids=[what.replace(" ", "-") for what, *_ in RUNS]
)
def test_a_run_shows_the_drift(
    check_cluster: LabCheckCluster, what: str, name: str, old: str, new: str
) -> None:
    snippet = next(program for program in SNIPPETS if program.name == name)
    assert old in snippet.text, f"{snippet.file} has no {old!r} any more; correct the drift"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "snippets", f"{name}.py")
        path.parent.mkdir(parents=True)
        path.write_text(snippet.text.replace(old, new, 1), "utf-8")
        mutant = Snippet.read(path, Path(folder))
        check_cluster.delete([topic for topic in check_cluster.topics() if snippet.owns(topic)])
        run = Runner().run(path, witness=True, lab=check_cluster.variables())
        assert judge(mutant, run), f"{what}: the run of {name} noticed nothing"


@pytest.mark.parametrize(
    ("what", "old", "new", "name"), CLUSTERS, ids=[what.replace(" ", "-") for what, *_ in CLUSTERS]
)
def test_a_program_shows_another_cluster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, old: str, new: str, name: str
) -> None:
    """A compose file that says something else, on ports of its own."""
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert old in text, f"docker-compose.yml has no {old!r} any more; correct the drift"
    monkeypatch.setenv("LAB_STATE", str(tmp_path / "state"))
    compose, snippet = (
        tmp_path / "docker-compose.yml",
        next(program for program in SNIPPETS if program.name == name),
    )
    compose.write_text(shifted(text.replace(old, new), 13_000), "utf-8")
    path = tmp_path / f"snippets/{name}.py"
    path.parent.mkdir(parents=True)
    path.write_text(shifted(snippet.text, 13_000), "utf-8")
    cluster = Cluster(compose)
    try:
        cluster.up()
        run = Runner().run(path, witness=True, lab=LabCheckCluster(cluster).variables())
    finally:
        cluster.down()
    found = judge(Snippet.read(path, tmp_path), run)
    assert found and run.lines, f"{what}: the run of {name} noticed nothing"


def test_programs_in_the_wrong_order_are_caught(copy: Path) -> None:
    """A program must come after the one that it declares with `# After:`."""
    page, later = copy / "docs/producers/message-keys.md", copy / "snippets/producers/message_keys/later.py"
    text, shown = page.read_text("utf-8"), '```python\n--8<-- "snippets/producers/message_keys/{}.py"\n```\n'
    first = shown.format("shrink")
    try:
        later.write_text('"""One."""\n# After: producers/message_keys/shrink.py\n')
        page.write_text(text.replace(first, first + shown.format("later")))
        assert checks.shown(copy) == []
        page.write_text(text.replace(first, shown.format("later") + first))
        assert any(
            "comes after snippets/producers/message_keys/shrink.py" in problem
            for problem in checks.shown(copy)
        )
    finally:
        later.unlink()
        page.write_text(text)


def test_a_record_that_was_edited_is_seen(tmp_path: Path) -> None:
    """Each field of an entry, and an entry under another name or engine."""
    entry = {
        "key": "k",
        "sha256": "s",
        "seconds": 1.0,
        "at": "2026-11-24",
        "kafka": "4.4.0",
        "kafka-python": "3.0.12",
    }
    whole = entry | {"seal": ledger.seal("part/page/one", "embedded", entry)}

    def forged(record: object) -> list[str]:
        (tmp_path / ledger.FILE).write_text(json.dumps(record))
        return ledger.read(tmp_path)[1]

    assert forged({"part/page/one": {"embedded": whole}}) == []
    for field in entry:
        assert forged({"part/page/one": {"embedded": whole | {field: "other"}}}), field
    assert forged({"part/page/two": {"embedded": whole}})
    assert forged({"part/page/one": {"container": whole}})


def test_a_record_of_another_text_is_stale(copy: Path) -> None:
    """No record at all, or one of other bytes: each page with programs says so."""
    found = checks.record_is_of_these_texts(copy)
    assert len(found) > 10 and all("not been checked as shown" in problem for problem in found)
