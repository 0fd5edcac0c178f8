# ruff: noqa: E501  (markup is easier to check on one line)
"""Pages that are no reports, and reports that look like them. All written by us after CMS.md §5; none is real.

`REFUSED`: family -> name -> Case. `NEAR_MISSES`: name -> Near. `CHROMES`: what a near miss is put into.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layouts import BREADCRUMB, COLUMN, FOOTER, META, NAVIGATION, TABLE, ps

from archive.records import Kind
from pipelines.answer import Page

ADDRESS = "http://www.example.gov.cn/zwgk/202401/t20240117_1.html"
SITE = "云溪县人民政府"


@dataclass(frozen=True)
class Case:
    """A page, what it is, and what it can be told to be when only its bytes were saved (None: the same)."""

    page: Page
    kind: Kind
    saved: Kind | None = None

    @property
    def file(self) -> Page:
        """The page as a saved file: no address, no headers, no status."""
        return Page("", self.page.body)


def case(
    markup: str,
    kind: Kind,
    status: int | None = 200,
    saved: Kind | None = None,
    url: str = ADDRESS,
    **headers: str,
) -> Case:
    """A case from its markup; underscores in the names of headers are dashes."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Case(Page(url, markup.encode(), named, status), kind, saved)


def around(inner: str, title: str = SITE, head: str = "") -> str:
    """A site's chrome round something."""
    return f"<html><head><title>{title}</title>{head}</head><body>{NAVIGATION}{BREADCRUMB}{inner}{FOOTER}</body></html>"


_SPELT = "+".join(f"('{letter}')" for letter in "__jsl_clearance_s")
_LINKS = "".join(f'<li><a href="/c{n}/">栏目名称{n}</a></li>' for n in range(12))
_ROWS = "".join(
    f'<li><a href="/zwgk/t{n}.html">县领导调研第{n}项重点工作推进情况并召开会议</a></li>'
    for n in range(10, 18)
)
_INTRODUCTION = "云溪县位于大江之滨，历史悠久，物产丰饶，辖十二个乡镇，总面积一千二百平方公里。" * 12
_NAMED = f'<meta name="SiteName" content="{SITE}"><meta name="SiteDomain" content="www.example.gov.cn">'
_EMPTY_TAGS = f'{_NAMED}<meta name="ColumnName" content="通知公告"><meta name="ArticleTitle" content=""><meta name="PubDate" content="">'

