"""The administrative divisions 行政区划 that site files name: code, name, and from where we have them.

Only the rows used are kept (`sites/divisions.tsv`); a folder of one's own site files may hold a
`divisions.tsv` of the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import GongkaiError
from pipelines.site import Site

FILE_NAME = "divisions.tsv"
BUILT_IN = Path(__file__).parent / "sites"
COLUMNS = (
    "code",
    "name",
    "level",
    "parent",
    "valid_from",
    "valid_to",
    "source",
    "source_date",
    "sha256",
)
LEVELS = {"province": 6, "prefecture": 6, "county": 6, "town": 9, "village": 12}
"""Level (省 地 县 乡 村级) and the digits of its code: GB/T 2260 and GB/T 10114."""

FICTIONAL = "fictional"
_DAY = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Division:
    """One row. `valid_from` and `valid_to` are YYYY, YYYY-MM or YYYY-MM-DD, the last day counting; an empty
    one is not known or still open. `source` is `fictional` for the demo's; `source_date` is the day the
    source describes, `sha256` that of the file the row was taken from.
    """

    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    source: str
    source_date: str
    sha256: str

    @property
    def fictional(self) -> bool:
        return self.source == FICTIONAL

    def valid_on(self, day: str) -> bool:
        """Whether the division is valid on a day (YYYY-MM-DD), as far as its dates are known and say so."""
        begins, ends = self.valid_from, self.valid_to
        return (not begins or begins <= day[: len(begins)]) and (not ends or day[: len(ends)] <= ends)


class Divisions(dict[str, tuple[Division, ...]]):
    """The rows of each code, the earliest first: a code keeps its rows when a division is renamed."""

    def of(self, code: str, day: str = "") -> Division | None:
        """The row of a code that is valid on a day, or the latest one; None where there is none."""
        rows = self.get(code, ())
        return next((row for row in reversed(rows) if not day or row.valid_on(day)), None)


def load_divisions(folder: Path | None = None) -> Divisions:
    """Our table, and that of a folder of site files if it has one.

    Raises GongkaiError with the file, the line and the reason.
    """
    found = Divisions()
    for each in (BUILT_IN, folder):
        if each is not None and (file := each / FILE_NAME).is_file():
            for code, rows in read_divisions(file).items():
                found[code] = rows
    return found


def read_divisions(file: Path) -> Divisions:
    """One table. Raises GongkaiError with the file, the line and the reason."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GongkaiError(f"{file}: cannot be read as UTF-8 ({error})") from error
    found = Divisions()
    headed = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if not headed:
            if cells != COLUMNS:
                raise _bad(file, number, f"the first row must name the columns {', '.join(COLUMNS)}")
            headed = True
            continue
        if len(cells) != len(COLUMNS):
            raise _bad(file, number, f"{len(cells)} columns instead of {len(COLUMNS)}; separate them by tabs")
        row = Division(*cells)
        if reason := next(_problems(row, found.get(row.code, ())), ""):
            raise _bad(file, number, reason)
        found[row.code] = (*found.get(row.code, ()), row)
    if not headed:
        raise GongkaiError(f"{file}: is empty; its first row must name the columns {', '.join(COLUMNS)}")
    return found


def unknown_codes(site: Site, divisions: Divisions) -> list[str]:
    """What is odd about the division codes of a site file, a sentence each."""
    named = [("division_code", site.division_code, site.name)]
    named += [(f"units[{n}].division_code", u.division_code, u.name) for n, u in enumerate(site.units, 1)]
    odd = []
    for key, code, name in named:
        if not code:
            continue
        row = divisions.of(code)
        if row is None:
            odd.append(f"{key}: {code} is in no {FILE_NAME}; add its row with its source")
        elif not any(each.name in name for each in divisions[code]):
            odd.append(f"{key}: {code} is {row.name}, which is not in the name {name!r}")
        elif row.fictional != (site.status == FICTIONAL):
            odd.append(
                f"{key}: {code} is {'' if row.fictional else 'not '}fictional, the site is {site.status}"
            )
    return odd


def _problems(row: Division, earlier: Sequence[Division]) -> Iterator[str]:
    if row.level not in LEVELS:
        yield f"level {row.level!r} is none of {', '.join(LEVELS)}"
    if not re.fullmatch(rf"[0-9]{{{LEVELS[row.level]}}}", row.code):
        yield f"code {row.code!r} is not the {LEVELS[row.level]} digits of a {row.level}"
    if not row.name or row.name != row.name.strip():
        yield f"name {row.name!r} is empty or has white space around it"
    if not _is_parent(row):
        yield f"parent {row.parent!r} is no division that {row.code} can lie in"
    for name in ("valid_from", "valid_to", "source_date"):
        if (value := getattr(row, name)) and not _DAY.fullmatch(value):
            yield f"{name} {value!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from[: len(row.valid_to)]:
        yield f"valid_to {row.valid_to} is before valid_from {row.valid_from}"
    if not row.source:
        yield "source is empty; name the document, or write fictional"
    if row.fictional != row.code.startswith("99"):
        yield "fictional divisions have codes beginning with 99, which GB/T 2260 assigns to no province"
    if row.fictional == bool(row.source_date) or row.fictional == bool(row.sha256):
        yield "source_date and sha256 are needed of a real source, and a fictional one has none"
    if row.sha256 and not re.fullmatch(r"[0-9a-f]{64}", row.sha256):
        yield "sha256 is not 64 hexadecimal digits in small letters"
    if earlier and not (earlier[-1].valid_to and earlier[-1].valid_to < row.valid_from):
        yield f"code {row.code} is there already, and its validity does not end before this row's begins"


def _is_parent(row: Division) -> bool:
    code, parent = row.code, row.parent
    if row.level == "province":
        return parent == ""
    if row.level == "prefecture":
        return parent == code[:2] + "0000"
    if row.level == "county":  # counties under a province's own hand have it as their parent
        return parent in (code[:4] + "00", code[:2] + "0000")
    return parent == (code[:6] if row.level == "town" else code[:9])


def _bad(file: Path, line: int, reason: str) -> GongkaiError:
    return GongkaiError(f"{file}, line {line}: {reason}")
