# ruff: noqa: E501  (markup is easier to check on one line)
"""Article pages in many layouts, all written by us after the shapes of government sites; none is a real page.

`LAYOUTS` maps a name to (page, the lines its body must read as).
"""

from __future__ import annotations

TITLE = "清溪镇2023年度法治政府建设情况报告"
PARAGRAPHS = [
    "2023年，清溪镇在县委、县政府的正确领导下，扎实推进法治政府建设各项工作。",
    "一、主要工作情况",
    "（一）加强学习。组织中心组学习7次，开展宣讲12场，在8个村1个社区常态化设置法律顾问，受教育群众5516人次。",
    "二、存在问题",
    "执法力量不足；普法形式单一。",
]
SIGNATURE = ["清溪镇人民政府", "2024年1月17日"]
FULL = PARAGRAPHS + SIGNATURE
SHORT = "本机关2023年度无行政复议案件。"

NAVIGATION = (
    '<div class="top"><a href="/">首页</a><a href="/a/">政务公开</a><a href="/b/">新闻中心</a>'
    '<a href="/c/">办事服务</a></div>'
)
BREADCRUMB = (
    '<div class="dqwz">您当前的位置：<a href="/">首页</a> &gt; <a href="/a/">政务公开</a> &gt; 法治政府</div>'
)
FOOTER = (
    '<div class="w1200"><p>主办单位：云溪县人民政府办公室　承办单位：云溪县大数据中心　联系电话：0000-0000000</p>'
    "<p>建议使用IE9.0以上浏览器，1024*768分辨率浏览本网站。</p><p>网站标识码：0000000001 某ICP备00000000号</p></div>"
)
META = (
    '<div class="xx"><span>发布时间：2024-01-17 10:20</span> <span>来源：清溪镇</span>'
    " <span>浏览次数：<b>12</b></span></div>"
)
DISCLAIMER = (
    '<div class="sm"><b>免责声明：</b>本网站转载的信息，版权归原作者所有。如有侵权，请与我们联系。</div>'
)
COLUMN = (
    '<div class="right"><h3>热点新闻</h3><ul>'
    + "".join(
        f'<li><a href="/n/{day}.html">县领导调研第{day}项重点工作推进情况并召开会议</a> 2024-01-{day}</li>'
        for day in range(10, 18)
    )
    + "</ul></div>"
)
TABLE = (
    "<table border=1><tr><th rowspan=2>信息内容</th><th colspan=2>本年</th></tr><tr><th>制发件数</th><th>废止件数</th></tr>"
    "<tr><td>规章</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>3</td><td>1</td></tr></table>"
)
TABLE_TEXT = "信息内容本年制发件数废止件数规章00行政规范性文件31"
CATALOGUE = (
    '<table class="xxgk"><tr><td>索引号：</td><td>640000027/2024-00001</td><td>发布机构：</td><td>清溪镇</td></tr>'
    "<tr><td>文　　号：</td><td></td><td>生成日期：</td><td>2024-01-17</td></tr>"
    f"<tr><td>名称：</td><td colspan=3>{TITLE}</td></tr></table>"
)


def ps(lines: list[str], tag: str = "p") -> str:
    """Paragraphs, indented with full-width spaces as editors do, with line breaks of the source between them."""
    return "".join(f"<{tag}>　　{line}</{tag}>\n" for line in lines)


def page(body: str, head: str = "", name: str = TITLE) -> str:
    """A whole page round a body."""
    title = f"<title>{name}_云溪县人民政府</title>"
    return f"<html><head>{title}{head}</head><body>{NAVIGATION}{BREADCRUMB}{body}{FOOTER}</body></html>"


H1 = f"<h1>{TITLE}</h1>"
_SPLIT = "".join(
    f"<p><span>{x[:5]}</span>\n   <span><font>{x[5:9]}</font></span>\n<span>{x[9:]}</span></p>" for x in FULL
)
_LAWS = [f"根据《行政处罚法》第{number}条的规定，决定如下。" for number in range(9)]
_LAW_LINKS = "".join(
    f'<p>根据<a href="/l/{n}">《行政处罚法》第{n}条</a>的规定，决定如下。</p>' for n in range(9)
)
_NOTICE = ["现将有关事项通知如下：", "时间：2024年1月18日上午9:00", "地点：镇政府会议室", "来源：各村上报"]

