"""An archive of invented documents for the tests of publication, filled the way a crawl fills it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.records import (
    Attachment,
    Block,
    Capture,
    Doubt,
    Evidence,
    Fetch,
    Join,
    Number,
    OutlineRegion,
    Removed,
    Report,
    SiteRecord,
    Span,
    UnitRecord,
)
from archive.store import Archive

TOWNS = ("青石镇", "柳林镇", "白鹭乡", "云溪街道")
YEARS = ("2021", "2022", "2023")
LAW = "法治政府建设年度报告"
OPENNESS = "政府信息公开工作年度报告"
HOSTILE_TITLE = '<script>alert("题")</script>关于“提醒”的通知'
HOSTILE_TEXT = "<img src=x onerror=alert(1)>正文里有 <script>alert(2)</script> 与 javascript:alert(3)"
DIGEST = "sha256:" + "ab12" * 16

SITES = (
    SiteRecord(
        "yunxi", "耘溪区人民政府", "http://yunxi.localhost:8642/", "990101", "tdate", "fictional",
        units=tuple(UnitRecord(name) for name in (*TOWNS, "石桥镇")),
    ),
    SiteRecord("qinghe", "清河区人民政府", "http://qinghe.localhost:8642/", "990102", "jpage", "unverified"),
)  # fmt: skip


def fill(data: Path) -> None:
    """Two sites, thirty documents: law reports, openness reports with tables, notices, and a hostile one."""
    archive = Archive.open(data, create=True)
    try:
        for site in SITES:
            archive.save_site(site)
        crawls = {site.id: archive.start_crawl(site.id, "demo", "tests") for site in SITES}
        for site, report in reports():
            fetch = archive.save_fetch(crawls[site], fetched(site, report.url))
            archive.save_report(crawls[site], fetch, report)
        for crawl in crawls.values():
            archive.finish_crawl(crawl, "finished")
    finally:
        archive.close()


def reports() -> list[tuple[str, Report]]:
    """Every document with its site, in the order they are saved: the hostile one first, the long one last."""
    made = [("qinghe", hostile())]
    made += [("qinghe", notice(number)) for number in range(1, 6)]
    made += [("yunxi", openness(year)) for year in YEARS]
    made += [("yunxi", law(town, year)) for year in YEARS for town in TOWNS]
    made += [
        ("qinghe", law(town, year, "qinghe"))
        for year in YEARS[:2]
        for town in ("河口镇", "南岭镇", "东桥街道")
    ]
    made += [("qinghe", bare()), ("yunxi", long_report())]
    return made


LATER = "2026-12-03T02:03:04.123456Z"


def edit(data: Path) -> None:
    """A second version of the hostile document, of one with a table, and of the long one."""
    archive = Archive.open(data)
    try:
        for site, report in (
            ("qinghe", edited_hostile()), ("yunxi", edited_openness()), ("yunxi", edited_long()),
        ):  # fmt: skip
            crawl = archive.start_crawl(site, "demo", "tests")
            fetch = archive.save_fetch(crawl, fetched(site, report.url, LATER))
            archive.save_report(crawl, fetch, report)
            archive.finish_crawl(crawl, "finished")
    finally:
        archive.close()


def edited_hostile() -> Report:
    """Every part of the hostile document is another, as hostile."""
    report = hostile()
    return replace(
        report,
        title=report.title.replace("提醒", "<i>警告</i>"),
        text=report.text.replace("正文里有", "正文里没有<b>").replace("响铃", "\x1b[31m响铃5件"),
        metadata={**report.metadata, "validity": "</ins><script>alert(20)</script>"},
        attachments=(Attachment("javascript:alert(21)", '"><script>alert(22)</script>'),),
        removed=(*report.removed, Removed("<script>", "<script>alert(23)</script>")),
    )


def edited_openness() -> Report:
    """A cell of the table, an attachment's address, the index number."""
    report = openness("2023")
    blocks = []
    for block in report.blocks:
        rows = tuple(tuple("17" if cell == "12" else cell for cell in row) for row in block.rows)
        text = "\n".join("\t".join(row) for row in rows) if rows else block.text
        blocks.append(replace(block, rows=rows, text=text))
    return replace(
        report,
        blocks=tuple(blocks),
        text="\n".join(block.text for block in blocks if block.kind != "image"),
        metadata={**report.metadata, "index_number": "990101001/2024-00008"},
        attachments=(Attachment("http://yunxi.localhost:8642/nb/2023-2.xlsx", "统计表.xlsx"),),
    )


