"""The table of divisions: where each row is from, and that site files name only what is in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import GongkaiError
from crawler.cli import gongkai
from crawler.commands import DEMO_SITES
from crawler.divisions import COLUMNS, FILE_NAME, load_divisions, read_divisions, unknown_codes
from crawler.sites import BUILT_IN, read_folders

SHA = "a" * 64
GOOD = {
    "code": "110101",
    "name": "甲区",
    "level": "county",
    "parent": "110100",
    "valid_from": "",
    "valid_to": "",
    "source": "某年行政区划代码",
    "source_date": "2025-12-31",
    "sha256": SHA,
}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    lines = [
        "# a remark",
        "\t".join(COLUMNS),
        *("\t".join((GOOD | row)[name] for name in COLUMNS) for row in rows),
    ]
    file = folder / FILE_NAME
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_our_table_is_valid_and_has_the_towns_of_litong() -> None:
    divisions = load_divisions()
    towns = {code: rows for code, rows in divisions.items() if rows[0].parent == "640302"}
    assert len(towns) == 12
    assert divisions["640302"][0].name == "利通区"
    assert divisions["640302104"][0].name == "上桥镇"
    assert "640302027" not in divisions  # the front of an index number 索引号 looks like a code and is none
    real = [rows[0] for rows in divisions.values() if not rows[0].fictional]
    assert {row.source_date for row in real} == {"2025-12-31"}
    assert len({row.sha256 for row in real}) == 1


def test_every_code_of_a_site_file_is_in_the_table_and_has_its_name() -> None:
    divisions = load_divisions()
    sites = read_folders([BUILT_IN, DEMO_SITES])
    assert not sites.broken
    used = set()
    for site in sites.values():
        assert unknown_codes(site, divisions) == []
        codes = [site.division_code, *(unit.division_code for unit in site.units)]
        used.update(code for code in codes if code)
    for code in used:
        row = divisions.of(code, "2025-12-31")
        assert row is not None and row.valid_on("2025-12-31")
    assert used == set(divisions), "only the rows that site files use are kept"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"level": "district"}, "level 'district' is none of"),
        ({"code": "11010"}, "is not the 6 digits of a county"),
        ({"code": "１１０１０１"}, "is not the 6 digits of a county"),
        ({"level": "town"}, "is not the 9 digits of a town"),
        ({"name": ""}, "name '' is empty"),
        ({"name": " 甲区"}, "white space"),
        ({"parent": "120100"}, "is no division that 110102 can lie in"),
        ({"parent": ""}, "is no division that 110102 can lie in"),
        ({"valid_from": "2024-13"}, "valid_from '2024-13' is not"),
        ({"source_date": "2025/12/31"}, "source_date '2025/12/31' is not"),
        ({"valid_from": "2024-03", "valid_to": "2023"}, "is before valid_from"),
        ({"source": ""}, "source is empty"),
        ({"source": "fictional"}, "beginning with 99"),
        ({"code": "990101", "parent": "990100"}, "beginning with 99"),
        ({"source_date": ""}, "source_date and sha256 are needed"),
        ({"sha256": ""}, "source_date and sha256 are needed"),
        ({"sha256": "A" * 64}, "not 64 hexadecimal digits"),
    ],
)
def test_a_bad_row_names_the_file_the_line_and_the_reason(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    file = write(tmp_path, {}, {"code": "110102"} | change)
    with pytest.raises(GongkaiError, match=re.escape(f"{file}, line 4: ")) as raised:
        read_divisions(file)
    assert reason in str(raised.value)


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.write_text("", encoding="utf-8")
    with pytest.raises(GongkaiError, match="is empty"):
        read_divisions(file)
    file.write_text("code,name\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match="line 1: the first row must name the columns code, name"):
        read_divisions(file)
    write(tmp_path, {"sha256": SHA + "\textra"})
    with pytest.raises(GongkaiError, match="line 3: 10 columns instead of 9"):
        read_divisions(file)
    file.write_bytes("代码".encode("gb18030"))
    with pytest.raises(GongkaiError, match="cannot be read as UTF-8"):
        read_divisions(file)


def test_a_renamed_division_has_two_rows_and_each_its_time(tmp_path: Path) -> None:
    old, new = {"valid_to": "2015-06", "name": "甲县"}, {"valid_from": "2015-07-01"}
    divisions = read_divisions(write(tmp_path, old, new))
    names = [getattr(divisions.of("110101", day), "name", "") for day in ("", "2015-06-30", "2015-07-01")]
    assert names == ["甲区", "甲县", "甲区"]
    assert divisions.of("110102") is None
    with pytest.raises(GongkaiError, match="line 4: code 110101 is there already"):
        read_divisions(write(tmp_path, {}, new))


SITE = """
id = "hongqi"
name = "红旗区人民政府"
home = "http://hongqi.example/"
platform = "tdate"
division_code = "110101"
columns = [{path = "政务公开"}]

[[units]]
name = "甲乡"
division_code = "110101200"
"""


def test_gongkai_sites_warns_of_a_code_that_is_not_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "hongqi.toml").write_text(SITE, encoding="utf-8")
    write(tmp_path, {})
    done = CliRunner().invoke(gongkai, ["sites", "--json", "--sites", str(tmp_path)])
    assert done.exit_code == 0, done.output
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert rows["ltq"]["warnings"] == []
    assert rows["hongqi"]["warnings"] == [
        "division_code: 110101 is 甲区, which is not in the name '红旗区人民政府'",
        f"units[1].division_code: 110101200 is in no {FILE_NAME}; add its row with its source",
    ]
    assert "warning: " in done.stderr and "hongqi.toml: division_code: 110101 is 甲区" in done.stderr


def test_a_fictional_code_on_a_real_site_is_told(tmp_path: Path) -> None:
    (tmp_path / "hongqi.toml").write_text(
        SITE.replace("110101200", "990101200").replace("甲乡", "杏坞乡").replace("110101", "640302"),
        encoding="utf-8",
    )
    (site,) = read_folders([tmp_path]).values()
    assert unknown_codes(site, load_divisions())[1:] == [
        "units[1].division_code: 990101200 is fictional, the site is unverified"
    ]
