"""What extraction is given (`Page`) and what it answers (`Answer`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.prepared import Prepared
from archive.records import Kind, ListRow, Report


@dataclass(frozen=True)
class Page:
    """A page as it came: the payload with content-encoding undone, and the headers of the answer."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    status: int | None = None

    def header(self, name: str) -> str:
        """The first value of a header, or the empty string."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: its rows, and where it goes on.

    `pages` and `records` are what the page itself claims (None where it claims nothing); `next` is the
    address of the following page, empty on the last.
    """

    rows: tuple[ListRow, ...] = ()
    next: str = ""
    pages: int | None = None
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Answer(Report):
    """What a page is and what it says. Only a `report` has text; a `list` has a listing."""

    kind: Kind = "empty"
    listing: Listing | None = None
    next_part: str = ""  # address of the following part of an article split over pages
    parts: tuple[str, ...] = field(default=())  # addresses joined into this document, the first included
    content_digest: str = ""  # of a file that is no web page: over what it holds (`pipelines.files`)


@dataclass(frozen=True, slots=True)
class Ready(Answer):
    """A document that was made ready to be saved where it was read, in another process maybe. Beside that
    only its address, its kind and its attachments are said."""

    prepared: Prepared | None = None
