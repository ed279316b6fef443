"""This project, as the checks find it."""

from pathlib import Path

from programs.snippet import all_snippets

ROOT = Path(__file__).parents[2]
SNIPPETS = all_snippets(ROOT)
