"""What is not the text: printed fields, attachments, and whatever differs without being published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from archive.compare.difference import AttachmentChange, FieldChange, Noise, Passage
from archive.compare.normal import squeezed, steady_address, steady_attachment, steady_field
from archive.records import DERIVED, FIELD_NAMES, Attachment, Report

Digests = Mapping[str, str]
"""The digest of the bytes of attachments, by address as the report has it."""

EXAMPLES = 3

_WAYS: tuple[tuple[Literal["renamed", "moved"] | None, Callable[[Attachment], object]], ...] = (
    (None, steady_attachment),
    ("renamed", lambda attachment: steady_address(attachment.url)),
    ("moved", lambda attachment: squeezed(attachment.name)),
)
"""What two attachments agree in, the most first, and what the change is then called."""


def compare_fields(before: Report, after: Report) -> tuple[FieldChange, ...]:
    """Every printed field whose value differs, in reading order."""
    return tuple(
        FieldChange(
            name,
            before.metadata.get(name, ""),
            after.metadata.get(name, ""),
            raw(before, name),
            raw(after, name),
        )
        for name in FIELD_NAMES
        if name not in DERIVED
        and steady_field(name, before.metadata.get(name, ""))
        != steady_field(name, after.metadata.get(name, ""))
    )


def raw(report: Report, name: str) -> str:
    """The string on the page that a field's value was read from; empty where no evidence was kept."""
    return next((e.raw for e in report.evidence if e.field == name and e.chosen), "")


def compare_attachments(
    before: Sequence[Attachment], after: Sequence[Attachment], known_before: Digests, known_after: Digests
) -> tuple[AttachmentChange, ...]:
    """Attachments added, removed, renamed, moved or replaced.

    One of the same name at another address is `moved`: whether it is the same file, only its bytes say
    (`digest_before` and `digest_after`, where both are known).
    """
    found: list[AttachmentChange] = []
    left, right = list(before), list(after)
    for kind, key in _WAYS:
        waiting: dict[object, list[Attachment]] = defaultdict(list)
        for attachment in right:
            waiting[key(attachment)].append(attachment)
        for old in list(left):
            if not waiting[key(old)]:
                continue
            new = waiting[key(old)].pop(0)
            left.remove(old)
            right.remove(new)
            digests = known_before.get(old.url, ""), known_after.get(new.url, "")
            if all(digests) and digests[0] != digests[1]:
                found.append(AttachmentChange("replaced", old, new, *digests))
            elif kind is not None:
                found.append(AttachmentChange(kind, old, new, *digests))
    found += [AttachmentChange("removed", old, None, known_before.get(old.url, "")) for old in left]
    found += [AttachmentChange("added", None, new, "", known_after.get(new.url, "")) for new in right]
    return tuple(found)


def noise(before: Report, after: Report, passages: Sequence[Passage]) -> tuple[Noise, ...]:
    """What differs and was not published: folded by reason, counted, the most frequent first."""
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reason, old, new in (
        *_in_passages(passages), *_in_fields(before, after), *_set_aside(before, after),
        *_in_meta_tags(before, after), *_in_addresses(before, after), *_in_title(before, after),
        *_of_reading(before, after),
    ):  # fmt: skip
        seen[reason].append((old, new))
    folded = (Noise(reason, len(pairs), tuple(pairs[:EXAMPLES])) for reason, pairs in seen.items())
    return tuple(sorted(folded, key=lambda each: (-each.count, each.reason)))


Told = Iterator[tuple[str, str, str]]


def _in_passages(passages: Sequence[Passage]) -> Told:
    for passage in passages:
        shown = (
            (passage.before, passage.after) if max(len(passage.before), len(passage.after)) < 80 else ("", "")
        )
        for reason in passage.reasons:
            yield reason, *shown
        if passage.kind != "moved_away":
            for run in passage.runs:
                if run.kind == "space":
                    yield "white space", run.before, run.after


def _in_title(before: Report, after: Report) -> Told:
    if before.title != after.title and squeezed(before.title) == squeezed(after.title):
        yield "white space", before.title, after.title


def _in_fields(before: Report, after: Report) -> Told:
    for name in FIELD_NAMES:
        old, new = before.metadata.get(name, ""), after.metadata.get(name, "")
        if name in DERIVED:
            if old != new:
                yield "derived fields", f"{name}: {old}", f"{name}: {new}"
        elif steady_field(name, old) == steady_field(name, new):
            written = raw(before, name), raw(after, name)
            if old != new:
                yield ("navigation" if name == "column_path" else "white space"), old, new
            elif all(written) and written[0] != written[1]:
                yield "printed otherwise", f"{name}: {written[0]}", f"{name}: {written[1]}"


def _set_aside(before: Report, after: Report) -> Told:
    """Blocks outside the document that differ: counters, share boxes, navigation, by the reason they went."""
    counts = [Counter((r.reason, squeezed(r.text)) for r in report.removed) for report in (before, after)]
    gone, come = (list((counts[side] - counts[1 - side]).elements()) for side in (0, 1))
    for reason in sorted({reason for reason, _ in (*gone, *come)}):
        old, new = ([text[:80] for why, text in side if why == reason] for side in (gone, come))
        for n in range(max(len(old), len(new))):
            yield reason, old[n] if n < len(old) else "", new[n] if n < len(new) else ""


def _in_meta_tags(before: Report, after: Report) -> Told:
    counts = Counter(before.meta_tags), Counter(after.meta_tags)
    gone, come = (dict((counts[side] - counts[1 - side]).elements()) for side in (0, 1))
    for name in sorted({*gone, *come}):
        yield "meta tags", f"{name}: {gone.get(name, '')[:80]}", f"{name}: {come.get(name, '')[:80]}"


def _in_addresses(before: Report, after: Report) -> Told:
    """Addresses that differ in a token only, and pictures that lie elsewhere."""
    steady = [defaultdict(list), defaultdict(list)]  # type: list[dict[str, list[str]]]
    for side, report in zip(steady, (before, after), strict=True):
        for attachment in report.attachments:
            side[steady_address(attachment.url)].append(attachment.url)
    for address, urls in steady[0].items():
        for old, new in zip(urls, steady[1].get(address, ()), strict=False):
            if old != new:
                yield "address tokens", old, new
    pictures = [
        Counter(steady_address(b.address) for b in r.blocks if b.kind == "image") for r in (before, after)
    ]
    gone, come = (sorted((pictures[side] - pictures[1 - side]).elements()) for side in (0, 1))
    for n in range(max(len(gone), len(come))):
        yield "pictures", gone[n] if n < len(gone) else "", come[n] if n < len(come) else ""


def _of_reading(before: Report, after: Report) -> Told:
    if before.encoding != after.encoding:
        yield "encoding", before.encoding, after.encoding
    if before.extractor != after.extractor:
        yield "extractor", before.extractor, after.extractor
