"""Converts matplotlib's SVG to the style of this site.

Its colors become the theme's, its styles become attributes, and its numbers become short.

A page may forbid styles in elements, and a plot has to be readable in both color schemes: so no element keeps
a color or a style of its own. Each color of a plot is a role, and docs/assets/notebooks.css gives the roles
their colors.
"""

import re
from collections.abc import Iterator
from itertools import groupby
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
# Styles that an element may keep, and those that docs/assets/notebooks.css gives to all anyway.
_KEPT = ("stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "text-anchor", "font-size")
_USUAL = {"stroke-width": "0.8", "opacity": "1", "text-anchor": "start", "font-size": "10px"}
_POINT = r"-?[\d.]+ -?[\d.]+"
_STRAIGHT = re.compile(
    rf"(?: ?M {_POINT}(?: L {_POINT})*(?: z)?)+ ?"
)  # of matplotlib's paths those without curves
_STEP = re.compile(r"([MLz])([^MLz]*)")
_PLACES = ("d", "x", "y", "width", "height", "transform")
_NUMBER = re.compile(r"-?\d+\.\d+")
_UPRIGHT = re.compile(r"rotate\(-?0 [^)]*\)")


class UnknownColour(Exception):
    """A plot that can't take the theme's colours; its text names what it has."""


def inline(svg: str, number: int) -> str:
    """The plot as an element for a page.

    Args:
        svg: what matplotlib wrote, with the words for those who don't see it as its title.
        number: tells the page's plots apart.

    Raises:
        UnknownColour: for a colour that only suits one scheme.
    """
    root = ElementTree.fromstring(svg)
    told = root.findtext(f"{{{_SVG}}}title") or "Plot"
    ElementTree.register_namespace("", _SVG)
    new = ElementTree.Element(
        f"{{{_SVG}}}svg", {"class": "plot", "viewBox": root.attrib["viewBox"], "role": "img"}
    )
    new.set("aria-labelledby", f"plot-{number}")
    ElementTree.SubElement(new, f"{{{_SVG}}}title", {"id": f"plot-{number}"}).text = told
    for child in root:
        _copy(child, new)
    _gather(new)
    return (
        ElementTree.tostring(new, "unicode").replace(" />", "/>").replace(f' xmlns="{_SVG}"', "", 1)
    )  # HTML needs no namespace for svg


def _copy(element: ElementTree.Element, parent: ElementTree.Element) -> None:
    """An element with all below it; what only holds things together or describes them goes."""
    kind = element.tag.removeprefix(f"{{{_SVG}}}")
    if kind in ("defs", "metadata", "title"):
        return
    if kind == "use":
        raise UnknownColour("marks, which it draws again and again: draw lines and bars without them")
    if kind == "g" and not element.get("transform"):
        for child in element:
            _copy(child, parent)
        return
    classes, attributes = _dressed(element.get("style", ""))
    if kind == "path" and classes in (
        ["fill-ground"],
        [],
    ):  # the plot's own ground, or nothing that could be seen
        return
    attributes = {key: _short(element.attrib[key]) for key in _PLACES if key in element.attrib} | attributes
    attributes["class"] = " ".join(classes)
    new = ElementTree.SubElement(
        parent, f"{{{_SVG}}}{kind}", {key: value for key, value in attributes.items() if value}
    )
    new.text = element.text if kind in ("text", "tspan") else None
    for child in element:
        _copy(child, new)


def _dressed(style: str) -> tuple[list[str], dict[str, str]]:
    """Return the classes for a style's colors, and its other unusual properties.

    Unusual are those that differ from the defaults.
    """
    wanted = dict(part.strip().split(": ", 1) for part in style.split(";") if ": " in part)
    classes = list[str]()
    for what in ("fill", "stroke"):
        if (colour := wanted.get(what, "none")) != "none":
            if colour not in ROLES:
                raise UnknownColour(f"the colour {colour}")
            classes.append(f"{what}-{ROLES[colour]}")
    if wanted.get("font-weight") in ("700", "bold"):
        classes.append("strong")
    kept = {key: wanted[key] for key in _KEPT if key in wanted and wanted[key] != _USUAL.get(key)}
    return classes, {key: value.removesuffix("px") for key, value in kept.items()}


def _short(text: str) -> str:
    text = " ".join(text.split())
    if _STRAIGHT.fullmatch(text):
        return _relative(text)
    return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), _UPRIGHT.sub("", text))


def _relative(path: str) -> str:
    """Convert a path of straight lines to relative coordinates.

    It counts in tenths, so no error grows.
    """
    parts, x, y, last = list[str](), 0, 0, ""
    for kind, numbers in _STEP.findall(path):
        if kind == "z":
            parts.append(kind)
        else:
            to_x, to_y = (round(float(number) * 10) for number in numbers.split())
            by_x, by_y = to_x - x, to_y - y
            if kind == "M":
                parts.append(f"M{_pair(to_x, to_y)}")
            elif by_x and by_y:
                pair = _pair(by_x, by_y)
                parts.append(pair if last == "l" and pair.startswith("-") else f"l{pair}")
                kind = "l"
            else:
                parts.append(f"v{_tenths(by_y)}" if by_y else f"h{_tenths(by_x)}")
                kind = ""
            x, y = to_x, to_y
        last = kind
    return "".join(parts)


def _pair(x: int, y: int) -> str:
    return f"{_tenths(x)}{'' if y < 0 else ' '}{_tenths(y)}"


def _tenths(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".") if abs(number) < 10 else f"{number / 10:g}"


def _gather(svg: ElementTree.Element) -> None:
    """Merge elements that look alike and follow each other.

    They become one path, or one group if they are words. The whole grid becomes one path, which lies below
    all.
    """
    told, *drawn = svg
    svg[:] = [told]
    for _, run in groupby(
        sorted(drawn, key=lambda element: element.get("class") != "stroke-grid"), key=_look
    ):
        svg.extend(_together(list(run)))


def _look(element: ElementTree.Element) -> tuple[str, dict[str, str]]:
    """All of an element but its place and its words."""
    return element.tag, {key: value for key, value in element.items() if key not in _PLACES}


def _together(alike: list[ElementTree.Element]) -> Iterator[ElementTree.Element]:
    first, (tag, look) = alike[0], _look(alike[0])
    own = any("opacity" in name for name in look) or any(
        "transform" in element.attrib for element in alike
    )  # seen through, or turned
    if tag.endswith("path") and not own:
        first.set("d", "".join(element.attrib["d"] for element in alike))
        yield first
    elif tag.endswith("text") and look and len(alike) > 2:
        group = ElementTree.Element(f"{{{_SVG}}}g", look)
        for element in alike:
            for name in look:
                del element.attrib[name]
            group.append(element)
        yield group
    else:
        yield from alike
