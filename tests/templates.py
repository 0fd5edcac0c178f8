# ruff: noqa: E501  (markup is easier to check on one line)
"""Article templates as real sites have them, with what stands round a text there; all written by us.

`TEMPLATES`: name -> markup with @T@ for the headline, @B@ for the body, @NAV@, @CRUMB@, @SIDE@ and @FOOT@ for the
rest. `BODIES`: name -> (headline, markup, lines). Each template was read wrongly once, with one of the bodies or
with names that say nothing.
"""

from __future__ import annotations

import re
from hashlib import md5

from layouts import BREADCRUMB

SITE = "云溪县人民政府"
_NAVS = (
    '<div class="header"><div class="top w1200"><span>今天是2024年3月6日 星期三</span><a href="/dl">登录</a> | <a href="/zc">注册</a></div>'
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/xw/">新闻中心</a></li></ul></div>',
    '<table width="1000" align="center"><tr><td><a href="/">网站首页</a> | <a href="/jg/">机构职能</a> | <a href="/dt/">工作动态</a></td></tr></table>',
)
_FOOTS = (
    '<div class="footer"><p>主办：云溪县人民政府　承办：云溪县人民政府办公室　网站标识码：0000000001</p><p>地址：云溪县人民路1号　邮编：000000</p></div>',
    '<table width="1000" align="center"><tr><td align="center">版权所有：云溪县人民政府　技术支持：云溪县信息中心<br>地址：云溪县人民路1号　电话：0000-1234567　'
    "备案号：某ICP备00000000号<br>您是第10023位访客</td></tr></table>",
)
_SIDE = (
    "<ul>"
    + "".join(
        f'<li><a href="/n/t202403{day:02d}_1.html">{said}</a><span>03-{day:02d}</span></li>'
        for day, said in enumerate(
            [
                "全县召开森林草原防火工作会议",
                "县人大常委会视察重点项目建设",
                "我县新增三处便民服务点",
                "关于公布行政许可事项清单的公告",
                "春风行动专场招聘会举办",
            ],
            2,
        )
    )
    + "</ul>"
)


def ps(lines: list[str], style: str = ' style="text-indent: 2em"') -> str:
    """Paragraphs as an editor writes them."""
    return "".join(f"<p{style}>{line}</p>\n" for line in lines)


_LONG = [
    "各乡镇人民政府，县政府有关部门：",
    "《云溪县农村饮水安全管护办法》已经县政府第12次常务会议审议通过，现印发给你们，请认真贯彻落实。",
    "云溪县人民政府办公室",
    "2023年9月14日",
    "（此件公开发布）",
    "第一章　总则",
    "第一条　为加强农村饮水工程的运行管护，根据有关法律法规，结合本县实际，制定本办法。",
    "第二条　管护经费由水费收入、县级财政补助组成，实行专户管理、专款专用。",
]
_SHORT = [
    "因供水管网检修，定于2024年3月5日8时至18时对城南路沿线临时停水，请广大用户提前做好储水准备。",
    "云溪县供水服务中心",
    "2024年3月1日",
]
_CELLS = [
    ["序号", "检查对象", "结果"],
    *([str(n), f"云溪{name}商贸有限公司", "未发现问题"] for n, name in enumerate("兴恒瑞达宏泰荣昌鑫源", 1)),
]
_TABLE = (
    "<table border=1>"
    + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in _CELLS)
    + "</table>"
)
_FILES = [
    "为规范网格化管理，县政府办公室起草了《云溪县城乡网格化管理办法（征求意见稿）》，现公开征求意见。",
    "云溪县人民政府办公室",
    "2024年3月6日",
    "附件：",
    "1.管理办法（征求意见稿）.docx",
    "2.起草说明.docx",
]
_BULLETIN = [
    "云溪县统计局",
    "2024年3月28日",
    "2023年，全县上下坚持稳中求进工作总基调，经济运行总体平稳。",
    "初步核算，全年实现地区生产总值96.4亿元，比上年增长6.1%。",
    "资料来源：城镇新增就业数据来自县人社局。",
]
_TENDER = [
    "项目编号：YXZC2024-013",
    "获取采购文件的时间为2024年3月7日至2024年3月13日，每天8:30至17:30，地点在云溪县公共资源交易中心。",
    "地址：云溪县学府路6号　邮编：000000",
    "联系人：钱老师",
    "发布人：孙某",
    "发布时间：2024年3月6日",
]

