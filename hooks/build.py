"""The events of MkDocs that check the pages and dress their programs; a problem stops the build with its sentence."""

import logging
import sys
from pathlib import Path

from markdown import Extension, Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

# MkDocs loads this file by its path: the package it belongs to has to be importable from anywhere.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hooks import checked, includes, labs, links, notebook, proved, quiz, statements, terms, values
from hooks.blocks import dress, wrong_blocks
from hooks.figures import LEGEND, draw_figures
from hooks.runs import draw_runs
from hooks.scripts import scripts_for

# What Material 9.8.1 leaves unnamed for a screen reader, and what it should be.
THEME_MENDS = [
    ('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"'),
    ('class="md-dialog" data-md-component="dialog"', 'class="md-dialog" data-md-component="dialog" role="status"'),
]


class InlinePictures(Extension):
    """Lets Markdown treat an SVG as a block of its own, so that nothing inside a picture is read as text."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register svg as a block."""
        md.block_level_elements.append("svg")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extension for pictures, and keep warnings alive: --quiet would hide them from --strict, too."""
    log = logging.getLogger("mkdocs")
    log.setLevel(min(log.level, logging.WARNING))
    config.markdown_extensions.append(InlinePictures())  # type: ignore[arg-type]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check each page's fences, includes and links, and that each program is shown, before anything is rendered."""
    found = includes.problems(_root(config))
    uris = frozenset(files.src_uris)
    for file in files.documentation_pages():
        found += links.missing_files(file.src_uri, _text(file), uris)
    _stop_for(found + notebook.problems(_root(config)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the recorded runs that a page shows, and put the values in; a fault is a warning, which --strict takes for a failure."""
    name, root = f"docs/{page.file.src_uri}", _root(config)
    if labs.is_lab(page):
        lab = notebook.read(root / name)
        page.meta["description"] = lab["metadata"].get("description", "")
        return labs.markdown_of(lab)
    asked, wrong = quiz.render(markdown, name, root)
    rendered, problems = values.render(asked, name, values.load(root))
    drawn, more = draw_runs(rendered, name, root)
    drawn, others = draw_figures(drawn, name, root)
    if (legend := files.get_file_from_path(LEGEND)) and legend is not page.file:
        link = f' · <a href="{legend.url_relative_to(page.file)}">How to read it</a></figcaption>'
        drawn = drawn.replace("</figcaption>", link)
    for problem in wrong + problems + more + others:
        logging.getLogger("mkdocs.hooks").warning(problem)
    return drawn


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the code blocks of a page their buttons and the programs their paths."""
    root = _root(config)
    source = f"{(config.repo_url or '').rstrip('/')}/blob/main"
    if labs.is_lab(page):
        try:
            html = labs.content(html, notebook.read(root / f"docs/{page.file.src_uri}"), page, files)
        except labs.NotShown as problem:
            _stop_for([f"docs/{page.file.src_uri}:1: {problem}"])
        return dress(html, [], root, source) + scripts_for(html, page.file, files)
    if glossary := files.get_file_from_path(terms.GLOSSARY):
        address = glossary.url_relative_to(page.file) if glossary is not page.file else None
        html = terms.at_first_place(html, address, terms.entries(glossary.content_string))
    programs = _programs(page, root)
    proofs = statements.proofs(root)
    stated = statements.statements_on(Path(page.file.abs_src_path or "").read_text("utf-8"), f"docs/{page.file.src_uri}")
    standing = checked.standing([include.snippet for include in programs], root, stated, proofs)
    if proof_page := files.get_file_from_path(proved.PAGE):
        html = proved.mark(html, proof_page.url_relative_to(page.file))
        if proof_page is page.file:
            by_name, (record, _) = {proof.name: proof for proof in proofs}, checked.read(root)
            html = html.replace(proved.PLACE, proved.listing(statements.statements(root), by_name, record, files, page.file, source))
    if config.site_url and not standing.is_whole:  # a site that is published has an address
        _stop_for([f"docs/{page.file.src_uri}:1: {standing.sentence}"])
    note = f'<p class="checked">{standing.sentence}</p>' if standing.sentence else ""
    whole = dress(html, programs, root, source) + note
    return whole + scripts_for(whole, page.file, files)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Check the links to anchors, now that each page has been rendered."""
    pages = {file.src_uri: file for file in files.documentation_pages() if file.page}
    anchors = {uri: file.page.present_anchor_ids or set() for uri, file in pages.items() if file.page}
    _stop_for([each for uri, file in pages.items() for each in links.missing_anchors(uri, _text(file), anchors)])


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend what the theme leaves inaccessible, on the page for wrong addresses too."""
    return _mend(output_content) if template_name.endswith(".html") else output_content


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Check that each code block of the finished page is what it should be."""
    if not labs.is_lab(page):  # its blocks are compared with its cells
        _stop_for(wrong_blocks(output, f"docs/{page.file.src_uri}", page.file.content_string, _programs(page, _root(config))))
    return _mend(output)


def _mend(output: str) -> str:
    for theirs, ours in THEME_MENDS:
        if theirs not in output:
            raise PluginError(f"hooks/build.py: Material no longer writes {theirs!r}; correct or remove its mend.")
        output = output.replace(theirs, ours)
    return output


def _text(file: File) -> str:
    """The Markdown of a page; of a lab, that of its cells."""
    return notebook.prose(file.content_string) if file.src_uri.endswith(".ipynb") else file.content_string


def _programs(page: Page, root: Path) -> list[includes.Include]:
    return includes.programs_on(Path(page.file.abs_src_path or ""), root)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _stop_for(found: list[str]) -> None:
    if found:
        raise PluginError("\n".join(found))
