"""The MkDocs hooks that check the pages and decorate their programs.

A problem stops the build with a sentence.
"""

import logging
import sys
from pathlib import Path

from jinja2 import Environment
from markdown import Extension, Markdown
from minify_html import minify
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

# MkDocs loads this file by its path: the package it belongs to has to be importable from anywhere.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from content import includes, notebook
from website.downloads.downloads import Downloads
from website.figures.figures import LEGEND, draw_figures
from website.notebooks import cells
from website.page import links, terms, usage, values
from website.page.code_blocks import decorate, wrong_blocks
from website.project import Project
from website.quiz import quiz
from website.runs.embedding import draw_runs
from website.statements import proof_page, quotations
from website.theme import policy
from website.theme.scripts import scripts_for
from website.theme.styles import join
from website.theme.templates import Unused

LAB = "start/lab.md"

# What Material 9.8.1 leaves unnamed for a screen reader, and what it should be.
THEME_MENDS = [
    (
        'data-md-component="search" role="dialog"',
        'data-md-component="search" role="dialog" aria-label="Search"',
    ),
    (
        'class="md-dialog" data-md-component="dialog"',
        'class="md-dialog" data-md-component="dialog" role="status"',
    ),
]


_project: Project
_downloads: Downloads


class InlinePictures(Extension):
    """A Markdown extension that treats an SVG as a block of its own.

    Without it, Markdown would read the text inside a picture.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        """Register svg as a block."""
        md.block_level_elements.append("svg")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extension for pictures, and keep warnings visible.

    --quiet would hide them from --strict, too.
    """
    log = logging.getLogger("mkdocs")
    log.setLevel(min(log.level, logging.WARNING))
    config.markdown_extensions.append(InlinePictures())  # type: ignore[arg-type]
    global _project
    _project = Project(_root(config))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check each page before anything is rendered.

    It checks fences, includes and links, and that each program is shown.
    """
    found = includes.problems(_root(config))
    uris = frozenset(files.src_uris)
    for file in files.documentation_pages():
        found += links.missing_files(file.src_uri, _text(file), uris)
    _stop_for(found + notebook.problems(_root(config)))
    global _downloads
    _downloads = Downloads(_project, files)
    return join(files, config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Note the order of the pages, for the list of them all."""
    _downloads.nav = nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the recorded runs that a page shows, and insert the values.

    A fault is a warning, which --strict turns into a failure.
    """
    name, root = f"docs/{page.file.src_uri}", _root(config)
    if cells.is_notebook(page):
        executed = notebook.read(root / name)
        page.meta["description"] = executed["metadata"].get("description", "")
        vars(page).pop("render", None)  # mkdocs-jupyter's rendering; ours replaces it
        lines = notebook.first_lines(page.file.content_string)
        texts = zip(cells.markdown_cells(executed), lines, strict=True)
        drawn = cells.markdown_of(executed, [_drawn(text, page, root, files, line) for text, line in texts])
    else:
        drawn = _drawn(markdown, page, root, files)
    return _project.pictures.put(name, drawn)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add buttons and paths to the programs of a page, and its other parts.

    The code blocks get their buttons, the programs their paths; the other parts are added around the text.
    """
    root, name = _root(config), f"docs/{page.file.src_uri}"
    source = f"{(config.repo_url or '').rstrip('/')}/blob/main"
    programs = _programs(page)
    if cells.is_notebook(page):
        executed = notebook.read(root / name)
        html, sentence = _with_outputs(html, executed, page, files), notebook.executed(executed)
    else:
        check_status = _project.check_status(
            Path(page.file.abs_src_path or "").read_text("utf-8"), name, programs
        )
        sentence = check_status.sentence
        if config.site_url and not check_status.is_whole:  # only a published site has an address
            _stop_for([f"{name}:1: {sentence}"])
    html = terms.link_first(html, _address(terms.GLOSSARY, page, files), _project.terms)
    html = proof_page.mark(html, _address(proof_page.PAGE, page, files))
    if page.file.src_uri == proof_page.PAGE:
        html = html.replace(
            proof_page.PLACE,
            proof_page.listing(
                _project.statements, _project.proof, _project.record, files, page.file, source
            ),
        )
    twin = _downloads.add(page, programs, sentence)
    note = f'<p class="checked">{sentence}</p>' if sentence else ""
    shown = usage.with_facts(decorate(html, programs, root, source), programs, twin) + usage.PLACE + note
    return shown + scripts_for(_project.pictures.back(name, shown), page.file, files)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Check the links to anchors, now that each page has been rendered.

    The theme's templates lose the parts that no page needs.
    """
    env.add_extension(Unused)
    pages = {file.src_uri: file for file in files.documentation_pages() if file.page}
    anchors = {uri: file.page.present_anchor_ids or set() for uri, file in pages.items() if file.page}
    _stop_for(
        [
            problem
            for uri, file in pages.items()
            for problem in links.missing_anchors(uri, _text(file), anchors)
        ]
    )


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend what the theme leaves inaccessible, on the page for wrong addresses too."""
    return _finished(output_content, template_name) if template_name.endswith(".html") else output_content


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Check each code block of the finished page.

    Then the commands that run all programs are added.
    """
    name = f"docs/{page.file.src_uri}"
    programs, output = _programs(page), _project.pictures.back(name, output)
    if not cells.is_notebook(page):  # whose blocks were compared with its cells
        _stop_for(wrong_blocks(output, name, page.file.content_string, programs))
    address = _downloads.address(LAB, page) or ""
    return _finished(
        output.replace(usage.PLACE, usage.run_block(programs, _project.root, page.url, address)), name
    )


@event_priority(-100)  # after the search has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Write what lies beside the pages."""
    _downloads.write(Path(config.site_dir), config)


