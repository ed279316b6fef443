"""A fourth client needs an entry and an adapter.

Each place then knows it, and one sentence names each place that was forgotten.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import content.clients
from checks.clients import adapter_of, kafka_python
from checks.compare import faults
from checks.project import ROOT
from checks.recording import figures, keyless, keys
from checks.rules import program
from checks.rules.clients import problems
from checks.rules.header import lock_problems
from checks.runner import End, Run
from content.clients import Client, by_hash, clients
from content.figure_data import FigureData
from content.includes import Include
from content.snippet import Snippet
from tests.support.mutants.checks import read_from_clients
from tests.support.mutants.copies import copy_into
from website.figures.figures import figure_of
from website.page.usage import minutes
from website.quiz.answers import Answers, NoAnswer
from website.statements.quotations import sentence

ENTRY = """
[fourth]
caption = "the fourth client"
distribution = "fourth-client"
module = "fourth"
prefix = "fourth_"
classes = ["FourthProducer"]
hash = "murmur2"
keyless = { caption = "a partition of its own", stays = [1, 1], shortest = 60 }
log = { new_topic = ['''Never heard of {topic}'''] }
"""
PAGE = "docs/producers/message-keys.md"
TAB = '\n=== "{label}"\n\n    ```python\n    --8<-- "{file}"\n    ```\n'
ADAPTER = "checks/clients/fourth.py"
PROGRAM = "snippets/producers/message_keys/fourth_same_key.py"


@pytest.fixture
def fourth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client that does as kafka-python does."""
    file = tmp_path / "clients.toml"
    file.write_text((ROOT / "clients.toml").read_text("utf-8") + ENTRY, "utf-8")
    monkeypatch.setattr(content.clients, "FILE", file)
    monkeypatch.setitem(sys.modules, "checks.clients.fourth", kafka_python)
    return clients()[-1]


def test_defaults_are_read_from_a_fourth_client(fourth: Client) -> None:
    assert any("stored 'nothing'" in line for line in read_from_clients(ROOT))


def test_keys_are_asked_of_a_fourth_client(fourth: Client) -> None:
    recorded = FigureData.loads((ROOT / "recordings/figures/keys.json").read_text("utf-8")).data
    assert keys.differences(recorded, keys.installed(clients()))[0] == (
        f"'alice', fourth: recorded None, installed {recorded['alice']['kafka-python']}"
    )
    (told,) = re.findall('<th scope="row">(.*aiokafka.*?)</th>', figure_of("keys", ROOT))
    assert told == ", ".join(client.title for client in by_hash(clients())["murmur2"]) and told.endswith(
        ", fourth"
    )


def test_keyless_records_are_expected_of_a_fourth_client(fourth: Client) -> None:
    sequences = FigureData.loads((ROOT / "recordings/figures/without_a_key.json").read_text("utf-8")).data[
        "sequences"
    ]
    assert keyless.problems(sequences) == ["fourth is not in it; run `make record NAME=without_a_key`."]
    assert keyless.problems(sequences | {"fourth": [2] * 60}) == []
    assert keyless.problems(sequences | {"fourth": [2] * 59 + [1]}) != []


