"""The article that a page carries as JSON in a script: its title, its text and what is said of it.

Pages drawn by script hold their data in the page all the same: gkmlpt and its like as `window.X = {…}`,
others as `application/json` or `ld+json` (schema.org). Only JSON is read, with the json module on bounded
spans; a script is never run. Key names and what they stand for: CMS.md §2 (gkmlpt), §3.3 (Heilongjiang,
Suzhou), §1 (the standard tags), and schema.org's Article.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipelines.dom import Parsed
from pipelines.tree import squeeze

FIELDS = {
    "identifier": "index_number",
    "indexnumber": "index_number",
    "csyh": "index_number",
    "documentnumber": "document_number",
    "refno": "document_number",
    "cwjbh": "document_number",
    "publisher": "issuer",
    "writedate": "date_written",
    "cfwrqformat": "date_written",
    "datepublished": "date_published",
    "pubdate": "date_published",
    "publishdate": "date_published",
    "publishtime": "date_published",
    "firstpublishedtime": "date_published",
    "displaypublishtime": "date_published",
    "classifythemename": "category",
    "classifymainname": "category",
    "classifygenrename": "genre",
    "contentsource": "source",
    "keywords": "keywords",
}
"""Keys, in small letters without underscores, and the field each stands for."""
_CATALOGUE = frozenset(("identifier", "documentnumber", "refno", "csyh", "cwjbh", "datepublished"))
_TITLES = ("title", "headline", "articletitle", "infotitle", "doctitle")
_CONTENTS = ("content", "contenthtml", "articlebody", "articlecontent", "htmlcontent", "infocontent")
_MARKUP = re.compile(r"(?:<|&lt;)(?:p|div|br|span|table|section)\b", re.IGNORECASE)
_SUMMARY = re.compile(r"abstract|summary|descri|intro|memo|remark|digest|zhaiyao|title", re.IGNORECASE)
"""Keys of a summary, which is not the text, and of titles."""
_ATTACHMENTS = ("attachment", "attachments", "attachmentlist", "filelist", "files", "appendix")
_ADDRESSES = ("url", "fileurl", "downloadurl", "filepath", "path", "href")
_FILE_NAMES = ("name", "filename", "originalname", "showname", "title")
_MOST_FILES = 200
_START = re.compile(r"(?:^|[=(:])\s*(?=\{\s*\"|\[\s*\{\s*\"|\"\s*[{\[])")
"""Where JSON may begin: after `=`, `(` or `:`. Literals of JavaScript have no quoted keys and are left."""
_DECODER = json.JSONDecoder(strict=False)
_MOST_STARTS = 200
_MOST_VALUES = 200_000
"""Objects and lists of a page that are looked at."""
_MOST_ARTICLES = 1000
_LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class ArticleJson:
    """An article as JSON holds it.

    `content`: its text as HTML, empty where the object has none; `place`: the script's number and the path
    in it (`script[2] $.data.article`); `fields`: (field, key as written, value as text); `listed`: one of
    several in a list; `files`: (address as written, name) of its attachments.
    """

    title: str
    content: str
    place: str
    fields: tuple[tuple[str, str, str], ...] = ()
    listed: bool = False
    files: tuple[tuple[str, str], ...] = ()


def article_json(parsed: Parsed, title: str = "") -> ArticleJson | None:
    """The article object with a text that the page is about: the one that bears its title, or the only one.

    `title` is the page's as read, empty where nothing is read yet: then ArticleTitle and `<title>` tell.
    """
    found = [article for article in article_objects(parsed) if article.content.strip()]
    return _own(found, title or parsed.meta("ArticleTitle"), parsed.title)


def article_fields(parsed: Parsed, title: str) -> tuple[ArticleJson, bool] | None:
    """(the article object the page is about, whether its title proves it); unproven it is evidence only.

    None where there is none, or where several have no title of this page.
    """
    found = [article for article in article_objects(parsed) if article.fields]
    own = _own(found, title or parsed.meta("ArticleTitle"), parsed.title)
    if own is None:
        return None
    return own, not title or _bare(own.title) == _bare(title)


def _own(found: list[ArticleJson], title: str, whole: str) -> ArticleJson | None:
    bare = _bare(title)
    named = [a for a in found if _bare(a.title) == bare] if bare else []
    if not named and not bare:
        named = [a for a in found if len(_bare(a.title)) >= 4 and _bare(a.title) in _bare(whole)]
    if named:
        return named[0] if len({(_bare(a.title), a.fields) for a in named}) == 1 else None
    return found[0] if len(found) == 1 and not found[0].listed else None


def _bare(text: str) -> str:
    return "".join(text.split())


@lru_cache(maxsize=1)
def article_objects(parsed: Parsed) -> tuple[ArticleJson, ...]:
    """Every object in the page's JSON that has a title, and a text or a field of the catalogue."""
    if parsed.root is None:
        return ()
    tree = parsed.tree
    found: list[ArticleJson] = []
    starts = values = 0
    for number, i in enumerate(tree.by_tag.get("script", ())):
        text = tree.nodes[i].text or ""
        if '"' not in text or ("itle" not in text and "headline" not in text):
            continue
        for value in _values(text, _MOST_STARTS - starts):
            starts += 1
            for article, size in _articles(value, f"script[{number}]", _MOST_VALUES - values):
                values += size
                if article is not None:
                    found.append(article)
            if values >= _MOST_VALUES or len(found) >= _MOST_ARTICLES:
                return tuple(found)
    return tuple(found)


