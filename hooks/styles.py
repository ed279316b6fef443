"""Our styles, several files to write in and one to load: each request more would make a page later on a phone."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

NAME = "assets/own.css"


def joined(files: Files, config: MkDocsConfig) -> Files:
    """Put the files of extra_css into one, in their order, and name that one instead."""
    parts = [file for name in config.extra_css if (file := files.get_file_from_path(str(name)))]
    if parts:
        for part in parts:
            files.remove(part)
        files.append(File.generated(config, NAME, content="\n".join(part.content_string for part in parts)))
        config.extra_css = [NAME]
    return files