REFUSED: dict[str, dict[str, Case]] = {
    "加速乐 521": {
        "first stage, spelt out": case(
            f"<script>document.cookie={_SPELT}+('=')+(+!+[]+'')+('|')+('-')+(';');location.href=location.pathname+location.search</script>",
            "blocked", 521, X_Via_Jsl="a1b2", Set_Cookie="__jsluid_s=0; path=/; httponly",
        ),
        "first stage, the name in one piece": case(
            "<script>setTimeout(function(){document.cookie='__jsl_clearance=1700000000.1|-1|abc;Max-age=3600';location.reload()},1500)</script>",
            "blocked", 521, X_Via_Jsl="a1b2",
        ),
        "second stage, a hash to find": case(
            '<html><head></head><body><script>function hash(a){return a}function go(d){document.cookie=d.tn+"="+hash(d.bts[0])+";Max-age="+d.vt;'
            'location.href=location.pathname}go({"bts":["1700000000.1|0|a","b%3D"],"chars":"abcdef","ct":"0a1b","ha":"md5","tn":"__jsl_clearance_s","vt":"3600","wt":"1500"})</script></body></html>',
            "blocked", 521, Set_Cookie="__jsluid_h=1",
        ),
        # What is packed to the last word shows no firewall: scripts only.
        "packed to the last word": case(
            "<script>eval(function(p,a,c,k,e,d){return p}('0 1(2){3}',4,4,'||||'.split('|'),0,{}))</script>",
            "blocked", 521, saved="shell", X_Via_Jsl="a1b2",
        ),
        "with a status that says all is well": case(
            f"<script>document.cookie={_SPELT};location.href=location.pathname</script>", "blocked", 200
        ),
    },
    "瑞数 412 and 202": {
        "meta and script": case(
            '<!DOCTYPE html><html><head><meta id="q1" content="w2e3" r="m"><script r=\'m\'>$_ts=window[\'$_ts\'];if(!$_ts)$_ts={};$_ts.nsd=81494;$_ts.cd="qx2";</script>'
            '<script src="/a1B2/c3.js" r="m"></script></head><body></body></html>',
            "blocked", 412,
        ),
        "202, the values in a file": case(
            "<html><head><meta charset=utf-8><meta content='zzz' id='9' r='m'><script type='text/javascript' src='/x/y.dfe1.js' r='m'></script></head>"
            "<body onload='_$a()'><input type='hidden' id='__onload__' name='b' value='c'></body></html>",
            "blocked", 202,
        ),
        "202, only the script": case(
            "<html><head><script>$_ts = window['$_ts'];if(!$_ts)$_ts={};$_ts.scj=[];$_ts.cd='x';</script></head><body>&nbsp;</body></html>",
            "blocked", 202,
        ),
        "its own menu shows": case(
            f"<html><head><script r=m>$_ts=window['$_ts'];</script></head><body>{'首页 政务公开 办事服务 互动交流 ' * 8}</body></html>", "blocked", 202
        ),
        "400 after a spent cookie": case(
            "<html><head><meta id=a content=b r=m></head><body><p>请稍候</p></body></html>", "blocked", 400
        ),
    },
    "EdgeOne": {
        "a cookie by script": case(
            "<html><script>function a(x){return x*7}document.cookie='__tst_status='+a(3)+'#;';document.cookie='EO_Bot_Ssid=2359296000;';location.reload();</script></html>",
            "blocked",
        ),
        "a cookie with parts": case(
            '<!DOCTYPE html><html><head><title></title></head><body><script type="text/javascript">(function(){var WTKkN=1,bOYDu=2,wyeCN=3;'
            "document.cookie='__tst_status='+(WTKkN+bOYDu+wyeCN)+'#;path=/';window.location.href=window.location.href})()</script></body></html>",
            "blocked",
        ),
        "refused": case(
            "<html><head><title>567</title></head><body><h1>Restricted Access</h1><p>Your request has been blocked by the security policy of EdgeOne.</p><p>Request ID: 12345</p></body></html>",
            "blocked", 567,
        ),
    },
    "Aliyun 405": {
        "refused": case(
            "<!doctype html><html><head><title>405</title></head><body><div class=main><h2>405</h2><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"
            '<p>您的请求ID是：<span id="traceid">0a1b</span></p><img src="https://errors.aliyun.com/images/TB1.png"></div></body></html>',
            "blocked", 405,
        ),
        "a number to find": case(
            "<html><script>var arg1='0123456789ABCDEF';function reload(x){document.cookie='acw_sc__v2='+x+';';document.location.reload()}</script></html>",
            "blocked",
        ),
        "a slider": case(
            '<!doctypehtml><html><head><meta name="aliyun_waf_aa" content="1"><title>验证</title></head><body><div class=slider><p>请按住滑块，拖动到最右边</p></div>'
            "<textarea id=renderData style='display:none'>{\"_waf_bd8ce2ce37\":\"x\"}</textarea></body></html>",
            "blocked",
        ),
    },
    "Other firewalls": {
        "plain words": case(
            "<html><title>网站防火墙</title><body><h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><ul><li>如何解决：</li><li>1）检查提交内容；</li><li>2）如网站托管，请联系空间提供商；</li><li>3）普通网站访客，请联系网站管理员；</li></ul></body></html>",
            "blocked", 403,
        ),
        "at length": case(
            "<html><title>Attention Required!</title><body><h1>Sorry, you have been blocked</h1><p>You are unable to access example.gov.cn</p><h2>Why have I been blocked?</h2><p>This website is using a security service to protect itself from online attacks. "
            "The action you just performed triggered the security solution. There are several actions that could trigger this block including submitting a certain word or phrase, a SQL command or malformed data.</p><h2>What can I do to resolve this?</h2>"
            "<p>You can email the site owner to let them know you were blocked. Please include what you were doing when this page came up.</p></body></html>",
            "blocked",
        ),
        "an attack suspected": case("<html><head><title>提示</title></head><body><h1>当前访问疑似黑客攻击，已被网站管理员设置为拦截</h1><p>您的IP：192.0.2.4 时间：2024-01-17 10:20:33 事件编号：abc</p></body></html>", "blocked"),
        "a support number": case("<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 123<br><a href='javascript:history.back();'>[Go Back]</a></body></html>", "blocked"),
        "a look at the visitor": case("<html><head><title>WAF</title></head><body><p>正在进行安全检测</p></body></html>", "blocked"),
        "English nobody foresaw": case("<html><head><title>Notice</title></head><body><p>This resource is served to selected networks. If you think this is a mistake, write to the operator and quote the number below.</p><p>Reference 18.a1b2c3d4</p></body></html>", "empty"),
        "a captcha": case(
            "<html><head><title>安全验证</title></head><body><p>访问过于频繁，请完成安全验证</p><p>请输入验证码</p><input name=code></body></html>", "blocked"
        ),
        "wait": case(
            "<html><head><title>请稍候</title></head><body><p>正在检查您的浏览器，请稍候…</p><script>document.cookie='k=1';setTimeout(function(){location.reload()},500)</script></body></html>",
            "blocked",
        ),
    },
    "sent to itself": {
        # A saved file of such an answer says that it led elsewhere, not where.
        "openresty, the cookie first": case(
            "<html><head><title>302 Found</title></head><body><center><h1>302 Found</h1></center><hr><center>openresty</center></body></html>",
            "blocked", 302, saved="empty", Location=ADDRESS, Set_Cookie="wzws_sessionid=1; path=/",
        ),
        "by the path alone": case("", "blocked", 302, saved="empty", Location="/zwgk/202401/t20240117_1.html"),
        "307, another spelling": case(
            "<html><head><title>307 Temporary Redirect</title></head><body bgcolor=white><h1>307 Temporary Redirect</h1></body></html>",
            "blocked", 307, saved="empty", Location="HTTP://WWW.EXAMPLE.GOV.CN:80/zwgk/./202401/t20240117_1.html#a",
        ),
        "by a refresh": case(
            f'<html><head><meta http-equiv="refresh" content="0;url={ADDRESS}"></head><body>正在跳转</body></html>', "blocked", saved="shell"
        ),
        "by a refresh without an address": case(
            '<html><head><META content="1" HTTP-EQUIV="Refresh"></head><body>Loading...</body></html>', "blocked", Set_Cookie="a=b"
        ),
        "by a script": case("<html><body><script>window.location.reload(true);</script></body></html>", "blocked", Set_Cookie="a=b"),
        "by a script, after a cookie": case(
            "<html><head><script>var n='k';document.cookie=n+'=1;path=/';self.location=self.location;</script></head><body>请开启JavaScript并刷新该页.</body></html>",
            "blocked",
        ),
    },
    "login walls": {
        "a form": case("<html><body><form><h2>用户登录</h2>账号<input name=u>密码<input type=password name=p></form></body></html>", "blocked"),
        "a form in a site's chrome": case(
            around("<form class=lg><label>用户名</label><input name=u><label>密码</label><input TYPE=PassWord name=p><button>登录</button><a href='/zc'>立即注册</a><a href='/mm'>忘记密码</a></form>", f"用户登录_{SITE}"),
            "blocked",
        ),
        "统一身份认证, sent there": case("", "blocked", 302, saved="empty", Location="https://sso.example.gov.cn/cas/login?service=http%3A%2F%2Fwww.example.gov.cn"),
        "统一身份认证, its own page": case(
            "<html><head><title>某省统一身份认证平台</title></head><body><div class=tab><span>个人登录</span><span>法人登录</span></div><div><input placeholder=手机号><input type=password><span>扫码登录</span></div><p>技术支持电话：0000-0000000</p></body></html>",
            "blocked",
        ),
        "the form by script": case(
            "<html><head><title>系统登录</title></head><body><div id=lg></div><script>document.getElementById('lg').innerHTML='<input type=\"password\">'</script></body></html>",
            "blocked",
        ),
        "a form by another name": case("<html><head><title>WebVPN</title></head><body><form>账号 <input> 密码 <input type=password> <button>登 录</button></form></body></html>", "blocked"),
        "a form sent off by itself": case("<html><body onload='document.forms[0].submit()'><form action='https://sso.example.gov.cn/login' method=post><input type=hidden name=SAMLRequest value=x></form></body></html>", "blocked"),
        "words": case("<html><head><title>提示信息</title></head><body><p>您还没有登录，请先登录后再查看。</p><a href='/login'>登录</a></body></html>", "blocked"),
        "words and on": case("<html><body><script>alert('登录超时，请重新登录');top.location.href='/login.jsp';</script></body></html>", "blocked"),
        "by a refresh": case('<html><head><meta http-equiv=refresh content="0; url=/user/login?redirect=%2Fzwgk"></head><body></body></html>', "blocked"),
    },
    "soft 404": {
        "a headline": case(around("<h3>您访问的页面不存在或已删除</h3><p>请确认网址。</p>"), "error_page"),
        "a title": case("<html><title>404 Not Found</title><body><center><h1>404 Not Found</h1></center><hr>nginx</body></html>", "error_page"),
        "a title and a dash": case(f"<html><title>404 - 找不到文件或目录。 - {SITE}</title><body><p>您要查找的资源可能已被删除，已更改名称或者暂时不可用。</p></body></html>", "error_page"),
        "a title of the site's": case(around("<div><p>页面走丢了，去别处看看吧</p><a href=/>返回首页</a></div>", f"404页面_{SITE}"), "error_page"),
        "a title over words nobody foresaw": case(around(f"<div><p>{'去别处看看吧，这里什么也没有留下，换一个词再找一找。' * 5}</p></div>", f"404页面_{SITE}"), "error_page"),
        "a hint over words nobody foresaw": case(around(f"<div><p>{'去别处看看吧，这里什么也没有留下，换一个词再找一找。' * 5}</p></div>", f"系统提示_{SITE}"), "error_page"),
        "words in a box": case(around("<div class=c><p>抱歉，您要访问的网页已被删除，请返回首页。</p></div>"), "error_page"),
        "words in JSON": case('{"code":404,"msg":"您访问的内容不存在","data":null}', "error_page", Content_Type="application/json"),
        "sent home": case('<html><head><meta http-equiv="Refresh" content="5; url=/"><title>提示</title></head><body><p>5秒后返回首页</p></body></html>', "error_page"),
        "sent home by another name": case('<html><head><meta http-equiv=refresh content="3;URL=\'http://www.example.gov.cn/index.html\'"></head><body><img src="/404.png"></body></html>', "error_page"),
        "sent home, upwards": case('<html><head><meta http-equiv=refresh content="0;url=../../"></head><body></body></html>', "error_page"),
        "sent home by script": case("<html><body><p>页面将在<b>5</b>秒后跳转</p><script>setTimeout(\"location.href='/'\",5000)</script></body></html>", "error_page"),
        "sent home at once": case("<script>window.location.replace('/index.html');</script>", "error_page"),
        "an alert": case("<script>alert('该信息不存在！');history.back();</script>", "error_page"),
        "a system's words": case("<html><title>系统提示</title><body><p>参数错误</p></body></html>", "error_page"),
        "English": case("<html><body><p>The requested URL /a.html was not found on this server.</p></body></html>", "error_page"),
        "a server's first page": case("<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p></body></html>", "error_page"),
        # Without its address a front page is a front page.
        "the home page": case(
            f"<html><head><title>{SITE}</title>{_NAMED}</head><body><ul>{_LINKS}</ul>" + f"<h2>要闻</h2><ul>{_ROWS}</ul>" * 5 + f"{FOOTER}</body></html>",
            "error_page", saved="home",
        ),
        "the home page, with an introduction": case(
            f"<html><head><title>{SITE}门户网站</title>{_NAMED}</head><body><ul>{_LINKS}</ul><div><h2>云溪概况</h2><p>{_INTRODUCTION}</p></div>" + f"<h2>要闻</h2><ul>{_ROWS}</ul>" * 4 + f"{FOOTER}</body></html>",
            "error_page", saved="home",
        ),
        "the home page, thin": case(
            f"<html><head><title>首页_{SITE}</title>{_NAMED}</head><body><ul>{_LINKS}</ul>{FOOTER}</body></html>", "error_page", saved="list"
        ),
        "a template without an article": case(
            around("<div class=c><h1></h1><div class=xx><span>发布时间：</span> <span>来源：</span> <span>浏览次数：</span></div><div class=TRS_Editor></div></div>", SITE, _EMPTY_TAGS),
            "error_page",
        ),
        # Not asked for as an article, it is links under empty labels, as a list with a search form is.
        "a template without an article, beside news": case(
            around(f"<div class=c><h2 class=title>　</h2><p>发布日期： 　来源： </p><div id=zoom><p>&nbsp;</p></div></div>{COLUMN}", f"_{SITE}", _NAMED), "error_page", saved="list"
        ),
        "a template without an article, in a table": case(
            around("<table><tr><td class=bt></td></tr><tr><td>发布日期：　点击数：</td></tr><tr><td class=nr></td></tr></table>", SITE, _EMPTY_TAGS), "error_page"
        ),
    },
    "shells": {
        "Vue": case('<!DOCTYPE html><html lang=zh><head><title>数据查询</title></head><body><noscript><strong>We\'re sorry but it doesn\'t work properly without JavaScript enabled. Please enable it to continue.</strong></noscript><div id="app"></div><script src="/js/chunk-vendors.1a.js"></script></body></html>', "shell"),
        "Vue, with a spinner": case('<html><head><title>信息公开</title></head><body><div id="app"><div class="loading"><span>页面加载中，请稍候...</span></div></div><script src="/static/js/app.js"></script></body></html>', "shell"),
        "Vue, its tags as they are": case('<html><body><div id="main-app"><my-header></my-header><router-view></router-view></div><script src=a.js></script></body></html>', "shell"),
        "React": case('<html><head><title>政策文件库</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/static/js/main.js"></script></body></html>', "shell"),
        "React, with the standard tags": case(f'<html><head><title>关于做好某项工作的通知</title>{_NAMED}<meta name="ArticleTitle" content="关于做好某项工作的通知"></head><body><div id="root"></div><script src="/main.js"></script></body></html>', "shell"),
        "Angular": case("<html><head><base href=/></head><body><app-root>Loading...</app-root><script src=runtime.js></script></body></html>", "shell"),
        "AngularJS": case("<html ng-app=a><body><div ng-view></div><script src=angular.js></script></body></html>", "shell"),
        "uni-app": case('<html><head><title>掌上政务</title></head><body><noscript><strong>Please enable JavaScript to continue.</strong></noscript><uni-app></uni-app><div id=app></div><script src=/static/js/index.js></script></body></html>', "shell"),
        "Next": case('<html><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{"props":{}}</script></body></html>', "shell"),
        "a footer besides": case(f'<html><body><div id="app"></div>{FOOTER}<script src=a.js></script></body></html>', "shell"),
        "a template not filled in": case("<html><body><ul><li>{{item.title}}</li><li>{{item.date}}</li></ul></body></html>", "shell"),
        "a template in a site's chrome": case(around('<div v-cloak><h1>{{ detail.title }}</h1><p>发布时间：{{ detail.time }} 来源：{{ detail.source }}</p><div>{{ detail.content }}</div></div>'), "shell"),
        "a template of another kind": case("<html><body><h1>${article.title}</h1><div>${article.body}</div></body></html>", "shell"),
        "scripts": case("<html><body><script src='/app.js'></script></body></html>", "shell"),
        "sent elsewhere by script": case("<html><body><script>window.location.href='./zwgk/main.shtml'</script></body></html>", "shell"),
    },
    "frames": {
        "a frameset": case('<html><head><title>信息公开</title></head><frameset cols="200,*"><frame src="l.html"><frame src="r.html"></frameset></html>', "shell"),
        "a frameset with words for old browsers": case('<html><frameset rows="80,*"><frame src="t.html"><frame src="m.html"><noframes><body><p>此网页使用了框架，但您的浏览器不支持框架。请升级您的浏览器后再访问本站，或与我们联系。</p></body></noframes></frameset></html>', "shell"),
        "an iframe": case('<html><head><title>公开目录</title></head><body style="margin:0"><iframe src="http://xxgk.example.gov.cn/" width="100%" height="2000"></iframe></body></html>', "shell"),
        "iframes in boxes": case('<html><body><div id=t><iframe src="top.html"></iframe></div><table><tr><td><iframe src="a.html"></iframe></td></tr></table><div>版权所有</div></body></html>', "shell"),
        "an iframe in a site's chrome": case(around('<div class=c><iframe src="/content/1.html" width=1000 height=800></iframe></div>'), "shell"),
    },
    "nothing": {
        "three bytes": case("ok\n", "empty"),
        "four bytes": case("null", "empty"),
        "blanks": case("<html><body> &nbsp; <br></body></html>", "empty"),
        "sent elsewhere": case("<head><title>Document Moved</title></head><body><h1>Object Moved</h1>This document may be found <a HREF=\"http://www.example.gov.cn/new/1.html\">here</a></body>", "empty", 302, Location="http://www.example.gov.cn/new/1.html"),
    },
}  # fmt: skip