LAYOUTS: dict[str, tuple[str, list[str]]] = {
    "a headline, a line of date and source, a container": (
        page(f'<div class="c1">{H1}{META}<div class="nr">{ps(FULL)}</div><div>【打印本页】【关闭窗口】</div></div>'),
        FULL,
    ),
    "everything in one container": (
        page(f'<div class="c1">{H1}{META}{ps(FULL)}<p><a href="javascript:print()">【打印】</a> <a>【关闭】</a></p></div>'),
        FULL,
    ),
    "layout tables and line breaks": (
        page(
            f"<table><tr><td><table><tr><td align=center class=bt>{TITLE}</td></tr><tr><td>发布日期：2024-01-17　点击数：33"
            f"</td></tr><tr><td>{'<br>&nbsp;&nbsp;'.join(FULL)}</td></tr></table></td></tr></table>"
        ),
        FULL,
    ),
    "paragraphs as div, a column of news beside": (page(f"<div>{H1}<div>{ps(FULL, 'div')}</div></div>{COLUMN}"), FULL),
    "a column inside the main box": (
        page(f'<div class="m"><div class="left">{H1}{META}<div class="txt">{ps(FULL)}</div></div>{COLUMN}</div>'),
        FULL,
    ),
    "two editors' boxes side by side, the signature outside": (
        page(
            f'{H1}<div class="TRS_Editor">{ps(PARAGRAPHS[:2])}</div><div class="TRS_Editor">{ps(PARAGRAPHS[2:])}</div>'
            f'<div align="right">{SIGNATURE[0]}</div><div align="right">{SIGNATURE[1]}</div>'
        ),
        FULL,
    ),
    "nested TRS_Editor": (
        page(
            f'{H1}<div class="TRS_Editor">{ps(FULL[:1])}<div class="TRS_Editor">{ps(FULL[1:4])}</div>{ps(FULL[4:])}</div>'
        ),
        FULL,
    ),
    "a second document inside the body": (
        page(
            f"{H1}{META}<div class=w><!DOCTYPE html><html><head><title>x</title></head><body>{ps(FULL)}</body></html></div>"
            "<div class=fx>分享到：<a>微信</a></div>"
        ),
        FULL,
    ),
    "the signature outside the container": (
        page(f'{H1}<div class="wrap"><div id="zoom">{ps(PARAGRAPHS)}</div><div class="lk">{ps(SIGNATURE)}</div></div>'),
        FULL,
    ),
    "UCAP": (
        page(
            f'<h1 class="article-title"><UCAPTITLE>{TITLE}</UCAPTITLE></h1><div id="zoomcon"><UCAPCONTENT>{ps(FULL)}'
            '</UCAPCONTENT><div class="fj-a" style="display:none">附件：</div></div><dl class="article-ewm">扫一扫</dl>'
        ),
        FULL,
    ),
    "comment markers": (
        page(
            f"{H1}<div><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin-->{ps(FULL)}<!--ZJEG_RSS.content.end-->"
            "<!--<$[信息内容]>end--></div>"
        ),
        FULL,
    ),
    "comment markers round bare text": (
        page(
            f"{H1}<div>{META}<!--<$[信息内容]>begin-->{'<br>'.join(FULL)}<!--<$[信息内容]>end-->"
            '<div>上一篇：<a href="1">甲</a></div></div>'
        ),
        FULL,
    ),
    "related links and a QR code in the container": (
        page(
            f'<div class="c1">{H1}{META}{ps(FULL)}<h4>相关阅读</h4><ul><li><a href="1">关于第一件事的通知</a></li>'
            '<li><a href="2">关于第二件事的通知</a></li></ul><p>扫一扫在手机打开当前页</p></div>'
        ),
        FULL,
    ),
    "one long paragraph": (page(f"{H1}<div class=n>{ps([''.join(PARAGRAPHS), *SIGNATURE])}</div>"),
                           ["".join(PARAGRAPHS), *SIGNATURE]),
    "pasted into a div, the end loose": (
        page(f"{H1}<div class=n><div>{ps(PARAGRAPHS)}</div>{ps(SIGNATURE)}</div>"),
        FULL,
    ),
    "words split over spans with source breaks": (page(f"{H1}<div class=n>{_SPLIT}</div>"), FULL),
    "a very short text": (page(f"<div>{H1}{META}<div class=nr><p>{SHORT}</p></div></div>{DISCLAIMER}"), [SHORT]),
    "a short text without punctuation": (
        page(f"<div>{H1}{META}<div class=nr><p>本年度无此类信息</p></div></div>"),
        ["本年度无此类信息"],
    ),
    "nothing but an attachment": (
        page(f'<div class=k>{H1}{META}<div class=nr><p><a href="./P020.pdf">{TITLE}.pdf</a></p></div></div>'),
        [f"{TITLE}.pdf"],
    ),
    "nothing but a table": (page(f"<div class=k>{H1}{META}<div class=nr>{TABLE}</div></div>"), [TABLE_TEXT]),
    "text round a table": (
        page(f"<div class=k>{H1}{META}<div class=nr>{ps(PARAGRAPHS)}{TABLE}{ps(SIGNATURE)}</div></div>"),
        [*PARAGRAPHS, TABLE_TEXT, *SIGNATURE],
    ),
    "tables everywhere": (
        page(f"{H1}{META}<div class=nr><h3>一、表</h3>{ps(PARAGRAPHS[:1])}{TABLE * 6}{ps(PARAGRAPHS[4:])}</div>"),
        ["一、表", PARAGRAPHS[0], TABLE_TEXT * 6, PARAGRAPHS[4]],
    ),
    "the catalogue entry above, in the container": (page(f"<div class=k>{CATALOGUE}{H1}{META}{ps(FULL)}</div>"), FULL),
    "the title as a paragraph of the body": (
        page(f"<div class=k>{CATALOGUE}<div class=nr><p align=center><b>{TITLE}</b></p>{ps(FULL)}</div></div>"),
        [TITLE, *FULL],
    ),
    "a body that is a list": (page(f"{H1}<ol>{ps(PARAGRAPHS, 'li')}</ol>"), PARAGRAPHS),
    "preformatted text": (page(f"{H1}<div><pre>{chr(10).join(FULL)}</pre></div>"), FULL),
    "an image and its caption": (
        page(f'{H1}{META}<div class=nr><p><img src="W02.jpg" alt="图1"></p><p>图为清溪镇开展法治宣传。</p></div>'),
        ["图为清溪镇开展法治宣传。"],
    ),
    "attachments below the body": (
        page(
            f"<div class=k>{H1}{META}<div class=nr>{ps(FULL)}</div><div class=fj><b>相关附件：</b><ul><li>"
            '<a href="a.doc">附件1 统计表.doc</a></li></ul></div></div>'
        ),
        FULL,
    ),
    "a text full of links": (page(f"{H1}<div class=nr>{_LAW_LINKS}</div>"), _LAWS),
    "a hidden copy of the body": (
        page(f'{H1}<div style="display:none"><div class=nr>{ps(FULL)}</div></div><div class=nr>{ps(FULL)}</div>'),
        FULL,
    ),
    "a hidden copy of an editor's box": (
        page(f"{H1}<div class=ng-hide><div class=TRS_Editor>{ps(FULL)}</div></div><div class=TRS_Editor>{ps(FULL)}</div>"),
        FULL,
    ),
    "the editors named at the end": (
        page(f"<div class=k>{H1}{META}{ps(FULL)}<div class=bj>（责任编辑：张三）</div></div>"),
        FULL,
    ),
    "previous and next as paragraphs": (
        page(
            f'<div class=k>{H1}{META}<div>{ps(FULL)}</div><p>上一篇：<a href="1">关于甲的通知</a></p>'
            '<p>下一篇：<a href="2">关于乙的通知</a></p></div>'
        ),
        FULL,
    ),
    "a line of date and tools as a paragraph": (
        page(
            f"<div class=k>{H1}<p>2024-01-17 10:20 来源：清溪镇 字体：【<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></p>"
            f"{ps(FULL)}</div>"
        ),
        FULL,
    ),
    "sections, each a box": (
        page(
            f"{H1}<div class=nr><div class=s1><h3>一、总体情况</h3>{ps(PARAGRAPHS[:1] * 3)}</div><div class=s2>"
            f"<h3>二、主动公开</h3>{TABLE}</div><div class=s3><h3>三、问题</h3>{ps(PARAGRAPHS[4:] * 3)}</div></div>"
        ),
        ["一、总体情况", *PARAGRAPHS[:1] * 3, "二、主动公开", TABLE_TEXT, "三、问题", *PARAGRAPHS[4:] * 3],
    ),
    "a text that begins with its date": (
        page(f"{H1}{META}<div class=nr><p>（2024年1月17日）</p>{ps(PARAGRAPHS)}</div>"),
        ["（2024年1月17日）", *PARAGRAPHS],
    ),
    "a text that begins with its number and address": (
        page(f"{H1}{META}<div class=nr>{ps(['清政发〔2024〕8号', '各村（社区）：', *FULL])}</div>"),
        ["清政发〔2024〕8号", "各村（社区）：", *FULL],
    ),
    "a notice with labels in its text": (page(f"{H1}{META}<div class=nr>{ps(_NOTICE + SIGNATURE)}</div>"),
                                         _NOTICE + SIGNATURE),
    "a notice that begins with a label": (
        page(f"{H1}{META}<div class=nr>{ps(_NOTICE[1:3] + SIGNATURE)}</div>"),
        _NOTICE[1:3] + SIGNATURE,
    ),
    "headline and date inside the box that changes the font size": (
        page(f'<div id="zoom">{H1}{META}<div>{ps(FULL)}</div></div>'),
        FULL,
    ),
    "a box with a lying name": (page(f'{H1}{META}<div class="share-bottom">{ps(FULL)}</div>'), FULL),
    "an editor's list of files": (
        page(f'{H1}<div class="TRS_Editor">{ps(PARAGRAPHS)}<p class="attachment">附件：<a href="a.doc">表</a></p></div>'),
        [*PARAGRAPHS, "附件：表"],
    ),
    "an abstract above the body": (
        page(f"{H1}{META}<div class=zy>内容概述：本文介绍全镇法治工作。</div><div class=nr>{ps(FULL)}</div>"),
        FULL,
    ),
    "after a second html": (
        f"<html><head><title>{TITLE}_云溪县人民政府</title></head><body>{NAVIGATION}{BREADCRUMB}</body></html><!DOCTYPE html>"
        f"<html><head><title>{TITLE}</title></head><body>{H1}{META}<div class=nr>{ps(FULL)}</div>{FOOTER}</body></html>",
        FULL,
    ),
    "a cell of the template's table": (
        page(f"<table width=1000><tr><td class=bt>{TITLE}</td></tr><tr><td class=nr>{ps(FULL)}</td></tr></table>"),
        FULL,
    ),
    "the catalogue entry beside, in a cell": (
        page(f"{H1}<table><tr><td class=nr>{ps(FULL)}</td><td width=240 valign=top>{CATALOGUE}</td></tr></table>"),
        FULL,
    ),
    "the catalogue entry beside, in a box": (
        page(f"{H1}<div class=k><div class=l1>{ps(FULL)}</div><div class=r1>{CATALOGUE}</div></div>"),
        FULL,
    ),
    "the catalogue entry below": (page(f"<div class=k>{H1}<div class=nr>{ps(FULL)}</div>{CATALOGUE}</div>"), FULL),
    "the line of date and source below": (page(f"<div class=k>{H1}<div class=nr>{ps(FULL)}</div>{META}</div>"), FULL),
    "several blocks side by side in a box of their own": (
        page(
            f"{H1}{META}<div class=k><div class=d1>{ps(PARAGRAPHS[:2])}</div><div class=d2>{ps(PARAGRAPHS[2:4])}</div>"
            f"<div class=d3>{ps(PARAGRAPHS[4:] + SIGNATURE)}</div></div>"
        ),
        FULL,
    ),
    "a short text and its signature outside the container": (
        page(f"<div>{H1}{META}<div class=nr><p>{SHORT}</p></div><div align=right>{SIGNATURE[0]}</div>"
             f"<div align=right>{SIGNATURE[1]}</div></div>"),
        [SHORT, *SIGNATURE],
    ),
    "the signature right below the box, no wrapper round both": (
        page(f"{H1}<div class=nr>{ps(PARAGRAPHS)}</div><div class=lk><p>{SIGNATURE[0]}</p><p>{SIGNATURE[1]}</p></div>"),
        FULL,
    ),
    "comment markers, the signature outside them": (
        page(
            f"{H1}<div class=k><div><!--ZJEG_RSS.content.begin-->{ps(PARAGRAPHS)}<!--ZJEG_RSS.content.end--></div>"
            f'<p style="text-align: right">{SIGNATURE[0]}</p><p style="text-align: right">{SIGNATURE[1]}</p></div>'
        ),
        FULL,
    ),
    "a list and bare lines after it in one box": (
        page(f"{H1}<div class=nr><ol>{ps(PARAGRAPHS, 'li')}</ol>{SIGNATURE[0]}<br>{SIGNATURE[1]}</div>"),
        FULL,
    ),
    "a disclaimer after the signature": (
        page(f"<div class=k>{H1}<div class=nr>{ps(PARAGRAPHS)}</div><p align=right>{SIGNATURE[0]}</p>"
             f"<p align=right>{SIGNATURE[1]}</p>{DISCLAIMER}</div>"),
        FULL,
    ),
    "files in a list that is named for them": (
        page(f"{H1}{META}<div class=xl_nr>{ps(FULL)}</div><ul class=fj><li>附件：<a href=a.xlsx>1.统计表.xlsx</a></li></ul>"),
        FULL,
    ),
    "files in a box without a name after the signature": (
        page(f"<div class=k>{H1}<div class=nr>{ps(FULL)}</div><div><span>附件下载：</span><a href=a.pdf>统计表.pdf</a></div></div>"),
        FULL,
    ),
    "nothing but a list of links, in an editor's box": (
        page(
            f'{H1}{META}<div class="TRS_Editor"><p>继续有效的文件目录：</p>'
            + "".join(f'<p>{n}.<a href="/f/{n}.html">清溪镇关于第{n}项工作的规定</a></p>' for n in range(1, 12))
            + "</div>"
        ),
        ["继续有效的文件目录：", *(f"{n}.清溪镇关于第{n}项工作的规定" for n in range(1, 12))],
    ),
    "a short text beside a catalogue entry in a dl": (
        page(
            f"<div class=k><dl><dd><label>索 引 号：</label>640000027/2024-00001</dd><dd><label>发布机构：</label>清溪镇</dd>"
            f"<dd><label>生成日期：</label>2024-01-17</dd></dl>{H1}<div class=nr><p>{SHORT}</p></div></div>"
        ),
        [SHORT],
    ),
    "a column of news longer than the text, before it in the source": (
        page(f"<div class=m>{COLUMN * 4}<div class=left>{H1}{META}<div class=txt>{ps(FULL)}</div></div></div>"),
        FULL,
    ),
    "a box of the headline that says title": (
        page(f"<div class=k><div class=xl_tit>{TITLE}</div>{META}<div class=nr>{ps(FULL)}</div>{DISCLAIMER}</div>"),
        FULL,
    ),
}  # fmt: skip