def _finished(output: str, name: str) -> str:
    for theirs, ours in THEME_MENDS:
        if theirs not in output:
            raise PluginError(
                f"website/build.py: Material no longer writes {theirs!r}; correct or remove its mend."
            )
        output = output.replace(theirs, ours)
    try:
        policy.check(output)
        # The policy has a hash of each script as it is sent, so it comes last.
        return policy.with_policy(
            minify(output, keep_closing_tags=True, keep_html_and_head_opening_tags=True)
        )
    except policy.NotAllowed as error:
        raise PluginError(f"{name}:1: {error}") from error


def _drawn(text: str, page: Page, root: Path, files: Files, line: int = 1) -> str:
    """Return Markdown with everything in it that is not typed.

    The text begins in line `line` of its page's file. Quizzes, values, quotations, runs and figures are
    rendered.
    """
    name = f"docs/{page.file.src_uri}"
    asked, wrong = quiz.render("\n" * (line - 1) + text, name, root)
    rendered, problems = values.render(asked, name, _project.values)
    rendered, unknown = quotations.repeat(
        rendered, name, _project.proof, _address(proof_page.PAGE, page, files)
    )
    drawn, more = draw_runs(rendered, name, root)
    drawn, others = draw_figures(drawn, name, root)
    if (legend := files.get_file_from_path(LEGEND)) and legend is not page.file:
        link = f' · <a href="{legend.url_relative_to(page.file)}">How to read it</a></figcaption>'
        drawn = drawn.replace("</figcaption>", link)
    for problem in wrong + problems + unknown + more + others:
        logging.getLogger("mkdocs.hooks").warning(problem)
    return drawn[line - 1 :]


def _text(file: File) -> str:
    """The Markdown of a page; of a notebook, that of its cells."""
    return notebook.prose(file.content_string) if file.src_uri.endswith(".ipynb") else file.content_string


def _with_outputs(html: str, executed: notebook.Notebook, page: Page, files: Files) -> str:
    """The content of a notebook, with its outputs and plots."""
    try:
        return cells.content(html, executed, page, files)
    except cells.NotShown as problem:
        raise PluginError(f"docs/{page.file.src_uri}:1: {problem}") from problem


def _address(uri: str, page: Page, files: Files) -> str | None:
    """Return the address of a page relative to another page.

    It is None for the page itself and if the site has no such page.
    """
    file = files.get_file_from_path(uri)
    return file.url_relative_to(page.file) if file and file is not page.file else None


def _programs(page: Page) -> list[includes.Include]:
    return [] if cells.is_notebook(page) else _project.programs(Path(page.file.abs_src_path or ""))


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _stop_for(found: list[str]) -> None:
    if found:
        raise PluginError("\n".join(found))
