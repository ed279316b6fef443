"""Our own scripts: one file each in docs/assets.

Only the pages that ask for a script load it.
"""

import re
from html import escape

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

_ASKED = re.compile(r'data-script="(?P<name>[a-z_]+)"')


def scripts_for(page_html: str, page: File, files: Files) -> str:
    """Return the elements that load the scripts a page asks for.

    The page asks with `data-script="NAME"`; docs/assets/NAME.js is then loaded after the page is read. They
    are plain scripts and no modules, because browsers don't load modules from a file's own address.

    Raises:
        PluginError: if there is no such script.
    """
    loaded = []
    for name in dict.fromkeys(match["name"] for match in _ASKED.finditer(page_html)):
        script = files.get_file_from_path(f"assets/{name}.js")
        if script is None:
            raise PluginError(
                f"docs/{page.src_uri}:1: asks for a script that does not exist; create docs/assets/{name}.js."
            )
        loaded.append(f'<script src="{escape(script.url_relative_to(page))}" defer></script>')
    return "\n".join(loaded)
