# ruff: noqa: E501  (markup is easier to check on one line)
"""Pages damaged and rearranged by chance, as editors, templates and bad lines do; and what must hold of any page.

python tests/mutations.py 0 20        # those rounds over every page at hand; a failing page is made small
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from composed import compose, draw
from layouts import LAYOUTS, SCRIPTED
from lxml import etree

from pipelines.answer import Page
from pipelines.body import Body, read_body
from pipelines.dom import Parsed, parse
from pipelines.extract import extract
from pipelines.metadata_blocks import read_blocks
from pipelines.platforms import platform_of

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
REAL = Path(__file__).resolve().parents[2] / "shared" / "pages" / "html"
_TOKENS = re.compile(
    r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|<[^<>]*>|[^<]+|<", re.DOTALL | re.IGNORECASE
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00]")
_NO_TEXT = ("script", "style", "title")

Mutation = Callable[[list[str], random.Random], list[str]]
"""From a page's pieces (tags, comments, texts) to others."""


# The mutations


def _texts(tokens: list[str]) -> list[int]:
    return [i for i, token in enumerate(tokens) if not token.startswith("<") and len(token.strip()) > 1]


def _put(tokens: list[str], chance: random.Random, what: str) -> list[str]:
    place = chance.randint(0, len(tokens))
    return [*tokens[:place], what, *tokens[place:]]


def _inside_texts(change: Callable[[str, random.Random], str]) -> Mutation:
    def mutate(tokens: list[str], chance: random.Random) -> list[str]:
        tokens, places = list(tokens), _texts(tokens)
        for i in chance.sample(places, min(len(places), chance.randint(1, 40))):
            tokens[i] = change(tokens[i], chance)
        return tokens

    return mutate


def _at(text: str, chance: random.Random, what: str) -> str:
    place = chance.randint(0, len(text))
    return text[:place] + what + text[place:]


def _wrap(text: str, chance: random.Random) -> str:
    i, j = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    opening, closing = chance.choice((
        ("<span>", "</span>"), ('<font face="仿宋">', "</font>"), ("<b><i>", "</i></b>"), ("<sup>", "</sup>"),
        ("<sub>", "</sub>"), ('<a href="x.html">', "</a>"), ('<a href="#_ftn1" name="_ftnref1">', "</a>"), ("<p>", "</p>"),
        ("<div>", "</div>"), ("<li>", "</li>"), ("<h3>", "</h3>"), ("<pre>", "</pre>"), ("<button>", "</button>"),
        ("<label>", "</label>"), ("<noscript>", "</noscript>"), ("<textarea>", "</textarea>"), ("<st1:date>", "</st1:date>"),
        ("<caption>", "</caption>"), ("<td>", "</td>"), ("<title>", "</title>"), ("<select><option>", "</select>"),
    ))  # fmt: skip
    return text[:i] + opening + text[i:j] + closing + text[j:]


def _entity(text: str, chance: random.Random) -> str:
    return "".join(
        chance.choice((f"&#{ord(c)};", f"&#x{ord(c):x};")) if chance.random() < 0.3 and c not in "&;#" else c
        for c in text
    )


def _white(text: str, chance: random.Random) -> str:
    return _at(
        text,
        chance,
        chance.choice(
            ("&nbsp;", "\u3000", "\n   ", "\u200b", "\ufeff", "&ensp;", "\t", "\xa0 \xa0", "&shy;")
        ),
    )


def _drop_closing(tokens: list[str], chance: random.Random) -> list[str]:
    closing = [i for i, token in enumerate(tokens) if token.startswith("</")]
    gone = set(chance.sample(closing, min(len(closing), chance.randint(1, 6))))
    return [token for i, token in enumerate(tokens) if i not in gone]


def _drop_opening(tokens: list[str], chance: random.Random) -> list[str]:
    opening = [i for i, token in enumerate(tokens) if re.match(r"<(?:p|div|span|td|tr|table|ul|li)\b", token)]
    gone = set(chance.sample(opening, min(len(opening), chance.randint(1, 6))))
    return [token for i, token in enumerate(tokens) if i not in gone]


def _unclosed(tokens: list[str], chance: random.Random) -> list[str]:
    tag = chance.choice(
        (
            "div",
            "span",
            "b",
            "table",
            "ul",
            "td",
            "form",
            "font",
            "a href=x",
            "h2",
            "p",
            "center",
            "blockquote",
        )
    )
    return _put(tokens, chance, f"<{tag}>")


