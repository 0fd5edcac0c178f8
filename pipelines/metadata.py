"""Temporary front: blocks first, fields follow."""

from __future__ import annotations

from pipelines.metadata_blocks import find_blocks

__all__ = ["find_blocks"]
