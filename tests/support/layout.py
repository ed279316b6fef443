"""Measures of a page's layout, which hold whatever the fonts are.

Each gives a sentence for what is wrong.
"""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page

# The texts of drawings: each ends inside its drawing, none lies on another, and none crosses the edge of a
# box. A text is as wide as its letters, and from its base line as high as they mostly are: 0.75 of the font's
# size above, 0.22 below.
_DRAWINGS = """() => [...document.querySelectorAll("svg:is(.timeline, .picture, .plot)")].flatMap(drawing => {
  const frame = drawing.getBoundingClientRect(), padding = getComputedStyle(drawing), wrong = [];
  if (!frame.width) return wrong;
  const room = {left: frame.left + parseFloat(padding.paddingLeft), right: frame.right - parseFloat(padding.paddingRight)};
  const boxOf = text => {
    const size = parseFloat(getComputedStyle(text).fontSize), screen = text.getScreenCTM();
    const from = text.getStartPositionOfChar(0), to = text.getEndPositionOfChar(text.getNumberOfChars() - 1);
    const corners = [[from.x, from.y - 0.75 * size], [from.x, from.y + 0.22 * size], [to.x, to.y - 0.75 * size], [to.x, to.y + 0.22 * size]]
      .map(([x, y]) => new DOMPoint(x, y).matrixTransform(screen));
    const [xs, ys] = [corners.map(at => at.x), corners.map(at => at.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return {left, right, top, bottom, width: right - left, height: bottom - top};
  };
  const texts = [...drawing.querySelectorAll("text")].filter(text => text.getNumberOfChars())
    .map(text => ({words: text.textContent, box: boxOf(text)}));
  const edges = [...drawing.querySelectorAll("rect:not(.row-now), circle:not([data-p]), path:is(.killed, .stopped)")]
    .map(each => each.getBoundingClientRect());
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * Math.min(a.height, b.height);
  const inside = (a, b) => a.left >= b.left - 0.5 && a.right <= b.right + 0.5;
  texts.forEach(({words, box}, n) => {
    if (!inside(box, room)) wrong.push(`“${words}” ends outside its drawing`);
    const other = texts.slice(n + 1).find(each => meets(box, each.box));
    if (other) wrong.push(`“${words}” lies on “${other.words}”`);
    if (edges.some(edge => meets(box, edge) && !inside(box, edge))) wrong.push(`“${words}” crosses the edge of a box`);
  });
  return wrong;
})"""
# The places of all parts of a player at each of its moments, and before its script began.
_PLAYERS = """() => [...document.querySelectorAll(".play")].flatMap((play, number) => {
  const parts = [play, ...play.querySelectorAll(".play-says, caption, tr, li:not(.play-says > li)")], range = play.querySelector("input");
  const places = () => {
    const top = play.getBoundingClientRect().top;
    return parts.map(each => each.getBoundingClientRect()).map(box => [Math.round(box.top - top), Math.round(box.height)]);
  };
  const first = places(), wrong = [];
  const compare = when => places().forEach((place, n) => {
    if (String(place) !== String(first[n])) {
      const what = parts[n].className || parts[n].tagName;
      wrong.push(`player ${number + 1} jumps ${when}: ${what} is at ${place}, was at ${first[n]}`);
    }
  });
  for (let moment = 1; moment <= Number(range.max) && !wrong.length; moment += 1) {
    range.value = moment;
    range.dispatchEvent(new Event("input"));
    compare(`at moment ${moment}`);
  }
  play.hidden = true;
  compare("before its script begins");
  play.hidden = false;
  return wrong;
})"""
# The heights of the form above a picture at each of its steps, and of its button while it plays.
_STEPPER = """form => {
  const range = form.querySelector("input"), button = form.querySelector(".stepper-play"), found = new Set();
  const measure = () => found.add(`${form.offsetHeight} px, ${button.offsetWidth} px`);
  for (let step = 0; step <= Number(range.max); step += 1) {
    range.value = step;
    range.dispatchEvent(new Event("input"));
    measure();
  }
  for (const _ of [1, 2]) { button.click(); measure(); }
  return [...found];
}"""
_CUT = "all => all.filter(each => each.clientWidth && each.scrollWidth > each.clientWidth + 1).map(each => each.outerHTML)"
# Code that its button covers, also when it is scrolled to its end.
COVERED = """() => [...document.querySelectorAll("pre:has(> .md-code__nav) > code")].filter(each => {
  const written = document.createRange();
  each.scrollLeft = each.scrollWidth;
  written.selectNodeContents(each);
  const button = each.parentElement.querySelector(".md-code__button").getBoundingClientRect();
  const right = Math.max(...[...written.getClientRects()].filter(at => at.width).map(at => at.right));
  return button.width && right > button.left;
}).map(each => each.textContent.slice(0, 60))"""


def misplaced(tab: Page) -> list[str]:
    """Texts in drawings and parts of players that are misplaced."""
    return [*tab.evaluate(_DRAWINGS), *jumps(tab)]


def jumps(tab: Page) -> list[str]:
    """The parts of players that are elsewhere at another moment."""
    return list(tab.evaluate(_PLAYERS))


def cut(tab: Page) -> Iterator[str]:
    """What a narrow screen shows only a part of."""
    parts = tab.locator(".play :is(td, th, li, caption, p:not(.play-told))")
    yield from (f"a part of a player is cut: {part}" for part in parts.evaluate_all(_CUT))
    yield from (f"code is below its button: {code}" for code in tab.evaluate(COVERED))


def sizes_of_stepper(tab: Page) -> list[str]:
    """The sizes of the form that steps through a picture.

    Each is the form's height and the width of its first button: one pair, if nothing jumps.
    """
    return list(tab.locator(".stepper").evaluate(_STEPPER))


def fonts_of(tab: Page, place: Locator) -> set[str]:
    """The families in which a browser has drawn the text of an element."""
    place.evaluate("each => each.setAttribute('data-measured', '')")
    session = tab.context.new_cdp_session(tab)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "[data-measured]"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    place.evaluate("each => each.removeAttribute('data-measured')")
    return {font["familyName"] for font in used}
