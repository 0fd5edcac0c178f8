"""Documents written by chance from words of ours, in the manner of a district's papers."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from archive.records import Attachment, Fetch, Report, SiteRecord
from archive.store import Archive

WORDS = [
    "法治", "政府", "建设", "情况", "报告", "年度", "工作", "全区", "各镇", "街道", "依法", "行政",
    "执法", "监督", "检查", "公开", "信息", "群众", "服务", "改革", "发展", "推进", "落实", "责任",
    "学习", "培训", "宣传", "普法", "调解", "纠纷", "社区", "村民", "委员会", "人民", "代表", "会议",
    "决定", "通知", "公告", "办法", "意见", "方案", "规划", "项目", "资金", "审计", "臺灣", "發展",
    "龍頭", "國務院", "關於", "實施", "環境", "教育", "醫療", "乡村", "振兴", "生态", "保护", "安全",
    "生产", "应急", "管理", "财政", "预算", "决算", "统计", "云溪", "清河", "北原", "青石", "柳林",
    "白鹭", "㐂𠮷", "〇", "崟", "淼",
]  # fmt: skip
LATIN = ("GDP", "App", "12345", "PDF", "Ａ４", "covid", "LNG", "WiFi")
MARKS = ("，", "。", "、", "；", "：", "（", "）", "“", "”", "\n", " ", "—", "《", "》", "％")
UNITS = ("青石镇", "柳林镇", "白鹭乡", "云溪街道")


def sentence(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randint(4, 16)):
        kind = chance.random()
        if kind < 0.84:
            parts.append(chance.choice(WORDS))
        elif kind < 0.92:
            parts.append(f"{chance.randint(1, 9999)}{chance.choice('年月日次个件人户')}")
        elif kind < 0.95:
            parts.append(chance.choice(LATIN))
        elif kind < 0.97:
            parts.append(f"〔{chance.randint(2018, 2024)}〕{chance.randint(1, 99)}号")
        else:
            parts.append(chr(chance.randint(0x4E00, 0x9FA5)))
        if chance.random() < 0.2:
            parts.append(chance.choice(MARKS))
    return "".join(parts) + chance.choice("。。。；\n")


def report(chance: random.Random, number: int, length: int) -> Report:
    """A document of about `length` characters."""
    text = ""
    while len(text) < length:
        text += sentence(chance)
    year = str(chance.randint(2019, 2024))
    unit = chance.choice(UNITS)
    return Report(
        url=f"http://yunxi.localhost/{number}.html",
        title=f"{unit}{year}年{''.join(chance.choices(WORDS, k=4))}",
        text=text,
        metadata={"unit": unit, "genre": chance.choice(("报告", "通知")), "report_year": year},
        extractor="invented",
    )


def fill(data: Path, documents: int, length: int, seed: int = 1) -> list[Report]:
    """An archive of so many invented documents."""
    chance = random.Random(seed)
    reports = [report(chance, number, length) for number in range(documents)]
    reports[0] = replace(reports[0], attachments=(Attachment("http://yunxi.localhost/0.doc", "柳林附表乙"),))
    with Archive.open(data, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        crawl = archive.start_crawl("yunxi", "crawl")
        for number, each in enumerate(reports):
            time = f"2024-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            fetch = archive.save_fetch(crawl, Fetch("yunxi", each.url, time, "ok", status=200))
            archive.save_report(crawl, fetch, each)
        archive.finish_crawl(crawl, "finished")
    return reports