def _twice(tokens: list[str], chance: random.Random) -> list[str]:
    start = chance.randint(0, len(tokens))
    piece = tokens[start : start + chance.randint(1, 40)]
    place = chance.randint(0, len(tokens))
    return [*tokens[:place], *piece, *tokens[place:]]


def _move(tokens: list[str], chance: random.Random) -> list[str]:
    start = chance.randint(0, len(tokens))
    end = start + chance.randint(1, 40)
    piece, rest = tokens[start:end], tokens[:start] + tokens[end:]
    place = chance.randint(0, len(rest))
    return [*rest[:place], *piece, *rest[place:]]


_FURNITURE = (
    '<div class="bdsharebuttonbox">分享到：<a>微信</a></div>', '<div class="ewm">扫一扫在手机打开当前页</div>', "<p>【打印本页】【关闭窗口】</p>",
    '<p>上一篇：<a href="1">关于甲的通知</a></p>', '<div class="relat"><h4>相关阅读</h4><ul><li><a href=1>关于乙的通知</a></li></ul></div>',
    "<p>（责任编辑：张三）</p>", "<div>免责声明：版权归原作者所有。</div>", "<p>发布时间：2024-01-17 来源：清溪镇 浏览次数：3</p>",
    "<div>您的位置：<a>首页</a> &gt; <a>公开</a> &gt; 正文</div>", "<div class=fj>附件：<a href=a.doc>表</a></div>",
    "<table><tr><td>索引号：</td><td>64/2024-00001</td><td>文号：</td><td></td></tr></table>", "<div class=footer>主办单位：县政府 版权所有</div>",
)  # fmt: skip
_TABLES = (
    "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "<table><tr><td colspan=3>合计<td>7</table>",
    "<table><caption>表一</caption><thead><tr><th>名<th>数</thead><tfoot><tr><td>计<td>1</tfoot><tbody><tr><td>子<td>1</tbody></table>",
    "<table><tr><td><table><tr><td>内<td>里</table></td><td>外</td></tr></table>", "<table>游离的字<tr>又一处<td>格</td>再一处</tr></table>",
    "<table><tr><td><p>一</p><p>二</p><ul><li>三</ul></td><td style='display:none'>藏</td><td><img src=a.png alt=图></td></tr></table>",
    "<table><tr><td rowspan=0 colspan=99999>宽</td></tr><tr></tr></table>", "<table></table>", "<tr><td>无表</td></tr>",
)  # fmt: skip
_NOTES = (
    '<a href="#_ftn1" name="_ftnref1">[1]</a>', '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> 见统计表。</p></div>',
    '<sup><a href="#fn1">①</a></sup>', "<ol><li>一<ul><li>二</ul></ol>", "<dl><dt>词<dd>义</dl>", "<hr>", "<br><br>", "<img src=x.png width=20 height=9 alt=图>",
    "<form><input value=搜><select><option>甲<option>乙</select><button>查</button></form>", "<iframe src=x>旧</iframe>", "<object>无插件</object>",
    "<marquee>滚动</marquee>", "<svg><text>图字</text></svg>", "<ruby>汉<rt>hàn</rt></ruby>", "<math><mi>x</mi></math>", "<details><summary>展开</summary>内</details>",
    "<!-- 注 -->", "<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->", "<?xml version='1.0'?>", "<![CDATA[字]]>", "<!doctype html>", "<template>模</template>",
    "<noscript>请开启脚本</noscript>", "<textarea>框</textarea>", "<video>旧浏览器</video>", "<audio>音</audio>", "<canvas>画</canvas>", "<frameset>帧</frameset>",
    "<plaintext>", "<xmp><b>原样</b></xmp>", "<script>var a = '<p>';</script>", "<style>p{}</style>", "<title>又一题</title>", "<head>头", "<body class=b>", "</p>", "</div></div>",
)  # fmt: skip


def _hide(tokens: list[str], chance: random.Random) -> list[str]:
    tags = [
        i
        for i, token in enumerate(tokens)
        if re.match(r"<(?:p|div|span|td|tr|table|ul|li|a|b|font)\b", token)
    ]
    tokens = list(tokens)
    for i in chance.sample(tags, min(len(tags), chance.randint(1, 4))):
        said = chance.choice(
            (' style="display:none"', " hidden", ' class="hide"', ' style="visibility: hidden"')
        )
        tokens[i] = tokens[i].rstrip(">").rstrip("/") + said + ">"
    return tokens


