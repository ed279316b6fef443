"""A program's syntax tree, read once for all rules."""

import ast
from functools import lru_cache

MOST = 512  # trees; the whole project has 130 programs


@lru_cache(MOST)
def parsed(text: str) -> ast.Module:
    """The tree of a text, to be read and not changed.

    Raises:
        SyntaxError: for a text that is no Python.
    """
    return ast.parse(text)


@lru_cache(MOST)
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes of a tree."""
    return tuple(ast.walk(tree))
