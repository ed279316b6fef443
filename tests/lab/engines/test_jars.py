"""Only jars that the lock names are let in, and each trouble is one sentence."""

import errno
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab import LabError
from lab.engines import jars
from lab.kafka.lock import Jar, Lock
from lab.progress import Quiet

CONTENT = {name: name.encode() * 50_000 for name in ("one", "two", "three")}
LOCK = Lock(
    "4.4.0",
    tuple(
        Jar("org.example", name, "1.0", hashlib.sha256(data).hexdigest(), len(data))
        for name, data in CONTENT.items()
    ),
    frozenset(),
)


class Repository:
    """A Maven repository on loopback, which can cut an answer short or falsify it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.cut: set[str] = set()
        self.false: set[str] = set()
        repository = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.split("/")[-3]
                repository.asked.append(name)
                data = CONTENT[name]
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(
                    data[:1000]
                    if name in repository.cut
                    else data[::-1]
                    if name in repository.false
                    else data
                )

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    repository = Repository()
    address = f"http://127.0.0.1:{repository.server.server_port}"
    monkeypatch.setattr("jgo.maven.MavenContext", lambda: SimpleNamespace(remote_repos={"central": address}))
    yield repository
    repository.server.shutdown()
    repository.server.server_close()


def provide(folder: Path) -> tuple[Path, ...]:
    return jars.provide(LOCK, folder, Quiet())


def test_jars_are_fetched_once(repository: Repository, tmp_path: Path) -> None:
    assert [path.read_bytes() for path in provide(tmp_path)] == list(CONTENT.values())
    assert provide(tmp_path)
    assert sorted(repository.asked) == sorted(CONTENT)


def test_progress_is_told_in_bytes_up_to_the_whole(repository: Repository, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    class Listening(Quiet):
        def bytes(self, done: int, total: int) -> None:
            told.append((done, total))

    jars.provide(LOCK, tmp_path, Listening())
    whole = sum(map(len, CONTENT.values()))
    assert max(told) == (whole, whole)


def test_an_interrupted_fetch_goes_on_next_time(repository: Repository, tmp_path: Path) -> None:
    repository.cut = {"three"}
    provide_two = Lock("4.4.0", LOCK.jars[:2], frozenset())
    jars.provide(provide_two, tmp_path, Quiet())
    with pytest.raises(LabError, match=r"three-1\.0\.jar can't be fetched .* what has arrived is kept"):
        provide(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one-1.0.jar", "two-1.0.jar"]
    repository.cut.clear()
    repository.asked.clear()
    provide(tmp_path)
    assert repository.asked == ["three"]


def test_a_jar_with_a_wrong_sum_is_refused_and_not_kept(repository: Repository, tmp_path: Path) -> None:
    repository.false = {"two"}
    with pytest.raises(LabError, match=r"two-1\.0\.jar from Maven Central is refused: its SHA-256 is"):
        provide(tmp_path)
    assert not (tmp_path / "two-1.0.jar").exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_jar_that_was_changed_on_disk_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    changed = provide(tmp_path)[1]
    changed.write_bytes(CONTENT["two"][::-1])
    assert provide(tmp_path)[1].read_bytes() == CONTENT["two"]


def test_no_network_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "jgo.maven.MavenContext", lambda: SimpleNamespace(remote_repos={"central": "http://127.0.0.1:9"})
    )
    with pytest.raises(
        LabError,
        match=r"can't be fetched from Maven Central \(ConnectionError\): connect this machine to the network",
    ):
        provide(tmp_path)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "No space left on device.*free some room"),
        (errno.EROFS, "Read-only file system.*make it writable"),
    ],
)
def test_a_full_or_read_only_folder_is_one_sentence(
    code: int, sentence: str, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(code, "injected")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(
        LabError, match=f"The lab can't write to .*{sentence}, or set LAB_CACHE to another folder"
    ):
        provide(tmp_path)


def test_a_folder_that_cannot_be_made_is_one_sentence(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LabError, match=r"can't write to .*set LAB_CACHE to another folder"):
        provide(tmp_path / "file" / "cache")
