"""`gongkai extract`: one answer a file, in order, whatever the files are."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import gongkai

TITLE = "溪口镇2023年法治政府建设情况报告"
ARTICLE = f"""<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
<table class="xxgk"><tr><td>索 引 号：</td><td>990101001/2024-00007</td><td>文号：</td><td></td></tr>
<tr><td>发布机构：</td><td>溪口镇人民政府</td><td>生成日期：</td><td>2024年1月17日</td></tr></table>
<div class="TRS_Editor"><p>2023年，溪口镇办结群众来访三百一十二件。</p><p>2024年1月17日</p></div>
<div class="share">分享到：微信 微博</div></body></html>"""
LIST = """<html><head><meta charset="utf-8"><title>通知公告</title></head><body><ul class="list">
<li><a href="./202401/t20240103_3.html">关于开展河道清理工作的通知</a><span>2024-01-03</span></li>
<li><a href="./202401/t20240102_2.html">关于冬季用火安全的公告</a><span>2024-01-02</span></li>
<li><a href="./202312/t20231230_1.html">关于元旦值班安排的通知</a><span>2023-12-30</span></li></ul>
<script>createPageHTML(4,0,"index","html");</script></body></html>"""


def run(*words: object) -> Result:
    return CliRunner().invoke(gongkai, ["extract", *map(str, words)])


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "article.html").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "list.html").write_text(LIST, encoding="utf-8")
    (tmp_path / "zero.html").write_bytes(b"")
    (tmp_path / "random.html").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "zip.html").write_bytes(b"PK\x03\x04" + bytes(60))
    (tmp_path / "deep.html").write_text("<div>" * 200_000 + "深" + "</div>" * 200_000, encoding="utf-8")
    (tmp_path / "big.html").write_bytes(b"<p>" + b"a" * 60_000_000)
    return tmp_path


def test_an_article_is_told_with_its_fields_their_evidence_and_what_was_set_aside(pages: Path) -> None:
    done = run(pages / "article.html", "--json", "--url", "http://a.example/t20240118_7.html")
    answer = json.loads(done.stdout)
    assert {"file", "url", "kind", "title", "text", "metadata", "evidence", "removed", "warnings"} <= set(
        answer
    )
    assert (answer["kind"], answer["title"]) == ("report", TITLE)
    assert answer["url"] == "http://a.example/t20240118_7.html"
    assert answer["text"] == "2023年，溪口镇办结群众来访三百一十二件。\n2024年1月17日"
    assert answer["metadata"]["index_number"] == "990101001/2024-00007"
    assert answer["metadata"]["date_written"] == "2024-01-17"
    assert "document_number" not in answer["metadata"]
    first = answer["evidence"]["date_written"][0]
    assert (first["raw"], first["label"], first["chosen"]) == ("2024年1月17日", "生成日期", True)
    assert any("分享到" in block["text"] and block["reason"] for block in answer["removed"])


def test_a_list_is_told_with_its_rows_and_where_it_goes_on(pages: Path) -> None:
    answer = json.loads(
        run(pages / "list.html", "--json", "--url", "http://a.example/tzgg/index.html").stdout
    )
    assert answer["kind"] == "list"
    assert [(row["title"], row["date"]) for row in answer["list"]["rows"]] == [
        ("关于开展河道清理工作的通知", "2024-01-03"),
        ("关于冬季用火安全的公告", "2024-01-02"),
        ("关于元旦值班安排的通知", "2023-12-30"),
    ]
    assert answer["list"]["rows"][0]["url"] == "http://a.example/tzgg/202401/t20240103_3.html"
    assert (answer["list"]["next"], answer["list"]["pages"]) == ("http://a.example/tzgg/index_1.html", 4)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("zero", "empty", "no content"),
        ("random", "attachment", "not a web page"),
        ("zip", "attachment", "ZIP"),
        ("deep", "empty", "nested more than"),
        ("big", "attachment", "over the limit"),
    ],
)
def test_a_bad_page_is_named_for_what_it_is_and_says_why(
    pages: Path, name: str, kind: str, said: str
) -> None:
    done = run(pages / f"{name}.html", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (answer["kind"], answer["text"]) == (kind, "")
    assert any(said in warning for warning in answer["warnings"])


def test_answers_come_in_order_and_a_missing_file_does_not_stop_the_rest(pages: Path) -> None:
    names = ["zero.html", "missing.html", "article.html"]
    done = run(*(pages / name for name in names), "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(answer["file"]).name for answer in answers] == names
    assert [answer["kind"] for answer in answers] == ["empty", None, "report"]
    assert "missing.html" in done.stderr
    assert done.exit_code == 1


def test_without_json_a_person_reads_it(pages: Path) -> None:
    done = run(pages / "article.html")
    lines = done.output.splitlines()
    assert lines[:2] == [f"{pages / 'article.html'}: report", TITLE]
    assert any(re.fullmatch(r"  索引号 +990101001/2024-00007", line) for line in lines)
    evidence = lines[next(n for n, line in enumerate(lines) if line.startswith("  成文日期")) :]
    assert "2024-01-17" in evidence[0]
    assert "from “2024年1月17日” · label 生成日期 · at " in evidence[1] and " · rule " in evidence[1]
    assert "  2023年，溪口镇办结群众来访三百一十二件。" in lines
    assert "移出 Set aside" in done.output and "分享到：微信 微博" in done.output
    assert "\x1b" not in done.output


def test_a_person_sees_the_rows_of_a_list_and_why_a_page_is_none(pages: Path) -> None:
    done = run(pages / "list.html", pages / "zip.html", pages / "zero.html")
    assert "  2024-01-03  关于开展河道清理工作的通知\n" in done.output
    assert "  3 rows · pages 4" in done.output
    assert f"{pages / 'zip.html'}: attachment\n! " in done.output and "ZIP" in done.output


def test_the_json_says_what_is_said_about_the_text_and_leaves_the_text_as_published(pages: Path) -> None:
    answer = json.loads(run(pages / "article.html", "--json").stdout)
    told = ("joins", "doubts", "conflicts", "numbers", "outline")
    assert all(isinstance(answer[name], list) for name in told)
    assert answer["reading_text"] == answer["text"]  # nothing to join on this page
    assert {"spans", "width", "height"} < set(answer["blocks"][0])
    assert {"eligible", "precision"} < set(answer["evidence"]["date_written"][0])
    assert "offset" in answer["removed"][0]


@pytest.mark.parametrize("url", ["nourl", "http://", "http://[", "ftp://a.example/", "javascript:1"])
def test_an_address_that_is_none_is_wrong_use(pages: Path, url: str) -> None:
    done = run(pages / "article.html", "--url", url)
    assert done.exit_code == 2
    assert "is not an http or https address" in done.output


def test_an_address_is_of_one_page(pages: Path) -> None:
    done = run(pages / "article.html", pages / "list.html", "--url", "http://a.example/")
    assert done.exit_code == 2


def test_a_site_that_is_unknown_or_broken_is_named(pages: Path) -> None:
    unknown = run(pages / "article.html", "--site", "nowhere")
    assert (unknown.exit_code, "no site 'nowhere'; known: " in unknown.output) == (2, True)
    (pages / "sites").mkdir()
    (pages / "sites" / "broken.toml").write_text('id = "broken"\nbogus = 1\n', encoding="utf-8")
    broken = run(pages / "article.html", "--site", "broken", "--sites", pages / "sites")
    assert broken.exit_code == 1
    assert "broken.toml" in str(broken.exception)
    assert "bogus" in str(broken.exception)
