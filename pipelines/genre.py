"""What sort of document 文种 a page is, and the year a yearly report is about, by stated rules.

In order: the genre the site file gives the column in the breadcrumb; the title; a 规 in the 文号 or a column
规范性文件. A document that has a title and that none of these knows is 其他, by the rule `no-other-rule`;
without a title it has no genre. Title forms of the yearly reports: FACTS.md §2 and §1.1.
"""

from __future__ import annotations

import re

from pipelines.candidates import LINE, REST, SITE_RULE, TAG, Candidate
from pipelines.site import SEPARATOR, Site

RULE_OF_LAW = "法治政府建设年度报告"
DISCLOSURE = "政府信息公开工作年度报告"
STATISTICS = "统计公报"
NORMATIVE = "规范性文件"
NOTICE = "通知公告"
OTHER = "其他"
YEARLY = (RULE_OF_LAW, DISCLOSURE, STATISTICS)

_ABOUT = r"(?!.*(?:通知|方案|解读|办法|函)(?:[（(].*[）)])?$)"
_TITLES = (
    (RULE_OF_LAW, re.compile(rf"^{_ABOUT}.*法治政府建设[^，。；]{{0,14}}(?:报告|总结)")),
    (
        DISCLOSURE,
        re.compile(rf"^{_ABOUT}.*信息公开(?:工作)?(?:情况)?(?:的)?(?:年度(?:工作)?报告|工作报告|年报)"),
    ),
    (STATISTICS, re.compile(rf"^{_ABOUT}.*(?:统计公报|普查公报)")),
    (NOTICE, re.compile(r"(?:通知|公告|通告|公示|启事)(?:[（(][^（）()]*[）)])?$")),
)
_LONGEST = 400
"""Characters of a title that are looked at."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_SPAN = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-—–~～至到]+\s*(?:19|20)\d{2}\s*年")
_HAN_YEAR = re.compile(r"([一二][〇○零Ｏ一二三四五六七八九]{3})年")
_HAN = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def genre_candidates(title: str, path: str, document_number: str, site: Site | None) -> list[Candidate]:
    """Every genre a rule sees, with what the rule saw."""
    found: list[Candidate] = []
    steps = _steps(path)
    for column in site.columns if site is not None else ():
        if column.genre and column.steps and _contains(steps, _steps(column.path)):
            found.append(Candidate("genre", column.genre, path, "breadcrumb", "column", strength=SITE_RULE))
    bare = "".join(title.split())[:_LONGEST]
    for genre, pattern in _TITLES:
        if pattern.search(bare):
            strength = TAG if genre == NOTICE else LINE
            found.append(Candidate("genre", genre, title, "title", "title-pattern", strength=strength))
            break
    if re.search(r"规(?:发|字|函)?[〔\[（(﹝【]", document_number):
        found.append(
            Candidate("genre", NORMATIVE, document_number, "document_number", "文号", strength=LINE + 1)
        )
    if any(NORMATIVE in step for step in steps):
        found.append(Candidate("genre", NORMATIVE, path, "breadcrumb", "column-name", strength=LINE + 2))
    if bare and not found:
        found.append(Candidate("genre", OTHER, title, "title", "no-other-rule", strength=REST))
    return found


def report_year(title: str, genre: str) -> Candidate | None:
    """The year in the title of a yearly report; none where the title names two years and does not say
    which.
    """
    if genre not in YEARLY:
        return None
    title = title[:_LONGEST]
    if _SPAN.search(title):
        return None
    years = [(m.end(), m[1]) for m in _YEAR.finditer(title)]
    years += [(m.end(), m[1].translate(_HAN)) for m in _HAN_YEAR.finditer(title)]
    if len({year for _, year in years}) != 1:
        beside = [
            y for end, y in years if re.match(r"\s*度?\s*(?:法治|推进法治|政府信息|国民经济)", title[end:])
        ]
        if len(set(beside)) != 1:
            return None
        years = [(0, beside[0])]
    return Candidate("report_year", years[0][1], title, "title", "title-year")


def _steps(path: str) -> list[str]:
    return ["".join(step.split()) for step in path.split(SEPARATOR) if step.strip()]


def _contains(steps: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(steps[n : n + size] == wanted for n in range(len(steps) - size + 1))