SAYINGS = [  # of servers, applications and sites, that are none of the article asked for
    "您访问的页面不存在", "对不起，您访问的页面找不到了！", "抱歉，该信息已被删除或者尚未发布。", "该文章不存在或已被删除", "404", "404 Not Found",
    "页面找不到啦", "您所查看的内容已下线", "很抱歉，没有找到您要的页面", "系统发生错误", "HTTP Status 404 – Not Found", "Whitelabel Error Page",
    "Server Error in '/' Application.", "哎呀，出错了！", "无法找到该页", "此页面已失效", "文件未找到", "您没有权限访问该页面", "栏目不存在", "资源不存在",
    "访问的内容走丢了", "网站正在维护中，请稍后访问", "该站点已迁移，请访问新网站", "The page you requested could not be found.", "内部服务器错误", "信息未审核",
    "数据不存在", "链接已失效", "您的IP已被禁止访问", "暂停访问", "本网站暂停服务", "系统升级，给您带来不便敬请谅解", "请使用微信打开", "请在客户端打开链接",
    "请升级您的浏览器", "操作成功", "It works!", "Bad Request", "upstream connect error", "no Route matched with those values", "会话已过期，请重新登录",
    "为了您的账号安全，请完成下方验证", "当前访问人数过多，请稍后再试", "您的访问频率过快",
]  # fmt: skip
SAYING_CHROMES: dict[str, Callable[[str], str]] = {
    "alone": lambda said: f"<p>{said}</p>",
    "under the site's name": lambda said: f"<html><head><title>{SITE}</title></head><body><p>{said}</p></body></html>",
    "a title": lambda said: f"<html><head><title>{said}</title></head><body><div>{said}</div></body></html>",
    "a headline": lambda said: f"<html><body><h1>{said}</h1><p>请返回首页。</p></body></html>",
    "a box": lambda said: around(f'<div class=err><img src=404.png><div>{said}</div><a href=/>返回首页</a> <a href="javascript:history.back()">返回上一页</a></div>'),
    "a headline beside news": lambda said: around(f"<h2>{said}</h2><p>您可以返回首页或使用搜索。</p>{COLUMN}"),
    "an editor's box": lambda said: around(f"<div class=TRS_Editor><p>{said}</p></div>"),
    "a headline in the title, before the site's name": lambda said: around(f"<h1>{said}</h1><p>系统将在5秒后返回首页。</p>", f"{said}_{SITE}"),
    "a headline over an editor's box": lambda said: around(f"<h1>{said}</h1><div class=TRS_Editor><p>{said}</p></div>", f"{said}_{SITE}"),
    "the site's title": lambda said: around(f"<p>{said}</p>", f"{said}_{SITE}"),
}  # fmt: skip


