"""A difference as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.compare.copies import Copied
from archive.compare.difference import Difference, Passage
from archive.compare.held import Compared
from archive.loading import Held


def as_plain(compared: Compared) -> dict[str, Any]:
    """The whole comparison. What stayed is given by its place and length only."""
    return {
        "before": _version(compared.before),
        "after": _version(compared.after),
        "same_bytes": compared.same_bytes,
        **difference_as_plain(compared.difference),
        "silent": compared.difference.silent if compared.copies is None else None,
        "noise": [asdict(noise) for noise in compared.noise],
        "copied": _copies(compared.copies) if compared.copies is not None else None,
    }


def difference_as_plain(difference: Difference) -> dict[str, Any]:
    """A difference; its `noise` says why bytes differ, also where nothing that was published changed."""
    return {
        "changed": difference.changed,
        "silent": difference.silent,
        "title": [asdict(run) for run in difference.title],
        "figures": [asdict(figure) for figure in difference.figures],
        "fields": [asdict(field) for field in difference.fields],
        "attachments": [asdict(attachment) for attachment in difference.attachments],
        "cells": [asdict(cell) for cell in difference.cells],
        "passages": [_passage(passage) for passage in difference.passages],
        "noise": [asdict(noise) for noise in difference.noise],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    placed: dict[str, Any] = {
        "kind": passage.kind,
        "before_start": passage.before_start,
        "after_start": passage.after_start,
    }
    if passage.kind == "same":
        placed |= {"before_length": len(passage.before), "after_length": len(passage.after)}
    else:
        placed |= {"before": passage.before, "after": passage.after}
    if passage.runs:
        placed["runs"] = [asdict(run) for run in passage.runs]
    if passage.move:
        placed["move"] = passage.move
    if passage.reasons:
        placed["reasons"] = list(passage.reasons)
    return placed


def _version(held: Held) -> dict[str, Any]:
    return {
        "document": held.document,
        "version": held.number,
        "url": held.report.url,
        "title": held.report.title,
        "first_seen": held.first_seen,
        "last_confirmed": held.last_confirmed,
        "digest": held.digest,
        "payload_digest": held.capture["payload_digest"],
    }


def _copies(copies: Copied) -> dict[str, Any]:
    return {
        "forward": copies.forward,
        "shares": {kind: copies.share(kind) for kind in ("identical", "figures", "nearly", "new")},
        "moved": copies.moved,
        **asdict(copies),
    }
