"""Which publishing unit 公开单位 of the site a document is of: the one whose name it prints."""

from __future__ import annotations

from pipelines.candidates import Candidate
from pipelines.site import Site, Unit

_SUFFIXES = ("人民政府", "街道办事处", "办事处", "政府")


def unit_candidate(site: Site | None, printed: list[tuple[str, str]]) -> Candidate | None:
    """The unit named by the first of (where, text) that names any; two names in one text are no answer.

    Of names that contain one another the longest counts.
    """
    if site is None:
        return None
    for where, text in printed:
        named = _named(text, site.units)
        if len(named) == 1:
            return Candidate("unit", named[0], text, where, "unit-of-site")
        if named:
            return None
    return None


def _named(text: str, units: tuple[Unit, ...]) -> list[str]:
    bare = "".join(text.split())
    cores = {unit.name: _core(unit) for unit in units}
    seen = [name for name, core in cores.items() if core and core in bare]
    return [n for n in seen if not any(cores[n] != cores[o] and cores[n] in cores[o] for o in seen)]


def _core(unit: Unit) -> str:
    """上桥镇人民政府 is printed as 上桥镇 too; a whole district's government only by its full name."""
    if unit.kind == "government":
        return unit.name
    for suffix in _SUFFIXES:
        if unit.name.endswith(suffix) and len(unit.name) > len(suffix) + 1:
            return unit.name.removesuffix(suffix)
    return unit.name