def _deep(tokens: list[str], chance: random.Random) -> list[str]:
    depth, tag = (
        chance.choice((5, 40, 130, 400, 2500)),
        chance.choice(("div", "span", "ul><li", "table><tr><td", "b", "font")),
    )
    tokens = _put(tokens, chance, f"<{tag}>" * depth)
    return _put(tokens, chance, f"</{tag.partition('>')[0]}>" * depth) if chance.random() < 0.5 else tokens


MUTATIONS: dict[str, Mutation] = {
    "wrapped": _inside_texts(_wrap),
    "entities": _inside_texts(_entity),
    "white space": _inside_texts(_white),
    "comments": _inside_texts(lambda text, chance: _at(text, chance, "<!-- 注 -->")),
    "NUL": _inside_texts(lambda text, chance: _at(text, chance, "\x00")),
    "angle brackets": _inside_texts(lambda text, chance: _at(text, chance, chance.choice(("<", ">", "< 5", "&lt;b&gt;", "</", "<>", "<1", "&", "&#0;", "&#xd800;"))),),
    "closing tags lost": _drop_closing,
    "opening tags lost": _drop_opening,
    "tags left open": _unclosed,
    "a piece twice": _twice,
    "a piece elsewhere": _move,
    "furniture": lambda tokens, chance: _put(tokens, chance, chance.choice(_FURNITURE)),
    "tables": lambda tokens, chance: _put(tokens, chance, chance.choice(_TABLES)),
    "odd elements": lambda tokens, chance: _put(tokens, chance, chance.choice(_NOTES)),
    "hidden": _hide,
    "deep": _deep,
    "a second document": lambda tokens, chance: _put(tokens, chance, "</body></html><!DOCTYPE html><html><head><title>x</title></head><body>"),
    "cut off": lambda tokens, chance: tokens[: chance.randint(len(tokens) // 3, len(tokens))],
    "in capitals": lambda tokens, _: [re.sub(r"^</?\w+", lambda m: m.group().upper(), token) for token in tokens],
}  # fmt: skip


def mutate(body: bytes, seed: object) -> tuple[bytes, tuple[str, ...]]:
    """A page damaged in one to four ways, and which; the same seed does the same."""
    chance = random.Random(str(seed))
    tokens = _TOKENS.findall(decoded(body))
    names = tuple(chance.sample(list(MUTATIONS), chance.randint(1, 4)))
    for name in names:
        tokens = _TOKENS.findall("".join(MUTATIONS[name](tokens, chance)))
    damaged = "".join(tokens).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        damaged, names = (
            damaged[: chance.randint(len(damaged) // 2, len(damaged))],
            (*names, "cut in a character"),
        )
    return damaged, names


def decoded(body: bytes) -> str:
    """The text of a page, its declarations of an encoding made UTF-8."""
    text = parse(Page(URL, body)).text
    return re.sub(r"charset\s*=\s*[\"']?[\w-]+", "charset=utf-8", text, flags=re.IGNORECASE)


# The pages at hand


def own_pages() -> Iterator[tuple[str, bytes]]:
    """Every layout of ours, some composed ones, and every article of the demo's sites, with a name."""
    for name, (markup, _) in LAYOUTS.items():
        yield f"layout: {name}", markup.encode()
    for name, markup in SCRIPTED.items():
        yield f"script: {name}", markup.encode()
    for seed in range(60):
        yield f"composed: {seed}", compose(draw(seed)).body
    yield from demo_pages()


def demo_pages() -> Iterator[tuple[str, bytes]]:
    """Every article of the demo's sites, each page of it."""
    from crawler.demo import gold
    from crawler.demo.content import SITES
    from crawler.demo.pages import pages_of

    for site in SITES:
        for page in gold(site):
            for url in page.urls if page.kind == "report" else ():
                path = url.split("localhost:8642")[1]
                yield f"demo: {site}{path}", pages_of(site).answer(path).body


def real_pages() -> list[Path]:
    return sorted(REAL.glob("*.html"))


# What must hold


def bare(text: str) -> str:
    """A text without white space and invisible characters."""
    return "".join(_INVISIBLE.sub("", text).split())


def shown(element: etree._Element) -> str:
    """All text below an element in the order of the source; scripts, styles and comments hold none.

    Written apart from the code it checks, and plainly.
    """
    pieces: list[str] = []
    silent = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        is_element = isinstance(node.tag, str)
        if event == "start":
            silent += node.tag in _NO_TEXT
            pieces.append("" if silent else node.text or "")
            continue
        if is_element:
            silent -= node.tag in _NO_TEXT
        if node is not element:
            pieces.append("" if silent else node.tail or "")
    return "".join(pieces)


def body_of(parsed: Parsed) -> Body:
    return read_body(parsed, None, platform_of(parsed, None), read_blocks(parsed))


def put_back(text: str, removed: list[tuple[int, str]]) -> str:
    """A text with what was removed put back where it stood; what stood at one place in the order given."""
    pieces, last = [], 0
    for offset, piece in sorted(removed, key=lambda pair: pair[0]):
        pieces += [text[last:offset], piece]
        last = offset
    return "".join([*pieces, text[last:]])


def loss(body: bytes) -> str:
    """What of a page is neither in the text nor in a removed block, or in another order; empty where all is."""
    page = Page(URL, body)
    parsed = parse(page)
    if parsed.root is None:
        return ""
    found = body_of(parsed)
    if any(not block.reason or not block.text for block in found.removed):
        return "a removed block without a reason or without a text"
    if found.region is not None:
        held = bare("".join(shown(element) for element in found.region.elements))
        cuts = [(block.offset, block.text) for block in found.removed if block.offset is not None]
        if any(not 0 <= offset <= len(found.text) for offset, _ in cuts):
            return "an offset outside the text"
        back = bare(put_back(found.text, cuts))
        if back != held:
            return f"container: {_difference(back, held)}"
    answer = extract(page)
    if answer.kind == "report":
        # A text that only a script shows is none of what the page shows: all of that is removed then.
        shown_by_script = found.text != answer.text and bare(answer.text) not in bare(shown(parsed.root))
        as_found = answer.text == found.text and answer.removed == found.removed
        if answer.text and not shown_by_script and not as_found:
            return "the answer differs from the body"
        seen = Counter(bare(shown(parsed.root)))
        told = Counter(bare("".join(block.text for block in answer.removed)))
        told.update("" if shown_by_script else bare(answer.text))
        if seen != told:
            return f"page: missing {''.join((seen - told).elements())[:60]!r}, too much {''.join((told - seen).elements())[:60]!r}"
    elif answer.text:
        return f"a {answer.kind} has a text"
    return ""


def _difference(got: str, wanted: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), min(len(got), len(wanted))
    )
    kind = "another order" if Counter(got) == Counter(wanted) else "other characters"
    return f"{kind} after …{wanted[max(0, at - 12) : at]!r}: put back {got[at : at + 30]!r}, shown {wanted[at : at + 30]!r}"


def smaller(body: bytes, wrong: str, seconds: float = 4.0) -> bytes:
    """A page cut down as far as it fails in the same way: to be read by a person."""
    until, kind = time.monotonic() + seconds, wrong.split(" ")[:2]
    tokens = _TOKENS.findall(body.decode("utf-8", "replace"))
    size = len(tokens) // 2
    while size and time.monotonic() < until:
        i = 0
        while i < len(tokens) and time.monotonic() < until:
            fewer = tokens[:i] + tokens[i + size :]
            if loss("".join(fewer).encode()).split(" ")[:2] == kind:
                tokens = fewer
            else:
                i += size
        size = size // 2
    return "".join(tokens).encode()


def main(first: int, last: int) -> None:
    pages = [*own_pages(), *((path.name, path.read_bytes()) for path in real_pages())]
    failed = 0
    for seed in range(first, last):
        for name, body in pages:
            damaged, mutations = mutate(body, f"{name} {seed}")
            try:
                wrong = loss(damaged)
            except Exception as error:
                wrong = f"raised {type(error).__name__}: {error}"
            if wrong:
                failed += 1
                print(f"{name}, seed {seed}, {mutations}: {wrong}")
                if not wrong.startswith("raised"):
                    print(f"    {smaller(damaged, wrong, 2.0)!r:.600}".replace("\\n", ""))
    print(f"{failed} of {(last - first) * len(pages)} pages lose something")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
