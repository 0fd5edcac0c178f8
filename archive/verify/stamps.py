"""Checks timestamp tokens, without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from cryptography import x509

from archive.chain import Entry
from archive.timestamp import BadToken, Told, read
from archive.tokens import FOLDER, Token, tokens
from archive.verify.audit import Audit, shown

AGAIN = "put back a copy of it; `gongkai timestamp` can only have the head stamped anew, with a later time"


def check_tokens(
    audit: Audit, data: Path, entries: Mapping[int, Entry], roots: Sequence[x509.Certificate]
) -> None:
    """Each token: its files are those that were kept, it is for its entry, and its signature holds."""
    unrooted: list[Told] = []
    for token in tokens(data):
        audit.counts["timestamps"] += 1
        where = f"{FOLDER}/{token.answer.name}"
        _check_sums(audit, token)
        entry = entries.get(token.n)
        if entry is None:
            audit.find(
                where, f"there is no entry {token.n} in the chain", "put back the log and the captures"
            )
            continue
        try:
            told = read(token.answer.read_bytes(), entry, token.request.read_bytes(), roots)
        except BadToken as error:
            audit.find(where, str(error), AGAIN)
        except OSError as error:
            audit.find(where, f"it cannot be read with its request: {error.strerror}", AGAIN)
        else:
            audit.notes.append(
                f"entry {token.n} and all before it existed at {told.time}, says {told.authority}"
            )
            if not told.rooted:
                unrooted.append(told)
    if unrooted:
        audit.notes.append(
            f"the signature of {len(unrooted)} timestamps fits the certificate in each; the certificates were"
            " not checked against a root: give one with --roots"
        )


def _check_sums(audit: Audit, token: Token) -> None:
    """The digests of the two files, as `sha256sum -c` would check them."""
    where = f"{FOLDER}/{token.sums.name}"
    expected = ""
    for path in (token.request, token.answer):
        if not path.is_file():
            audit.find(f"{FOLDER}/{path.name}", "it is not there", AGAIN)
            return
        expected += f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
    try:
        found = token.sums.read_bytes().decode("ascii", "backslashreplace")
    except OSError:
        audit.find(where, "it is not there", AGAIN)
        return
    if found == expected:
        return
    pairs = zip(expected.splitlines(), found.splitlines(), strict=False)
    names = [ours.split()[1] for ours, theirs in pairs if ours != theirs] or [token.sums.name]
    for name in names:
        audit.find(f"{FOLDER}/{name}", f"it or {where} was changed: that says {shown(found)}", AGAIN)
