"""Which publishing unit 公开单位 of the site a document is of: the one whose name it prints.

上桥镇人民政府 is printed as 上桥镇 too, with or without the places it lies in (吴忠市利通区上桥镇). A name
that is part of another office's name (大上桥镇, 上桥镇卫生院 as an issuer) is none, and neither is one of
two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.candidates import Candidate
from pipelines.site import Site, Unit

_SUFFIXES = ("人民政府", "街道办事处", "办事处", "政府")
_PLACE = "省市区县州旗盟委"
"""What a place's name ends with, and the party committee 中共…区委 before its towns."""
_OWN_PLACE = re.compile(r"[\u4e00-\u9fff]*[省市区县州旗盟]")
_LAST_PLACE = re.compile(r"[^\W\d省市区县州旗盟]{0,6}[省市区县州旗盟]\Z")
"""The place at the end of a text: its name without the places it lies in, or 区 alone."""
_AFTER_OFFICE = re.compile(
    r"(?:人民政府|街道办事处|办事处|政府|委员会|党委|党工委|街道)?(?:党政)?(?:综合)?(?:办公室|办)?"
    r"(?:$|[、,，;；/（(）)])"
)
"""What may follow the name of a unit in an issuer: its government, its party committee, their own office."""
_BEFORE = ("政府", "委员会", "关于", "年", "年度", "和", "与", "及")
"""Words a name may follow without a sign between them."""
_GAP = "、,，;；/（(）)》>：:"


def unit_candidate(site: Site | None, printed: list[tuple[str, str]]) -> Candidate | None:
    """The unit named by the first of (where, text) that names any; two names in one text are no answer.

    Of names that contain one another the longest counts.
    """
    if site is None or not site.units:
        return None
    for where, text in printed:
        named = _named(text, site, is_office=where != "title")
        if len(named) == 1:
            return Candidate("unit", named[0], text, where, "unit-of-site")
        if named:
            return None
    return None


def _named(text: str, site: Site, *, is_office: bool) -> list[str]:
    bare = "".join(text.split())
    if any(unit.name == bare for unit in site.units):
        return [bare]
    cores = _cores(site.units)
    offices = {unit.name for unit in site.units if unit.kind == "department"}
    seen = [
        name
        for name, core in cores
        if core in bare and _stands(core, bare, site, is_office, of_place=name in offices)
    ]
    of = dict(cores)
    return [n for n in seen if not any(of[n] != of[o] and of[n] in of[o] for o in seen)]


def _stands(core: str, text: str, site: Site, is_office: bool, of_place: bool) -> bool:
    """Whether a name stands in a text as a name, not as a part of another one.

    `of_place`: a department, which every place has: 水务局 of another county or of the city is not ours.
    """
    at = text.find(core)
    while at >= 0:
        before, after = text[:at], text[at + len(core) :]
        begins = not before or before[-1] in _PLACE + _GAP or before in site.name or before.endswith("中共")
        begins = begins or not before[-1].isalpha() or before.endswith(_BEFORE)
        begins = begins and not (of_place and _is_elsewhere(before, site))
        if begins and (not is_office or _AFTER_OFFICE.match(after)):
            return True
        at = text.find(core, at + 1)
    return False


def _is_elsewhere(before: str, site: Site) -> bool:
    """Whether the place right before a name is not the site's own (市 or 吴忠市 on a district's site)."""
    place, own = _LAST_PLACE.search(before), _OWN_PLACE.match(site.name)
    if place is None or own is None:
        return False
    mine, theirs = own[0], place[0]
    nearest = _LAST_PLACE.search(mine)
    return not (mine.endswith(theirs) or (nearest is not None and theirs.endswith(nearest[0])))


@lru_cache(maxsize=8)
def _cores(units: tuple[Unit, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((unit.name, core) for unit in units if (core := _core(unit)))


def _core(unit: Unit) -> str:
    """上桥镇人民政府 is printed as 上桥镇 too; a whole district's government only by its full name."""
    if unit.kind == "government":
        return unit.name
    for suffix in _SUFFIXES:
        if unit.name.endswith(suffix) and len(unit.name) > len(suffix) + 1:
            return unit.name.removesuffix(suffix)
    return unit.name
