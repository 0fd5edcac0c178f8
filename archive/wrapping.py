"""Lines for a terminal: Chinese broken where a printer may break it, and no control character let through.

What may stand at the ends of a line is the rule of W3C clreq §3.1.3 (行首行尾禁则): no closing mark or stop
begins a line, no opening mark ends one.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

_NEVER_FIRST = frozenset("、，。．；：？！…—·～）》〉】〕』」”’％℃,.;:?!)]}%")
_NEVER_LAST = frozenset("（《〈【〔『「“‘([{")
_BREAKS_AFTER = frozenset("/&?")
"""Also inside an address or a path, which has no spaces."""


def shown(text: str) -> str:
    """Text from strangers, fit for a terminal: control and direction characters become spaces."""
    return "".join(c if c.isprintable() or c == "\u3000" else " " for c in text)


def shown_lines(text: str) -> str:
    """The same for a message of several lines, whose ends are our own."""
    return "\n".join(map(shown, text.split("\n")))


def wrapped(text: Text, width: int) -> list[Text]:
    """The lines of a text of one line, none of them wider than `width` cells (a wide character has two)."""
    places = _places(text.plain, max(width, 2))
    lines = list(text.divide(places)) if places else [text.copy()]
    for line in lines:
        line.rstrip()
    return lines


def shortened(text: str, cells: int) -> str:
    """The opening of a text, white space made single, no wider than `cells`; an ellipsis where it goes on."""
    flat = " ".join(shown(text[: cells * 8]).split())
    if cell_len(flat) <= cells and len(text) <= cells * 8:
        return flat
    end = used = 0
    while end < len(flat) and used + cell_len(flat[end]) < cells:
        used += cell_len(flat[end])
        end += 1
    return flat[:end].rstrip() + "…"


def _places(plain: str, width: int) -> list[int]:
    places: list[int] = []
    start = last = used = 0
    for place, character in enumerate(plain):
        size = cell_len(character)
        if used + size > width and character != " " and place > start:
            at = last if last > start else place
            places.append(at)
            start, used = at, cell_len(plain[at:place])
        used += size
        if _may_break(plain, place):
            last = place + 1
    return places


def _may_break(plain: str, place: int) -> bool:
    """Whether a line may end after this character."""
    here, following = plain[place], plain[place + 1 : place + 2]
    if not following or following == " ":
        return False
    if here == " ":
        return True
    if following in _NEVER_FIRST or here in _NEVER_LAST:
        return False
    return here in _BREAKS_AFTER or cell_len(here) > 1 or cell_len(following) > 1