@dataclass(frozen=True)
class Near:
    """A real document that looks like a refusal: its title, its body's markup, and what stands in the head
    or beside it. `text`: words its text must hold."""

    title: str
    body: str
    text: str = ""
    head: str = ""
    beside: str = ""
    status: int | None = 200


_SOFT = [
    "2023年第四季度抽查发现，3个网站存在“您访问的页面不存在”等404错误，链接无法访问。",
    "针对页面不存在、内容已删除等问题，已要求主办单位限期整改，安全验证、访问拦截等功能同步完善。",
]

NEAR_MISSES: dict[str, Near] = {
    "website faults": Near("云溪县2023年第四季度政府网站检查情况通报", ps(_SOFT), "页面不存在"),
    "website faults in the title": Near("关于部分网页无法访问的通报", ps(_SOFT[:1]), "404错误"),
    "a page not found in the title": Near("关于“页面不存在”问题整改情况的报告", ps(["经查，您访问的页面不存在的问题已整改。"]), "已整改"),
    "404 in the title": Near("关于网站出现404错误的情况说明", ps(["本站部分栏目迁移，原链接访问时提示404，现已恢复。"]), "现已恢复"),
    "a number that is no status": Near("500千伏云溪变电站工程环境影响评价公示", ps(["公示期五个工作日，联系电话0000-0000000。"]), "五个工作日"),
    "another number that is no status": Near("404国道改扩建施工公告", ps(["1月20日起半幅封闭施工，请绕行。"]), "绕行"),
    "two lines": Near("关于停水的通知", ps(["1月20日8时至18时停水。", "云溪县水务公司"]), "停水"),
    "one line": Near("云溪县疫情通报", ps(["今日无新增病例。"]), "无新增病例"),
    "an image": Near("云溪县地质灾害防治宣传图解", '<p><img src="W020240117.jpg" alt="图解" width="900" height="4000"></p>'),
    "attachments": Near("关于公布2023年度行政执法数据的公告", '<p><a href="./P0202401.pdf">附件1：行政执法数据.pdf</a></p><p><a href="./P0202402.xls">附件2：统计表.xls</a></p>', "附件"),
    "a table": Near("云溪县2023年行政许可情况表", TABLE, "规章"),
    "how to log in": Near(
        "关于登录统一身份认证平台办理业务的公告", ps(["请登录后查看办理进度；登录超时的，请重新登录。", "账号为本人手机号，初始密码由窗口发放。"]), "初始密码",
        beside="<div class=login>用户登录 <input name=u> <input type=password name=p> <a href=/zc>注册</a></div>",
    ),
    "a leftover script of 加速乐": Near("关于举办宣传日活动的通知", ps(["定于1月20日举办宣传日活动，请准时参加。"]), "宣传日", head="<script>var c='__jsl_clearance_s';document.cookie='a=1'</script>"),
    "a leftover script of Aliyun": Near("关于举办招聘会的通知", ps(["定于1月20日举办招聘会。"]), "招聘会", head="<script>var k='acw_sc__v2';</script>"),
    "a leftover script of 瑞数": Near("关于举办培训班的通知", ps(["定于1月20日举办培训班。"]), "培训班", head="<meta id=a content=b r=m><script r=m>$_ts=window['$_ts'];</script>"),
    "an answer of 202": Near("清溪镇2023年政府信息公开工作年度报告", ps(["2023年，清溪镇主动公开信息220条，收到申请0件。"]), "220条", status=202),
    "a notice about 提示": Near("关于“提示”的公告", ps(["网站弹出“系统提示：参数错误”的，请刷新。"]), "参数错误"),
    "a reminder": Near("温馨提示", ps(["天气寒冷，请注意用电用火安全。", "云溪县应急管理局", "2024年1月17日"]), "用电用火"),
    "a page that loads itself again": Near("云溪水库实时水位公告", ps(["1月17日8时水位52.10米。"]), "52.10", head='<meta http-equiv="refresh" content="600">'),
    "a page that loads itself again, by its address": Near("云溪县空气质量日报公告", ps(["1月17日空气质量良。"]), "空气质量良", head=f'<meta http-equiv="refresh" content="600;url={ADDRESS}">'),
    "braces in the text": Near(
        "政务数据接口规范", ps(["模板语法以{{ name }}表示变量，以{{ list }}表示列表，渲染时由系统替换为实际的值。", "以${id}表示的占位符同样会被替换，调用方无需另行处理。"]), "{{ name }}"
    ),
    "a button that goes home": Near("关于机构更名的公告", ps(["原县农业局更名为县农业农村局。"]), "更名", head="<script>function home(){location.href='/'}</script>"),
    "deleted things": Near("关于删除过期信息的公告", ps(["以下文件已删除：第1号至第5号，您要查找的内容请到档案馆查阅。"]), "档案馆"),
    "a firewall report": Near("云溪县网络安全工作情况报告", ps(["全县部署网站防火墙，拦截攻击请求5516次，人机验证、安全验证全覆盖。"]), "5516"),
    "frequent visits": Near("关于访问过于频繁问题的答复", ps(["您反映的“访问过于频繁，请输入验证码”问题已处理。"]), "已处理"),
    "not found in the archive": Near("政府信息不存在告知书", ps(["经检索，你申请公开的信息不存在。"]), "不存在"),
    "suspended service": Near("关于网站系统升级维护的公告", ps(["1月20日系统维护期间，您访问的页面可能无法打开，敬请谅解。"]), "敬请谅解"),
    "a correction": Near("错误信息更正", ps(["原公告中时间有误，现予更正。"]), "更正"),
    "a title of two characters": Near("提示", ps(["注意防火。"]), "防火"),
    "a short text": Near("通知", ps(["定于明日开会。"]), "开会"),
    "an empty box for a tool": Near("关于开放日的公告", ps(["定于1月20日开放。"]), "开放", beside='<div id="app"></div>'),
    "telephones are sent on": Near("关于防汛值守的通知", ps(["请各村值守。"]), "值守", head="<script>if(/Mobile/.test(navigator.userAgent)){location.href='/m/'}</script>"),
    "loading in the text": Near("关于危险货物装卸（Loading）作业的通告", ps(["加载中的船舶应当悬挂信号，请稍候通行。"]), "悬挂信号", head="<script src=/app.js></script>"),
}  # fmt: skip


