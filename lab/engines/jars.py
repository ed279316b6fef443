"""Fetches Kafka's jars from Maven Central, and lets in only what the lock names."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.errors import LabError
from lab.folders import writing
from lab.kafka.lock import Jar, Lock
from lab.progress import Progress

SIDE_BY_SIDE = 8
TIMEOUT_S = 20
CHUNK = 1 << 16


def provide(lock: Lock, folder: Path, progress: Progress) -> tuple[Path, ...]:
    """The paths of all jars of the lock, fetched where they are missing or wrong.

    A jar that has arrived stays, so an interrupted fetch goes on where it stopped.

    Raises:
        LabError: no network, a sum that differs (that jar is thrown away), no room or no right to write.
    """
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        good = list(pool.map(lambda jar: _is_good(folder / jar.file, jar), lock.jars))
    missing = [jar for jar, is_good in zip(lock.jars, good, strict=True) if not is_good]
    if missing:
        with writing(folder, "LAB_CACHE"):
            _Fetch(lock, missing, folder, progress).run()
    return tuple(folder / jar.file for jar in lock.jars)


def _is_good(path: Path, jar: Jar) -> bool:
    try:
        return path.stat().st_size == jar.size and hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256
    except OSError:
        return False


class _Fetch:
    """One fetch of several jars; the first failure stops the others."""

    def __init__(self, lock: Lock, jars: list[Jar], folder: Path, progress: Progress) -> None:
        from jgo.maven import MavenContext  # half a second, and only a first start needs it

        (self._repository,) = MavenContext().remote_repos.values()  # jgo knows where Maven Central is
        self._jars, self._folder, self._progress = jars, folder, progress
        self._kafka = lock.kafka
        self._total = sum(jar.size for jar in jars)
        self._done = 0
        self._counting = threading.Lock()
        self._stop = threading.Event()

    def run(self) -> None:
        """Fetches all, several at a time."""
        self._progress.step(
            f"Fetching Apache Kafka {self._kafka} from Maven Central, once ({self._total / 1e6:.0f} MB)"
        )
        largest_first = sorted(self._jars, key=lambda jar: -jar.size)
        pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        try:
            for future in [pool.submit(self._fetch, jar) for jar in largest_first]:
                future.result()
        finally:
            self._stop.set()
            pool.shutdown(cancel_futures=True)

    def _fetch(self, jar: Jar) -> None:
        import requests

        part = self._folder / f"{jar.file}.part"
        digest = hashlib.sha256()
        try:
            with (
                requests.get(f"{self._repository}/{jar.path}", stream=True, timeout=TIMEOUT_S) as response,
                part.open("wb") as file,
            ):
                response.raise_for_status()
                for chunk in response.iter_content(CHUNK):
                    if self._stop.is_set():
                        return
                    file.write(chunk)
                    digest.update(chunk)
                    self._count(len(chunk))
            if digest.hexdigest() != jar.sha256:
                raise LabError(
                    f"{jar.file} from Maven Central is refused: its SHA-256 is {digest.hexdigest()[:12]}…, "
                    f"lab/kafka/{self._kafka}.lock says {jar.sha256[:12]}…; "
                    "try again, and if it stays so, don't trust this network."
                )
            part.replace(self._folder / jar.file)
        except requests.RequestException as error:
            raise LabError(
                f"{jar.file} can't be fetched from Maven Central ({type(error).__name__}): "
                "connect this machine to the network and try again; "
                "what has arrived is kept, and later starts need no network."
            ) from error
        finally:
            part.unlink(missing_ok=True)

    def _count(self, size: int) -> None:
        with self._counting:
            self._done += size
            self._progress.bytes(self._done, self._total)
