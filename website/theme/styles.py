"""Joins all style sheets into one file: the theme's two and ours.

Each request more makes a page later on a phone.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

NAME = "assets/styles.css"  # overrides/main.html asks for it
_THEME = re.compile(r"assets/stylesheets/(?:main|palette)\.\w+\.min\.css(?:\.map)?")


def join(files: Files, config: MkDocsConfig) -> Files:
    """Put the theme's styles and the files of extra_css into one, in their order.

    Raises:
        PluginError: if the theme has other styles than those known here.
    """
    theirs = sorted((file for file in files if _THEME.fullmatch(file.src_uri)), key=lambda file: file.src_uri)
    styles = [file for file in theirs if file.src_uri.endswith(".css")]
    if len(styles) != 2:
        raise PluginError(
            f"website/theme/styles.py: Material no longer has the two styles that {NAME} is made of; correct what is joined."
        )
    ours = [file for name in config.extra_css if (file := files.get_file_from_path(str(name)))]
    for file in [*theirs, *ours]:
        files.remove(file)
    text = "\n".join(part.content_string for part in [*styles, *ours])
    files.append(File.generated(config, NAME, content=re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)))
    config.extra_css = []
    return files