def rows(titles: list[str]) -> str:
    """A list's rows."""
    return "".join(
        f'<li><a href="./202401/t202401{day}_{day}.html">{title}</a><span>2024-01-{day}</span></li>'
        for day, title in enumerate(titles, 10)
    )


_TITLES = [
    "关于举办宣传日活动的通知",
    "关于举办招聘会的通知",
    "云溪县2023年统计公报",
    "清溪镇年度工作报告",
    "关于更名的公告",
]
_ON_FAULTS = [
    "关于网页无法访问的通报",
    "您访问的页面不存在问题整改情况",
    "部分文件已失效",
    "开展人机验证试点",
    "请先登录再办理的事项",
    "温馨提示",
]
NEAR_LISTS: dict[str, tuple[str, int]] = {
    "rows about faults": (around(f"<ul>{rows(_ON_FAULTS)}</ul>", f"通知公告_{SITE}"), 6),
    "rows about faults, without chrome": (f"<html><title>通知公告</title><body><ul>{rows(_ON_FAULTS)}</ul></body></html>", 6),
    "rows that are headlines": (around("<div>" + "".join(f'<div><h3><a href="/n/{n}.html">{title}</a></h3><span>2024-01-1{n}</span></div>' for n, title in enumerate(_ON_FAULTS)) + "</div>", "通知公告"), 6),
    "a leftover script of 加速乐": (around(f"<ul>{rows(_TITLES)}</ul>", "通知公告", "<script>var c='__jsl_clearance_s'</script>"), 5),
    "a leftover script of 瑞数": (f"<html><title>通知公告</title><head><script r=m>$_ts=window['$_ts'];</script></head><body><ul>{rows(_TITLES)}</ul></body></html>", 5),
    "rows with their first sentences": (around("<h2>通知公告</h2><div>" + "".join(f'<div><a href="/n/{n}.html">{title}</a><span>2024-01-1{n}</span><p>现就有关事项通知如下，请遵照执行。</p></div>' for n, title in enumerate(_TITLES)) + "</div>", "通知公告"), 5),
    "rows with an abstract": (around("<div>" + "".join(f'<div><h3><a href="/n/{n}.html">{title}</a></h3><p>发布日期：2024-01-1{n}</p><p>{_INTRODUCTION[:120]}</p></div>' for n, title in enumerate(_TITLES)) + "</div>", "通知公告"), 5),
    "a form to log in": (around(f"<form>登录 <input name=u> <input type=password></form><ul>{rows(_TITLES)}</ul>", "通知公告"), 5),
    "a form to search by empty labels": (around(f"<form>发布日期：<input> 来源：<input></form><ul>{rows(_TITLES)}</ul>", "通知公告"), 5),
    "it loads itself again": (around(f"<ul>{rows(_TITLES)}</ul>", "通知公告", '<meta http-equiv="refresh" content="20">'), 5),
    "an empty box for a tool": (around(f'<div id="app"></div><ul>{rows(_TITLES)}</ul>', "通知公告"), 5),
    "a frame for the weather": (around(f'<iframe src="/weather.html"></iframe><ul>{rows(_TITLES)}</ul>', "通知公告"), 5),
}  # fmt: skip


