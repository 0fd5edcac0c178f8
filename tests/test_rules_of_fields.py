"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

Placeholders, dates, breadcrumbs, titles, tags and JSON: what a field is read from.
"""

from __future__ import annotations

import json

import pytest
import rule_pages as rules
from layouts import FULL, H1, PARAGRAPHS, TITLE, ps
from rule_readers import ODD, URL, entry, read

from archive.records import ListRow
from pipelines.answer import Answer, Page
from pipelines.extract import extract
from pipelines.site import Site, Unit

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


@pytest.mark.parametrize("tag", rules.DATES_IN)
def test_a_day_in_a_tag_may_be_dressed(tag: str) -> None:
    shown = f"<meta name=PubDate content='<{tag} class=x>2024-01-19</{tag}>'>"
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>", shown)
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


def unit_of(title: str, issuer: str = "") -> str | None:
    """The unit of a site that a page with this title, and this office in its entry, is of."""
    units = (Unit("清溪镇人民政府"), Unit("白鹭街道办事处"), Unit("水利局", kind="department"))
    site = Site("yunxi", "云溪县人民政府", "http://www.example.gov.cn/", "tdate", (), units=units)
    table = (
        "<table><tr><td>索引号：</td><td>1/2024-1</td></tr><tr><td>发布机构：</td><td>{}</td></tr></table>"
    )
    markup = f"<title>{title}</title>{table.format(issuer) if issuer else ''}<h1>{title}</h1>"
    answer = extract(Page(URL, f"{markup}<div class=TRS_Editor>{ps(PARAGRAPHS)}</div>".encode()), site)
    return answer.metadata.get("unit")


@pytest.mark.parametrize("word", rules.BEFORE_UNITS)
def test_a_unit_may_stand_right_behind_such_a_word(word: str) -> None:
    assert unit_of(f"云{word}清溪镇工作情况的报告") == "清溪镇人民政府"
    assert unit_of(f"云{word}大清溪镇工作情况的报告") is None


@pytest.mark.parametrize("end", rules.AFTER_UNITS)
def test_a_unit_is_named_by_its_offices(end: str) -> None:
    assert unit_of("二〇二三年工作情况的报告", f"清溪镇{end}") == "清溪镇人民政府"
    assert unit_of("二〇二三年工作情况的报告", f"清溪镇卫生院{end}") is None


@pytest.mark.parametrize("end", rules.AFTER_QUARTERS)
def test_a_quarter_is_named_by_its_offices(end: str) -> None:
    assert unit_of("二〇二三年工作情况的报告", f"白鹭{end}") == "白鹭街道办事处"


def test_a_department_of_another_place_is_not_the_sites() -> None:
    assert unit_of("云溪县水利局工作情况的报告") == unit_of("水利局工作情况的报告") == "水利局"
    assert unit_of("青石县水利局工作情况的报告") is None


# What a value is


def value_of(field: str, said: str) -> str:
    """What is read beside the first label of a field, in an entry."""
    label = rules.LABELS[field][2].split()[0]
    other = ("公开范围", "全县") if field == "index_number" else ("索引号", "1/2024-1")
    answer = entry(other, (label, said), ("发布日期", "2024-01-18"), ("语种", "汉语"))
    return next((e.value for e in answer.evidence if e.label == label), "")


@pytest.mark.parametrize("field", rules.SENTENCES_FOR)
def test_a_sentence_is_no_name(field: str) -> None:
    assert value_of(field, "清溪1号") == "清溪1号"
    assert value_of(field, "清溪1号。") == ""


@pytest.mark.parametrize("field", rules.SENTENCES_FOR)
def test_a_day_behind_a_name_is_not_of_it(field: str) -> None:
    assert value_of(field, "清溪1号 2024-01-17") == "清溪1号"
    assert value_of(field, "清溪1号 1998-01-17") == "清溪1号"


@pytest.mark.parametrize(("field", "most"), rules.LONGEST_VALUES.items())
def test_a_value_is_no_longer_than_its_field(field: str, most: int) -> None:
    said = "1" + "溪" * (most - 1)
    assert (value_of(field, said), value_of(field, said + "溪")) == (said, "")


def test_keywords_may_be_many() -> None:
    assert value_of("keywords", "溪" * 300) == "溪" * 300


def test_a_title_may_be_long() -> None:
    found = entry(("索引号", "1/2024-1"), ("名称", "溪" * 300), ("公开时限", "长期公开")).evidence
    assert [e.value for e in found if e.label == "名称"] == ["溪" * 300]
    page = Page(URL, f"<div class=TRS_Editor>{ps(FULL)}</div>".encode())
    for said, wanted in (("溪" * 400, "溪" * 400), ("溪" * 401, "")):
        assert extract(page, row=ListRow(URL, said)).title == wanted


# Titles


@pytest.mark.parametrize("said", rules.CUT_SHORT)
def test_a_title_cut_short_gives_way_to_one_that_is_whole(said: str) -> None:
    rows = (("索引号", "1/2024-1"), ("名称", said), ("语种", "汉语"))
    table = f"<table>{''.join(f'<tr><td>{a}：</td><td>{b}</td></tr>' for a, b in rows)}</table>"
    text = f"<div class=TRS_Editor>{ps(FULL)}</div>"
    for head, shown in ((f"<title>{TITLE}_云溪县</title>", ""), ("", f"<div class=bt>{TITLE}</div>")):
        assert extract(Page(URL, f"{head}{table}{shown}{text}".encode())).title == TITLE
    assert extract(Page(URL, f"<title>云溪县</title>{table}{text}".encode())).title == said.strip()


def titled(body: str, title: str = TITLE) -> Answer:
    """A page whose title is that of its tag."""
    head = f"<title>{title}</title><meta name=ArticleTitle content={TITLE}>"
    answer = extract(Page(URL, f"{head}{body}<div class=TRS_Editor>{ps(FULL)}</div>".encode()))
    assert answer.title == TITLE
    return answer


@pytest.mark.parametrize("end", rules.NAMES_OF_SITES)
def test_the_name_of_a_site_is_no_rival_of_a_title(end: str) -> None:
    assert titled(f"<h1>云溪县便民利民在线{end}</h1>").conflicts == ()
    assert titled("<h1>云溪县便民利民在线服务</h1>").conflicts == ("title",)


@pytest.mark.parametrize("sign", rules.BEFORE_NAMES_OF_SITES)
def test_a_part_of_a_title_before_the_name_of_a_site_agrees_with_it(sign: str) -> None:
    assert titled("", f"2023年度法治政府建设情况报告{sign}云溪资讯").conflicts == ()
    assert titled("", f"2023年度停水停电情况报告{sign}云溪资讯").conflicts == ("title",)


def test_what_the_largest_headline_says_is_a_rival_wherever_it_stands() -> None:
    shown = f"<div class=bt>{TITLE}</div>"
    assert titled(f"<h1>清溪镇停水停电的公告</h1>{shown}").conflicts == ("title",)
    assert titled(f"<h2>清溪镇停水停电的公告</h2>{shown}").conflicts == ()


@pytest.mark.parametrize("said", rules.CUT_SHORT)
def test_a_list_that_cuts_titles_short_gives_none(said: str) -> None:
    page = Page(URL, f"<div class=TRS_Editor>{ps(FULL)}</div>".encode())
    assert extract(page, row=ListRow(URL, TITLE)).title == TITLE
    assert extract(page, row=ListRow(URL, said)).title == ""


@pytest.mark.parametrize("tag", rules.LINES_OF_A_HEADLINE)
def test_a_headline_may_share_its_box_with_its_byline(tag: str) -> None:
    box = f"<div class=title><{tag}>{HEADLINE}</{tag}><b>2024-01-17 来源：清溪镇</b></div>"
    markup = f"<title>云溪县</title>{box}<div class=TRS_Editor>{ps(FULL)}</div>"
    assert extract(Page(URL, markup.encode())).title == HEADLINE


@pytest.mark.parametrize("form", rules.TITLES_AND_SITES)
def test_a_title_is_proven_by_the_first_line_of_the_body(form: str) -> None:
    whole = form.format(HEADLINE, "云溪县人民政府")
    markup = f"<title>{whole}</title><div class=TRS_Editor>{ps([HEADLINE, *FULL])}</div>"
    assert extract(Page(URL, markup.encode())).title == HEADLINE


@pytest.mark.parametrize("form", rules.TITLES_BEFORE_KNOWN_SITES)
def test_a_title_loses_the_name_of_a_site_that_a_tag_proves(form: str) -> None:
    whole = form.format(HEADLINE, "云溪县人民政府").replace(">", "&gt;")
    tag = "<meta name=SiteName content=云溪县人民政府>"
    markup = f"<title>{whole}</title>{tag}<div class=TRS_Editor>{ps(FULL)}</div>"
    assert extract(Page(URL, markup.encode())).title == HEADLINE


@pytest.mark.parametrize("name", rules.SITES_BY_OTHER_NAMES)
def test_a_site_may_be_called_by_its_government(name: str) -> None:
    tag = "<meta name=SiteName content=云溪县人民政府>"
    markup = f"<title>{HEADLINE}_{name}</title>{tag}<div class=TRS_Editor>{ps(FULL)}</div>"
    assert extract(Page(URL, markup.encode())).title == HEADLINE


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