BODIES: dict[str, tuple[str, str, list[str]]] = {
    "a document with its signature": ("云溪县人民政府办公室关于印发云溪县农村饮水安全管护办法的通知", ps(_LONG), _LONG),
    "a sentence": ("关于城区部分路段临时停水的公告", ps(_SHORT), _SHORT),
    "a table": ("2023年第四季度部门联合抽查结果公示", ps(["现将第四季度抽查结果公示如下："]) + _TABLE, ["现将第四季度抽查结果公示如下：", *("".join(row) for row in _CELLS)]),
    "files at the end": (
        "关于公开征求《云溪县城乡网格化管理办法》意见的公告",
        ps(_FILES[:4]) + "".join(f'<p><a href="./P02024030600{n}.docx">{name}</a></p>' for n, name in enumerate(_FILES[4:])),
        _FILES,
    ),
    "files before the signature": (
        "关于开展2024年春季动物疫病集中免疫的通知",
        ps(["各乡镇畜牧兽医站：", "为做好春季动物疫病防控工作，经研究，决定开展集中免疫，密度达到100%。"])
        + '<p>附件：<a href="./a.doc">1.免疫进度统计表</a></p><p><a href="./b.xlsx">2.应急物资清单</a></p>'
        + ps(["云溪县农业农村局", "2024年3月6日"], " align=right"),
        ["各乡镇畜牧兽医站：", "为做好春季动物疫病防控工作，经研究，决定开展集中免疫，密度达到100%。", "附件：1.免疫进度统计表", "2.应急物资清单", "云溪县农业农村局", "2024年3月6日"],
    ),
    "an organ and a day first": ("2023年云溪县国民经济和社会发展统计公报", ps(_BULLETIN[:2], " align=center") + ps(_BULLETIN[2:]), _BULLETIN),
    "labels of a byline at its end": ("云溪县第二中学食堂设备采购项目竞争性磋商公告", ps(_TENDER), _TENDER),
    "lines by br": ("关于征求网格化管理办法意见的公告", "<br>&nbsp;&nbsp;".join(_FILES[:3]), _FILES[:3]),
}  # fmt: skip


def page(template: str, body: str, *, head: str) -> str:
    """A template filled in. `head`: `title` (the headline and the site in <title>), `tags` (the standard's as
    well), `site` (<title> has the site's name alone)."""
    title, markup, _ = BODIES[body]
    chosen = len(template) % 2
    filled = template
    for sign, said in (
        ("NAV", _NAVS[chosen]),
        ("FOOT", _FOOTS[1 - chosen]),
        ("CRUMB", BREADCRUMB),
        ("SIDE", _SIDE),
        ("B", markup),
        ("T", title),
    ):
        filled = filled.replace(f"@{sign}@", said)
    tags = f'<meta name="SiteName" content="{SITE}"><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-03-06">'
    named = SITE if head == "site" else f"{title}_{SITE}"
    return f"<!DOCTYPE html><html><head><title>{named}</title>{tags if head == 'tags' else ''}</head><body>{filled}</body></html>"


def unnamed(markup: str) -> str:
    """The page with ids and classes that say nothing, without comments and the families' own elements."""
    head, between, rest = markup.partition("<body>")
    rest = re.sub(
        r'\b(class|id)="([^"]*)"', lambda m: f'{m[1]}="x{md5(m[2].encode()).hexdigest()[:4]}"', rest
    )
    rest = re.sub(
        r"<!--.*?-->",
        "",
        re.sub(r"(</?)(?:ucapcontent|content)>", r"\1div>", rest, flags=re.IGNORECASE),
        flags=re.DOTALL,
    )
    return head + between + rest