def test_captions_name_a_fourth_client(
    fourth: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(figures.RECORDERS, "keys", lambda address: {})
    file = figures.record_figure("keys", "nowhere", "4.4.0", tmp_path)
    named = json.loads(file.read_text("utf-8"))["clients"]
    assert list(named) == [client.caption for client in clients()] and list(named)[-1] == "the fourth client"


def test_rules_know_the_classes_of_a_fourth_client(fourth: Client) -> None:
    snippet = Snippet(ROOT, ROOT / PROGRAM, "FourthProducer()\n")
    assert any(
        "does not say where the cluster is" in problem for problem in program.problems(snippet, [snippet])
    )


def test_lines_that_a_fourth_client_logs_pass(fourth: Client) -> None:
    snippet = Snippet(ROOT, ROOT / PROGRAM, "import fourth\n")
    said = Run(End.BY_ITSELF, 0, "1\n", "Never heard of fourth-same-key\nand more\n", 1.0, False, None)
    (told,) = [fault for fault in faults(snippet, said) if "standard error" in fault]
    assert told.endswith("print it:\n    and more")


def test_programs_of_a_fourth_client_are_read_once(fourth: Client, tmp_path: Path) -> None:
    """A page takes as long to read with them as without them."""
    file = tmp_path / "fourth_same_key.py"
    file.write_text("x = 1\n" * 300, "utf-8")
    assert minutes("", [Include(ROOT / PAGE, 1, file, None)]) == 1
    assert minutes("", [Include(ROOT / PAGE, 1, file.rename(tmp_path / "same_key.py"), None)]) == 10


def test_text_of_pages_knows_a_fourth_client(fourth: Client) -> None:
    assert sentence("fourth sends.") == "fourth sends."
    with pytest.raises(NoAnswer, match="KeyError: 'fourth'"):
        Answers(ROOT).value('python_client("acks", 1)')


def test_distribution_that_is_not_locked_is_told(tmp_path: Path, fourth: Client) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text((ROOT / lock.name).read_text("utf-8"), "utf-8")
    right = "has no fourth-client, which clients.toml names; add it to pyproject.toml, then make lock."
    assert lock_problems(tmp_path) == [f"requirements.lock: {right}"]
    lock.write_text(f"{lock.read_text()}fourth-client==1.0\n", "utf-8")
    right = "says fourth-client 1.0, and none is installed; run make setup, then make values and make check ALL=1."
    assert lock_problems(tmp_path) == [f"requirements.lock: {right}"]


def _without_an_adapter(root: Path) -> None:
    (root / ADAPTER).unlink()


def _without_a_function(root: Path) -> None:
    _change(root / ADAPTER, "def places(keys:", "def places(all_keys:")


def _without_an_entry(root: Path) -> None:
    _change(root / "clients.toml", ENTRY, "")
    _change(root / PAGE, TAB.format(label="fourth", file=PROGRAM), "")


def _without_a_field(root: Path) -> None:
    _change(root / "clients.toml", 'prefix = "fourth_"\nclasses', 'prefixes = "fourth_"\nclasses')


def _without_a_prefix(root: Path) -> None:
    _change(root / "clients.toml", 'prefix = "fourth_"\n', "")


def _with_another_prefix(root: Path) -> None:
    _change(root / "clients.toml", 'prefix = "fourth_"', 'prefix = "quarter_"')


def _with_another_name(root: Path) -> None:
    _change(root / PAGE, '=== "fourth"', '=== "fifth"')


def _with_another_import(root: Path) -> None:
    _change(root / PROGRAM, "import fourth", "import fifth")


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


FORGOTTEN: dict[Callable[[Path], None], str] = {
    _without_an_adapter: f"clients.toml: no adapter asks fourth; write {ADAPTER} like its neighbors.",
    _without_a_function: f"{ADAPTER}:1: has no places(keys, counts), which checks/clients/__init__.py asks for; write it.",
    _without_an_entry: f"{ADAPTER}:1: is the adapter of no client; add its entry to clients.toml, or remove it.",
    _without_a_field: "clients.toml: [fourth] can't be read: Client.__init__() got an unexpected keyword argument 'prefixes'.",
    _without_a_prefix: "clients.toml: [fourth] has no prefix; only the programs of the first client go without.",
    _with_another_prefix: f'{PAGE}:LINE: shows {PROGRAM} in the tab "fourth"; begin its name with quarter_.',
    _with_another_name: (
        f'{PAGE}:LINE: shows {PROGRAM} in the tab "fifth", and no client has that name; add its entry to clients.toml.'
    ),
    _with_another_import: f"{PROGRAM}:1: is named after fourth and doesn't import fourth; rename it.",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """This project with a fourth client, whose program is in a tab beside the others."""
    root = copy_into(tmp_path, "clients.toml", "docs", "snippets", "checks/clients")
    (root / "clients.toml").write_text((root / "clients.toml").read_text("utf-8") + ENTRY, "utf-8")
    (root / ADAPTER).write_text((ROOT / "checks/clients/kafka_python.py").read_text("utf-8"), "utf-8")
    (root / PROGRAM).write_text("import fourth\n", "utf-8")
    with (root / PAGE).open("a", encoding="utf-8") as page:
        page.write(TAB.format(label="fourth", file=PROGRAM))
    return root


def test_fourth_client_with_entry_and_adapter_is_fine(project: Path) -> None:
    assert problems(project) == []


@pytest.mark.parametrize("forget", FORGOTTEN, ids=lambda forget: forget.__name__.strip("_"))
def test_what_is_forgotten_of_a_client_is_told(project: Path, forget: Callable[[Path], None]) -> None:
    forget(project)
    assert [re.sub(rf"(?<={PAGE}:)\d+", "LINE", problem) for problem in problems(project)] == [
        FORGOTTEN[forget]
    ]


def test_each_client_has_an_adapter_with_its_version() -> None:
    assert all(re.fullmatch(r"[\d.]+", adapter_of(client).version()) for client in clients())
