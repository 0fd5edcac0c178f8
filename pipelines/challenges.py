"""Answers that keep a visitor out: firewalls' challenges, login walls, answers that lead back to themselves.

Each is told by its own marks (CMS.md §5) on a page that says next to nothing; the same marks on a page with
a document's own (`marks`) are leftovers: firewalls leave their scripts on real pages. None is ever solved.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.records import Kind
from archive.urls import canonical
from pipelines import marks
from pipelines.dom import Parsed, path_of, resolve

ROOTS = frozenset(
    {"", "/", *(f"/index.{kind}" for kind in ("html", "htm", "shtml", "jsp", "jhtml", "aspx", "asp", "php"))}
)
"""Paths of a site's home."""

_HEAD = 200_000
"""Characters of the source that are searched: a challenge is one script, and stands at the top."""
_CHALLENGES = (  # firewalls of CMS.md §5, by what their own pages hold
    ("加速乐", re.compile(r"__jsl_clearance|__jsluid|\('_'\)\+\('_'\)\+\('j'\)\+\('s'\)\+\('l'\)")),
    ("瑞数", re.compile(r"\$_ts\s{0,5}=\s{0,5}window\[|\$_ts\.(?:nsd|cd|scj)\b")),
    ("EdgeOne", re.compile(r"EO_Bot_Ssid|__tst_status|edgeone", re.IGNORECASE)),
    (
        "Aliyun",
        re.compile(
            r"acw_sc__v[23]|aliyun_waf|aliyunwaf|errors\.aliyun\.com|block_traceid|_waf_bd8ce2ce37",
            re.IGNORECASE,
        ),
    ),
    ("Cloudflare", re.compile(r"cf-chl-|cf_chl_opt|challenge-platform", re.IGNORECASE)),
)
_CHALLENGE_HEADERS = ("x-via-jsl",)
_WORDS = re.compile(
    r"访问(?:请求)?(?:已|被|可能)?.{0,6}(?:拦截|阻断|阻止)|请求.{0,12}(?:拦截|阻断|威胁|非法)|(?:人机|安全|滑动|图形)验证|(?:拖动|按住).{0,6}滑块"
    r"|请输入验证码|访问过于频繁|访问频率|网站防火墙|云锁|安全狗|创宇盾|检查您的浏览器"
    r"|IP.{0,10}(?:禁止|封禁|限制|拦截)|疑似.{0,6}攻击|访问行为.{0,6}异常|进行安全检测"
    r"|requested URL was rejected|Incapsula incident"
    r"|Request Rejected|Access Denied|403 Forbidden|Just a moment|Checking your browser"
    r"|you have been blocked|has been blocked|Request blocked|blocked by",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"Attention Required!?|Just a moment\.*|Access Denied|Request Rejected"
    r"|(?:网站)?(?:访问|请求)?(?:被)?(?:拦截|阻断|禁止)(?:提示|页面)?"
    r"|(?:安全|人机|滑动)?验证(?:码|页面|中心)?|访问(?:被拒绝|受限|异常|验证)|(?:网站|Web应用)?防火墙",
    re.IGNORECASE,
)
_SOME_LINKS = 5
"""A page with as many is a site's, whatever a firewall left on it."""
_SETS_COOKIE = re.compile(r"document\.cookie\s{0,5}=")
_LOGIN = re.compile(r"登\s?[录陆]|密码|login|sign in|log in|password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(
    r".{0,24}(?:登[录陆]|统一身份认证|login|sign in)(?:平台|系统|页面?|中心|入口|界面)?",
    re.IGNORECASE,
)
_LOGIN_WORDS = re.compile(
    r"(?:尚未|还没有|还未|没有|未)登[录陆]|请(?:您)?(?:先|重新)登[录陆]|请?登[录陆](?:后|之后)(?:再|才能|方可)?(?:查看|访问|浏览|操作|继续|使用)"
    r"|(?:登[录陆]|会话|session).{0,6}(?:超时|过期|失效)|(?:跳转|转到|前往).{0,10}(?:登[录陆]|统一身份认证)",
    re.IGNORECASE,
)
_LOGIN_ADDRESS = re.compile(
    r"(?:^|[/.])(?:cas|sso|passport|login|signin|tologin|userlogin|oauth2?)(?:$|[/.])", re.IGNORECASE
)
_PASSWORD = re.compile(r"type\s{0,3}=\s{0,3}\\?[\"']?password", re.IGNORECASE)
_AGAIN = re.compile(
    r"location\.reload\s{0,5}\(|location(?:\.href)?\s{0,5}=\s{0,5}(?:(?:window|self|top|document)\.)?location\b"
    r"|location\.(?:replace|assign)\s{0,5}\(\s{0,5}(?:(?:window|self|top|document)\.)?location\b"
)
_ONWARD = re.compile(
    r"location(?:\.href)?\s{0,5}=\s{0,5}\\?[\"']([^\"'\\<>\s]{1,300})"
    r"|location\.(?:replace|assign)\s{0,5}\(\s{0,5}[\"']([^\"'\\<>\s]{1,300})"
)
_REFRESH = re.compile(
    r"\s*+(\d{0,6})(?:\.\d{0,6})?\s*+[;,]?\s*+(?:url\s*+=\s*+)?['\"]?\s*+([^'\"\s;]{0,2000})",
    re.IGNORECASE,
)
_SOON = 30
"""Seconds. A page that sends its reader on later is a page to be read (a water level, refreshed)."""
_WAITING = re.compile(r"秒|跳转|返回首页|正在|请稍|加载|loading|JavaScript|刷新|redirect", re.IGNORECASE)
_ALERT = re.compile(r"alert\s{0,5}\(\s{0,5}[\"']([^\"']{1,80})")
_MOVED = frozenset({301, 302, 303, 307, 308})
MOVED_TITLE = re.compile(
    r"(?:30[12378]\s*)?(?:Found|See Other|Moved(?: Permanently| Temporarily)?"
    r"|(?:Temporary|Permanent) Redirect|(?:Document|Object) Moved)",
    re.IGNORECASE,
)


