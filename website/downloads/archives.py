"""Writes zip files whose bytes depend only on their contents.

One such file holds the programs of a page.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from content.includes import Include

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that the format knows


def archive(files: Iterable[tuple[str, bytes]], compressed: bool = False) -> bytes:
    """A zip of these files, in this order. Uncompressed, it is the same with each version of zlib, too."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(
        buffer, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED, compresslevel=3
    ) as file:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            entry.compress_type = file.compression
            file.writestr(entry, content)
    return buffer.getvalue()


def snippets_of(programs: Sequence[Include]) -> list[Path]:
    """The files that a page shows, each once, in the order of the page."""
    return list(dict.fromkeys(program.snippet for program in programs))


def zip_of(programs: Sequence[Include], root: Path) -> bytes:
    """Return a zip of a page's programs.

    They have the paths that they have in the project, so the page's commands run them after unpacking.
    """
    return archive((path.relative_to(root).as_posix(), path.read_bytes()) for path in snippets_of(programs))


def zip_name(page_url: str) -> str:
    """Return the name of a page's zip, which lies beside the page.

    `page_url` is the page's address below that of the site.
    """
    return f"{page_url.rstrip('/').rpartition('/')[2] or 'home'}-programs.zip"
