"""What is handed over appears under its name only when it is whole, and never in the place of something."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import GongkaiError


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Write a file under another name beside it, and give it its own when all of it is on the disk.

    Raises GongkaiError where one is there already (without `force`), or the disk does not take it; what was
    there then stays.
    """
    with new_path(path, force=force) as part, part.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def new_path(path: Path, *, force: bool = False) -> Iterator[Path]:
    """The same for who opens the file by its name; yields the name to write it under."""
    _refuse_existing(path, force)
    part = _part(path)
    part.unlink(missing_ok=True)
    try:
        yield part
        _refuse_existing(path, force)
        os.replace(part, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, *, force: bool = False) -> Iterator[Path]:
    """The same for a folder; yields the one to fill. With `force`, one that was there is replaced."""
    _refuse_existing(path, force)
    part = _part(path)
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        yield part
        _refuse_existing(path, force)
        if path.is_dir():
            shutil.rmtree(path)
        os.replace(part, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _refuse_existing(path: Path, force: bool) -> None:
    if os.path.lexists(path) and not force:
        raise GongkaiError(f"{path} is there already: give another name, or --force to replace it")


def _cannot_write(path: Path, error: OSError) -> GongkaiError:
    reason = error.strerror or str(error)
    what = f" ({error.filename})" if error.filename and Path(error.filename) != path else ""
    return GongkaiError(
        f"{path} cannot be written: {reason}{what}; check its folder, the permissions and the free space"
    )
