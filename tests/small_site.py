"""The smallest site that shows a rule: a home page, a list or two, and what was asked for, night by night."""

from __future__ import annotations

from dataclasses import replace

from nights import BASE

from archive.absence import USUAL, Change, Ledger, Thresholds, observe
from archive.observations import Exchange, Reading, Visit, Walked

HOME = f"{BASE}/"

URL = f"{BASE}/a.html"
OTHER = f"{BASE}/b.html"
LIST = f"{BASE}/list/"


def reading(text: str = "一", **more: str) -> Reading:
    return Reading(text, **({"title": "题", "issuer": "某局", "date": "2025-01-01"} | more))


class Site:
    """Days of a site with one column, told in a line each."""

    def __init__(self, thresholds: Thresholds = USUAL) -> None:
        self.ledger, self.thresholds, self.day, self.fetch = Ledger(), thresholds, 0, 0
        self.history: list[str] = []
        self.visits: list[Visit] = []

    def night(
        self,
        *asked: Exchange | tuple[str, str | Reading],
        listed: tuple[str, ...] = (URL,),
        ended: str = "complete",
        lists: dict[str, tuple[str, ...]] | None = None,
        home: str = "ok",
        blocked: bool = False,
        same_day: bool = False,
    ) -> list[Change]:
        """A crawl; what it changes. `lists`: columns and what they list, in the order they are walked;
        without it there is one, `c`. Of `asked`, a reading is an answer, a word an outcome."""
        self.day += not same_day
        made: list[Exchange] = []

        def add(exchange: Exchange) -> Exchange:
            self.fetch += 1
            time = f"2025-03-{self.day:02}T{8 if same_day else 6:02}:00:{len(made):02}.000000Z"
            made.append(replace(exchange, time=time, fetch=self.fetch))
            return made[-1]

        add(Exchange(HOME, "", home, 0, kind="home"))  # type: ignore[arg-type]
        walks = []
        for column, urls in (lists or {"c": listed}).items():
            page = add(Exchange(LIST if column == "c" else f"{BASE}/{column}/", "", "ok", 0, kind="list"))
            shown = dict.fromkeys(urls, page.fetch)
            walks.append(Walked(column, page.time, ended, shown, (page.fetch,)))
        for one in asked:
            if isinstance(one, Exchange):
                add(one)
            elif isinstance(one[1], Reading):
                add(Exchange(one[0], "", "ok", 0, kind="report", reading=one[1], status=200))
            else:
                add(Exchange(one[0], "", one[1], 0))  # type: ignore[arg-type]
        self.visits.append(Visit(HOME, tuple(made), tuple(walks), blocked))
        changes = observe(self.ledger, self.visits[-1], self.thresholds)
        self.history += [f"{self.day} {change.state}" for change in changes if change.url == URL]
        return changes


def lost(url: str = URL) -> tuple[str, str]:
    return url, "not_found"


def there(url: str = URL, text: str = "一") -> tuple[str, Reading]:
    return url, reading(text)


def answered(kind: str, outcome: str = "ok", **more: str) -> Exchange:
    return Exchange(URL, "", outcome, 0, kind=kind, **more)  # type: ignore[arg-type]


def told_of_a_copy(site: Site) -> Site:
    """Not asked for since the first night, but listed until the fourth; a copy comes up on the third."""
    site.night(there(), listed=(URL,))
    site.night()
    site.night(there(OTHER), listed=(URL, OTHER))
    site.night(listed=(URL, OTHER))
    site.night(lost(), listed=(OTHER,))
    return site


def told_of_a_list_with_the_old_address(site: Site) -> Site:
    """The list links to the old address for a night after the document moved."""
    to = answered("", "redirected", redirected_to=OTHER)
    site.night(there(), listed=(URL, LIST))
    site.night(to, there(OTHER), listed=(URL, LIST))
    site.night(listed=(URL, LIST))
    site.night(listed=(LIST,))
    return site


def told_of_an_alias(site: Site) -> Site:
    """The list links to an address that always led on to the document."""
    to = answered("", "redirected", redirected_to=OTHER)
    site.night(to, there(OTHER), listed=(URL, LIST))
    site.night(listed=(URL, LIST))
    site.night(listed=(LIST,))
    site.night(listed=(URL, LIST))
    return site


def told_of_a_sudden_lack(site: Site) -> Site:
    """A column of seven lacks five of them at once, and again."""
    papers = (URL, *(f"{BASE}/{n}.html" for n in range(6)))
    site.night(*(there(url, url) for url in papers), listed=papers)
    site.night(listed=papers[5:])
    site.night(listed=papers[5:])
    return site


SCENARIOS = (told_of_a_copy, told_of_a_list_with_the_old_address, told_of_an_alias, told_of_a_sudden_lack)
