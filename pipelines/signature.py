"""The signature 落款 at the end of a text: who wrote it, and the day (GB/T 9704-2012: 发文机关署名,
成文日期).
"""

from __future__ import annotations

import re

from pipelines.candidates import SIGNATURE, Candidate
from pipelines.dates import find_date, only_date

_LINES = 8
"""How far from the end of the text a signature may stand: attachments' names may follow it."""

_LONGEST = 100
"""Characters of a line that is an office and a date."""

_OFFICE = re.compile(
    r"[^，。；：、？！,;:?!（）()《》“”\d]{2,40}"
    r"(?:政府|党组|办公室|局|厅|部|处|院|署|会|中心|站|所|大队|支队|[镇乡委办])"
)


def signature_candidates(text: str) -> list[Candidate]:
    """The last office and date that stand under one another, or on one line, near the end of the text."""
    lines = [line.strip() for line in text[-1500:].splitlines() if line.strip()][-_LINES:]
    for here in range(len(lines) - 1, -1, -1):
        line = lines[here]
        day = only_date(line)
        if day and here and _OFFICE.fullmatch(lines[here - 1]):
            return _both(lines[here - 1], day, f"{lines[here - 1]}\n{line}")
        match = None if len(line) > _LONGEST else re.match(r"(\D{3,40}?)\s+(\S*年\S*月\S*[日号])$", line)
        if match and _OFFICE.fullmatch(match[1].strip()) and (day := find_date(match[2])):
            return _both(match[1].strip(), day, line)
        if day:
            return [
                Candidate(
                    "date_written",
                    day,
                    line,
                    "text",
                    "signature",
                    strength=SIGNATURE,
                    eligible=False,
                    precision="day",
                )
            ]
    return []


def _both(office: str, day: str, raw: str) -> list[Candidate]:
    return [
        Candidate("issuer", office, raw, "text", "signature", strength=SIGNATURE),
        Candidate("date_written", day, raw, "text", "signature", strength=SIGNATURE, precision="day"),
    ]