def edited_long() -> Report:
    """A silent edit: a 未 and figures in the opening, a heading moved to the end, a sentence added."""
    report = long_report()
    first, *lines = report.text.split("\n")
    first = first.replace("扎实推进", "未扎实推进") + "全年接待群众5561人次，办结率98%。"
    added = "（四）石桥镇组织村居法律明白人参与化解邻里纠纷。"
    return replace(
        report,
        text="\n".join([first, *lines[1:], lines[0], added]),
        blocks=(),
        removed=(Removed("view counter", "浏览次数：77"),),
    )


def law(town: str, year: str, site: str = "yunxi") -> Report:
    lines = (
        f"{year}年，{town}坚持依法行政，现将法治政府建设情况报告如下：",
        "一、主要举措和成效",
        f"全年开展普法宣传{len(town) * 7}场次，调解矛盾纠纷{int(year) % 100 * 5}件，办结率100%。",
        "二、存在的不足和原因",
        "执法人员的能力素质有待进一步提高。",
        "三、下一年度主要安排",
        f"持续推进行政复议与政务公开工作，落实“谁执法谁普法”责任制。{town}将建立台账，逐项销号。",
    )
    blocks = tuple(
        Block("heading", line, 1) if line[1:2] == "、" else Block("paragraph", line) for line in lines
    )
    written = f"{int(year) + 1}-01-{10 + len(town)}"
    metadata = {
        "issuer": town, "date_written": written, "date_published": f"{int(year) + 1}-02-{10 + len(town)}",
        "genre": LAW, "report_year": year, "unit": town, "disclosure": "主动公开",
        "column_path": "首页 > 政府信息公开 > 法治政府建设",
    }  # fmt: skip
    return Report(
        f"http://{site}.localhost:8642/zwgk/{year}/{abs(hash_of(town))}.html",
        f"{town}{year}年法治政府建设情况报告",
        "\n".join(lines),
        blocks,
        metadata,
        evidence=(
            Evidence("date_written", written, f"{written} 00:00", "table.xxgk > td", "label", "生成日期"),
            Evidence("date_written", "2020-01-01", "2020-01-01", "meta[name=PubDate]", "meta", "", False),
            Evidence("issuer", town, town, "table.xxgk > td", "label", "发布机构"),
        ),
        removed=(Removed("share bar", "分享到：微信 微博", "div.share"),),
        extractor="gongkai 0.1.0/1",
        encoding="gb18030",
    )


def openness(year: str) -> Report:
    text = f"耘溪区{year}年政府信息公开工作年度报告。本报告依据《中华人民共和国政府信息公开条例》编制。"
    label = "一、本年新收政府信息公开申请数量"
    table = (
        (
            "事项（本列数据的勾稽关系：第一项加第二项之和等于第三项加第四项之和）",
            "自然人",
            "法人或其他组织",
            "总计",
        ),
        (label, "12", "3", "15"),
        ("三、本年度办理结果", "（一）予以公开", "8", "8"),
        ("三、本年度办理结果", "（二）部分公开", "2", "2"),
    )
    blocks = (
        Block("heading", "一、总体情况", 1),
        Block("paragraph", text),
        Block("table", "\n".join("\t".join(row) for row in table), rows=table),
        Block("image", "流程图", address=f"http://yunxi.localhost:8642/images/{year}.png"),
        Block("list_item", "主动公开政府信息三百二十条", 1),
        Block("list_item", "政务公开专栏改版一次", 2),
    )
    return Report(
        f"http://yunxi.localhost:8642/nb/{year}.html",
        f"耘溪区人民政府{year}年政府信息公开工作年度报告",
        "\n".join(block.text for block in blocks if block.kind != "image"),
        blocks,
        {
            "genre": OPENNESS, "report_year": year, "date_published": f"{int(year) + 1}-01-30",
            "index_number": f"990101001/{int(year) + 1}-00007", "issuer": "耘溪区人民政府办公室",
        },
        attachments=(
            Attachment(f"http://yunxi.localhost:8642/nb/{year}.xlsx", "统计表.xlsx"),
            Attachment("javascript:alert(4)", "不该成为链接"),
        ),
        warnings=("2 个字节不是 GB18030",),
    )  # fmt: skip