_JSON = "".join(f"<p>　　{line}<\\/p>" for line in FULL)
_ESCAPED = "".join(f"\\u003cp\\u003e{line}\\u003c/p\\u003e" for line in FULL)
SCRIPTED: dict[str, str] = {
    "the text in a variable, an empty box": page(
        f'<div id="content"></div><script>var article = {{"title":"{TITLE}","pubDate":"2024-01-17","content":"{_JSON}"}};'
        'document.getElementById("content").innerHTML = article.content;</script>'
    ),
    "the text in a script of data": page(
        f'<div id="app"></div><script type="application/json" id="__DATA__">{{"code":200,"data":{{"docTitle":"{TITLE}",'
        f'"docClob":"{_ESCAPED}","attachmentInfoVOList":[]}}}}</script>'
    ),
    "the text in the state of an application, marked up as entities": page(
        f'<div id="app">正在加载…</div><script>window.__INITIAL_STATE__={{"detail":{{"title":"{TITLE}","contentHtml":"'
        + "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in FULL)
        + '"},"menu":[{"name":"首页"}]};</script>'
    ),
}
"""Pages whose text only a script shows: every one must read as `FULL` under `TITLE`."""

_ROWS = [(f"清溪镇关于做好第{n}项工作的通知", f"2024-01-{n}") for n in range(10, 22)]
LISTS: dict[str, str] = {
    "rows that each carry a sentence": page(
        "<h1>通知公告</h1><div class=nr>"
        + "".join(
            f'<div class=it><h3><a href="/t/{n}.html">{title}</a></h3><p>各村（社区）：现将第{n}项工作的有关事项通知如下，'
            f"请认真抓好落实。[详细]</p><span>{date}</span></div>"
            for n, (title, date) in enumerate(_ROWS)
        )
        + "</div>",
        name="通知公告",
    ),
    "rows in the box of an article": page(
        '<h1>政策文件</h1><div id="zoom"><ul>'
        + "".join(
            f'<li><a href="/t/{n}.html">{title}</a> {date}</li>' for n, (title, date) in enumerate(_ROWS)
        )
        + "</ul></div>",
        name="政策文件",
    ),
    "rows as paragraphs": page(
        "<h2>政策文件</h2><div class=nr>"
        + "".join(
            f'<p>·<a href="/t/{n}.html">{title}</a>（{date}）</p>' for n, (title, date) in enumerate(_ROWS)
        )
        + "</div><div>共 3 页 <a href=index_1.html>下一页</a></div>",
        name="政策文件",
    ),
}
"""Lists that look like a body: none of them is a report, and none has a text."""
