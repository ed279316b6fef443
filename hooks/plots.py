"""Makes matplotlib's SVG one of this site: its colours become the theme's, its styles attributes, its numbers short.

A page may forbid styles written into elements, and a plot has to be read in both schemes: so no element keeps a colour or a
style of its own. Each colour of a plot is a role, and docs/assets/labs.css gives the roles their colours.
"""

import re
from xml.etree import ElementTree

# What matplotlib calls C0 to C3, black, white, the lines of its grid, and grey.
ROLES = {
    "#1f77b4": "one",
    "#ff7f0e": "two",
    "#2ca02c": "three",
    "#d62728": "four",
    "#000000": "ink",
    "#ffffff": "ground",
    "#b0b0b0": "grid",
    "#808080": "quiet",
}
_SVG = "http://www.w3.org/2000/svg"
_DC = "{http://purl.org/dc/elements/1.1/}title"
_KEPT = ("stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity", "fill-opacity", "stroke-opacity", "text-anchor")
_USUAL = {"stroke-linejoin": "miter", "stroke-linecap": "butt", "opacity": "1"}
_FONT = re.compile(r"(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+)px ")
_NUMBER = re.compile(r"-?\d+\.\d+")


class UnknownColour(Exception):
    """A plot with a colour that is no role; its text is the colour."""


def inline(svg: str, number: int) -> str:
    """The plot as an element for a page.

    Args:
        svg: what matplotlib wrote, with the words for those who don't see it as its title.
        number: tells the page's plots apart.

    Raises:
        UnknownColour: for a colour that only suits one scheme.
    """
    root = ElementTree.fromstring(svg)
    told = root.findtext(f".//{_DC}") or "Plot"
    ElementTree.register_namespace("", _SVG)
    new = ElementTree.Element(f"{{{_SVG}}}svg", {"class": "plot", "viewBox": root.attrib["viewBox"], "role": "img"})
    new.set("aria-labelledby", f"plot-{number}")
    ElementTree.SubElement(new, f"{{{_SVG}}}title", {"id": f"plot-{number}"}).text = told
    for child in root:
        _copy(child, new)
    return ElementTree.tostring(new, "unicode", short_empty_elements=True).replace(" />", "/>")


def _copy(element: ElementTree.Element, parent: ElementTree.Element) -> None:
    """An element with all below it; groups only hold what is drawn together, and go."""
    kind = element.tag.removeprefix(f"{{{_SVG}}}")
    if kind in ("defs", "metadata"):
        return
    if kind == "g" and not element.get("transform"):
        for child in element:
            _copy(child, parent)
        return
    if kind == "use":
        raise UnknownColour("a marker: draw lines and bars without marks")
    attributes = {key: _short(element.attrib[key]) for key in ("d", "x", "y", "width", "height", "transform") if key in element.attrib}
    attributes |= _dressed(element.get("style", ""))
    if attributes.get("class") == "fill-ground" or attributes.get("class") == "" and kind == "path":  # the plot's own ground, or nothing
        return
    new = ElementTree.SubElement(parent, f"{{{_SVG}}}{kind}", {key: value for key, value in attributes.items() if value})
    new.text = element.text if kind == "text" else None
    for child in element:
        _copy(child, new)


def _dressed(style: str) -> dict[str, str]:
    """The attributes for a style: a class for its colours, and what else differs from the usual."""
    wanted = dict(part.strip().split(": ", 1) for part in style.split(";") if ": " in part)
    classes, attributes = list[str](), dict[str, str]()
    for what in ("fill", "stroke"):
        if (colour := wanted.get(what, "none" if what == "stroke" else "")) not in ("none", ""):
            if colour not in ROLES:
                raise UnknownColour(colour)
            classes.append(f"{what}-{ROLES[colour]}")
    attributes = {key: wanted[key] for key in _KEPT if key in wanted and wanted[key] != _USUAL.get(key)}
    if font := _FONT.search(wanted.get("font", "")):
        attributes["font-size"] = font["size"]
        if font["weight"] in ("700", "bold"):
            classes.append("strong")
    return attributes | {"class": " ".join(classes)}


def _short(text: str) -> str:
    text = _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), " ".join(text.split()))
    return re.sub(r" ?([MLCQZ]) ?", r"\1", text)
