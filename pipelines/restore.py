"""A WACZ of ours that holds everything, made the archive again: its WARCs copied byte for byte, then rebuilt.

Only an empty data folder takes one so. Anywhere else its pages would get other numbers, and are ingested like
anybody's (`pipelines.ingest`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive import chain_log, tokens
from archive.errors import GongkaiError
from archive.export.captures import warc_files
from archive.export.wacz import ARCHIVE, BESIDE, EVERYTHING, OURS
from archive.store import Archive
from archive.warc import cannot_store
from pipelines.rebuild import Rebuilt, rebuild

_OURS = r"[A-Za-z0-9_][A-Za-z0-9._:+-]*"
_PLACES: dict[str, tuple[str, str]] = {
    ARCHIVE: ("warc", rf"{_OURS}\.warc(?:\.gz)?"),
    BESIDE["warc"]: ("warc", rf"{_OURS}\.cut-[0-9]+"),
    BESIDE[""]: ("", re.escape(chain_log.NAME)),
    BESIDE[tokens.FOLDER]: (tokens.FOLDER, r"[0-9]+\.(?:tsq|tsr|sha256)"),
}
"""For each folder of the ZIP the one of the data folder that it goes to, and the names that files of ours
have there: the captures refer to each other by them, so they are kept."""

_PIECE = 1 << 20


def is_empty(archive: Archive) -> bool:
    """Whether nothing was captured into this data folder yet."""
    return not archive.db["crawls"].count and not warc_files(archive.path.parent / "warc")


def holds_everything(path: Path) -> bool:
    """Whether a WACZ says that it is a whole archive of ours."""
    try:
        with zipfile.ZipFile(path) as bundle:
            told = json.loads(bundle.read("datapackage.json"))
            return bool(told[OURS]["holds"] == EVERYTHING)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, RuntimeError):
        return False


def restore(path: Path, data: Path) -> Rebuilt:
    """Make the archive in `data` again from a WACZ of ours that holds everything.

    Every file is checked against datapackage.json before one is put in its place. Raises GongkaiError where
    one is not what was written; then nothing was taken in.
    """
    place = data / ".restore"
    shutil.rmtree(place, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as bundle:
            for folder, name, told in _resources(bundle, path):
                _unpack(bundle, f"{folder}/{name}", told, place / folder / name, path)
        for folder, (target, _) in _PLACES.items():
            for file in sorted((place / folder).glob("*")):
                (data / target).mkdir(exist_ok=True)
                os.replace(file, data / target / file.name)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged(path, "the ZIP", f"is not whole ({error})") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return rebuild(data)


def _resources(bundle: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(folder, name, what datapackage.json says of it) of the files that are taken."""
    package = bundle.read("datapackage.json")
    try:
        digest = json.loads(bundle.read("datapackage-digest.json"))["hash"]
        told = {resource["path"]: resource for resource in json.loads(package)["resources"]}
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(path, "datapackage.json", f"cannot be read: {error}") from error
    if digest != f"sha256:{sha256(package).hexdigest()}":
        raise _damaged(path, "datapackage.json", "has another digest than datapackage-digest.json")
    held = {info.filename for info in bundle.infolist()}
    for name in sorted(held | told.keys()):
        folder, _, file = name.partition("/")
        if folder not in _PLACES:
            continue
        if name not in held or name not in told:
            raise _damaged(path, name, "is not in both the ZIP and datapackage.json")
        if not re.fullmatch(_PLACES[folder][1], file):
            raise _damaged(path, name, "is not called as a file of ours is")
        yield folder, file, told[name]


def _unpack(bundle: zipfile.ZipFile, name: str, told: dict[str, Any], target: Path, path: Path) -> None:
    content, size = sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with bundle.open(name) as source, target.open("wb") as out:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > told["bytes"]:
                    break
                content.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise cannot_store(target, error) from error
    if (size, f"sha256:{content.hexdigest()}") != (told["bytes"], told["hash"]):
        raise _damaged(path, name, "is not what datapackage.json says")


def _damaged(path: Path, name: str, said: str) -> GongkaiError:
    return GongkaiError(
        f"{path}: {name} {said}; it was changed or damaged, and nothing was taken in. Get the file again, or"
        " unpack it and ingest its WARCs one by one, as somebody else's."
    )
