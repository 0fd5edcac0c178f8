"""An unchanged site costs a night its lists and the day's share of its documents, and no more."""

from __future__ import annotations

from benchmarks.nights import KINDS, Unchanging, counted, fill
from hongqi import rows, site_file
from loopback import serving
from travelling import night

DOCUMENTS, DEEP = 120, 30


def test_an_unchanged_site_costs_its_lists_and_the_days_share_of_its_documents(tmp_path):
    way, lists, unchanged, whole = KINDS
    with serving(Unchanging()) as server:
        pages = fill(server, DOCUMENTS)
        site_file(tmp_path / "sites", server)
        nights = [counted(tmp_path, night(tmp_path, number)["crawl"]) for number in range(1, 2 + DEEP)]
    first, *later = nights
    assert (first[lists], first[whole]) == (pages, DOCUMENTS)
    share = 1 + DOCUMENTS // DEEP  # numbers follow each other, but for those that list pages took
    assert all(each[lists] in (1, pages) and each[way] <= 3 and not each[unchanged] for each in later)
    assert [each[lists] for each in later].count(pages) == 1
    assert max(each[whole] for each in later) <= 2 * share
    assert sum(each[whole] for each in later) == DOCUMENTS  # and each was fetched anew within the days
    assert rows(tmp_path, "select count(*) from versions") == [(DOCUMENTS,)]
