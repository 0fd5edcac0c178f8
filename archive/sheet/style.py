"""The style of the sheet, which stands in it, and the digest by which a browser is allowed to use it."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

STYLE = (files("archive.sheet") / "sheet.css").read_text(encoding="utf-8")

SOURCE = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
"""A source of `style-src` (CSP 3 §2.3.1): this style sheet and no other."""
