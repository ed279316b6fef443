"""The contract of programs: what a stranger reads in ten seconds, copies, and runs anywhere."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Collection, Iterator
from typing import TypeGuard

from checks.rules.header import LAB, header_problems, imports
from checks.syntax import nodes, parsed
from checks.topics import borrowed_topics, name_clashes
from content.clients import clients
from content.snippet import Snippet, before

MOST_LINES = 40
MOST_LINES_OF_AN_EXPERIMENT = 50  # it has a longer header, sets a scene, and reads back what is left
WIDEST = 88
ADDRESS = "localhost:9092"
ALL_ADDRESSES = {
    ADDRESS,
    "localhost:9192",
    "localhost:9292",
}  # for those that may kill the broker at the first one
VARIABLES = {"KAFKA_AUTO_CREATE_TOPICS", "KAFKA_ADVERTISED_HOST", "KAFKA_SECURE"}  # of docker-compose.yml
# Programs that are about addresses, and the others that they name.
OTHER_ADDRESSES = {
    "producers/producers/any_broker": {"localhost:9192", "localhost:9292"},
    "producers/producers/dead_address": {"localhost:9999"},
    "producers/test_and_secure/secured_listener": {"localhost:9093"},
    "producers/test_and_secure/secured_badly": {"localhost:9093"},
    "producers/test_and_secure/no_right": {"localhost:9093"},
    "producers/test_and_secure/confluent_secured_listener": {"localhost:9093"},
    "producers/test_and_secure/aiokafka_secured_listener": {
        "localhost:9093",
        "localhost:9193",
        "localhost:9293",
    },
}
ABOUT_LOGGING = {"producers/test_and_secure/secured_badly", "producers/test_and_secure/what_the_log_says"}
ABOUT_TESTS = {
    "producers/test_and_secure/real_brokers"
}  # is a file of tests, which imports lab for its fixture and runs itself
EXCEPTIONS = OTHER_ADDRESSES.keys() | ABOUT_LOGGING | ABOUT_TESTS
_ADDRESS = re.compile(r"(?:\b[A-Za-z][\w.-]*|\d+\.\d+\.\d+\.\d+|\]):\d{4,5}\b")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LOOPS = (ast.For, ast.While, ast.AsyncFor)

Found = Iterator[tuple[int, str]]


def problems(snippet: Snippet, snippets: Collection[Snippet]) -> list[str]:
    """Return a sentence for each broken rule: file, line, what to do."""
    try:
        tree = parsed(snippet.text)
    except SyntaxError as error:
        return [f"{snippet.file}:{error.lineno or 1}: is no Python: {error.msg}."]
    rules: tuple[Callable[[Snippet, ast.Module], Found], ...] = (
        _name,
        _lines,
        _docstring,
        _addresses,
        _no_scaffolding,
        _sleeps,
        _loops,
        _outputs,
        _groups,
        _cluster,
    )
    found = [f"{snippet.file}:{line}: {what}" for rule in rules for line, what in rule(snippet, tree)]
    by_name = {other.name: other for other in snippets}
    found += [f"{snippet.file}:{line}: {what}" for line, what in _after(snippet, tree, by_name)]
    return (
        header_problems(snippet.file, snippet.text)
        + found
        + name_clashes(snippet, snippets)
        + borrowed_topics(snippet, snippets, before(snippet, by_name))
    )


def _name(snippet: Snippet, tree: ast.Module) -> Found:
    *place, stem = snippet.name.split("/")
    if len(place) != 2 or not all(map(_NAME.fullmatch, [*place, stem])):
        yield (
            1,
            "its place must be snippets/PART/PAGE/NAME.py, with names such as producers, message_keys and same_key.",
        )
    if stem in sys.stdlib_module_names or stem in imports(tree):
        yield 1, f"is called like the module {stem}, which its neighbours could then not import; rename it."


def _lines(snippet: Snippet, tree: ast.Module) -> Found:
    lines = snippet.text.split("\n")
    most = MOST_LINES_OF_AN_EXPERIMENT if snippet.is_experiment else MOST_LINES
    if len(lines) - 1 > most:
        yield most + 1, f"has {len(lines) - 1} lines; shorten it to {most} or make two programs of it."
    if lines[-1] or snippet.text.endswith("\n\n"):
        yield len(lines), "must end with one line end."
    for number, line in enumerate(lines, 1):
        if len(line) > WIDEST:
            yield number, f"has {len(line)} characters; break the line at {WIDEST}."
        if line != line.rstrip() or "\t" in line:
            yield number, "has a tab or blanks at its end; use spaces, and none at the end."


def _docstring(snippet: Snippet, tree: ast.Module) -> Found:
    text = ast.get_docstring(tree) or ""
    if not text:
        yield 1, "has no docstring; say in one sentence under the header what it proves."
    elif "\n\n" in text or not text.endswith(".") or len(re.findall(r"[.!?](?=\s|$)", text)) != 1:
        yield (
            tree.body[0].lineno,
            "its docstring is not one sentence that ends with a full stop; a program proves one claim.",
        )


def _addresses(snippet: Snippet, tree: ast.Module) -> Found:
    allowed = (
        {ADDRESS}
        | OTHER_ADDRESSES.get(snippet.name, set())
        | (ALL_ADDRESSES if snippet.is_experiment else set())
    )
    classes = {name for client in clients() for name in client.classes}
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for address in set(_ADDRESS.findall(node.value)) - allowed:
                yield node.lineno, f"names {address}; the cluster's address is {ADDRESS}."
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            if None not in given and "bootstrap_servers" not in given:
                yield node.lineno, f'does not say where the cluster is; write bootstrap_servers="{ADDRESS}".'
            value = given.get("bootstrap_servers")
            if isinstance(value, ast.Constant) and value.value not in allowed:
                yield node.lineno, f'names {value.value!r}; write bootstrap_servers="{ADDRESS}".'


def _no_scaffolding(snippet: Snippet, tree: ast.Module) -> Found:
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and node.value is ...:
            yield node.lineno, "holds ...; a program on a page is whole."
        if isinstance(node, ast.Name) and node.id == "__name__" and snippet.name not in ABOUT_TESTS:
            yield node.lineno, "asks for __name__; a program of one page needs no main guard."
        if (
            isinstance(node, ast.AnnAssign)
            or getattr(node, "annotation", None)
            or getattr(node, "returns", None)
        ):
            yield getattr(node, "lineno", 1), "has a type annotation; leave it out, a reader has ten seconds."
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
        ):
            yield node.lineno, "catches whatever comes; name the one error that the program is about."
        imported = (
            ast.unparse(node).replace(".", " ").split()
            if isinstance(node, (ast.Import, ast.ImportFrom))
            else []
        )
        if "logging" in imported and snippet.name not in ABOUT_LOGGING:
            yield (
                getattr(node, "lineno", 1),
                "sets logging up; a program that needs it hidden or shown is not the smallest one.",
            )
    for token in tokenize.generate_tokens(io.StringIO(snippet.text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("#>") and "..." in token.string:
            yield token.start[0], "holds ... in a comment; a program on a page is whole."


def _sleeps(snippet: Snippet, tree: ast.Module) -> Found:
    """Yield each sleep that isn't in a polling loop.

    A loop that polls may pause; any other sleep hides what the program waits for.
    """
    polling = {id(node) for loop in nodes(tree) if isinstance(loop, ast.While) for node in ast.walk(loop)}
    for node in nodes(tree):
        if isinstance(node, ast.Call) and _is_sleep(node.func) and id(node) not in polling:
            yield node.lineno, "sleeps; wait for what it waits for: in a while loop, or with a timeout."


def _is_sleep(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "sleep" and isinstance(function.value, ast.Name)
    return isinstance(function, ast.Name) and function.id == "sleep"


def _loops(snippet: Snippet, tree: ast.Module) -> Found:
    for loop in nodes(tree):
        if isinstance(loop, _LOOPS):
            prints = sorted(node.lineno for node in ast.walk(loop) if _is_print(node))
            if len(prints) > 1:
                yield (
                    prints[1],
                    "is the second print in one loop, and no `#>` lines could show the order; use one print.",
                )


def _outputs(snippet: Snippet, tree: ast.Module) -> Found:
    lines = snippet.text.split("\n")
    if not snippet.outputs:
        yield len(lines) - 1, "shows no output; print what it proves and run `make update`."
    # Where a statement that prints ends, and how far it is indented; the smallest one wins where several do.
    ends: dict[int, int] = {}
    for node in nodes(tree):
        if isinstance(node, ast.stmt) and node.end_lineno and any(map(_is_print, ast.walk(node))):
            first = lines[node.lineno - 1]
            ends[node.end_lineno] = max(ends.get(node.end_lineno, 0), len(first) - len(first.lstrip()))
    numbers = {output.line for output in snippet.outputs}
    for output in snippet.outputs:
        above = next(number for number in range(output.line - 1, -1, -1) if number not in numbers)
        line = lines[output.line - 1]
        if above not in ends:
            yield (
                output.line,
                "is a `#>` line that stands under no print; `make update` puts it in its place.",
            )
        elif line != " " * ends[above] + f"#> {output.text}".rstrip():
            yield (
                output.line,
                "is a `#>` line that is not indented as its print, with one space after #>; `make update` mends it.",
            )


def _groups(snippet: Snippet, tree: ast.Module) -> Found:
    for node in nodes(tree):
        if isinstance(node, ast.keyword) and node.arg == "group_id" and isinstance(node.value, ast.Constant):
            group = node.value.value
            if isinstance(group, str) and not snippet.owns(group):
                yield (
                    node.value.lineno,
                    f"names a consumer group that others could share; call it {snippet.topic} or {snippet.topic}-…",
                )


def _cluster(snippet: Snippet, tree: ast.Module) -> Found:
    for name, _ in snippet.variables:
        if name not in VARIABLES:
            yield (
                1,
                f"wants a cluster with {name}, which docker-compose.yml doesn't read; use {' or '.join(sorted(VARIABLES))}.",
            )
    if snippet.variables and snippet.is_experiment:
        yield 1, "breaks brokers of a cluster that is started for it alone; choose one of the two."
    if LAB in imports(tree) and "with Cluster() as " not in snippet.text and snippet.name not in ABOUT_TESTS:
        yield (
            1,
            "imports lab and opens no cluster; write `with Cluster() as cluster:`, which heals what the program breaks.",
        )


def _after(snippet: Snippet, tree: ast.Module, snippets: dict[str, Snippet]) -> Found:
    if snippet.after is None:
        return
    line = next(
        number for number, text in enumerate(snippet.text.split("\n"), 1) if text.startswith("# After:")
    )
    if snippet.after not in snippets:
        yield (
            line,
            f"comes after {snippet.after}, which is no program; write the path as in `# After: producers/producers/first_record.py`.",
        )
    elif snippet in before(snippet, snippets):
        yield line, "comes after itself by way of others; one program of a story begins it."
    if tree.body and line != (tree.body[0].end_lineno or 0) + 1:
        yield line, "must stand directly under the docstring, where a reader sees it first."


def _is_print(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