def notice(number: int) -> Report:
    text = f"各镇人民政府：现将有关防汛值守事项通知如下，请认真贯彻执行。联系电话见附件。第{number}次通知。"
    return Report(
        f"http://qinghe.localhost:8642/art/2023/6/{number}/art_10_{number}.html",
        f"清河区人民政府关于做好第{number}轮防汛工作的通知",
        text,
        (Block("paragraph", text),),
        {
            "genre": "通知公告", "document_number": f"清政发〔2023〕{number}号", "issuer": "清河区人民政府",
            "date_published": f"2023-06-0{number}",
        },
    )  # fmt: skip


def hostile() -> Report:
    return Report(
        "javascript:alert(document.domain)",
        HOSTILE_TITLE,
        HOSTILE_TEXT + "\n\u202e倒写\u0007响铃" + "长" * 10_000,
        (),
        {"issuer": "<b>机关</b>", "genre": '"><script>alert(5)</script>', "validity": "=1+1"},
        evidence=(
            Evidence("issuer", "<b>机关</b>", "<i>原文</i>", "<u>处</u>", "<s>规则</s>", "<em>标签</em>"),
            Evidence(
                "<script>",
                "<b>机关</b>",
                "",
                "=<em>标签</em>]",
                "",
                "<em>标签</em>",
                False,
                False,
                "<script>",
            ),
        ),
        removed=(
            Removed("<script>", "<script>alert(6)</script>"),
            Removed("<em>标签</em>", "<img src=x onerror=alert(1)>正", "<u>处</u> > p", 7),
        ),
        attachments=(Attachment("data:text/html,<script>", "<script>alert(7)</script>"),),
        warnings=("<script>alert(8)</script>",),
        joins=(Join(3, 4, "<script>", "<b>机关</b>", "<s>规则</s>"),),
        doubts=(Doubt("<s>规则</s>", 5, 9, '"><script>alert(9)</script>'), Doubt("x", 6, 6, "<em>标签</em>")),
        conflicts=("issuer", "<script>"),
        numbers=(Number("issuer", "<script>", "<b>机关</b>", "<i>原文</i>", "<u>处</u>"),),
        outline=(
            OutlineRegion(99, "<u>处</u>", "", 5, "<script>alert(10)</script>"),
            OutlineRegion(0, "", "<script>", 5, "<script>alert(11)</script>"),
        ),
    )


