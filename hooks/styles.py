"""One file of styles, the theme's and ours, to write in several: each request more would make a page later on a phone."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

NAME = "assets/styles.css"  # overrides/main.html asks for it
_THEME = re.compile(r"assets/stylesheets/(?:main|palette)\.\w+\.min\.css(?P<map>\.map)?")


def joined(files: Files, config: MkDocsConfig) -> Files:
    """Put the theme's styles and the files of extra_css into one, in their order.

    Raises:
        PluginError: if the theme has other styles than those known here.
    """
    theirs = {match[0]: match for file in files if (match := _THEME.fullmatch(file.src_uri))}
    styles = [name for name, match in theirs.items() if not match["map"]]
    if len(styles) != 2:
        raise PluginError(f"hooks/styles.py: Material no longer has the two styles that {NAME} is made of; correct what is joined.")
    parts = [file for name in [*sorted(styles), *map(str, config.extra_css)] if (file := files.get_file_from_path(name))]
    for file in [*parts, *(file for name in theirs.keys() - styles if (file := files.get_file_from_path(name)))]:
        files.remove(file)
    text = "\n".join(part.content_string for part in parts)
    files.append(File.generated(config, NAME, content=re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)))
    config.extra_css = []
    return files
