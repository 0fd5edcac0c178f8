# ruff: noqa: E501  (markup is easier to check on one line)
"""Article pages composed by chance from independent choices, each with the exact text it must read as.

The choices are what government sites are known to differ in: what holds the body and how deep, where title,
metadata, attachments and signature stand, what furniture is around, how the text was pasted, how the source
is indented, which encoding. A page is known by its seed.

    python tests/composed.py 0 2000       # the seeds that fail, each shrunk to the choices that matter
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

TITLE = "清溪镇2023年度法治政府建设情况报告"
CONTAINERS = {
    "TRS_Editor": ('<div class="TRS_Editor">', "</div>"),
    "TRS_Editor in TRS_Editor": ('<div class="TRS_Editor"><div class="TRS_Editor">', "</div></div>"),
    "TRS_UEDITOR": ('<div class="view TRS_UEDITOR trs_paper_default trs_web">', "</div>"),
    "UCAPCONTENT": ('<div id="zoomcon"><UCAPCONTENT>', "</UCAPCONTENT></div>"),
    "#zoom": ('<div id="zoom">', "</div>"),
    "VSB": ('<div id="vsb_content_2"><div class="v_news_content">', "</div></div>"),
    "comment markers": (
        "<div><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin-->",
        "<!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div>",
    ),
    "a class nobody knows": ('<div class="@">', "</div>"),
    "an id nobody knows": ('<div id="@">', "</div>"),
    "two classes nobody knows": ('<div class="@ b_@">', "</div>"),
    "no name": ("<div>", "</div>"),
    "article": ("<article>", "</article>"),
    "section": ('<section class="@">', "</section>"),
    "a cell": ('<table width="100%" border="0"><tbody><tr><td class="@">', "</td></tr></tbody></table>"),
    "a cell in a cell": (
        '<table width="960"><tr><td><table width="94%"><tr><td class="@">',
        "</td></tr></table></td></tr></table>",
    ),
    "a form": ('<form name="f1" method="post"><div class="@">', "</div></form>"),
}
TYPED = frozenset(
    {"TRS_Editor", "TRS_Editor in TRS_Editor", "TRS_UEDITOR", "UCAPCONTENT", "VSB", "comment markers"}
)
SEVERAL = frozenset({"a class nobody knows", "two classes nobody knows", "no name", "section"})
"""What a body may be several of, side by side; an id stands once in a page."""
NAMES = (
    "nr", "zw", "wznr", "con_txt", "xl_con", "mainCont", "bd1", "detail-text", "txt_box", "g-art", "xx-nr",
    "neirong", "zhengwen", "p_cont", "c3f9e", "wz", "xxgk_detail", "Section1", "box2", "cont", "info_txt",
)  # fmt: skip
WRAPPERS = (
    "w1200", "main", "wrap", "content_wrap", "layout", "mainbox", "container", "row", "cbox", "inner", "fl",
)  # fmt: skip
FURNITURE = {
    "share": '<div class="bdsharebuttonbox">分享到：<a>微信</a> <a>微博</a></div>',
    "QR code": '<div class="ewm"><img src="/e.png"><p>扫一扫在手机打开当前页</p></div>',
    "tools": '<div class="dy"><a href="javascript:window.print()">【打印本页】</a> <a href="javascript:window.close()">【关闭窗口】</a></div>',
    "previous and next": '<ul><li>上一篇：<a href="/1.html">关于开展春季防火工作的通知</a></li><li>下一篇：<a href="/2.html">关于召开座谈会的通知</a></li></ul>',
    "related": '<div class="xgxx"><h4>相关阅读</h4><ul><li><a href="/3.html">清溪镇关于印发工作要点的通知</a></li><li><a href="/4.html">一图读懂工作要点</a></li></ul></div>',
    "disclaimer": '<div class="sm"><b>免责声明：</b>本网站转载的信息，版权归原作者所有。如有侵权，请与我们联系。</div>',
    "editors": "<div>（责任编辑：张三）</div>",
    "hidden": '<div style="display:none">http://www.example.gov.cn/zwgk/1.html 副标题</div>',
}
ATTACHMENTS = {
    "none": "",
    "box": '<div class="fj"><b>相关附件：</b><ul><li><a href="P01.doc">附件1 统计表.doc</a></li></ul></div>',
    "nameless box": '<div><span>附件下载：</span><a href="P01.pdf">统计表.pdf</a></div>',
    "script": "<script>var hasFJ='<a href=\"./P9.xlsx\">附表.xlsx</a><BR/>'; document.write(hasFJ)</script>",
}
INSIDE = ("附件：1.统计表.doc", '<p>附件：<a href="./P020.doc">1.统计表.doc</a></p>')
_CATALOGUE = (
    ("索 引 号", "640000027/2024-00001"), ("发布机构", "清溪镇人民政府"), ("文　　号", ""),
    ("生成日期", "2024-01-17"), ("公开方式", "主动公开"),
)  # fmt: skip
_LINE = '<div class="@"><span>发布时间：2024-01-17 10:20</span> <span>来源：清溪镇</span> <span>浏览次数：<b>12</b></span></div>'
_NEWS = "".join(
    f'<li><a href="/n/{n}.html">县领导调研第{n}项重点工作推进情况并召开会议部署下一步任务</a><span>2024-01-{n}</span></li>'
    for n in range(10, 26)
)
_MENU = "".join(f'<li><a href="/c{n}/">{name}</a></li>' for n, name in enumerate(
    ("机构职能", "政策文件", "规划信息", "统计信息", "财政预决算", "行政许可", "行政处罚", "重大项目", "应急管理", "招考录用") * 3
))  # fmt: skip
_DEFAULT = {
    "head": '<div class="top"><a href="/">首页</a><a href="/a/">政务公开</a><a href="/b/">新闻中心</a></div>',
    "crumb": '<div class="dqwz">您当前的位置：<a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt; 法治政府</div>',
    "foot": '<div class="w1200"><p>主办单位：云溪县人民政府办公室　承办单位：云溪县大数据中心</p><p>网站标识码：0000000001 某ICP备00000000号</p></div>',
}


@dataclass(frozen=True)
class Layout:
    """The choices a page is composed of. The defaults are the plainest page; shrinking goes towards them."""

    seed: int
    genre: str = "report"
    container: str = "a class nobody knows"
    siblings: bool = False
    depth: int = 0
    title: str = "h1 above"
    metadata: str = "none"
    attachments: str = "none"
    inside: bool = False
    signature: str = "in the body"
    furniture: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    columns_first: bool = False
    tagged: bool = True
    paragraphs: str = "p"
    soup: str = "none"
    indent: str = "　　"
    source: str = "lines"
    encoding: str = "utf-8"
    capitals: bool = False


def draw(seed: int) -> Layout:
    """The choices of a seed."""
    chance = random.Random(seed)
    container = chance.choice(list(CONTAINERS))
    titles = ["h1 above", "h1 in the wrapper", "div in the wrapper", "cell above"]
    if container not in TYPED:
        titles.append("in the container")
    return Layout(
        seed,
        genre=chance.choice(("report", "report", "report", "notice", "short", "laws", "table", "table first", "list")),
        container=container,
        siblings=container not in TYPED and chance.random() < 0.2 and container in SEVERAL,
        depth=chance.choice((0, 1, 2, 3, 5, 8)),
        title=chance.choice(titles),
        metadata=chance.choice(("none", "line", "table above", "dl above", "table beside", "table below", "dl below", "paragraphs above")),
        attachments=chance.choice(("none", "none", *ATTACHMENTS)),
        inside=chance.random() < 0.25,
        signature=chance.choice(("in the body", "in the body", "none", "boxes after", "one box after", "aligned after")),
        furniture=tuple(chance.sample(list(FURNITURE), chance.randint(0, 4))),
        columns=tuple(chance.sample(("menu", "news", "more news"), chance.randint(0, 2))),
        columns_first=chance.random() < 0.5,
        tagged=chance.random() < 0.6,
        paragraphs=chance.choice(("p", "p", "div", "br", "p in div", "open p")),
        soup=chance.choice(("none", "none", "spans", "spans and source breaks", "deep fonts")),
        indent=chance.choice(("　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "", "\u3000\u3000\u200b")),
        source=chance.choice(("lines", "one line", "indented", "tabs and blank lines")),
        encoding=chance.choice(("utf-8", "utf-8", "gbk")),
        capitals=chance.random() < 0.15,
    )  # fmt: skip


@dataclass(frozen=True)
class Composed:
    """A page and what must be read from it; `lines` are compared white space aside."""

    layout: Layout
    body: bytes
    lines: tuple[str, ...]
    title: str = TITLE

    @property
    def text(self) -> str:
        return "".join("".join(self.lines).split())


def compose(layout: Layout) -> Composed:
    """The page of a layout."""
    chance = random.Random(layout.seed + 1)
    texts, markup = _document(layout, chance)
    signature = ["清溪镇人民政府", "2024年1月17日"] if layout.signature != "none" else []
    if layout.inside:
        texts.append(INSIDE[0])
        markup.append(INSIDE[1])
    after = ""
    if layout.signature == "in the body":
        markup += [_paragraph(line, layout, chance) for line in signature]
    elif layout.signature == "boxes after":
        after = "".join(f'<div align="right">{line}</div>' for line in signature)
    elif layout.signature == "one box after":
        after = f'<div class="lk"><p>{"</p><p>".join(signature)}</p></div>'
    elif layout.signature == "aligned after":
        after = "".join(f'<p style="text-align: right">{line}</p>' for line in signature)

    name = chance.choice(NAMES)
    opening, closing = (piece.replace("@", name) for piece in CONTAINERS[layout.container])
    joiner = "<br>" if layout.paragraphs == "br" else _gap(layout)
    headline = _headline(layout, chance)
    line = _metadata(layout, "line" if layout.title == "in the container" else layout.metadata)
    if layout.siblings and len(markup) > 2:
        half = len(markup) // 2
        held = f"{joiner.join(markup[:half])}{closing}{_gap(layout)}{opening}{joiner.join(markup[half:])}"
    else:
        held = joiner.join(markup)
    if layout.title == "in the container":
        held, headline = f"{headline}{line if layout.metadata != 'none' else ''}{held}", ""
    body = f"{opening}{_gap(layout)}{held}{_gap(layout)}{closing}{_gap(layout)}{after}"
    body = _around(layout, chance, body, headline)
    for _ in range(layout.depth):
        body = f'<div class="{chance.choice(WRAPPERS)}">{_gap(layout)}{body}{_gap(layout)}</div>'
    return Composed(layout, _page(layout, body), (*texts, *signature))


def _around(layout: Layout, chance: random.Random, body: str, headline: str) -> str:
    metadata = "" if layout.title == "in the container" else _metadata(layout, layout.metadata)
    if layout.metadata.endswith("beside"):
        if chance.random() < 0.5:
            body = f'<div class="l">{body}</div><div class="r">{metadata}</div>'
        else:
            body = f'<table><tr><td>{body}</td><td width="220" valign="top">{metadata}</td></tr></table>'
        metadata = ""
    above = metadata if layout.metadata in ("line", "table above", "dl above", "paragraphs above") else ""
    below = metadata if layout.metadata.endswith("below") else ""
    early = [
        FURNITURE[name]
        for name in layout.furniture
        if name in ("share", "tools", "hidden") and chance.random() < 0.4
    ]
    late = [FURNITURE[name] for name in layout.furniture if FURNITURE[name] not in early]
    files = ATTACHMENTS[layout.attachments]
    pieces = [above, headline, *early, body, files, below, *late]
    if layout.metadata == "line":
        pieces = [headline, above, *early, body, files, *late]
    return _gap(layout).join(piece for piece in pieces if piece)


def _document(layout: Layout, chance: random.Random) -> tuple[list[str], list[str]]:
    """The lines of a body without its signature, and the markup of each."""
    if layout.genre == "short":
        lines = [
            chance.choice(
                (
                    "本机关2023年度无行政复议案件。",
                    "2023年度本单位未收到政府信息公开申请。",
                    "本年度无此类信息。",
                )
            )
        ]
    elif layout.genre == "notice":
        lines = ["各村（社区）、镇直各单位：", *_sentences(chance, 2), "特此通知。"]
    elif layout.genre == "laws":
        lines = [
            f"根据《行政处罚法》第{chance.randint(1, 86)}条的规定，对第{n}号案件决定如下。"
            for n in range(chance.randint(3, 9))
        ]
    elif layout.genre in ("table", "table first"):
        lines = _sentences(chance, 1)
    elif layout.genre == "list":
        lines = _sentences(chance, 5)
    else:
        lines = ["2023年，清溪镇在县委、县政府的正确领导下，扎实推进法治政府建设各项工作。现将情况报告如下："]
        for head in ("一、主要工作情况", "二、存在问题", "三、下一步打算")[: chance.randint(1, 3)]:
            lines += [head, *_sentences(chance, chance.randint(1, 5))]
    if layout.genre == "laws":
        marked = [f'<p>根据<a href="/l/{n}">{text[2:text.index("条") + 1]}</a>{text[text.index("条") + 1 :]}</p>'
                  for n, text in enumerate(lines)]  # fmt: skip
        return lines, marked
    if layout.genre == "list":
        return lines, [f"<ol>{''.join(f'<li>{_inline(text, layout, chance)}</li>' for text in lines)}</ol>"]
    marked = [_paragraph(text, layout, chance) for text in lines]
    if layout.genre in ("table", "table first"):
        text, table = _table(chance)
        return (
            ([text, *lines], [table, *marked])
            if layout.genre == "table first"
            else ([*lines, text], [*marked, table])
        )
    return lines, marked


def _sentences(chance: random.Random, number: int) -> list[str]:
    forms: tuple[Callable[[], str], ...] = (
        lambda: (
            f"（{chance.choice('一二三四')}）加强学习。组织中心组学习{chance.randint(2, 20)}次，开展宣讲{chance.randint(2, 99)}场，在8个村1个社区常态化设置法律顾问，受教育群众{chance.randint(100, 9999)}人次。"
        ),
        lambda: (
            f"全年办理行政处罚案件{chance.randint(2, 300)}件，合同合法性审核{chance.randint(2, 90)}件，办结率100%。"
        ),
        lambda: "执法力量不足；普法形式单一；个别干部法治意识有待提高。",
        lambda: (
            f"一是健全制度，修订《清溪镇议事规则》等{chance.randint(2, 9)}项制度。二是压实责任，召开专题会议{chance.randint(2, 9)}次。"
        ),
        lambda: "推行“扫一扫”评价，群众扫描二维码即可打印证明、关闭工单，来源可查，方便快捷。",
        lambda: (
            f"联系人：张三　李四，联系电话：0000-00000{chance.randint(10, 99)}，地址：清溪镇人民路1号，邮编：000000。"
        ),
        lambda: (
            f"截至2023年12月31日，全镇共有网格{chance.randint(10, 90)}个，调解纠纷{chance.randint(2, 400)}起，比上年下降{chance.randint(1, 9)}.{chance.randint(1, 9)}%。"
        ),
    )
    return [chance.choice(forms)() for _ in range(number)]


def _table(chance: random.Random) -> tuple[str, str]:
    names = chance.sample(("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"), 4)
    rows = [(name, str(chance.randint(0, 40)), str(chance.randint(0, 9))) for name in names]
    text = "信息内容本年制发件数本年废止件数" + "".join("".join(row) for row in rows)
    cells = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in rows)
    return (
        text,
        f'<table border="1" class="MsoTable"><tr><th>信息内容</th><th>本年制发件数</th><th>本年废止件数</th></tr>{cells}</table>',
    )


def _paragraph(text: str, layout: Layout, chance: random.Random) -> str:
    inline = layout.indent + _inline(text, layout, chance)
    if layout.paragraphs == "br":
        return inline
    if layout.paragraphs == "div":
        return f"<div>{inline}</div>"
    if layout.paragraphs == "open p":
        return f"<p>{inline}"
    if layout.paragraphs == "p in div":
        return f"<div><p>{inline}</p></div>"
    return f"<p>{inline}</p>"


def _inline(text: str, layout: Layout, chance: random.Random) -> str:
    """A line as editors and Word paste it: nested spans, digits apart, breaks of the source between tags."""
    if layout.soup == "none":
        return text if layout.source != "indented" else f"\n        {text}\n      "
    places = sorted(chance.sample(range(1, len(text)), min(len(text) - 1, chance.randint(1, 6))))
    pieces = [text[i:j] for i, j in zip([0, *places], [*places, len(text)], strict=True)]
    between = "\n        " if layout.soup == "spans and source breaks" else ""
    tags = {
        "spans": ('<span style="font-size:16pt">', "</span>"),
        "spans and source breaks": (
            '<span lang="EN-US"><span style="font-family:仿宋">',
            "<o:p></o:p></span></span>",
        ),
        "deep fonts": ('<font face="仿宋"><b><span><font color="#000">', "</font></span></b></font>"),
    }[layout.soup]
    return between.join(f"{tags[0]}{piece}{tags[1]}" if chance.random() < 0.7 else piece for piece in pieces)


def _headline(layout: Layout, chance: random.Random) -> str:
    if layout.title == "div in the wrapper":
        return f'<div class="{chance.choice(("bt", "tit", "title", "xl_tit"))}">{TITLE}</div>'
    if layout.title == "cell above":
        return f'<table width="100%"><tr><td align="center" class="bt">{TITLE}</td></tr></table>'
    return f"<h1>{TITLE}</h1>"


def _metadata(layout: Layout, kind: str) -> str:
    if kind == "line":
        return _LINE.replace("@", random.Random(layout.seed + 2).choice(("xx", "info", "ly", "sub")))
    if kind.startswith("table"):
        cells = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in _CATALOGUE)
        return f'<table class="xxgk">{cells}</table>'
    if kind.startswith("dl"):
        return (
            "<dl>"
            + "".join(f"<dd><label>{label}：</label>{value}</dd>" for label, value in _CATALOGUE)
            + "</dl>"
        )
    if kind.startswith("paragraphs"):
        return (
            "<div>"
            + "".join(f"<p><strong>{label}</strong>：{value}</p>" for label, value in _CATALOGUE)
            + "</div>"
        )
    return ""


def _gap(layout: Layout) -> str:
    return {"lines": "\n", "one line": "", "indented": "\n      ", "tabs and blank lines": "\r\n\r\n\t\t"}[
        layout.source
    ]


def _page(layout: Layout, body: str) -> bytes:
    columns = {
        "menu": f'<div class="left_menu"><h3>政府信息公开目录</h3><ul>{_MENU}</ul></div>',
        "news": f'<div class="col2"><h3>热点新闻</h3><ul>{_NEWS}</ul></div>',
        "more news": f'<div><ul class="lb">{_NEWS}</ul></div>',
    }
    beside = "".join(columns[name] for name in layout.columns)
    body = f"{beside}{body}" if layout.columns_first else f"{body}{beside}"
    charset = "gb2312" if layout.encoding == "gbk" else "utf-8"
    tags = (
        f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-17 10:20">'
        if layout.tagged
        else ""
    )
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{TITLE}_云溪县人民政府</title>{tags}</head>'
    gap = _gap(layout)
    text = f"<html>{gap}{head}{gap}<body>{gap}{_DEFAULT['head']}{gap}{_DEFAULT['crumb']}{gap}{body}{gap}{_DEFAULT['foot']}{gap}</body></html>"
    if layout.capitals:
        for tag in ("div", "p", "span", "td", "tr", "table"):
            text = text.replace(f"<{tag}>", f"<{tag.upper()}>").replace(f"</{tag}>", f"</{tag.upper()}>")
            text = text.replace(f"<{tag} ", f"<{tag.upper()} ")
    if layout.encoding == "gbk":
        text = text.replace("\u200b", "")
    return text.encode(layout.encoding)


def exact(composed: Composed) -> str:
    """What is wrong with the reading of a page: `+` what is too much, `-` what is missing; empty where exact."""
    from pipelines.answer import Page
    from pipelines.extract import extract

    answer = extract(Page("http://www.example.gov.cn/zwgk/202401/t20240117_1.html", composed.body))
    if answer.kind != "report":
        return f"kind {answer.kind}"
    got, wanted = "".join(answer.text.split()), composed.text
    if got != wanted:
        first = _alike(got, wanted)
        last = min(_alike(got[::-1], wanted[::-1]), len(got) - first, len(wanted) - first)
        much, missing = got[first : len(got) - last], wanted[first : len(wanted) - last]
        return f"text after …{got[max(0, first - 8) : first]}: +{much} -{missing}"
    return "" if answer.title == composed.title else f"title {answer.title!r}"


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _like(one: str, other: str) -> bool:
    """Whether two failures are alike, so that shrinking one does not end in another."""
    ends = [(said.partition(": +")[2][:6], said.rpartition(" -")[2][:6], said[:5]) for said in (one, other)]
    return ends[0] == ends[1]


def chosen(layout: Layout) -> dict[str, object]:
    """The choices of a layout that are not the plainest."""
    return {f.name: getattr(layout, f.name) for f in fields(Layout) if getattr(layout, f.name) != f.default}


def shrink(layout: Layout) -> Layout:
    """A failing layout with every choice made plain that is not needed for it to fail in the same way."""
    wrong, again = exact(compose(layout)), True
    while again:
        again = False
        for choice in fields(Layout):
            now = getattr(layout, choice.name)
            if choice.name == "seed" or now == choice.default:
                continue
            tries = [choice.default]
            if isinstance(now, tuple):
                tries += [tuple(kept for kept in now if kept != each) for each in now]
            for plain in tries:
                plainer = replace(layout, **{choice.name: plain})
                if plain != now and (told := exact(compose(plainer))) and _like(told, wrong):
                    layout, again = plainer, True
                    break
    return layout


def main(first: int, last: int) -> None:
    failed = 0
    for seed in range(first, last):
        if wrong := exact(compose(draw(seed))):
            failed += 1
            least = shrink(draw(seed))
            print(seed, wrong, chosen(least), "→", exact(compose(least)), sep="\n    ")
    print(f"{last - first - failed} of {last - first} exact")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
