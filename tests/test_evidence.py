# ruff: noqa: E501  (markup is easier to check on one line)
"""What is shown of a document is what one chosen piece of evidence says, the title above all; rivals are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from composed import compose, draw
from layouts import LAYOUTS, LISTS, SCRIPTED
from metadata_pages import read
from mutations import demo_pages, real_pages

from archive.records import Evidence, ListRow
from pipelines.answer import Answer, Page
from pipelines.cells import LONGEST_OPENING
from pipelines.extract import extract

URL = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
GOLDEN = Path(__file__).parent / "golden" / "pages"
TITLE = "关于做好春季造林工作的通知"
CATALOGUE = "<table><tr><td>索引号：</td><td>1/2024-00001</td><td>名称：</td><td>{}</td></tr></table>"
TEXT = (
    "<p>各镇人民政府，各有关单位：</p><p>为做好今年的春季造林工作，现就有关事项通知如下，请认真落实。</p>"
    "<p>一要落实地块，二要备足苗木，三要严格验收。各镇于三月底前报送进度。</p><p>耘溪区林业局</p><p>2024年1月17日</p>"
)


def page(above: str, head: str = "") -> bytes:
    body = f'<body>{above}<div class="TRS_Editor">{TEXT}</div></body>'
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head>{body}</html>".encode()


def titles(answer: Answer) -> list[tuple[str, str, bool, bool]]:
    """(value, rule, chosen, eligible) of each evidence for the title."""
    return [(e.value, e.rule, e.chosen, e.eligible) for e in answer.evidence if e.field == "title"]


def answer_to(above: str, head: str = "", row: ListRow | None = None) -> Answer:
    answer = extract(Page(URL, page(above, head)), row=row)
    assert answer.kind == "report" and unfounded(answer) == []
    return answer


def unfounded(answer: Answer) -> list[str]:
    """The fields whose value is not that of exactly one chosen piece of evidence."""
    chosen: dict[str, list[Evidence]] = {}
    for each in answer.evidence:
        if each.chosen:
            chosen.setdefault(each.field, []).append(each)
    shown = {**answer.metadata, **({"title": answer.title} if answer.title else {})}
    return [
        f"{field}: shown {shown.get(field)!r}, chosen {[e.value for e in chosen.get(field, [])]}"
        for field in sorted(shown.keys() | chosen.keys())
        if [e.value for e in chosen.get(field, [])] != [shown.get(field)]
        or not all(e.place for e in chosen[field])
    ]


def every_page() -> list[tuple[str, bytes]]:
    found = [(name, markup.encode()) for name, (markup, _) in LAYOUTS.items()]
    found += [(name, markup.encode()) for held in (SCRIPTED, LISTS) for name, markup in held.items()]
    found += [(f"composed {seed}", compose(draw(seed)).body) for seed in range(100)]
    found += [(path.name, path.read_bytes()) for path in sorted(GOLDEN.glob("*.html"))]
    return [*found, *demo_pages(), *((path.name, path.read_bytes()) for path in real_pages())]


def test_what_is_shown_is_what_one_chosen_evidence_says() -> None:
    pages = every_page()
    row = ListRow(URL, "列表里的另一个题名", "2024-02-03", "990303001/2024-00001", "", "上桥镇")
    wrong = {
        (name, bool(led)): told
        for name, body in pages
        for led in (None, row)
        if (told := unfounded(extract(Page(URL, body), row=led)))
    }
    assert wrong == {}
    assert sum(bool(titles(extract(Page(URL, body)))) for _, body in pages) > 0.8 * len(pages)


@pytest.mark.parametrize(
    ("above", "head", "rule", "raw"),
    [
        (f"<h1>{TITLE}</h1>", "", "headline", TITLE),
        (f"<h1>{TITLE}</h1>", f'<meta name=ArticleTitle content="{TITLE}">', "headline and ArticleTitle", TITLE),
        (f'<div class="bt">{TITLE}</div>', f"<title>{TITLE}_耘溪区政府网</title>", "headline and title", TITLE),
        (f"<ucaptitle>{TITLE}</ucaptitle>", "", "UCAPTITLE", TITLE),
        ("", f'<meta name=ArticleTitle content="{TITLE}">', "meta-tag", TITLE),
        ("", f'<meta name=ArticleTitle content="<b>{TITLE}</b>">', "meta-tag", f"<b>{TITLE}</b>"),
        ("", f"<title>{TITLE}</title>", "title", TITLE),
        (
            "",
            f'<title>{TITLE}-耘溪区人民政府</title><meta name=SiteName content="耘溪区人民政府">',
            "title, less names that other fields prove",
            f"{TITLE}-耘溪区人民政府",
        ),
        (
            f"<!--<$[标题]>begin--><b>{TITLE}</b><!--<$[标题]>end-->",
            "",
            "Hanweb marker",
            f"<b>{TITLE}</b>",
        ),
        (
            CATALOGUE.format(TITLE),
            "",
            "disclosure-cells",
            TITLE,
        ),
    ],
    ids=lambda said: said[:24],
)  # fmt: skip
def test_the_evidence_of_a_title_is_the_place_it_was_read_from(
    above: str, head: str, rule: str, raw: str
) -> None:
    answer = answer_to(above, head)
    (chosen,) = [e for e in answer.evidence if e.field == "title" and e.chosen]
    assert answer.title == TITLE
    assert (chosen.value, chosen.raw, chosen.rule) == (TITLE, raw, rule)
    assert answer.conflicts == ()


def test_a_title_that_only_the_list_tells_is_shown_with_it() -> None:
    answer = answer_to(
        "", "<title>耘溪区人民政府</title><meta name=SiteName content=耘溪区人民政府>", ListRow(URL, TITLE)
    )
    assert answer.title == TITLE
    assert titles(answer) == [("", "title", False, False), (TITLE, "list-row", True, True)]


def test_markup_in_a_title_is_kept_as_it_stood() -> None:
    name = "关于留言中“&lt;b&gt;粗体&lt;/b&gt;”等代码的说明"
    answer = answer_to(
        f"<h1>{name}</h1>", f"<title>{name}-耘溪区</title><meta name=ArticleTitle content='{name}'>"
    )
    assert answer.title == "关于留言中“<b>粗体</b>”等代码的说明" and answer.conflicts == ()
    (whole,) = [e for e in answer.evidence if e.rule == "title"]
    assert whole.raw == f"{answer.title}-耘溪区" and whole.value == "关于留言中“粗体”等代码的说明-耘溪区"


OTHER = "关于做好秋季造林工作的通知"


@pytest.mark.parametrize(
    ("above", "head", "row"),
    [
        (f"<h1>{TITLE}</h1>", f"<meta name=ArticleTitle content={OTHER}>", None),
        (f"<h1>{TITLE}</h1>", f"<title>{OTHER}</title>", None),
        (f"<h1>{TITLE}</h1>", f"<title>{OTHER}-耘溪区林业局</title>", None),
        (f"<h1>{TITLE}</h1>", "", ListRow(URL, OTHER)),
        (f'<div class="title">{OTHER}</div>', f"<meta name=ArticleTitle content={TITLE}>", None),
        (f"<h1>{OTHER}</h1>", f"<meta name=ArticleTitle content={TITLE}>", None),
        (f"<h1>{TITLE}</h1>{CATALOGUE.format(OTHER)}", "", None),
    ],
)
def test_a_title_that_another_place_tells_differently_is_in_conflict(
    above: str, head: str, row: ListRow | None
) -> None:
    answer = answer_to(above, head, row)
    assert answer.conflicts == ("title",)
    assert {answer.title} == {value for value, _, chosen, _ in titles(answer) if chosen}
    assert {value.removesuffix("-耘溪区林业局") for value, *_ in titles(answer)} == {TITLE, OTHER}


@pytest.mark.parametrize(
    ("above", "head", "row"),
    [
        (f"<h1>{TITLE}</h1>", f"<title>{TITLE}_政策文件_耘溪区人民政府门户网站</title>", None),
        (f"<h1>耘溪区林业局{TITLE}</h1>", f"<title>{TITLE}-耘溪区林业局</title>", None),
        (f"<h1>{TITLE}</h1>", "<title>关于做好春季造林…</title>", None),
        (f"<h1>{TITLE}</h1>", "<title>关于做好春季造林工作的...-耘溪区人民政府</title>", None),
        (f"<h1>{TITLE}</h1>", "<title>耘溪区人民政府门户网站</title>", None),
        (f"<h1>{TITLE}</h1>", "<title>信息公开</title>", None),
        (f"<h1>{TITLE}</h1>", "<title>年度重点工作部署情况公告</title><meta name=ColumnName content=年度重点工作部署情况公告>", None),
        (f"<h1>{TITLE}</h1>", "<meta name=ArticleTitle content=政策文件><meta name=ColumnName content=政策文件>", None),
        (f"<h1>{TITLE}</h1>", f"<meta name=ArticleTitle content='{TITLE[:6]}<br>{TITLE[6:]}'>", None),
        (f"<h1>{TITLE}</h1>", "", ListRow(URL, "关于做好春季造林…")),
        (f"<h1>耘溪区人民政府</h1><h1>{TITLE}</h1>", "", None),
        ("<h1>耘溪区人民政府</h1>", f"<meta name=ArticleTitle content={TITLE}>", None),
        ("<h1>耘溪区政务公开平台</h1>", f"<meta name=ArticleTitle content={TITLE}>", None),
        (f"<div class=title>政策文件</div><h1>{TITLE}</h1>", "", None),
        (f"<div class=title><a href=/1>{OTHER}</a>（新）最新文件</div>", f"<meta name=ArticleTitle content={TITLE}>", None),
        ("<div class=title>发布日期：2024-01-17 来源：林业局</div>", f"<meta name=ArticleTitle content={TITLE}>", None),
    ],
)  # fmt: skip
def test_what_a_title_is_dressed_in_is_no_conflict(above: str, head: str, row: ListRow | None) -> None:
    answer = answer_to(above, head, row)
    assert TITLE in answer.title and "title" not in answer.conflicts


def test_of_a_list_the_title_has_its_evidence_too() -> None:
    for name, markup in LISTS.items():
        answer = extract(Page("http://www.example.gov.cn/zwgk/tzgg/index.html", markup.encode()))
        assert answer.kind == "list" and unfounded(answer) == [], name


# What is too long for a value, or one of several


LONG = "耘溪区人民政府办公室负责全区政务公开工作的组织协调与指导推进" * 12
ENTRY = """<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布机构：</td><td>{0}</td></tr>
<tr><td>文号：</td><td>云政发〔2024〕1号</td><td>成文日期：</td><td>2024-01-17</td></tr></table>"""
HEADED = """<table><tr><th>索引号</th><th>文号</th><th>发布机构</th></tr>
<tr><td>1/2024-00001</td><td>云政发〔2024〕1号</td><td>{0}</td></tr></table>"""
TERMS = """<dl><dt>索引号：</dt><dd>1/2024-00001</dd><dt>发布机构：</dt><dd>{0}</dd><dt>文号：</dt><dd>云政发〔2024〕1号</dd></dl>"""
SPANS = """<div><p><span>索引号：</span><span>1/2024-00001</span></p><p><strong>发布机构：</strong><span>{0}</span></p>
<p><span>文号：</span><span>云政发〔2024〕1号</span></p></div>"""


@pytest.mark.parametrize(
    "entry", [ENTRY, HEADED, TERMS, SPANS], ids=["cells", "header row", "terms", "spans"]
)
@pytest.mark.parametrize("length", [301, 360, 990])
def test_what_is_too_long_for_a_value_is_kept_as_it_stood(entry: str, length: int) -> None:
    said = (LONG * 8)[:length]
    result = read(entry.format(said))
    assert "issuer" not in result.values and result.values["document_number"] == "云政发〔2024〕1号"
    assert [(e.value, e.raw, e.chosen) for e in result.evidence if e.field == "issuer"] == [("", said, False)]


@pytest.mark.parametrize("entry", [ENTRY, TERMS, SPANS], ids=["cells", "terms", "spans"])
def test_of_what_is_longer_still_the_beginning_is_kept(entry: str) -> None:
    result = read(entry.format(LONG * 8))
    raw = (LONG * 8)[:LONGEST_OPENING] + "…"
    assert [(e.value, e.raw) for e in result.evidence if e.field == "issuer"] == [("", raw)]


def test_a_long_summary_costs_the_entry_no_field() -> None:
    row = f"<tr><td>内容概述：</td><td colspan=3>{LONG}</td></tr></table>"
    result = read(ENTRY.format("耘溪区林业局").replace("</table>", row))
    assert {name: result.values[name] for name in ("issuer", "document_number", "date_written")} == {
        "issuer": "耘溪区林业局",
        "document_number": "云政发〔2024〕1号",
        "date_written": "2024-01-17",
    }


@pytest.mark.parametrize(
    "entry", [ENTRY, HEADED, TERMS, SPANS], ids=["cells", "header row", "terms", "spans"]
)
def test_where_nothing_stands_nothing_is_kept(entry: str) -> None:
    result = read(entry.format(" &nbsp; "))
    assert {e.raw for e in result.evidence if e.field == "issuer"} <= {""}


def test_the_text_of_the_page_is_no_long_value() -> None:
    result = read(f"<div><span>来源：</span><div class=nr><p>{LONG}</p><p>{LONG}</p></div></div>")
    assert {e.raw for e in result.evidence if e.field == "source"} <= {""}


def test_the_first_of_several_choices_is_evidence() -> None:
    choices = "<dl><dt>发文机关：</dt><dd>区政府</dd><dd>水务局</dd><dd>林业局</dd></dl>"
    result = read(choices)
    assert "issuer" not in result.values
    assert [(e.value, e.raw) for e in result.evidence if e.field == "issuer"] == [("", "区政府")]