def tags(title: str) -> str:
    """The standard tags of an article (国办发〔2017〕47号)."""
    said = {
        "SiteName": SITE, "SiteDomain": "www.example.gov.cn", "SiteIDCode": "0000000001", "ColumnName": "通知公告",
        "ColumnType": "通知公告", "ArticleTitle": title, "PubDate": "2024-01-17 10:20", "ContentSource": "云溪县",
    }  # fmt: skip
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in said.items())


def _plain(near: Near, head: str) -> str:
    return around(
        f"{near.beside}<h1>{near.title}</h1>{META}<div class=nr>{near.body}</div>", f"{near.title}_{SITE}", near.head + head
    )  # fmt: skip


def _tables(near: Near, head: str) -> str:
    inner = (
        f"<table><tr><td>{near.beside}<table><tr><td align=center class=bt>{near.title}</td></tr><tr><td>发布日期：2024-01-17　点击数：33"
        f"</td></tr><tr><td>{near.body}</td></tr></table></td></tr></table>"
    )
    return around(inner, SITE, near.head + head)


def _beside_news(near: Near, head: str) -> str:
    inner = (
        f"<div class=m>{near.beside}<div class=left><h2 class=title>{near.title}</h2><p>2024-01-17 10:20　来源：{SITE}</p>"
        f"<div class=TRS_Editor>{near.body}</div><p>【打印】【关闭】</p></div>{COLUMN}</div>"
    )
    return around(inner, f"{near.title}-{SITE}", near.head + head)


def _bare(near: Near, head: str) -> str:
    return f"<html><head><title>{near.title}</title>{near.head}{head}</head><body>{near.beside}<h1>{near.title}</h1><p>发布时间：2024-01-17</p><div>{near.body}</div></body></html>"


CHROMES: dict[str, Callable[[Near, str], str]] = {
    "a site's chrome": _plain,
    "layout tables": _tables,
    "a column of news beside": _beside_news,
    "no chrome": _bare,
}
