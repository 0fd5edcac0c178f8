"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

Labels, values, dates, titles and tags: what a field is read from.
"""

from __future__ import annotations

import json

import pytest
import rule_pages as rules
from layouts import FULL, H1, PARAGRAPHS, TITLE, ps
from rule_readers import ODD, URL, entry, read

from pipelines.answer import Answer, Page
from pipelines.extract import extract
from pipelines.site import Site, Unit

# Labels

_SPELLED = [
    (field, rank, label)
    for field, (_, _, spellings) in rules.LABELS.items()
    for rank, labels in enumerate(spellings.split(" | "))
    for label in labels.split()
]
_ELSE = {"index_number": "文号", "document_number": "索引号"}
_VALUES = {"文号": "县政发〔2024〕1号", "索引号": "000000001/2024-00009"}


@pytest.mark.parametrize(("field", "rank", "label"), _SPELLED)
def test_a_label_gives_its_field_the_value_beside_it(field: str, rank: int, label: str) -> None:
    value, wanted, spellings = rules.LABELS[field]
    beside = _ELSE.get(field, "索引号")
    answer = entry((beside, _VALUES[beside]), (label, value), ("公开时限", "长期公开"))
    assert answer.metadata.get(field) == wanted
    if rank:
        better = spellings.split(" | ")[rank - 1].split()[0]
        other = {
            "document_number": "县政发〔2023〕3号",
            "date_written": "2023-03-03",
            "date_published": "2023-03-03",
        }
        first = other.get(field, "失效" if field == "validity" else "另一个")
        assert entry((label, value), (better, first), ("索引号", "1/2024-1")).metadata.get(field) == first


@pytest.mark.parametrize(
    ("field", "label"),
    [(f, label) for f, (_, said) in rules.EVIDENCE_LABELS.items() for label in said.split()],
)
def test_a_label_of_words_of_its_own_is_kept_as_evidence(field: str, label: str) -> None:
    value = rules.EVIDENCE_LABELS[field][0]
    answer = entry(("索引号", "1/2024-1"), (label, value), ("公开时限", "长期公开"))
    assert [e.raw for e in answer.evidence if e.field == field and e.label == label] == [value]


@pytest.mark.parametrize("label", rules.OTHER_LABELS)
def test_a_label_of_no_field_ends_the_value_before_it(label: str) -> None:
    line = f"<div>来源：清溪镇{label}：甲乙 发布时间：2024-01-18</div>"
    # A label that stands right behind a value is no label: so with a space of no width between them.
    answer = read(f"{H1}{line.replace('清溪镇', '清溪镇 ')}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get("source") == "清溪镇"
    answer = entry(("索引号", "1/2024-1"), ("来源", ""), (label, "甲乙"), ("发布日期", "2024-01-18"))
    assert "source" not in answer.metadata and "甲乙" in " ".join(r.text for r in answer.removed)


# Placeholders


@pytest.mark.parametrize("said", rules.PLACEHOLDERS)
def test_a_cell_that_holds_nothing_gives_no_field(said: str) -> None:
    shown = said.replace("<", "&lt;")
    table = (
        "<table><tr><td>索引号：</td><td>640000027/2024-00001</td><td>主题分类：</td>"
        f"<td>{shown}</td></tr><tr><td>发布机构：</td><td>清溪镇</td></tr></table>"
    )
    answer = read(f"{table}{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata["index_number"] and "category" not in answer.metadata


# Dates


@pytest.mark.parametrize(("printed", "wanted"), rules.DATES.items())
def test_a_date_is_read_as_far_as_it_is_printed(printed: str, wanted: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("发布日期", printed), ("公开时限", "长期公开"))
    assert answer.metadata.get("date_published", "") == wanted


@pytest.mark.parametrize("printed", rules.TIMES)
def test_a_date_with_its_time_is_known_to_the_minute(printed: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("发布日期", printed), ("公开时限", "长期公开"))
    told = [(e.value, e.precision) for e in answer.evidence if e.field == "date_published" and e.chosen]
    assert told == [("2024-01-17", "minute")]


@pytest.mark.parametrize(("printed", "wanted"), rules.ZONES.items())
def test_a_time_of_another_zone_is_a_day_here(printed: str, wanted: str) -> None:
    assert entry(("索引号", "1/2024-1"), ("发布日期", printed)).metadata.get("date_published", "") == wanted


# The breadcrumb


def path(markup: str) -> str:
    return read(f"<div class=x>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>").metadata.get(
        "column_path", ""
    )


@pytest.mark.parametrize("label", rules.PATH_LABELS)
def test_a_breadcrumb_is_known_by_its_label(label: str) -> None:
    assert path(f"{label}<a href=/>首页</a> &gt; <a href=/a/>政务公开</a>") == "政务公开"


@pytest.mark.parametrize("sign", rules.PATH_SEPARATORS)
def test_the_steps_of_a_breadcrumb_may_be_parted_by(sign: str) -> None:
    assert path(f"当前位置：首页{sign}政务公开{sign}年报").split(" > ") == ["政务公开", "年报"]


@pytest.mark.parametrize("home", rules.PATH_HOMES)
def test_the_home_page_is_no_column(home: str) -> None:
    assert path(f"当前位置：<a href=/>{home}</a> &gt; <a href=/a/>政务公开</a>") == "政务公开"


@pytest.mark.parametrize("end", rules.PATH_ENDS)
def test_the_text_itself_is_no_column(end: str) -> None:
    assert path(f"当前位置：<a href=/>首页</a> &gt; <a href=/a/>政务公开</a> &gt; {end}") == "政务公开"


# Titles, tags and values


def headed(name: str) -> str:
    """The title of a page whose headline has this class alone."""
    markup = f"<title>云溪县</title><div class={name}>{HEADLINE}</div><div class=TRS_Editor>{ps(FULL)}</div>"
    return extract(Page(URL, markup.encode())).title


HEADLINE = "清溪镇有关工作的开展"


@pytest.mark.parametrize("name", rules.HEADLINE_CLASSES)
def test_a_headline_is_known_by_its_class(name: str) -> None:
    assert headed(name) == HEADLINE


@pytest.mark.parametrize("name", rules.NO_HEADLINE_CLASSES)
def test_a_class_that_only_looks_like_a_headlines_is_none(name: str) -> None:
    assert headed(name) != HEADLINE


@pytest.mark.parametrize("name", rules.HANWEB_TITLES)
def test_a_title_stands_between_its_familys_comments(name: str) -> None:
    marked = f"<div><!--<$[{name}]>begin-->{ODD}戊<!--<$[{name}]>end--></div>"
    assert read(f"{marked}{H1}<div class=TRS_Editor>{ps(FULL)}</div>").title == f"{ODD}戊"


@pytest.mark.parametrize("said", rules.UNFILLED_TAGS)
def test_a_title_that_a_template_left_is_none(said: str) -> None:
    answer = read(f"<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name="ArticleTitle" content="{said}">')
    assert said not in [e.value for e in answer.evidence]


@pytest.mark.parametrize("said", rules.UNFILLED_SOURCES)
def test_a_value_that_a_template_left_is_none(said: str) -> None:
    answer = read(
        f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name="ContentSource" content="{said}">'
    )
    assert "source" not in answer.metadata


@pytest.mark.parametrize("name", rules.OTHER_DATE_TAGS)
def test_a_tag_may_give_the_day_of_publication(name: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name={name} content="2024-01-19">')
    assert answer.metadata["date_published"] == "2024-01-19"


@pytest.mark.parametrize(("name", "said"), rules.GENERATION_TAGS.items())
def test_the_time_a_page_was_generated_is_not_when_it_was_published(name: str, said: str) -> None:
    tags = f'<meta name=PubDate content="2024-01-18 10:20:30"><meta name={name} content="{said}">'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", tags)
    assert "date_published" not in answer.metadata


@pytest.mark.parametrize("name", rules.STANDARD_TAGS)
def test_a_standard_tag_is_kept_as_read(name: str) -> None:
    answer = read(
        f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", f'<meta name={name.lower()} content="{ODD}">'
    )
    assert answer.meta_tags == ((name, ODD),)


@pytest.mark.parametrize("said", rules.DISCLOSED)
def test_a_way_of_disclosure_is_no_class(said: str) -> None:
    answer = entry(("索引号", "1/2024-1"), ("内容分类", said), ("公开时限", "长期公开"))
    assert (answer.metadata.get("disclosure"), answer.metadata.get("category")) == (said, None)


@pytest.mark.parametrize("said", rules.TOOLS_BEHIND)
def test_the_tools_behind_the_last_value_are_not_its(said: str) -> None:
    line = f"<div>发布时间：2024-01-18 来源：清溪镇 {said}</div>"
    assert read(f"{H1}{line}<div class=TRS_Editor>{ps(FULL)}</div>").metadata["source"] == "清溪镇"


@pytest.mark.parametrize("name", rules.UNIT_SUFFIXES)
def test_a_unit_is_known_by_its_name_without_what_it_is(name: str) -> None:
    site = Site("yunxi", "云溪县人民政府", "http://www.example.gov.cn/", "tdate", (), units=(Unit(name),))
    core = "清溪镇" if "镇" in name else "清溪"
    title = f"{core}2023年度法治政府建设情况报告"
    markup = f"<title>{title}</title><h1>{title}</h1><div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    assert extract(Page(URL, markup.encode()), site).metadata.get("unit") == name


@pytest.mark.parametrize("tag", rules.DRESS)
def test_a_signature_in_dress_is_one_line(tag: str) -> None:
    signed = f"清溪镇人民政府 2024年<{tag}>1</{tag}>月17日"
    answer = read(f"<div>{H1}<div><div>{ps(PARAGRAPHS)}</div>{signed}</div></div>")
    assert answer.text == "\n".join([*PARAGRAPHS, "清溪镇人民政府 2024年1月17日"])


@pytest.mark.parametrize("around", rules.NO_BREADCRUMBS_IN)
def test_what_is_offered_or_linked_is_no_breadcrumb(around: str) -> None:
    assert path(around.format("当前位置：政务公开 &gt; 年报")) == ""


def rivals(one: str, other: str) -> tuple[str, ...]:
    """The conflicts of a page whose entry and whose signature name these offices."""
    text = [*PARAGRAPHS, other, "2024年1月17日"]
    table = (
        f"<table><tr><td>索引号：</td><td>1/2024-1</td></tr><tr><td>发布机构：</td><td>{one}</td></tr>"
        "<tr><td>公开时限：</td><td>长期公开</td></tr></table>"
    )
    return read(f"{table}{H1}<div class=TRS_Editor>{ps(text)}</div>").conflicts


@pytest.mark.parametrize(("one", "other"), rules.SAME_OFFICES)
def test_an_office_by_another_of_its_names_is_no_conflict(one: str, other: str) -> None:
    assert rivals(one, other) == ()


@pytest.mark.parametrize(("one", "other"), rules.OTHER_OFFICES)
def test_another_office_is_a_conflict(one: str, other: str) -> None:
    assert rivals(one, other) == ("issuer",)


def test_two_genres_are_no_conflict() -> None:
    title = "关于印发清溪镇管理办法的通知"
    table = (
        "<table><tr><td>索引号：</td><td>1/2024-1</td></tr><tr><td>文号：</td><td>清政规〔2024〕1号</td></tr>"
        "<tr><td>公开时限：</td><td>长期公开</td></tr></table>"
    )
    markup = f"<title>{title}</title>{table}<h1>{title}</h1><div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    answer = extract(Page(URL, markup.encode()))
    assert answer.conflicts == () and len({e.value for e in answer.evidence if e.field == "genre"}) == 2


# Genres and years


@pytest.mark.parametrize(("title", "genre", "year"), [(t, g, y) for t, (g, y) in rules.TITLES.items()])
def test_a_title_tells_the_genre_and_the_year(title: str, genre: str, year: str) -> None:
    markup = f"<title>{title}</title><h1>{title}</h1><div class=TRS_Editor>{ps(FULL)}</div>"
    answer = extract(Page(URL, markup.encode()))
    assert (answer.metadata.get("genre"), answer.metadata.get("report_year", "")) == (genre, year)


# JSON in a script

BODY = "".join(f"<p>{line}</p>" for line in FULL)


def data(held: dict[str, object], body: str = "") -> Answer:
    """A page that holds this as JSON, and shows nothing or a body."""
    said = json.dumps(held, ensure_ascii=False).replace("</", "<\\/")
    return read(f"<div id=app>{body}</div><script>window.DATA = {said};</script>")


@pytest.mark.parametrize(("key", "value", "field", "wanted"), [(k, *v) for k, v in rules.JSON_FIELDS.items()])
def test_a_key_of_an_articles_json_gives_its_field(key: str, value: str, field: str, wanted: str) -> None:
    answer = data({"title": TITLE, "content": BODY, key: value})
    assert answer.metadata.get(field) == wanted and answer.text == "\n".join(FULL)


@pytest.mark.parametrize("key", rules.JSON_PROOFS)
def test_a_key_of_a_catalogue_makes_an_object_an_articles(key: str) -> None:
    value, field, wanted = rules.JSON_FIELDS[key]
    answer = data({"title": TITLE, key: value}, f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert answer.metadata.get(field) == wanted


def test_a_key_of_no_catalogue_does_not() -> None:
    answer = data(
        {"title": TITLE, "publisher": "清溪镇"}, f"{H1}<div class=TRS_Editor>{ps(PARAGRAPHS)}</div>"
    )
    assert "issuer" not in answer.metadata


@pytest.mark.parametrize("key", rules.JSON_TITLES)
def test_an_articles_json_has_its_title_under(key: str) -> None:
    answer = data({key: TITLE, "content": BODY})
    assert (answer.title, answer.text) == (TITLE, "\n".join(FULL))


@pytest.mark.parametrize("key", rules.JSON_CONTENTS)
def test_an_articles_json_has_its_text_under(key: str) -> None:
    answer = data({"title": TITLE, key: BODY, "other": f"<p>{'这是另一篇文章的内容。' * 40}</p>"})
    assert answer.text == "\n".join(FULL)
    assert data({"title": TITLE, key: "\n".join(FULL)}).text.split() == FULL


@pytest.mark.parametrize("begin", rules.JSON_MARKUP)
def test_a_text_is_known_by_its_markup_where_its_key_is_not(begin: str) -> None:
    assert data({"title": TITLE, "zw": begin + FULL[0] * 9}).text == FULL[0] * 9


@pytest.mark.parametrize("key", rules.JSON_SUMMARIES)
def test_a_summary_is_not_the_text(key: str) -> None:
    assert data({"title": TITLE, "zw": BODY, key: f"<p>{'这是全文的概要。' * 40}</p>"}).text == "\n".join(
        FULL
    )


@pytest.mark.parametrize("key", rules.JSON_FILES)
def test_an_articles_json_lists_its_files_under(key: str) -> None:
    answer = data({"title": TITLE, "content": BODY, key: [{"name": ODD, "url": "/1.doc"}]})
    assert [(a.url.rsplit("/", 1)[1], a.name) for a in answer.attachments] == [("1.doc", ODD)]


@pytest.mark.parametrize("address", rules.JSON_ADDRESSES)
@pytest.mark.parametrize("name", rules.JSON_FILE_NAMES)
def test_a_file_in_json_has_its_address_and_its_name_under(address: str, name: str) -> None:
    answer = data({"title": TITLE, "content": BODY, "files": [{name: ODD, address: "/1.doc"}]})
    assert [(a.url.rsplit("/", 1)[1], a.name) for a in answer.attachments] == [("1.doc", ODD)]
