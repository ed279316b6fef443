"""Sets of fonts for the tests of layout.

A fontconfig file lets a browser see one of them only.
"""

import os
from dataclasses import dataclass
from pathlib import Path

# Where fonts are installed; XDG_DATA_HOME is a user's.
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "fonts",
    Path.home() / ".fonts",
)
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
_ALIAS = '  <alias binding="same"><family>{name}</family><prefer><family>{family}</family></prefer></alias>'
# What pages and Chromium ask for where a page names no font of its own.
_TEXT = ("sans-serif", "serif", "system-ui", "Helvetica", "Arial", "Times New Roman", "Roboto", "Segoe UI")
_CODE = ("monospace", "Courier New", "SFMono-Regular", "Consolas", "Menlo", "Roboto Mono")


class MissingFonts(Exception):
    """A set that is not installed; its text names the files."""


@dataclass(frozen=True)
class FontSet:
    """The fonts of one kind of machine.

    Args:
        text: the family of text.
        code: the family of code.
        packages: Debian's packages with the files.
        files: the files that must be there.
    """

    text: str
    code: str
    packages: str
    files: tuple[str, ...]

    def install(self, folder: Path) -> Path:
        """Writes a fontconfig file and returns its path.

        To a browser that reads it, no other fonts exist.

        Args:
            folder: an empty folder for the file, its cache and links to the fonts.

        Raises:
            MissingFonts: for a set of which a file is not installed.
        """
        fonts = folder / "fonts"
        fonts.mkdir()
        found = _installed()
        if missing := [name for name in self.files if name not in found]:
            raise MissingFonts(", ".join(missing))
        for name in self.files:
            (fonts / name).symlink_to(found[name])
        aliases = [_ALIAS.format(name=name, family=self.text) for name in _TEXT if name != self.text]
        aliases += [_ALIAS.format(name=name, family=self.code) for name in _CODE if name != self.code]
        config = folder / "fonts.conf"
        config.write_text(
            _CONFIG.format(fonts=fonts, cache=folder / "cache", aliases="\n".join(aliases)), "utf-8"
        )
        return config


def _installed() -> dict[str, Path]:
    """The font files of this machine by their names."""
    return {file.name: file for folder in FOLDERS for file in sorted(folder.rglob("*.[to]tf"))}


_FOUR = ("Regular", "Bold", "Italic", "BoldItalic")
# From the widest to the narrowest.
SETS = {
    "dejavu": FontSet(
        "DejaVu Sans",
        "DejaVu Sans Mono",
        "fonts-dejavu-core",
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"),
    ),
    "noto": FontSet(
        "Noto Sans",
        "Noto Sans Mono",
        "fonts-noto-core fonts-noto-mono",
        (*(f"NotoSans-{style}.ttf" for style in _FOUR), "NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf"),
    ),
    "liberation": FontSet(
        "Liberation Sans",
        "Liberation Mono",
        "fonts-liberation",
        tuple(f"Liberation{family}-{style}.ttf" for family in ("Sans", "Mono") for style in _FOUR),
    ),
    "condensed": FontSet(
        "Roboto Condensed",
        "Inconsolata",
        "fonts-roboto-unhinted fonts-inconsolata",
        (*(f"RobotoCondensed-{style}.ttf" for style in _FOUR), "Inconsolata.otf"),
    ),
}
