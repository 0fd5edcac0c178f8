"""Pages that hold no content of their own: applications not yet run, templates not filled in, frames."""

from __future__ import annotations

import re

from pipelines import marks
from pipelines.dom import Parsed

_TEMPLATE = re.compile(r"\{\{[^{}]{1,200}\}\}|\$\{[\w.]{1,60}\}|<%=?[^%]{1,80}%>")
_APP = re.compile(
    r"(?:q-|vue-?|main-?|my-?)?app(?:lication|-?root|-?container|-?main)?|root|__next|__nuxt|__layout",
    re.IGNORECASE,
)
"""Ids that the frameworks' own templates give to the element an application is put into."""
_APP_TAGS = ("app-root", "router-view", "ng-view", "ui-view", "uni-app", "uni-page")
_VIEWS = frozenset({"ng-view", "ui-view", "data-ng-view", "data-ui-view"})
_LOADING = re.compile(r"加载|载入|正在|请稍|浏览器|loading|javascript|\.{3}|…", re.IGNORECASE)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|without) JavaScript|请(?:启用|开启|打开).{0,4}JavaScript", re.IGNORECASE
)
_MANY = 4
"""Placeholders. So many on a short page are a template even where it says a sentence of its own."""
_A_SENTENCE = re.compile(r"\S{15}。")


def unfilled(text: str) -> str:
    """The first placeholder of a text that is placeholders and labels, and no sentence; else empty."""
    if "{{" not in text and "${" not in text and "<%" not in text:
        return ""
    found = _TEMPLATE.findall(text)
    if not found or (len(found) < 2 and text.strip() != found[0]):
        return ""
    return "" if _A_SENTENCE.search(_TEMPLATE.sub("", text)) else found[0]


def shell(parsed: Parsed, visible: str, length: int) -> str:
    """Why a short page holds no content of its own; empty where it may. `length`: characters of `visible`."""
    root = parsed.root
    assert root is not None
    if "{{" in visible or "${" in visible or "<%" in visible:
        found = _TEMPLATE.findall(visible)
        if unfilled(visible) or (len(found) >= _MANY and not marks.is_document(parsed, visible)):
            return f"an application whose template is not filled in: {found[0]}"
    if length >= 150:
        return ""
    media = next(root.iter("img", "embed", "object", "video", "canvas"), None) is not None
    document = marks.titled(parsed) or marks.dated(visible)
    if length < 60 and not document and framed(parsed):
        return "frames only: the content is at their addresses"
    shown = marks.headed(parsed) or marks.dated(visible) or (media and (document or marks.tagged(parsed)))
    if not shown and _empty_application(parsed, length):
        return "an application that writes its content by script; nothing in the page itself"
    if length == 0 and not (media and document) and next(root.iter("script"), None) is not None:
        return "scripts only: nothing a reader could see"
    return ""


def frameset(parsed: Parsed) -> bool:
    """Whether a page is a set of frames. What it says in noframes no browser of today shows, and no parser
    reads as markup."""
    return parsed.root is not None and parsed.root.find("frameset") is not None


def framed(parsed: Parsed) -> bool:
    """Whether a page shows another address in a frame a reader sees."""
    assert parsed.root is not None
    for frame in parsed.root.iter("frame", "iframe"):
        style = "".join((frame.get("style") or "").lower().split())
        small = frame.get("height") in ("0", "1") or frame.get("width") in ("0", "1")
        if (frame.get("src") or "").strip() not in ("", "about:blank") and not small and "none" not in style:
            return True
    return False


def _empty_application(parsed: Parsed, length: int) -> bool:
    tree = parsed.tree
    for i in sorted(i for tag in ("div", "main", "section", *_APP_TAGS) for i in tree.by_tag.get(tag, ())):
        given = tree.tags[i] in _APP_TAGS or not _VIEWS.isdisjoint(tree.nodes[i].keys())
        if not given and not _APP.fullmatch(tree.ids[i][:40]):
            continue
        said = tree.text_of(i)
        if not said or (len(said) < 60 and _LOADING.search(said)):
            return True
    return length < 60 and bool(_NEEDS_SCRIPT.search(parsed.text[:50_000])) and not marks.titled(parsed)
