"""Copies the site's own pages, as many as are wanted.

They have the structure of a large site: sections, and groups in the sections.
"""

import re
import shutil
from pathlib import Path

from bench.measure import ROOT

SECTIONS, GROUP = 8, 25
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)")
_HEAD = re.compile(r"^# ", re.MULTILINE)


def project(folder: Path, count: int) -> None:
    """Write a project with `count` pages that are copies of the real ones.

    Settings, hooks, programs and proofs are the real ones. Links are removed, because they would lead nowhere
    from a copy in another folder; statements, values, runs, figures and programs stay.
    """
    for name in ("website", "overrides", "recordings", "snippets", "tests"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets")
    sources = [
        path
        for path in sorted((ROOT / "docs").rglob("*.md"))
        if path.name != "index.md" and "reference" not in path.parts
    ]
    (folder / "docs/index.md").write_text("# Home\n", "utf-8")
    shutil.copytree(ROOT / "docs/reference", folder / "docs/reference")
    for path in (folder / "docs/reference").glob("*.md"):
        path.write_text(_alone(path.read_text("utf-8")), "utf-8")
    for number in range(count):
        source = sources[number % len(sources)]
        where = (
            folder
            / f"docs/section-{number // GROUP % SECTIONS}/group-{number // GROUP}/{source.stem}-{number}.md"
        )
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(_HEAD.sub(f"# {number}: ", _alone(source.read_text("utf-8")), count=1), "utf-8")


def settings(hooked: bool) -> str:
    """The site's settings without its navigation, with or without our hooks."""
    before, _, after = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:\n")
    text = before + after.partition("\n\n")[2]
    return text if hooked else without_hooks(text)


def without_hooks(text: str) -> str:
    """Return the settings for plain MkDocs, without our hooks.

    Theme, plugins and extensions are the same. What makes a plugin faster is removed, too.
    """
    text = re.sub(r"^ *ignore: .*\n", "", text, flags=re.MULTILINE)
    return text.replace("hooks:\n  - website/build.py\n", "").replace("strict: true", "strict: false")


def _alone(text: str) -> str:
    return _LINK.sub(r"\1", text)