def marked() -> Report:
    """A text with links, superscripts, a footnote, a join, two doubts, and a field in conflict."""
    blocks = (
        Block(
            "paragraph",
            "全年接待群众5516人次，详见统计公报[1]，纳入年度考",
            spans=(
                Span("link", 15, 19, "http://qinghe.localhost:8642/t.html"),
                Span("note", 19, 22, "#_ftn1"),
            ),
        ),
        Block(
            "paragraph",
            "核。面积120m2，水H2O，点我，也点我。",
            spans=(
                Span("sup", 8, 9),
                Span("sub", 12, 13),
                Span("link", 15, 17, "javascript:alert(12)"),
                Span("link", 19, 21, "https://qinghe.localhost/<script>"),
            ),
        ),
        Block("heading", "一、主要举措", 1, spans=(Span("link", 2, 6, "http://qinghe.localhost/h"),)),
        Block("paragraph", "在81社区常态化设置法治宣传栏。一是带头学习。三是培训。"),
        Block("list_item", "见附表", spans=(Span("link", 1, 3, "http://qinghe.localhost/list"),)),
        Block("image", "执法现场", address="http://qinghe.localhost/a.jpg", width=640),
        Block(
            "table",
            "单位\t链接\n青石镇\t全文",
            rows=(("单位", "链接"), ("青石镇", "全文")),
            spans=(Span("link", 10, 12, "http://qinghe.localhost/cell"), Span("link", 0, 2, "data:x")),
        ),
        Block("note", "[1] 截至2023年底。", spans=(Span("note", 0, 3, "#_ftnref1"),)),
        Block("note", "[2] 没有标记的注。", spans=(Span("note", 0, 3, "#_ftnref2"),)),
    )
    text = "\n".join(block.text for block in blocks if block.kind != "image")
    seam, stuck, gap = text.index("\n核"), text.index("81社区"), text.index("三是")
    return Report(
        "http://qinghe.localhost:8642/marked.html",
        "清河区法治宣传情况",
        text,
        blocks,
        {"date_written": "2024-01-17", "document_number": "清政发〔2024〕8号"},
        evidence=(
            Evidence("date_written", "2024-01-17", "2024年1月17日", "td", "block", "生成日期",
                     precision="day"),
            Evidence("date_written", "2024-01-19", "2024-01-19 10:00", "meta[name=PubDate]", "meta",
                     "PubDate", False, True, "minute"),
            Evidence("date_written", "2024-01-18", "20240118", "url", "url", "", False, False, "day"),
            Evidence("source", "", "", "td.empty", "block", "来源", False),
        ),
        removed=(
            Removed("navigation", "首页\n政务公开", "body > div.nav"),
            Removed("page numbers", "1 2 3", "body > div.c > p.pages", seam),
            Removed("footer", "主办：清河区", "body > div.foot"),
            Removed("QR code", "扫一扫", "body > div.unknown"),
        ),
        joins=(Join(seam, seam + 1, "\n", "", "page-break"),),
        doubts=(
            Doubt("stuck-digits", stuck, stuck + 4, "数字与“社区”之间似有脱字"),
            Doubt("missing-enumerator", gap, gap, "没有“二是”"),
        ),
        conflicts=("date_written",),
        numbers=(Number("document_number", "number", "清政发", "2024", "8"),),
        outline=(
            OutlineRegion(0, "body > div.nav", "navigation", 6, "首页 政务公开"),
            OutlineRegion(1, "body > div.c", "", 90, "全年接待群众"),
            OutlineRegion(0, "body > div.foot", "footer", 6, "主办：清河区"),
        ),
        warnings=("数字与“社区”之间似有脱字（第 40 字）", "两个字节不是 GB18030"),
        extractor="gongkai test/9",
    )  # fmt: skip


def bare() -> Report:
    return Report("http://qinghe.localhost:8642/bare.html")


OPENING = "2023年，石桥镇党委、政府扎实推进法治政府建设。现将有关情况报告如下："
SENTENCE = (
    "定期召开会议听取法治建设工作汇报，研究解决普法与依法治理中的困难和问题，"
    "将法治建设同经济社会发展同谋划、同部署、同落实。"
    "接待群众5516人次，办理各类事项1844件。"
)


def long_report() -> Report:
    """Five chapters of three sections, to be read at length."""
    blocks = [Block("paragraph", OPENING)]
    for number in "一二三四五":
        blocks.append(Block("heading", f"{number}、压实责任，健全制度，稳步推进法治建设", 1))
        for part in "一二三":
            blocks.append(Block("heading", f"（{part}）加强组织领导", 2))
            blocks.append(Block("paragraph", SENTENCE * 2))
    return Report(
        "http://yunxi.localhost:8642/zwgk/2023/long.html",
        "石桥镇2023年法治政府建设情况报告",
        "\n".join(block.text for block in blocks),
        tuple(blocks),
        {
            "issuer": "石桥镇人民政府", "genre": LAW, "report_year": "2023", "unit": "石桥镇",
            "date_published": "2024-03-12",
        },
    )  # fmt: skip


def replaced(report: Report, **changes: Any) -> Report:
    """The same document with other words."""
    return replace(report, **changes)


def hash_of(name: str) -> int:
    """A number for a name, the same in every run."""
    return sum(ord(character) * place for place, character in enumerate(name, 1))


def fetched(site: str, url: str, when: str = "2026-11-23T02:03:04.123456Z") -> Fetch:
    """An answer as the crawl records it."""
    capture = Capture(
        f"{site}-20261123T020304Z-1.warc.gz", 1024, 2048, f"<urn:uuid:{hash_of(url):032d}>", DIGEST
    )
    return Fetch(site, url, when, "ok", 200, "text/html; charset=gbk", 20480, capture=capture)
