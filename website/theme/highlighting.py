"""Shortens the markup of highlighted code to a third of its bytes.

Marks that no one sees are removed, neighbors of one color share a mark, and a mark is short.

Pygments distinguishes thirty kinds of words, docs/assets/code.css has a color for eight of them, and half of
all marks were on brackets, commas and signs, which look like the text around them. `<c- k>` is an element
without a meaning of its own; the W3C's specifications mark their code in the same way.
"""

import re

# The kinds that have one colour, by the name that code.css gives it; a kind that isn't listed looks like the
# text around it.
_KINDS = {
    "b": "bp nb no",  # builtins
    "c": "c c1 ch cm cs sd",  # comments
    "f": "nc ne nf nn",  # names where they are defined
    "k": "k kd kn kp kr kt nd ni nl nt",  # keywords
    "m": "il m mb mf mh mi mo",  # numbers
    "s": "cpf l s s1 s2 sb sc si ss",  # strings
    "v": "na nv vc vg vi",  # variables of a shell
    "x": "cp se sh sr sx",  # escapes
}
_LOOKS = {kind: look for look, kinds in _KINDS.items() for kind in kinds.split()}
_UNSEEN = ("n", "w", "o", "ow", "p", "kc", "sa")
_MARK = re.compile(r'<span class="(?P<kind>\w+)">(?P<text>[^<]*)</span>')
_NEIGHBOURS = re.compile(r"<c- (?P<look>[a-z])>[^<]*</c->(?:\s*<c- (?P=look)>[^<]*</c->)+")
_INNER = re.compile(r"</c->(\s*)<c- [a-z]>")
_PRINTED = "#&gt;"


def short(code: str) -> str:
    """Return the code with marks only for its colors.

    What a program has printed has a look of its own, line by line.
    """

    def marked(match: re.Match[str]) -> str:
        kind, text = match["kind"], match["text"]
        if kind == "c1" and text.startswith(_PRINTED):
            return f'<c- class="printed">{text}</c->'
        if look := _LOOKS.get(kind):
            return f"<c- {look}>{text}</c->"
        return text if kind in _UNSEEN else match[0]  # prompts, for one, are known to our styles and scripts

    marked_code = _MARK.sub(marked, code.replace("<span></span>", ""))
    return _NEIGHBOURS.sub(lambda match: _INNER.sub(r"\1", match[0]), marked_code)