TEMPLATES: dict[str, str] = {
    'a headline, tools at its right': (
        '@NAV@<table width="960" class="wrapper"><tr><td><span class="cur">您所在的位置:</span><a href="/">首页</a>&gt;&gt;'
        '<a href="../">数据</a></td></tr></table><div class="center"><div class="center_xilan"><h2 class="xilan_tit">@T@</h2>'
        '<font class="xilan_titf"><font style="float:left;width:560px;text-align:right"><font>来源：云溪县统计局</font>&nbsp;&nbsp;&nbsp;&nbsp;'
        '<font>发布时间：2024-03-06 10:00</font></font><font style="float:right"><a href="javascript:window.close()">【关闭窗口】</a>'
        '<a href="javascript:window.print()">【打印本页】</a></font></font><div class="xilan_con">'
        '<div class="TRS_PreAppend" style="overflow-x: hidden; word-break: break-all">'
        '<style>.TRS_PreAppend p{margin:0}</style>@B@</div></div></div></div>@FOOT@'
    ),
    'tables in tables, the body in #zoom': (
        '@NAV@<table class="main" width="100%"><tr><td class="content" id="r_con" valign="top"><div class="portlet" id="28"><div align="left">'
        '<div class="portlet" style="margin-left:2"><table width="98%"><tr><td class="hui12" height="30">您的位置：'
        '<a class="hei12jj" href="/">首页</a> &gt; <a class="hei12jj">沟通交流</a></td></tr></table></div></div></div><div class="mainw950">'
        '<div class="portlet" id="29"><table width="100%"><tr><td align="center">'
        '<h2 style="font-size: 16px;color: #333;">@T@</h2></td></tr></table></div><table width="90%" align="center"><tr>'
        '<td align="right" class="hui12" width="33%">字号 <a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> '
        '<a href="javascript:doZoom(12)">小</a></td><td class="hui12" id="laiyuan">文章来源：办公室</td>'
        '<td class="hui12" id="shijian">2024-03-06 17:00:00</td></tr><tr><td colspan="3" height="1" bgcolor="#ccc"></td></tr></table>'
        '<table width="90%" align="center"><tr><td class="content" align="left"><div id="zoom">@B@</div></td></tr></table><table width="90%">'
        '<tr><td align="right"><a href="javascript:window.print()"><img src="print.gif">打印本页</a>\u3000'
        '<a href="javascript:window.close()">关闭窗口</a></td></tr></table></div></td></tr></table>@FOOT@'
    ),
    'the line of date inside the headline': (
        '@NAV@<div class="col-left"><div class="crumbs"><a>首页</a><span> &gt; </span><a>公告</a> &gt; 正文</div><div id="Article"><h1>@T@<br/>'
        '<span>2024-03-06 10:00:00&nbsp;&nbsp;来源：本站&nbsp;&nbsp;评论：<a>0</a> 点击：<span id="hits">3</span></span></h1><div class="content">@B@'
        '<div id="pages" class="text-c"></div></div><p class="f14"><strong>上一篇：</strong><a>某通知</a><br/><strong>下一篇：</strong><a>某公告</a></p>'
        '<a class="f14" href="/"> 返回首页</a><div class="bdshare">分享到：</div></div></div>@FOOT@'
    ),
    'votes and a dividing line below': (
        '@NAV@<div class="pleft"><div class="place"><strong>当前位置:</strong> <a>主页</a>&gt;<a>通知</a>&gt;</div><div class="viewbox">'
        '<div class="title"><h2>@T@</h2></div><div class="info"><small>时间:</small>2024-03-06 10:00<small>来源:</small>未知 <small>作者:</small>admin '
        '<small>点击:</small><script>1</script>次</div><div class="content"><table width="100%"><tr><td>@B@</td></tr></table>(责任编辑：admin)</div>'
        '<div class="dede_pages"><ul class="pagelist"></ul></div><div class="newdigg"><div class="diggbox"><div class="digg_act">顶一下</div>'
        '<div class="digg_num">(0)</div></div></div><div class="boxoff"><strong>------分隔线----------------------------</strong></div>'
        '<div class="handle"><div class="context"><ul><li>上一篇：<a href="1">某通知</a></li><li>下一篇：没有了</li></ul></div><div class="actbox"><ul>'
        '<li>收藏</li><li>挑错</li><li>推荐</li><li>打印</li></ul></div></div></div></div><div class="pright"><dl class="tbox"><dt>'
        '<strong>推荐内容</strong></dt><dd>@SIDE@</dd></dl></div>@FOOT@'
    ),
    'a column of links in a cell, the text in one <font>': (
        '@NAV@<table width="1000" align="center"><tr><td width="200" valign="top"><table><tr><td>栏目导航</td></tr><tr><td>'
        '<a href="a.asp">通知公告</a></td></tr><tr><td><a href="b.asp">工作动态</a></td></tr></table></td><td valign="top"><table width="100%"><tr>'
        '<td height="30">当前位置：<a href="/">首页</a> → <a href="c.asp">通知公告</a> → 查看内容</td></tr><tr><td align="center"><font size="4" color="red">'
        '<b>@T@</b></font></td></tr><tr><td align="center" bgcolor="#eee">作者：佚名\u3000来源：本站\u3000点击数：<script src="hit.asp"></script>\u3000更新时间：2024-3-6\u3000【字体：'
        '<a href="javascript:doZoom(16)">大</a> <a>中</a> <a>小</a>】</td></tr><tr><td><hr size="1"></td></tr><tr>'
        '<td id="zoom" style="line-height:180%"><font face="宋体" size="3">@B@</font></td></tr><tr><td>文章录入：admin\u3000\u3000责任编辑：admin</td></tr><tr><td>'
        '<li>上一篇文章：<a href="1.asp">某通知</a></li><li>下一篇文章：没有了</li></td></tr><tr><td align="right">【<a href="#">发表评论</a>】【<a>加入收藏</a>】【'
        '<a>告诉好友</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table></td></tr></table>@FOOT@'
    ),
    "博达's table": (
        '@NAV@<table class="winstyle188" width="100%" cellspacing="0"><tr><td class="titlestyle188" align="center">@T@</td></tr><tr>'
        '<td align="center"><span class="timestyle188">2024-03-06 10:00</span><span class="authorstyle188">&nbsp;办公室&nbsp;</span><span>(点击: '
        '<span id="n_dynclicks">12</span>)</span></td></tr><tr><td height="10"></td></tr><tr><td class="contentstyle188"><div id="vsb_content">'
        '<div class="v_news_content">@B@</div></div></td></tr><tr><td><span>上一条：</span><a class="pre" href="1.htm">某通知</a></td></tr><tr><td>'
        '<span>下一条：</span><a href="2.htm">某公告</a></td></tr><tr><td align="right">'
        '<a href="javascript:window.close()">【关闭窗口】</a></td></tr></table>@FOOT@'
    ),
    'an empty list of files': (
        '@NAV@<div class="wp_wrapper"><div class="article" frag="窗口3"><h1 class="arti_title">@T@</h1><p class="arti_metas">'
        '<span class="arti_publisher">发布者：管理员</span><span class="arti_update">发布时间：2024-03-06</span><span class="arti_views">浏览次数：'
        '<span class="WP_VisitCount">10</span></span></p><div class="entry"><div class="read">'
        '<div class="wp_articlecontent">@B@</div></div></div><div class="wp_attach"><span>附件：</span></div></div></div>@FOOT@'
    ),
    'the date in the headline': (
        '@NAV@<div class="container"><ul class="breadcrumb"><li>首页</li><li>政务公开</li></ul><div class="Article"><h2 id="ivs_title">@T@'
        '<small class="PBtime">（2024年03月06日）</small></h2><div class="functions"><a>打印</a><a>字号</a></div>'
        '<div class="Article_content" id="ivs_content">@B@</div><div class="PDF-hide"><div class="newsbox">'
        '<h4>相关文件</h4></div></div></div></div>@FOOT@'
    ),
    'labels as h4': (
        '@NAV@<div class="xxgkCont"><div class="infoTable"><ul><li><h4>索引号：</h4><p>008282882/2024-00035</p></li><li><h4>公开方式：</h4>'
        '<p>主动公开</p></li><li><h4>发布机构：</h4><p>云溪县人民政府办公室</p></li><li><h4>发文字号：</h4><p>云办发〔2024〕5号</p></li><li><h4>成文日期：</h4>'
        '<p>2024年03月01日</p></li><li><h4>有 效 性：</h4><p>有效</p></li></ul></div><h2>@T@</h2><div id="NewsContent" class="cont-text">'
        '<UCAPCONTENT>@B@</UCAPCONTENT></div><div class="bottom-btns">【关闭】 【打印】</div></div>@FOOT@'
    ),
    'a label nobody listed': (
        '@NAV@<div class="zw_box"><div class="zc_infor"><p><label>索 引 号：</label>000014349/2024-00005</p><p><label>主题分类：</label>其他</p><p>'
        '<label>发布机构：</label>县政府</p><p><label>文\u3000\u3000号：</label></p><p><label>成文日期：</label>2024-03-01</p><p><label>公文时效：</label>有效</p></div>'
        '<div class="zc_tit">@T@</div><div class="zc_cont" id="xlcon">@B@</div><div class="zc_ewm">扫描二维码手机访问</div>'
        '<div class="zc_print">[打印] [关闭]</div></div>@FOOT@'
    ),
    "the catalogue's table beside a very short text": (
        '@NAV@<div class="gk_mulu"><table class="table_suoyin" width="100%"><tbody><tr><th>索引号：</th><td>003218404/202403-00012</td>'
        '<th>组配分类：</th><td>规范性文件</td></tr><tr><th>发布机构：</th><td>县政府办</td><th>主题分类：</th><td>综合政务</td></tr><tr><th>名称：</th><td>@T@</td>'
        '<th>文号：</th><td>云政办〔2024〕4号</td></tr><tr><th>生成日期：</th><td>2024-03-01</td><th>发布日期：</th><td>2024-03-06</td></tr><tr><th>来源：</th>'
        '<td></td><th>有效性：</th><td>有效</td></tr></tbody></table><div class="wzxq"><h1 class="wztit">@T@</h1><div class="wz_top">'
        '<span>信息来源：县政府办</span><span>浏览次数：9</span></div><div class="wzcon j-fontContent">@B@</div><div class="xgwz">'
        '<b>相关文件</b>：</div></div></div>@FOOT@'
    ),
    'an empty list of files, and a reading below': (
        '@NAV@<div class="container"><div class="metadata_content"><div class="row"><div class="col-xs-12 col-sm-6">'
        '<strong>索 引 号：</strong>011043/2024-00123</div><div class="col-xs-12 col-sm-6"><strong>主题分类：</strong>通知</div>'
        '<div class="col-xs-12 col-sm-6"><strong>发文机构：</strong>云溪县政府办</div><div class="col-xs-12 col-sm-6">'
        '<strong>发文日期：</strong>2024年03月06日</div><div class="col-xs-12"><strong>标\u3000\u3000题：</strong>@T@</div></div></div>'
        '<h2 class="text-center">@T@</h2><div class="article-content" id="article-box">'
        '<div class="trs_editor_view TRS_UEDITOR trs_paper_default trs_web">@B@</div></div><div class="file-list"><p>附件：</p></div>'
        '<div class="jiedu"><p class="tit">政策解读：</p><p><a href="/jd">《@T@》解读</a></p></div></div>@FOOT@'
    ),
    'article, header and footer': (
        '@NAV@<main><article><header><h1>@T@</h1><p><time datetime="2024-03-06">2024年3月6日</time> · 县政府办 · 阅读 <b>32</b></p></header>'
        '<section class="entry">@B@</section><footer><p>责任编辑：某某</p><p>分享：<a>微信</a></p></footer></article></main>@FOOT@'
    ),
    'names that say nothing': (
        '@NAV@@CRUMB@<div class="a1"><div class="a2">@T@</div><div class="a3"><span>2024-03-06</span><span>来源：县政府办</span>'
        '<span>阅读：12</span></div><div class="a4"><div class="a5">@B@</div></div><div class="a6"><span>分享到</span></div></div><div class="b1">'
        '<div class="b2">最新信息</div>@SIDE@</div>@FOOT@'
    ),
    'a catalogue entry above, portlets': (
        '@NAV@<div class="portlet"><div class="column"><table width="100%"><tr><td class="tit" align="center">'
        '<div class="join">@T@</div></td></tr></table><table class="info" width="100%"><tr><td>索引号：</td><td>000013338/2024-00012</td>'
        '<td>主题信息：</td><td>城市管理</td></tr><tr><td>发文单位：</td><td>县住建局</td><td>生成日期：</td><td>2024年03月01日</td></tr><tr><td>文件名称：</td>'
        '<td colspan=3>@T@</td></tr><tr><td>文\u3000\u3000号：</td><td>云建〔2024〕6号</td><td>主题词：</td><td></td></tr></table><div class="union">@B@</div><div>'
        '<a>【打印】</a></div></div></div>@FOOT@'
    ),
    'a bar to be read aloud': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx"><span>发布时间：2024-03-06</span><span>来源：县政府办</span></div><div class="voice-bar">'
        '<span>语音朗读：</span><a>播放</a><a>暂停</a><a>停止</a><span>语速：慢 中 快</span></div><div class="nr">@B@</div></div>@FOOT@'
    ),
    'what a player says to old browsers': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">2024-03-06 来源：县融媒体中心</div><div class="nr">'
        '<video src="a.mp4" controls>您的浏览器不支持 video 标签。</video><object classid="clsid:x"><embed src="b.swf">您没有安装flash播放器，请'
        '<a href="/get">点击下载</a></object>@B@</div></div>@FOOT@'
    ),
    'a survey': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="pj">'
        '<h4>文章满意度评价</h4><p>您觉得这篇文章：</p><label><input type=radio>非常有用</label><label><input type=radio>有用</label><label>'
        '<input type=radio>没用</label><p>字数不能超过200字</p><textarea placeholder="请填写意见"></textarea><p>验证码：<input><img src="yzm"> 看不清，换一张</p>'
        '<button>提交评价</button></div></div>@FOOT@'
    ),
    'three who read it': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@'
        '<p>初审：张某某\u3000复审：李某某\u3000终审：王某某</p></div></div>@FOOT@'
    ),
    'a notice of copyright longer than the text': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="sm">'
        '<p>版权声明：凡注明来源为“云溪县人民政府网”的所有文字、图片和音视频资料，版权均属本网所有，任何媒体、网站或个人未经本网协议授权不得转载、链接、转贴或以其他方式复制发布。</p></div></div>@FOOT@'
    ),
    "keywords and the page's address": (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="kw">关键词：'
        '<a href="/k/1">饮水</a> <a href="/k/2">安全</a></div><div class="lk">本文链接：http://www.example.gov.cn/zwgk/202403/t20240306_1.html</div>'
        '<div class="zz">转载请注明出处：云溪县人民政府网</div></div>@FOOT@'
    ),
    'a dialog about leaving the site': (
        '@NAV@@CRUMB@<div class="box"><h1>@T@</h1><div class="xx">发布时间：2024-03-06 来源：县政府办</div><div class="nr">@B@</div>'
        '<div class="layer" style="display:none"><p>您访问的链接即将离开“云溪县人民政府门户网站”，是否继续？</p><a>继续访问</a><a>放弃</a></div></div>@FOOT@'
    ),
    "layui's breadcrumb and icons": (
        '@NAV@<div class="layui-container"><span class="layui-breadcrumb"><a>首页</a><a>公告</a><a><cite>详情</cite></a></span>'
        '<div class="layui-card"><div class="layui-card-header"><h2>@T@</h2><p class="info"><i class="layui-icon">&#xe637;</i>2024-03-06 '
        '<i class="layui-icon">&#xe66f;</i>办公室 <i>浏览</i>3</p></div><div class="layui-card-body">'
        '<div class="detail-body">@B@</div></div></div></div>@FOOT@'
    ),
    'tabs of news before': (
        '@NAV@@CRUMB@<div class="wrap"><div class="side"><div class="tab"><span>最新发布</span><span>热点推荐</span></div>@SIDE@@SIDE@</div>'
        '<div class="mainr"><h1>@T@</h1><div class="xx"><em>2024-03-06</em><em>县政府办</em><em>点击量：<b>3</b></em></div>'
        '<div class="nr">@B@</div></div></div>@FOOT@'
    ),
    'news in a row of the same table': (
        '@NAV@<table width=1000 align=center><tr><td><table width="95%" align=center><tr><td align=center class=STYLE1>@T@</td></tr><tr>'
        '<td align=center>信息来源：县政府办&nbsp;&nbsp;发布时间：2024-03-06&nbsp;&nbsp;浏览次数：<font color=red>21</font></td></tr><tr>'
        '<td class=txt>@B@</td></tr><tr><td><table><tr><td>【<a href="#">推荐朋友</a>】</td><td>【<a href="#">关闭窗口</a>】</td></tr></table></td></tr><tr>'
        '<td><b>相关信息</b></td></tr><tr><td>@SIDE@</td></tr></table></td></tr></table>@FOOT@'
    ),
    'font and center': (
        '@NAV@<center><table width=778><tr><td><font color=#990000><b>@T@</b></font></td></tr><tr><td align=right>(2024-3-6 9:12:00)</td></tr>'
        '<tr><td><div align=left>@B@</div></td></tr><tr><td><center><a href="#" onclick="window.print()">打 印</a>\u3000'
        '<a href="#" onclick="window.close()">关 闭</a></center></td></tr></table></center>@FOOT@'
    ),
    'the foot in the same editor': (
        '<table align=center width=1006><tr><td id="top"><div class="TRS_Editor"><embed src="a.swf" width="1014"></div></td></tr></table>@NAV@'
        '<div class="xl"><h2>@T@</h2><div class="sj">发布时间：2024-03-06 来源：县政府办</div><div class="TRS_Editor">@B@</div></div><div class="di">'
        '<div class="TRS_Editor"><p align=center>主办：云溪县人民政府办公室\u3000承办：云溪县信息中心\u3000技术支持：某某公司</p>'
        '<p align=center>地址：云溪县人民路1号\u3000邮编：000000\u3000电话：0000-1234567\u3000网站标识码：6403000027\u3000宁ICP备00000000号\u3000宁公网安备64030000000001号</p></div></div>'
    ),
    'all in #zoom': (
        '@NAV@@CRUMB@<div class="main" id="zoom"><h1 class="t">@T@</h1><div class="s"><span>来源：县政府办</span><span>日期：2024-03-06</span><span>浏览：'
        '<i id="hit">6</i>次</span><span>字号：<a>大</a><a>中</a><a>小</a></span></div><div class="c">@B@</div><div class="f"><p>相关附件：</p><ul><li>'
        '<a href="a.doc">1.附表.doc</a></li></ul></div><div class="e">【责任编辑：某某】</div><p>信息来源：县政府办　责任编辑：某某</p><p>声明：本网转载文章目的在于传递更多信息，如涉及版权等问题，请及时与我们联系。</p><div class="sh">分享到：<a>微信</a></div></div>@FOOT@'
    ),
    'how to share it in WeChat': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="wx">分享到微信朋友圈'
        '<br>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</div></div>@FOOT@'
    ),
    'a column about the leaders': (
        '@NAV@@CRUMB@<div class="w"><div class="y1"><div class="bt">@T@</div><div class="ly">发布时间：2024-03-06 来源：县水务局</div>'
        '<div class="zw">@B@</div></div><div class="y2"><h3>领导之窗</h3>'
        '<p>王某某，男，汉族，1975年8月生，大学学历，中共党员，现任云溪县水务局党组书记、局长，主持全面工作，分管办公室、人事、财务。</p></div></div>@FOOT@'
    ),
    'a reminder beside': (
        '@NAV@@CRUMB@<div class="w"><div class="y1"><h1>@T@</h1><div class="ly">发布时间：2024-03-06 来源：县水务局</div><div class="zw">@B@</div></div>'
        '<div class="tip"><h4>温馨提示</h4><p>1.如需申请公开政府信息，请点击依申请公开栏目在线填写申请表。</p>'
        '<p>2.咨询电话：0000-1234567，工作日8:30-12:00，14:00-17:30。</p></div></div>@FOOT@'
    ),
    'a login in the left cell': (
        '@NAV@<table width=980 align=center><tr><td width=210 valign=top><table><tr><td>用户登录</td></tr><tr><td><form>用户名：<input><br>密\u3000码：'
        '<input type=password><br><input type=submit value=登录></form></td></tr></table><table><tr><td>友情链接</td></tr><tr><td><a href=1>省水利厅</a>'
        '<br><a href=2>市水务局</a><br><a href=3>县人民政府网</a></td></tr></table></td><td valign=top><p align=center><b>@T@</b></p>'
        '<p align=center>日期：2024-3-6\u3000来源：县水务局\u3000阅读：12次</p><hr>@B@<hr><p align=right>【'
        '<a href="javascript:history.back()">返回</a>】</p></td></tr></table>@FOOT@'
    ),
    'news with their abstracts below': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div></div><div class="tj">'
        '<h3>为您推荐</h3><div><a href="/1">全县水利工作会议召开</a><p>3月5日，全县水利工作会议召开，总结去年工作，安排部署今年任务。</p></div><div><a href="/2">我县开展防汛演练</a>'
        '<p>3月4日，我县在柳湾水库开展防汛应急演练，120余人参加。</p></div></div>@FOOT@'
    ),
    'the editors, a paragraph each': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@<p>编辑：某某</p><p>审核：某甲</p>'
        '<p>签发：某乙</p></div></div>@FOOT@'
    ),
    'an empty hidden label above the text': (
        '@NAV@<div ng-app="a"><div class="wenzhang" ng-repeat="x in data"><div class="wenzhang-title ng-binding">@T@</div>'
        '<div class="wenzhang-info"><span class="ng-binding">发布时间：2024-03-06</span><span class="ng-binding">来源：县政府办</span></div>'
        '<div class="ng-hide">索引号：</div><div ng-bind-html="x.html" class="ng-binding">@B@</div></div></div>@FOOT@'
    ),
    'a statement on reprints': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="x9">'
        '<p>声明：本网转载文章目的在于传递更多信息，如涉及版权等问题，请及时与我们联系。</p></div></div>@FOOT@'
    ),
    "the site's name as h1": (
        '<h1>云溪县人民政府门户网站</h1>@NAV@@CRUMB@<div class="k"><h2>@T@</h2><p class="inf">2024-03-06\u3000来源：县政府办</p><div class="art">@B@</div></div>@FOOT@'
    ),
    "head and foot as paragraphs of the text's box": (
        '@NAV@@CRUMB@<div class="k"><p class="t">@T@</p><p class="i">发布时间：2024-03-06\u3000信息来源：县政府办</p>@B@<p class="b">责任编辑：某某</p><p class="c">'
        '<a href="javascript:;">打印</a>|<a href="javascript:;">关闭</a></p></div>@FOOT@'
    ),
    'a headline by its style alone, files in a table': (
        '@NAV@@CRUMB@<div class="k"><p style="text-align:center"><strong style="font-size:22px">@T@</strong></p>'
        '<div class="inf">2024-03-06\u3000来源：县政府办</div><div class="art">@B@</div><table class="fjtb"><tr><td>附件：</td><td>'
        '<a href="a.doc">附表.doc</a></td></tr></table></div>@FOOT@'
    ),
    'headline and date in the cell #zoom': (
        '@NAV@<table width="98%"><tr><td id="zoom"><span class="line"><div align="center"><b>@T@</b></div></span>'
        '<div align="center">发布日期：2024-3-6\u3000查看:[ <a href="javascript:doZoom(16)">大字</a> <a>中字</a> <a>小字</a> ]</div><hr size=1>'
        '<div class="neirong">@B@</div></td></tr></table>@FOOT@'
    ),
    'a notice of cookies': (
        '<div id="cookie-tip">本网站使用Cookie以提升您的浏览体验，继续浏览即表示您同意我们的隐私政策。<a>我知道了</a></div>@NAV@@CRUMB@<div class="k"><h1>@T@</h1>'
        '<div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div></div>@FOOT@'
    ),
    'a foot that speaks in sentences': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><p class="inf">2024-03-06\u3000来源：县政府办</p><div class="art">@B@</div></div><div class="ft1">'
        '<p>本网站由云溪县人民政府主办，未经许可，任何单位和个人不得复制、镜像本站内容。</p><p>政府网站标识码：6403000027\u3000宁ICP备00000000号</p></div>'
    ),
    'the next article without a colon': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div><div class="np"><div>'
        '<span>上一篇</span><a href="/1">关于召开全县水利工作会议的通知</a></div><div><span>下一篇</span><a href="/2">关于防汛值班安排的通知</a></div></div></div>@FOOT@'
    ),
    'the editors and the tools in one line': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><div class="xx">2024-03-06 来源：县政府办</div><div class="nr">@B@</div>'
        '<div class="x8">责任编辑：某某\u3000【我要纠错】【打印】【收藏】【关闭】</div></div>@FOOT@'
    ),
    'a floating box of services': (
        '@NAV@@CRUMB@<div class="k"><h1>@T@</h1><p class="inf">2024-03-06\u3000来源：县政府办</p><div class="art">@B@</div></div><div class="fl">'
        '<a href=1>政务微博</a><a href=2>政务微信</a><a href=3>智能问答</a><p>服务时间：工作日8:30-17:30</p><p>联系电话：0000-1234567</p></div>@FOOT@'
    ),
}  # fmt: skip