def challenge(parsed: Parsed) -> str:
    """The firewall whose marks a page bears, in its source or its headers; empty for none."""
    head = parsed.text[:_HEAD]
    for name, pattern in _CHALLENGES:
        if pattern.search(head):
            return name
    if parsed.root is not None and any(meta.get("r") == "m" for meta in parsed.root.iter("meta")):
        return "瑞数"
    if any(parsed.page.header(name) for name in _CHALLENGE_HEADERS):
        return "加速乐"
    return ""


def redirected(parsed: Parsed) -> tuple[Kind, str] | None:
    """(kind, reason) of an answer with a status that sends the visitor elsewhere; None for any other.

    To itself: the server wants its cookie first (openresty; CMS.md §5). To a login: a wall. Elsewhere: the
    content is there, not here.
    """
    page = parsed.page
    if page.status not in _MOVED:
        return None
    target = page.header("location").strip()
    if target and _is_self(parsed, target):
        return "blocked", f"the server answered {page.status} and led back here: it wants its cookie first"
    if target and is_login(target):
        return "blocked", f"the server answered {page.status} and led to a login: {target[:100]}"
    return "empty", f"the server answered {page.status} and led to {target[:200] or 'nowhere'}"


def kept_out(parsed: Parsed, visible: str, length: int) -> str:
    """Why a short page without a document's marks is a challenge or a login wall; empty where it is none.

    `length`: characters of `visible`, white space aside.
    """
    words = words_of(visible) and words_of(marks.outside_links(parsed))
    silent = length < 100 or not (_sentence(visible) or _links(parsed) >= _SOME_LINKS)
    if (silent or words) and (firewall := challenge(parsed)):
        return f"a challenge page of {firewall}"
    if words and length < 250:
        return f"a firewall's words on a short page: {words}"
    return _login_wall(parsed, visible, length)


def explained(parsed: Parsed, visible: str) -> str:
    """Why a longer page is a firewall's that explains itself: its title says so, and its words."""
    if _TITLE.fullmatch(marks.headline(parsed)) and (words := words_of(visible)):
        return f"a firewall's title and words: {words}"
    return ""


def words_of(visible: str) -> str:
    """A firewall's words in a text, empty where there are none."""
    words = _WORDS.search(visible)
    return words.group()[:60] if words else ""


def _links(parsed: Parsed) -> int:
    assert parsed.root is not None
    return sum(1 for link in parsed.root.iter("a") if link.get("href"))


def _sentence(visible: str) -> bool:
    return any(len(part) > 15 for part in visible.split("。")[:-1])