def _values(text: str, most: int) -> Iterator[Any]:
    """The JSON values in a script. What fails to be JSON costs at most as much again as the script."""
    at, wasted = 0, 0
    for _ in range(most):
        start = _START.search(text, at)
        if start is None or wasted > len(text):
            return
        try:
            value, at = _DECODER.raw_decode(text, start.end())
            if isinstance(value, str):  # JSON.parse("{\"title\":…}")
                value = _DECODER.decode(value)
            yield value
        except json.JSONDecodeError as error:
            wasted += max(0, error.pos - start.end())
            at = start.end() + 1
        except (ValueError, RecursionError):  # a number of thousands of digits; nesting beyond reason
            return


def _articles(value: Any, place: str, most: int) -> Iterator[tuple[ArticleJson | None, int]]:
    """(an article or None, 1) for each object and list below a value, in order."""
    pending: list[tuple[Any, str, bool]] = [(value, f"{place} $", False)]
    for _ in range(most):
        if not pending:
            return
        held, path, listed = pending.pop()
        inner: list[tuple[Any, str, bool]] = []
        if isinstance(held, dict):
            yield _article(held, path, listed), 1
            inner = [(v, f"{path}.{k}"[:200], listed) for k, v in held.items() if isinstance(v, (dict, list))]
        elif isinstance(held, list):
            yield None, 1
            several = sum(isinstance(v, dict) for v in held) > 1
            inner = [
                (v, f"{path}[{n}]"[:200], listed or several)
                for n, v in enumerate(held)
                if isinstance(v, (dict, list))
            ]
        pending.extend(reversed(inner))


def _article(held: dict[str, Any], path: str, listed: bool) -> ArticleJson | None:
    keys = {key.lower().replace("_", "").replace("-", ""): key for key in reversed(held)}
    titles = [held[keys[k]] for k in _TITLES if k in keys and isinstance(held[keys[k]], str)]
    title = squeeze(html.unescape(re.sub(r"<[^<>]*>", "", next((t for t in titles if t.strip()), ""))))
    if not title or len(title) > _LONGEST_VALUE:
        return None
    content = _content(held, keys)
    fields = tuple(
        (FIELDS[key], written, str(said))
        for key, written in reversed(keys.items())
        if key in FIELDS and _is_value(said := held[written]) and not (key == "publisher" and "@type" in held)
    )
    known = {key for key in keys if key in _CATALOGUE and _is_value(held[keys[key]])}
    if not content.strip() and not known:
        return None
    return ArticleJson(title, content, path, fields, listed, tuple(_files(held, keys)))


def _files(held: dict[str, Any], keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The attachments of an article: objects with an address and a name (gkmlpt: `attachment[]`)."""
    for key in _ATTACHMENTS:
        for file in (
            held[keys[key]][:_MOST_FILES] if key in keys and isinstance(held[keys[key]], list) else ()
        ):
            if isinstance(file, dict):
                said = {k.lower().replace("_", ""): v for k, v in file.items() if isinstance(v, str)}
                address = next((said[k] for k in _ADDRESSES if said.get(k)), "")
                if address:
                    yield address, squeeze(next((said[k] for k in _FILE_NAMES if said.get(k)), ""))


def _content(held: dict[str, Any], keys: dict[str, str]) -> str:
    """The text of an article as HTML: under a key that says so, else the longest value that is markup."""
    said = [held[keys[k]] for k in _CONTENTS if k in keys]
    if not any(isinstance(c, str) and c.strip() for c in said):
        said = [
            v for k, v in held.items() if isinstance(v, str) and _MARKUP.search(v) and not _SUMMARY.search(k)
        ]
    content = max((c for c in said if isinstance(c, str)), key=len, default="")
    return html.unescape(content) if "<" not in content and "&lt;" in content else content


def _is_value(said: Any) -> bool:
    if isinstance(said, bool):
        return False
    return isinstance(said, int) or (isinstance(said, str) and 0 < len(said.strip()) <= _LONGEST_VALUE)
