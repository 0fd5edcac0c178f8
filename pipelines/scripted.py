"""The body of an article that a page shows by script: its text stands as HTML in a JSON of the page.

The script is not run. The JSON is what it would show, and the page itself carries it (CMS.md §2, gkmlpt;
Heilongjiang's contentHtml).
"""

from __future__ import annotations

import html
from dataclasses import replace

from archive.records import OutlineRegion, Removed
from pipelines.attachments import listed_files, read_attachments
from pipelines.blocks import plain, read_blocks
from pipelines.body import OPENING, Body, base_of
from pipelines.dom import Parsed
from pipelines.json_blocks import article_json
from pipelines.parsing import read_tree
from pipelines.titles import Title

_MUCH = 0.5
"""Of the article in the JSON: what the page shows without scripts and is less is not the article."""


def read_scripted(parsed: Parsed, body: Body) -> Body | None:
    """The body as the JSON holds it, where the page shows none, or much less of one outside any known
    container; None otherwise."""
    if not parsed.scripts or (body.region is not None and body.region.known and body.text):
        return None
    article = article_json(parsed, body.title.text)
    if article is None:
        return None
    tree, _ = read_tree(_markup(article.content).encode("utf-8", "replace"))
    if tree is None:
        return None
    base = base_of(parsed)
    title = body.title
    if title.rule in ("", "title"):  # nothing but `<title>`, which names the site as well
        title = Title(article.title, article.place, "json")
    read = read_blocks(tree, [0], base=base, title=title.text)
    text = plain(read.blocks)
    if body.running > _MUCH * read.running or not (text or read.blocks):
        return None
    files = (*read_attachments(tree, [0], [], base), *listed_files(article.files, base))
    shown = OutlineRegion(0, article.place, "", len("".join(text.split())), text[:OPENING])
    return replace(
        body,
        element=None,
        region=None,
        title=title,
        blocks=tuple(read.blocks),
        removed=(*read.removed, *_shown(body), *(replace(r, offset=None) for r in body.removed)),
        attachments=tuple(dict.fromkeys((*files, *body.attachments))),
        running=read.running,
        text=text,
        outline=(shown, *body.outline),
    )


def _markup(content: str) -> str:
    """An article's HTML; escaped once more by some systems, and plain text with line breaks in others."""
    if "<" not in content and "&lt;" in content:
        content = html.unescape(content)
    if "<" in content:
        return content
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>" for line in content.splitlines())


def _shown(body: Body) -> list[Removed]:
    """What the page shows without its scripts, and was taken for the body until the article was found."""
    return [Removed("shown without scripts", b.text) for b in body.blocks if b.kind != "image" and b.text]
