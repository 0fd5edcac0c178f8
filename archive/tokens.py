"""Where timestamp tokens lie: beside the log, in `timestamps/`.

`<n>.tsq` is what was asked, `<n>.tsr` what the authority answered, both as sent; `<n>.sha256` has their
digests, for `sha256sum -c`. A token for an entry of the chain covers all before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "timestamps"


@dataclass(frozen=True)
class Token:
    """The files of the token for entry `n`; it is there when its answer is."""

    folder: Path
    n: int

    @property
    def request(self) -> Path:
        return self.folder / f"{self.n}.tsq"

    @property
    def answer(self) -> Path:
        return self.folder / f"{self.n}.tsr"

    @property
    def sums(self) -> Path:
        return self.folder / f"{self.n}.sha256"


def tokens(data: Path) -> Iterator[Token]:
    """The tokens of a data folder, by their entries."""
    folder = data / FOLDER
    named = (re.fullmatch(r"(\d+)\.tsr", path.name) for path in folder.glob("*.tsr"))
    yield from (Token(folder, n) for n in sorted(int(match[1]) for match in named if match))


def covering(data: Path, n: int) -> Token | None:
    """The earliest token that covers entry `n`: its own, or that of a later one."""
    return next((token for token in tokens(data) if token.n >= n), None)
