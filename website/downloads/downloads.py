"""Writes the downloads of a site.

They are zips of programs, pages in Markdown, llms.txt, redirects from old addresses, and a copy of the site
for a folder.
"""

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from content.includes import Include
from website.downloads import archives, markdown_pages, offline, redirects
from website.project import Project


class Downloads:
    """Collects during a build what is written at its end.

    Args:
        project: what the build has read.
        files: the site's files.
    """

    def __init__(self, project: Project, files: Files) -> None:
        self.nav: Navigation | None = None
        self._project, self._files = project, files
        self._twin = markdown_pages.Twin(
            project.root, files, project.statements, project.proof, project.pictures
        )
        self._written: dict[str, bytes] = {}

    def add(self, page: Page, programs: Sequence[Include], checked: str) -> str:
        """Add a page's zip and its Markdown version.

        Returns the address of the Markdown version, relative to the page.
        """
        folder = page.url.removeprefix("./")
        if programs:
            self._written[folder + archives.zip_name(folder)] = archives.zip_of(programs, self._project.root)
        self._written[folder + markdown_pages.NAME] = self._twin.of(page, checked).encode()
        return markdown_pages.NAME

    def address(self, uri: str, page: Page) -> str | None:
        """The address of a page as another would write it."""
        file = self._files.get_file_from_path(uri)
        return file.url_relative_to(page.file) if file else None

    def write(self, site: Path, config: MkDocsConfig) -> None:
        """Write it all."""
        if self.nav is not None:
            listed = markdown_pages.directory(
                self.nav, config.site_name, config.site_description or "", config.site_url or ""
            )
            self._written["llms.txt"] = listed.encode()
        if config.site_url:
            self._written["robots.txt"] = (
                f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n".encode()
            )
        for name, content in self._written.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(content)
        redirects.write(self._project.root, self._files, site)
        if config.strict:  # while somebody writes, nobody needs a copy at each save
            (site / offline.NAME).write_bytes(offline.offline(site))
