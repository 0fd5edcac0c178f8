"""A site file says what it means, or names the file, the key and the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import GongkaiError
from crawler.sites import BUILT_IN, BadSite, load_sites, read_site
from crawler.spiders import make_spider

GOOD = """
id = "hongqi"
name = "红旗区人民政府"
home = "http://hongqi.example/"
platform = "tdate"

[[columns]]
path = "政务公开 > 年度报告"
"""
SCRAPY = [sys.executable, "-m", "scrapy"]
GONGKAI = str(Path(sys.executable).with_name("gongkai"))
ROOT = Path(__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI")}
    return kept | more


def write(folder: Path, text: str, name: str = "hongqi.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_small_file_is_a_whole_site(tmp_path):
    site = read_site(write(tmp_path, GOOD))
    assert site.id == "hongqi"
    assert site.columns[0].steps == ("政务公开", "年度报告")
    assert site.status == "unverified"
    assert site.record().name == "红旗区人民政府"


def test_every_rule_of_a_file_is_read(tmp_path):
    site = read_site(
        write(
            tmp_path,
            GOOD
            + """
[list]
rows = "ul.news > li"
[article]
remove = [".share", "#print"]
metadata = [["index_number", "td.syh"]]
[politeness]
delay = 5
max_pages = 20
[[units]]
name = "北街镇"
division_code = "640302100"
""",
        )
    )
    assert site.list.rows == "ul.news > li"
    assert site.article.metadata == (("index_number", "td.syh"),)
    assert site.politeness.delay == 5
    assert site.units[0].name == "北街镇"


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (("platform =", "platfrom ="), "platfrom", "unknown key"),
        (('name = "红旗区人民政府"', ""), "name", "missing"),
        (('name = "红旗区人民政府"', "name = 7"), "name", "string"),
        (('platform = "tdate"', 'platform = "wordpress"'), "platform", "known: "),
        (('"http://hongqi.example/"', '"hongqi.example"'), "home", "not an address"),
        (('"http://hongqi.example/"', '"http://[::1/"'), "home", "not an address"),
        (('"http://hongqi.example/"', '"http://hongqi.example:99999/"'), "home", "not an address"),
        (('id = "hongqi"', 'id = "hong_qi"'), "id", "file's name"),
        (('path = "政务公开 > 年度报告"', 'genre = "通知公告"'), "columns[1]", "neither path nor url"),
        (('path = "政务公开 > 年度报告"', 'url = "/list/"'), "columns[1].url", "not an address"),
        (('path = "政务公开 > 年度报告"', 'paths = "x"'), "columns[1].paths", "unknown key"),
        (("[[columns]]", 'status = "secret"\n[[columns]]'), "status", "secret"),
        (("[[columns]]", "division_code = 640302\n[[columns]]"), "division_code", "string"),
        (("[[columns]]", 'division_code = "64"\n[[columns]]'), "division_code", "digits"),
        (("[[columns]]", "remark = 2024-01-17\n[[columns]]"), "", "date"),
        (("[[columns]]", 'schedule = "nightly"\n[[columns]]'), "schedule", "has 1 fields, not 5"),
        (("[[columns]]", 'schedule = "0 25 * * *"\n[[columns]]'), "schedule", "not a cron expression"),
        (("[[columns]]", 'schedule = "R 3 * * *"\n[[columns]]'), "schedule", "write H"),
        (("[[columns]]", 'window = "0 to 6"\n[[columns]]'), "window", "is not like '00:00-08:00'"),
        (("[[columns]]", 'window = "06:00-06:00"\n[[columns]]'), "window", "never open"),
        (("[[columns]]", 'window = "22:00-25:00"\n[[columns]]'), "window", "no clock shows"),
    ],
)
def test_a_bad_value_names_file_key_and_reason(tmp_path, change, key, reason):
    file = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(BadSite) as error:
        read_site(file)
    assert error.value.key == key
    assert reason in str(error.value)
    assert str(file) in str(error.value)


@pytest.mark.parametrize(
    ("extra", "key", "reason"),
    [
        ('[list]\nrows = "ul >> li"', "list.rows", "not a CSS selector"),
        ('[article]\nremove = [".share", "[["]', "article.remove[2]", "not a CSS selector"),
        ('[article]\nmetadata = [["wenhao", "td"]]', "article.metadata[1]", "unknown field"),
        ('[article]\nmetadata = [["issuer", "td["]]', "article.metadata[1]", "not a CSS selector"),
        ("[politeness]\ndelay = 0", "politeness.delay", "loopback"),
        ("[politeness]\ndelay = -1", "politeness.delay", "too small"),
        ("[politeness]\nmax_pages = 0", "politeness.max_pages", "too small"),
        ("[absence]\nmisses = 1", "absence.misses", "too small; at least 2"),
        ("[absence]\nspan = 0", "absence.span", "too small"),
        ("[absence]\npatience = 3", "absence.patience", "unknown key"),
        ("[politeness]\nmax_requests = 0", "politeness.max_requests", "too small"),
        ("[politeness]\nmax_requests = 2.5", "politeness.max_requests", "integer"),
        ("[politeness]\nmax_minutes = -3", "politeness.max_minutes", "too small"),
        ("[politeness]\nmax_minutes = inf", "politeness.max_minutes", "too large"),
        ("[politeness]\ndelay = nan", "politeness.delay", "no number"),
        ('[[units]]\nname = "北街镇"\n[[units]]\nname = "北街镇"', "units[2].name", "twice"),
        ('[[columns]]\npath = "政务公开 > 年度报告"', "columns[2]", "same column"),
    ],
)
def test_a_bad_rule_names_its_key(tmp_path, extra, key, reason):
    with pytest.raises(BadSite) as error:
        read_site(write(tmp_path, GOOD + extra))
    assert error.value.key == key
    assert reason in str(error.value)


def test_broken_toml_names_the_line(tmp_path):
    with pytest.raises(BadSite, match=r"hongqi\.toml: is not TOML: .*line 3"):
        read_site(write(tmp_path, 'id = "hongqi"\nname = "x"\nhome = \n'))


def test_a_file_that_is_not_utf8_says_so(tmp_path):
    file = tmp_path / "hongqi.toml"
    file.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadSite, match="is not UTF-8"):
        read_site(file)


def test_a_broken_file_hides_no_other(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, "nonsense", "broken.toml")
    sites = load_sites(tmp_path)
    assert "hongqi" in sites
    assert "broken" not in sites
    assert "not TOML" in str(sites.broken["broken"])
    with pytest.raises(BadSite):
        sites["broken"]
    with pytest.raises(KeyError):
        sites["nobody"]


def test_a_file_of_the_user_replaces_ours(tmp_path):
    ours = load_sites()
    assert "ltq" in ours
    write(tmp_path, GOOD.replace('id = "hongqi"', 'id = "ltq"'), "ltq.toml")
    theirs = load_sites(tmp_path)
    assert theirs["ltq"].name == "红旗区人民政府"
    assert theirs.files["ltq"] == tmp_path / "ltq.toml"


def test_a_folder_that_is_none_is_named(tmp_path):
    with pytest.raises(GongkaiError, match="nowhere"):
        load_sites(tmp_path / "nowhere")


def test_litong_is_what_its_sources_say_and_no_more():
    site = load_sites()["ltq"]
    assert site.status == "unverified"
    assert site.platform == "tdate"
    assert site.home == "http://www.ltq.gov.cn/"
    assert [c.steps for c in site.columns] == [
        ("政府信息公开", "法定主动公开内容", "法治政府建设", "法治政府建设报告")
    ]
    assert len(site.units) == 12
    assert {u.kind for u in site.units} == {"town"}
    assert sum(u.name.endswith("镇") for u in site.units) == 8
    assert sum(u.name.endswith("乡") for u in site.units) == 4
    assert {u.division_code: u.name for u in site.units}["640302104"] == "上桥镇"
    assert all(u.division_code.startswith(site.division_code) for u in site.units)


def test_every_file_of_ours_can_be_used():
    assert load_sites().broken == {}
    assert load_sites().keys() == {file.stem for file in BUILT_IN.glob("*.toml")}


def test_a_spider_bears_the_id_of_its_site(tmp_path):
    spider = make_spider(read_site(write(tmp_path, GOOD)))
    assert spider.name == "hongqi"
    assert spider.__name__ == "HongqiSpider"


def test_scrapy_list_knows_our_sites_and_the_users(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, "nonsense", "broken.toml")
    done = subprocess.run(
        [*SCRAPY, "list"],
        cwd=ROOT,
        env=environment(GONGKAI_SITES=str(tmp_path)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["hongqi", "ltq"]
    assert "broken.toml: is not TOML" in done.stderr


def test_gongkai_sites_lists_and_names_what_is_broken(tmp_path):
    write(tmp_path, GOOD)
    command = [GONGKAI, "sites", "--sites", str(tmp_path), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["hongqi"]["name"] == "红旗区人民政府"
    assert rows["ltq"]["units"] == 12

    write(tmp_path, "nonsense", "broken.toml")
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert "broken.toml: is not TOML" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 3