def _login_wall(parsed: Parsed, visible: str, length: int) -> str:
    asks = _asks_for_password(parsed)
    if asks and _LOGIN_TITLE.fullmatch(marks.headline(parsed)):
        return "a login form instead of content, and its title says so"
    if asks and length < 150 and _LOGIN.search(visible) and _links(parsed) < _SOME_LINKS:
        return "a login form instead of content"
    said = marks.outside_links(parsed) if length else " ".join(alerts(parsed))
    if length < 150 and (words := _LOGIN_WORDS.search(said)):
        return f"it asks the visitor to log in: {words.group()[:60]}"
    return ""


def _asks_for_password(parsed: Parsed) -> bool:
    assert parsed.root is not None
    if any((field.get("type") or "").lower() == "password" for field in parsed.root.iter("input")):
        return True
    return any(_PASSWORD.search(script[:_HEAD]) for script in scripts(parsed))


def scripts(parsed: Parsed) -> list[str]:
    """The scripts written in the page itself."""
    assert parsed.root is not None
    return [script.text for script in parsed.root.iter("script") if script.text]


def alerts(parsed: Parsed) -> list[str]:
    """What scripts say to the visitor in a box."""
    return [said for script in scripts(parsed) for said in _ALERT.findall(script[:_HEAD])][:20]


def onward(parsed: Parsed, visible: str, length: int) -> tuple[Kind, str] | None:
    """(kind, reason) of a page that says nothing and sends its reader on, by a refresh or by a script.

    To itself: blocked (it has set a cookie and wants to see it). To a login: blocked. To the site's home,
    from anywhere else: the article is gone. Elsewhere: a shell, its content is at that address.
    """
    if length >= 150 or (length >= 60 and not _WAITING.search(visible)):
        return None
    target = _sends_to(parsed, length)
    if target is None:
        return None
    if not target or _is_self(parsed, target):
        cookie = any(_SETS_COOKIE.search(script[:_HEAD]) for script in scripts(parsed))
        after = " after a script has set a cookie: a challenge" if cookie else ""
        return "blocked", f"it loads itself again{after}"
    if is_login(target):
        return "blocked", f"it leads to a login: {target[:100]}"
    if is_home(parsed, target) and path_of(parsed.page.url) not in ROOTS - {""}:
        return "error_page", f"a short page that sends the reader on to {target[:100]}"
    return "shell", f"it says nothing and sends the reader on to {target[:100]}"


def _sends_to(parsed: Parsed, length: int) -> str | None:
    """Where a page sends its reader within `_SOON`; empty for itself, None for nowhere."""
    if (target := refreshes_to(parsed)) is not None:
        return target
    if length < 60 and (action := _submits(parsed)):
        return action
    for script in scripts(parsed):
        script = script[:_HEAD]
        if "location" not in script or "userAgent" in script or (length >= 20 and len(script) > 2000):
            # On a page that says something a long script is the site's, and waits for a click; one that asks
            # for the browser sends only telephones on.
            continue
        if found := _ONWARD.search(script):
            return found.group(1) or found.group(2)
        if _AGAIN.search(script):
            return ""
    return None


def _submits(parsed: Parsed) -> str:
    """Where a form leads that is sent off by itself, as single sign-on does; empty for none."""
    assert parsed.root is not None
    body, form = parsed.root.find("body"), next(parsed.root.iter("form"), None)
    if body is None or form is None:
        return ""
    by_itself = ".submit(" in (body.get("onload") or "") or any(
        ".submit()" in s[:_HEAD] for s in scripts(parsed)
    )
    return (form.get("action") or "").strip() if by_itself else ""


def refreshes_to(parsed: Parsed) -> str | None:
    """Where a refresh leads soon, as written; empty for the page itself, None where there is no such tag."""
    assert parsed.root is not None
    for meta in parsed.root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _REFRESH.match(meta.get("content") or "")
        if match and int(match.group(1) or 0) <= _SOON:
            return match.group(2)
    return None


def is_home(parsed: Parsed, target: str) -> bool:
    """Whether an address is the home of a site: no path, or an index at the top."""
    url = parsed.page.url
    whole = resolve(url, target) if url else re.sub(r"^(?:\.\./){1,20}", "/", target)
    return _splits(whole) and path_of(whole) in ROOTS and not urlsplit(whole).query


def _splits(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def is_login(target: str) -> bool:
    """Whether an address is that of a login, by its host and path."""
    if not _splits(target):
        return False
    parts = urlsplit(target)
    return bool(_LOGIN_ADDRESS.search(f"{parts.netloc}{parts.path}"[:500]))


def _is_self(parsed: Parsed, target: str) -> bool:
    url = parsed.page.url
    return bool(url) and canonical(resolve(url, target)) == canonical(url)
