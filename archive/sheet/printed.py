"""The sheet as one HTML file: nothing from elsewhere, no script, fit for A4 and for a telephone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from archive.plain import fields_of, value_of
from archive.records import DERIVED
from archive.sheet.gathered import Sheet
from archive.sheet.style import SOURCE, STYLE
from archive.times import beijing, utc
from archive.words import DOUBTS, REASONS, STATES, TERMS, warned


def printed(sheet: Sheet) -> str:
    """The HTML of a sheet; whatever a page wrote is text in it."""
    report = sheet.held.report
    return _template().render(
        sheet=sheet,
        held=sheet.held,
        report=report,
        fields=[(name, value_of(report, name), evidence) for name, evidence in fields_of(report)],
        style=STYLE,
        style_source=SOURCE,
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(beijing=beijing, utc=utc, warned=warned)
    environment.globals.update(terms=TERMS, reasons=REASONS, states=STATES, doubts=DOUBTS, derived=DERIVED)
    return environment.from_string((files("archive.sheet") / "sheet.html").read_text(encoding="utf-8"))
