# fmt: off
# ruff: noqa: E501, RUF005, SIM905  (one kind a line, and words in a row, are easier to check)
"""What single rules of extraction are for, as data: small pages of our own are made of it in `test_rules_of_….py`.

Every entry is a spelling, a name or a tag that pages of some family use, written here again by hand with what it
must do, so that taking its rule out of `pipelines` fails a page. `knockout.py` tells which rules have none.
"""

from __future__ import annotations

NAMES = {  # ids and classes of the furniture of pages (CMS.md §3), each on a small box beside the body
    "share bar": ("share", "bdsharebuttonbox", "article-share", "news_share", "jiathis_style", "fenxiang", "bsBox", "social-bar"),
    "QR code": ("ewm", "erweima", "qrcode", "qr-img", "saoyisao", "saomiao"),
    "previous and next": ("nav-documents", "prev", "prev-next", "shangxiaye", "pre-next", "updown"),
    "related links": ("related", "rel-doc", "reldocuments", "xgwd", "xglj", "xgxx", "xgjd", "about-news", "new-about"),
    "attachment list": ("fujian", "attachment", "xgfj", "fj-list", "fj", "annex"),
    "breadcrumb": ("crumbs", "position", "location", "dqwz", "weizhi", "CurrChnlCls", "currpos", "mianbaoxie"),
    "disclaimer": ("banquan", "disclaimer", "mianze", "shengming"),
    "footer": ("footer", "copyright", "friend-link", "yqlj", "bottom", "bottom-nav", "dhlm"),
    "article tools": ("article-btn", "article-tool", "toolbar", "tools", "font-size", "fontS", "zihao", "switchsize", "pageprint", "printer", "dayin", "jiucuo", "main-word", "close"),
    "metadata line": ("article-info", "articlemeta", "small-title", "page-source", "news-info"),
    "comments": ("comments", "pinglun"),
    "navigation": ("nav", "menu", "sidebar", "side-left", "submenu", "tab-hd"),
    "site header": ("header", "top-box", "logo", "banner", "search", "masthead"),
}
NAMES_IN_CAMEL_CASE = {"previous and next": "mainPrev", "article tools": "boxDayin", "share bar": "main_share"}
NO_NAMES = {  # names that only look like those of furniture
    "shared-office": "share bar", "qrs": "QR code", "preview": "previous and next", "fjord": "attachment list",
    "footnote": "footer", "bottomless": "footer", "toolkit": "article tools", "fontsong": "article tools",
    "closed": "article tools", "printers": "article tools",
}
NAMES_BELIEVED_INSIDE = ("share bar", "QR code", "previous and next", "related links", "attachment list", "breadcrumb", "disclaimer",
                         "footer", "article tools", "metadata line", "comments")
NAMES_THAT_SPEAK = ("related links", "disclaimer", "footer", "comments")
"""Furniture that may hold whole sentences."""
TAGS = {"nav": "navigation", "header": "site header", "footer": "footer", "aside": "side column"}

LINES = {  # lines among those of a body that are no text of it, whoever typed them
    "article tools": (
        "【打印】", "【打印本页】", "关闭窗口", "返回顶部", "收藏本页", "保存本文 打印", "字体：大 中 小 打印", "字号：特大 超大 默认 打印",
        "文字大小：大 小", "繁体 简体 打印", "分享到：", "分享到：微信 微博 新浪微博 腾讯微博 QQ空间 人人网", "我要纠错", "纠错", "复制链接 打印",
        "下载全文", "全文下载", "Word下载", "朗读", "语音播报", "收藏", "返回", "字体：【大 中 小】", "字号", "打印此页|关闭页面",
        "返回列表", "保存页面 收藏", "分享本页", "挑错", "继续访问", "放弃 继续访问", "手机版", "打印 电脑版", "打印 告诉好友", "收藏 发表评论", "加入收藏", "推荐朋友", "顶一下", "踩一下", "打印 继续", "打印 音量", "顶一下 12 踩一下 0", "收藏 5", "字号 12 14 16",
    ),
    "QR code": ("扫一扫在手机打开当前页", "扫描下方二维码", "扫描二维码查看", "微信扫码关注", "手机扫码阅读"),
    "previous and next": ("上一篇：关于甲的通知", "下一篇：没有了", "上一条：关于乙的通知", "下条：关于丙的通知", "上一篇文章：甲", "上一篇信息：甲", "下一条新闻：甲", "上一条记录：甲"),
    "page numbers": ("首页 上一页 1 2 3 下一页 尾页", "共 12 页 下一页", "第 1 页 下页", "上页 1 … 末页", "1 ... 9 下一页", "1 2 尾页", "1 2 末页"),
    "view counter": ("浏览次数：12", "点击率：12次", "阅读量：3人次", "访问数：12", "【浏览】：12", "浏览量：12"),
    "disclaimer": ("版权与免责声明：", "免责声明", "您访问的链接即将离开云溪县人民政府网站", "您现在访问的链接会跳转至其他网站", "您即将点击的链接会跳转到外部网站"),
}
NO_LINES = ("大 中 小", "首页 1 2 3 4", "会议分为：大、中、小")
"""Lines of a text that only look like tools or page numbers."""
RELATED = ("相关链接", "相关阅读：", "关联文档", "扩展阅读", "延伸阅读", "推荐文章", "相关新闻", "相关稿件", "相关解读", "相关信息", "相关报道", "相关报导", "相关内容", "相关政策", "相关文件", "相关附件")
FOOTERS = ("版权所有 云溪县", "某ICP备00000000号", "某公网安备 00000000000001号", "公安备案 00000001", "网站标识码：0000000001", "Copyright 2024 云溪", "建议使用IE9以上浏览器", "主办单位：云溪县政府办 承办：云溪县大数据中心", "承办：云溪县大数据中心 维护：云溪公司", "主办：云溪县 地址：云溪大道1号", "主办：云溪县 电话：0000", "主办：云溪县 技术支持：云溪公司")
"""Blocks below the body that only a site's footer is made of."""
FOOTERS_OF_NUMBERS = ("网站标识码：0000000001", "某ICP备00000000号", "某公网安备 00000000000001号")
"""What no text prints, even inside its box."""
DISCLAIMERS = ("免责声明如下", "凡本站注明来源的稿件", "凡本网注明来源的稿件", "版权归原作者", "版权属作者", "版权属于其单位", "如有侵权请联系", "未经书面授权不得转载", "未经授权不得转载")
METADATA_LINES = (  # the line between headline and text, of one label each; a value that is no label
    "发布时间：甲", "发布日期：甲", "发布机构：甲", "发布人：甲", "发布单位：甲", "发文时间：甲", "发文日期：甲", "更新时间：甲", "更新日期：甲",
    "公开时间：甲", "公开日期：甲", "日期：2024-01-17", "时间：2024-01-17", "文章来源：甲", "信息来源：甲", "稿件来源：甲", "内容来源：甲",
    "来源：甲", "作者：甲", "浏览次数：1 甲", "点击率：甲", "阅读量：甲", "访问次数：甲", "字体：甲", "字号：甲", "责任编辑：甲", "编辑：甲", "审核：甲",
    "录入：甲", "2024-01-17 10:20", "2024年1月17日 来源：甲", "2024/1/17 作者：甲", "2024-01-17 来源 清溪镇", "2024/1/17 作者 张三",
    "（2024-01-17）", "[2024/1/17 10:20:30]", "2024-01-17 清溪镇党政办", "2024.1.17 10:20 云溪发布",
)
EDITORS = ("（责任编辑：张三）", "（责编：张三）", "编审：张三", "审签：张三", "签发：张三", "复审：张三", "终审：张三", "一审：张三", "监制：张三", "主编：张三", "值班主任：张三", "编辑：张三", "审核：张三", "校对：张三", "录入：张三")
BREADCRUMBS = ("您当前的位置：甲 乙", "所在栏目：甲 乙", "当前页面：甲 乙", "首页 > 甲", "位置：甲 乙", "甲 > 乙 > 丙", "甲 > 乙 >", "甲 >")

FILES = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "ceb", "zip", "rar", "7z", "txt", "rtf", "csv", "tif", "tiff", "mp4", "mp3")
DOWNLOADS = (  # servers' own addresses of a file, whose name stands elsewhere
    "/module/download/downfile.jsp?classid=0&filename=1.pdf", "/system/_content/download.jsp?wbfileid=1", "/a/downloadfile.do?id=1",
    "/a/attachdown.action?id=1", "/a/attachmentdown.aspx?id=1", "/a/download.ashx?id=1", "/a/download.php?id=1",
)
NO_FILE_NAMES = ("点击下载", "点击此处下载", "点击查看", "点击查看附件", "附件", "附件下载", "点击附件查看", "下载附件", "下载", "查看", "此处")
"""Texts of a link that tell a reader to press it, not what the file is called."""

BLOCKS = (  # elements that begin and end a line of their own
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ucapcontent", "ul", "caption", "option",
)
SET_ASIDE = {
    "<button>甲乙丙丁</button>": "form control", "<select><option>甲乙丙丁</select>": "form control",
    "<textarea>甲乙丙丁</textarea>": "form control", "<object>甲乙丙丁</object>": "embedded object", "<video>甲乙丙丁</video>": "embedded object", "<audio>甲乙丙丁</audio>": "embedded object", "<iframe>甲乙丙丁</iframe>": "embedded object",
}
HEADLINE_NAMES = ("title", "xl_title", "biaoti", "headline", "bt")
LEVELS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}

PATH_LABELS = ("当前位置：", "您现在的位置：", "您当前所在位置：", "目前位置：", "现位置：", "您所处的位置：", "你所在的位置是：", "您现在所在位置为：", "栏目位置：", "您在的位置：")
PATH_SEPARATORS = ("->", "→", ">>", ">", "＞", "›", "»", "/", "｜", "|", "\\", "::", " - ", " – ")
PATH_HOMES = ("首页", "网站首页", "门户首页", "返回首页", "本站首页", "中文首页", "主页", "云溪县人民政府网首页", "云溪县政府网站首页")
PATH_ENDS = ("正文", "文章正文", "信息详情", "新闻内容", "详细信息", "内容页", "浏览文章", "浏览信息", "查看文章", "查看信息", "查看详情", "清溪镇2023年度法治…")

PLACEHOLDERS = ("—", "--", "无", "暂无", "空", "/", "{{item.wh}}", "${wh}", "<$wh$>", "[$wh]", "<%=wh%>", "[#wh]", "wh}}", "wh%>", "{{item.wh", "<%=wh", "${文号}", "<$文号$>", "[$文号$]", "[#文号#]")
"""What stands in a cell that holds nothing: a sign, a word, or what a template failed to fill in."""

CHALLENGES = {  # what firewalls leave in the source of their own pages (CMS.md §5)
    "加速乐": ("var c='__jsl_clearance_s'", "document.cookie='__jsluid_h=1'", "x=('_')+('_')+('j')+('s')+('l')"),
    "瑞数": ("$_ts=window['$_ts'];", "$_ts.nsd=1", "$_ts.cd='x'", "$_ts.scj=[]"),
    "EdgeOne": ("document.cookie='EO_Bot_Ssid=1'", "var t='__tst_status'", "/edgeone/x.js"),
    "Aliyun": ("var k='acw_sc__v2'", "var k='acw_sc__v3'", "aliyun_waf_aa", "aliyunwaf", "https://errors.aliyun.com/", "block_traceid", "_waf_bd8ce2ce37"),
    "Cloudflare": ("cf-chl-widget", "window._cf_chl_opt={}", "/cdn-cgi/challenge-platform/h/b"),
}
BLOCKING_WORDS = (  # what firewalls say on a page of a line or two
    "您的访问请求可能已被系统拦截", "访问被阻断", "访问已被防护阻止", "您的请求存在威胁，已记录", "请求被拦截", "请求已阻断", "请求包含非法参数", "请完成人机验证", "请完成安全验证",
    "滑动验证", "图形验证", "请拖动滑块", "请按住下方滑块", "请输入验证码", "访问过于频繁", "您的访问频率太高", "网站防火墙", "云锁", "安全狗", "创宇盾", "正在检查您的浏览器",
    "您的IP地址已被禁止", "IP已封禁", "IP受到限制", "IP已被拦截", "疑似黑客攻击", "您的访问行为存在异常", "正在进行安全检测", "The requested URL was rejected.", "Incapsula incident ID",
    "Request Rejected", "Access Denied", "403 Forbidden", "Just a moment", "Checking your browser", "Sorry, you have been blocked", "Your IP has been blocked", "Request blocked", "blocked by policy",
)
BLOCKING_TITLES = ("Attention Required!", "Just a moment...", "Access Denied", "Request Rejected", "网站访问被拦截提示", "访问阻断页面", "访问禁止", "安全验证", "人机验证页面", "滑动验证码", "验证中心", "访问被拒绝", "访问受限", "访问异常", "访问验证", "网站防火墙", "Web应用防火墙", "防火墙")
"""Titles of firewalls' pages that explain themselves at length."""
LOGIN_TITLES = ("用户登录", "登陆页面", "统一身份认证平台", "单点登录系统", "Login", "Sign in", "统一身份认证中心", "系统登录入口", "用户登录界面", "登录页")
LOGIN_WORDS = ("您尚未登录", "您还没有登录", "您还未登陆", "用户未登录", "没有登录", "请先登录", "请您重新登录", "请登录后查看", "登陆之后才能访问", "登录后方可操作", "登录超时", "会话已过期", "session 失效", "即将跳转到统一身份认证", "前往登录", "正在转到登陆页")
LOGIN_FORMS = ("登 录", "用户登陆", "密码", "login", "sign in", "log in", "password")
"""All that a page says beside a field for a password."""
LOGIN_ADDRESSES = ("/cas/index", "/sso?x=1", "/passport/", "https://passport.example.gov.cn/", "/login", "/a/signin/", "/tologin", "/userlogin", "/oauth/x", "/oauth2/x")
RELOADS = ("location.reload()", "location=location", "location.href=location", "window.location.href=window.location", "location.replace(location)", "location.assign(self.location)", "location.replace(document.location.href)")
ONWARDS = ("location='/x.html'", 'window.location.href="/x.html"', "location.replace('/x.html')", 'location.assign("/x.html")')
WAITING = ("3秒后自动前往", "即将跳转", "返回首页", "正在前往", "请稍候", "页面加载中", "Loading", "请打开浏览器的JavaScript", "请刷新", "You will be redirected")
"""What a page that sends its reader on says, one of them in a longer text."""
MOVED = {301: "Moved Permanently", 302: "Found", 303: "See Other", 307: "Temporary Redirect", 308: "Permanent Redirect"}
MOVED_TITLES = ("302 Found", "303 See Other", "301 Moved Permanently", "302 Moved Temporarily", "Moved", "307 Temporary Redirect", "308 Permanent Redirect", "Document Moved", "Object Moved")

LABELS = {  # field: (a value, what it is read as, the spellings of its label; of a row, those before the bar are believed first)
    "index_number": ("640000027/2024-00001", "640000027/2024-00001", "索引号 索取号 信息索引号 信息索引 索引编号 信息索取号 索引码 索引编码 信息索引码 公开索引号"),
    "document_number": ("清政发〔2024〕8号", "清政发〔2024〕8号", "发文字号 发文文号 文件字号 公文字号 发布文号 制发文号 | 文号 文件编号 文件号 公文文号 文件文号 信息文号"),
    "issuer": ("清溪镇人民政府", "清溪镇人民政府", "发文机关 制发机关 制发机构 发文机构 发文单位 制定机关 发文部门 制文机关 成文机关 印发机关 制文单位 文件制发机关 文件制发机构 颁布单位 颁布机关 颁布部门 颁发部门 颁发单位 颁发机关 制作机关 制定单位 制定部门 制发单位 印发单位 | 发布机构 公开机构 发布单位 发布机关 发布部门 信息发布机构 公布机关 公开主体 信息发布单位 公布单位 信息公开机构 信息公开主体 公开机关 发布机关名称 发布机构名称 发布主体 信息发布部门 信息发布机关 产生机构 信息产生机构 信息产生单位 | 公开单位 公开部门 信息公开单位"),
    "responsible_unit": ("党政办", "党政办", "责任部门 公开责任部门 责任单位 负责部门 公开责任单位 责任处室 责任科室 责任机构 信息责任部门 信息责任单位 | 办文部门 承办部门 承办单位 承办处室 承办科室 主办处室"),
    "date_written": ("2024年1月17日", "2024-01-17", "成文日期 成文时间 制发日期 制文日期 签发日期 制定日期 签署日期 形成日期 形成时间 | 发文日期 发文时间 印发日期 | 生成日期 生成时间 信息生成日期 产生日期"),
    "date_published": ("2024-01-18", "2024-01-18", "发布日期 公开日期 信息公开日期 公布日期 发布时间 公开时间 信息发布日期 上网日期 公布时间 信息发布时间 信息公开时间 公开发布日期 颁布日期 颁布时间 登载日期 上网时间 | 刊发日期 刊登日期 上传时间 发表时间 发布于 | 日期 时间"),
    "category": ("综合政务", "综合政务", "主题分类 主题类别 | 内容分类 信息分类 信息类别 所属主题 公开类别 公开目录 所属类别 内容类别 | 分类 类别 所属栏目"),
    "disclosure": ("主动公开", "主动公开", "公开方式 公开属性 公开形式 公开类型 信息公开方式 公开方法"),
    "validity": ("有效", "有效", "有效性 是否有效 信息有效性 文件有效性 有效状态 有效状况 | 效力状况 效力状态 时效性 时效状态 文件状态 文件效力 效力 时效"),
    "keywords": ("法治 年报", "法治 年报", "主题词 主题词语 | 关键词 关键字 标签"),
    "source": ("清溪镇", "清溪镇", "信息来源 来源 文章来源 稿件来源 稿源 来源单位 发布来源 内容来源 稿件出处 出处"),
}
EVIDENCE_LABELS = {  # labels of what a block says in words of its own, kept as evidence
    "genre": ("报告", "体裁分类 体裁 信息体裁 公文种类 文种 文件类型 公文体裁"),
    "title": ("清溪镇的报告", "标题 名称 信息名称 文件名称 公文名称 信息标题 文件标题 公文标题 文章标题 正文标题 题名"),
}
OTHER_LABELS = (  # labels of no field of ours: what follows one is not the value of the label before
    "公开时限 公开范围 公开期限 公开程序 公开依据 公开对象 有效期 有效期限 实施日期 施行日期 生效日期 失效日期 废止日期 终止日期 截止日期 统一编号 登记号"
    " 规范性文件登记号 组配分类 服务对象分类 服务对象 对象分类 内容概述 概述 摘要 内容提要 签发人 联系电话 记录编号 载体类型 语种 信息格式 文件格式 地域"
    " 行业分类 适用范围 适用地区 所属地区 所属行业 公开层级 发布层级 文件类别 公文类别 政策类别 政策分类 信息编号 信息语种 公开条件 解读机关"
    " 浏览次数 浏览量 阅读次数 阅读量 阅读 浏览 访问量 访问次数 点击数 点击量 点击率 点击次数 点击 作者 编辑 责任编辑 审核 初审 复审 终审 录入 摄影"
    " 字体 字号 字体大小 文字大小 视力保护色 保护视力色 分享 分享到 文章类型 更新时间 更新日期 收藏 撰稿 供稿 信息员 语音播报 统一登记号 登记编号 登记日期 信息时效期 咨询机关 咨询单位 咨询电话 联合发文单位 法律性质 效力级别 效力位阶 备案号 备案登记号"
    " 规范性文件编号 规范性文件统一编号 机构代码 组织机构代码 统一社会信用代码 起草单位 起草部门 编制机构 编制单位 信息提供单位 提供单位 所属机构 所属单位 所属部门 隶属关系 密级"
    " 关联类型 发布渠道 公开渠道 实施时间 施行时间 生效时间 失效时间 废止时间 有效期至 有效期截止 发布者 发布人 审核人 录入人 责编"
).split()

PLACES = ("行政村", "自然村", "社区", "村", "街道", "居委会", "村委会")
"""What is counted with 个: two digits before one may be two numbers (8个村1个社区 → 81社区)."""
GOING_ON = (  # what follows a number whose measure word and comma are lost (学习7学习)
    "开展 学习 组织 举办 召开 发放 印发 制定 出台 完成 办理 受理 审核 审查 化解 调解 排查 整改 接待 解答 参加 参与 培训 宣传 推进 推动 落实 加强 强化"
    " 建立 健全 完善 提升 提高 深入 持续 全面 积极 认真 切实 严格 及时 有效 其中 同时 并对 并将 并在 并向 并与 累计 共计 发现 查处 收集 征求 解决 处理"
    " 答复 回复 覆盖 惠及 涉及 通过 围绕 结合 依托 坚持 确保 做到 形成 营造 引导 督促 协调 帮助 《条例》"
).split()
NEW_SENTENCES = ("同时，", "此外，", "另外，", "目前，", "其中", "今年", "全年", "下一步", "一年来", "我镇", "我县", "镇政府", "区政府", "县政府")
"""What begins a sentence: behind a per cent its full stop is lost."""
NUMBERED = (  # after these a number is a name, and no count
    "附件 附表 附录 附 专栏 图 表 例 案例 第 序号 编号 注 步骤 阶段 任务 目标 类型 方案 问题 条 项目 版本 标段 包 号 批次 工况 卷 册 篇 年 月 模式 热线 拨打 借 措施一"
).split()
SERVICES = ("110", "12345", "95598", "315", "415", "512", "626", "96110")
NO_COUNTS = ("A12社区", "第12社区", "3.12社区", "3:12社区", "3：12社区", "3/12社区", "〔12社区〕", "10-12社区", "5—12社区", "5~12社区", "5～12社区", "10至12社区", "“12社区”", "甲·12社区", "'12社区'", '"12社区"', "5%12社区", "5％12社区")
"""Two digits before 社区 that are no count: a part of a number, of a range or of a name."""

DATES = {  # as printed beside 发布日期, and as read; empty where it is no date
    "2024年1月17日": "2024-01-17", "2024年1月17": "2024-01-17", "2024年1月17号": "2024-01-17", "2024-1-17": "2024-01-17", "2024/01/17": "2024-01-17",
    "2024.1.17": "2024-01-17", "2024—01—17": "2024-01-17", "2024–01–17": "2024-01-17", "20240117": "2024-01-17", "19980117": "1998-01-17", "1998-01-17": "1998-01-17",
    "二〇二四年一月十七日": "2024-01-17", "二○二四年一月十七日": "2024-01-17", "二◯二四年一月十七日": "2024-01-17", "二零二四年元月廿七日": "2024-01-27", "二0二四年一月十七日": "2024-01-17",
    "二O二四年一月卅日": "2024-01-30", "二Ｏ二四年一月十七日": "2024-01-17", "二o二四年一月十七日": "2024-01-17", "一九九八年十二月三十一日": "1998-12-31",
    "2024年1月": "2024-01", "二〇二四年一月份": "2024-01", "2024-01": "2024-01", "2024年": "2024", "二〇二四年": "2024",
    "2024-01-171": "", "2024-1-17.5": "", "2024.1.17.5": "", "2024年1月17次": "", "2024年1月17%": "", "2024-1/17": "", "2024年13月1日": "", "2023-02-29": "",
    "5/17/2024": "", "120240117": "",
    "20240117102030": "2024-01-17", "199801170930": "1998-01-17", "20240117222030": "2024-01-17", "20240117242030": "",
    "Mon Jan 15 10:00:00 CST 2024": "2024-01-15", "Tue Feb 13 10:00:00 CST 2024": "2024-02-13", "Wed Mar 13 10:00:00 CST 2024": "2024-03-13", "Thu Apr 11 10:00:00 CST 2024": "2024-04-11",
    "Fri May 17 10:00:00 CST 2024": "2024-05-17", "Sat Jun 15 10:00:00 CST 2024": "2024-06-15", "Sun Jul 14 10:00:00 CST 2024": "2024-07-14", "Mon Aug 12 10:00:00 CST 2024": "2024-08-12",
    "Tue Sep 17 10:00:00 CST 2024": "2024-09-17", "Wed Oct 16 10:00:00 CST 2024": "2024-10-16", "Thu Nov 14 10:00:00 CST 2024": "2024-11-14", "Thu Dec 17 10:00:00 CST 1998": "1998-12-17",
    "2024-01-17 至 2024-02-18": "", "2024-01-17到2024-02-18": "", "2024-01-17--2024-02-18": "", "2024.01.17-2024.02.18": "", "2024年1月17日—2024年2月18日": "", "2024年1月17日——2024年2月18日": "",
    "2024年1月17日–2024年2月18日": "", "2024年1月17日~2024年2月18日": "", "2024-01-17 2024-02-18": "2024-01-17", "1900-01-01": "", "1970-01-01": "", "1970-01-02": "1970-01-02",
}
TIMES = ("2024-01-17 10:20", "2024-01-17T10:20", "2024年1月17日 星期三 10:20", "2024年1月17日（周三）10:20", "2024-01-17 上午 10:20", "2024-01-17 下午 2:20", "2024-01-17 晚上 8:20", "2024-01-17 晚8:20", "2024-01-17 凌晨 2:20", "2024年1月17日 10时20分", "2024年1月17日10点20分")
ZONES = {"2024-01-17T22:20:00Z": "", "2024-01-17T22:20:00+00:00": "", "2024-01-17T10:20:00Z": "2024-01-17", "2024-01-17T22:20:00+0800": "2024-01-17"}
"""A time of another zone, and the day it is here; empty where it would be another one, which is not believed."""

ENCODINGS = (  # (bytes before the page, what the page is written in, what a header or tag calls it, what it is read as)
    (b"\xef\xbb\xbf", "utf-8", "gbk", "utf-8"), (b"\xff\xfe", "utf-16-le", "utf-8", "utf-16-le"), (b"\xfe\xff", "utf-16-be", "gbk", "utf-16-be"),
    (b"", "gb18030", "gb2312", "gb18030"), (b"", "gb18030", "gb_2312-80", "gb18030"), (b"", "gb18030", "GBK", "gb18030"), (b"", "gb18030", "x-gbk", "gb18030"), (b"", "gb18030", "cp936", "gb18030"),
    (b"", "gb18030", "gb18030", "gb18030"), (b"", "gb18030", "hz-gb-2312", "gb18030"), (b"", "utf-8", "utf8", "utf-8"),
)
GB = ("gb2312", "gb_2312-80", "GBK", "x-gbk", "cp936", "gb18030", "hz-gb-2312")
LATIN = ("iso-8859-1", "latin1", "us-ascii", "ascii")
"""What a server calls an encoding by default, and an old editor in its tag."""
MAGIC = {  # how files begin that came in answer to the address of a page
    b"%PDF-1.4": "PDF", b"PK\x03\x04": "ZIP", b"PK\x05\x06": "empty ZIP", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "Microsoft or WPS Office", b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip", b"{\\rtf": "RTF", b"\x89PNG\r\n": "PNG image", b"\xff\xd8\xff": "JPEG image", b"GIF8": "GIF image", b"ID3": "MP3",
}

TITLES = {  # a title, its genre, and the year it reports on
    "清溪镇2023年度法治政府建设情况报告": ("法治政府建设年度报告", "2023"), "清溪镇2023年法治政府建设工作总结": ("法治政府建设年度报告", "2023"),
    "清溪镇1999年法治政府建设报告": ("法治政府建设年度报告", "1999"), "清溪镇二〇二三年法治政府建设报告": ("法治政府建设年度报告", "2023"),
    "清溪镇2023年政府信息公开工作年度报告": ("政府信息公开工作年度报告", "2023"), "清溪镇2023年政府信息公开工作报告": ("政府信息公开工作年度报告", "2023"), "清溪镇2023年政府信息公开年报": ("政府信息公开工作年度报告", "2023"),
    "云溪县2023年国民经济和社会发展统计公报": ("统计公报", "2023"), "云溪县2020年人口普查公报": ("统计公报", "2020"),
    "关于2023年法治政府建设情况报告的通知": ("通知公告", ""), "2023年法治政府建设报告编制方案": ("其他", ""), "2023年法治政府建设报告解读": ("其他", ""), "法治政府建设报告办法": ("其他", ""), "关于法治政府建设报告的函": ("其他", ""),
    "关于停水的通知": ("通知公告", ""), "招标公告": ("通知公告", ""), "交通管制通告": ("通知公告", ""), "人事任免公示（第二批）": ("通知公告", ""), "招领启事": ("通知公告", ""), "会议纪要": ("其他", ""),
    "清溪镇2021—2023年法治政府建设报告": ("法治政府建设年度报告", ""), "清溪镇1998年至1999年法治政府建设报告": ("法治政府建设年度报告", ""), "清溪镇2021-2023年法治政府建设报告": ("法治政府建设年度报告", ""),
    "2024年报送2023年度法治政府建设报告": ("法治政府建设年度报告", "2023"),
}

OPENINGS = ("一、", "一是", "二要", "三方面", "第一", "第2", "（一）", "(2)", "1.", "2、", "3）", "①", "■", "【", "“", "《", "（", "2023年", "附件：", "附表", "附录", "附注", "注：", "注1", "图1", "表 2", "编者", "来源", "责任编辑", "作者")
"""How a new paragraph begins, whatever the one before lacks."""
SENTENCE_OPENINGS = (  # how a sentence likes to begin: at the top of an article's next page it is a new paragraph
    "首先 其次 再次 最后 此外 另外 同时 其中 下一步 今年 去年 近年 目前 截至 当前 特此 以上 现将 由于 虽然 但 因此 所以 在 为了 为此 为进 为切 为深 为全 为认 为充 根据 按照 通过"
    " 围绕 坚持 加强 强化 深化 推进 推动 落实 严格 全面 深入 积极 认真 切实 持续 进一步 不断 大力 一年 一是 一方 我镇 我乡 我县 我区 我市 我省 我局 全镇 全乡 全县 全区 全市 全省 全年"
    " 各镇 各乡 各县 各区 各市 各级"
).split()
GOING_ON_WITH = ("，", "。", "；", "、", "：", "！", "？", "）", "》", "”", "’", "〕", "〉", "」", "』", "％", "%")
"""What no line begins with."""
CUT_BEFORE = ("的", "们", "等，", "等。", "等方面", "等工作", "等活动", "等内容", "等问题", "等法律", "等形式", "等方式")
"""Words that no sentence begins with."""
CUT_AFTER_NUMBERS = ("年", "月", "亿元", "万元", "万人", "万亩", "万户", "余个", "余件", "余次", "余人", "余份", "人次", "场次", "件次")
UNFINISHED = ("以及", "关于", "对于", "按照", "根据", "通过", "进一步", "不断", "并且", "依法的", "学校和", "同志与", "党员及", "学习、", "学习，", "学习《", "学习“", "学习（", "学习〔")
"""What no sentence ends with."""
FINISHED = ("目的", "有的", "缓和", "温和", "总和", "饱和", "调和", "参与", "给与", "赠与", "普及", "涉及", "波及")

JSON_FIELDS = {  # keys of an article's JSON, how a value is written in it, and the field as read
    "identifier": ("640000027/2024-00001", "index_number", "640000027/2024-00001"), "indexNumber": ("640000027/2024-00001", "index_number", "640000027/2024-00001"),
    "C_SYH": ("640000027/2024-00001", "index_number", "640000027/2024-00001"), "document_number": ("清政发〔2024〕8号", "document_number", "清政发〔2024〕8号"),
    "refno": ("清政发〔2024〕8号", "document_number", "清政发〔2024〕8号"), "C_WJBH": ("清政发〔2024〕8号", "document_number", "清政发〔2024〕8号"), "publisher": ("清溪镇", "issuer", "清溪镇"),
    "writeDate": ("2024-01-17", "date_written", "2024-01-17"), "C_FWRQ_FORMAT": ("2024-01-17", "date_written", "2024-01-17"), "datePublished": ("2024-01-18", "date_published", "2024-01-18"),
    "pubDate": ("2024-01-18", "date_published", "2024-01-18"), "publishDate": ("2024-01-18", "date_published", "2024-01-18"), "publish_time": ("2024-01-18", "date_published", "2024-01-18"),
    "first_published_time": ("2024-01-18", "date_published", "2024-01-18"), "displayPublishTime": ("2024-01-18", "date_published", "2024-01-18"), "classify_theme_name": ("综合政务", "category", "综合政务"),
    "classify_main_name": ("综合政务", "category", "综合政务"), "contentSource": ("清溪镇", "source", "清溪镇"), "keywords": ("法治 年报", "keywords", "法治 年报"),
}
JSON_PROOFS = ("identifier", "document_number", "refno", "C_SYH", "C_WJBH", "datePublished")
"""Keys of a catalogue: an object with one of them is an article's even without a text."""
JSON_TITLES = ("title", "headline", "articleTitle", "infoTitle", "doctitle")
JSON_CONTENTS = ("content", "contentHtml", "articleBody", "articleContent", "htmlContent", "infoContent")
JSON_MARKUP = ("<p>", "<div>", "<br>", "<span>", "<table><tr><td>", "<section>", "&lt;p&gt;")
"""How the longest text of an object begins that is markup, under a key nobody knows."""
JSON_SUMMARIES = ("abstract", "summary", "description", "intro", "memo", "remark", "digest", "zhaiyao", "subTitle")
JSON_FILES = ("attachment", "attachments", "attachmentList", "fileList", "files", "appendix")
JSON_ADDRESSES = ("url", "fileUrl", "downloadUrl", "filePath", "path", "href")
JSON_FILE_NAMES = ("name", "fileName", "originalName", "showName", "title")

ARTICLE_ADDRESSES = ("/a/202401/t20240117_1.html", "/a/t20240117_12_1.shtml", "/a/t19107548.shtml", "/art/2024/1/17/x", "/art/art_12_3.html", "/content/post_12", "/a/content_12.htm", "/a/0123456789abcdef0123.html", "/info/1001/12.htm", "/20240117/a-1.html", "/post_12.html")
PAGERS = ("createPageHTML(3,0,'index','html')", "createPage(3,0,'index','html')", "pageControl(4,2,'index','shtml',10,'x')", "$('#p').pagination({total:3})", "laypage({pages:3})", "<totalpage>3</totalpage>", "/module/web/jpage/dataproxy.jsp")
FRONT_TITLES = ("云溪县人民政府首页", "云溪县人民政府门户", "云溪县人民政府官方网站", "云溪县人民政府官网", "欢迎您云溪县人民政府", "欢迎访问云溪县人民政府网站", "欢迎光临！云溪县人民政府", "欢迎云溪县人民政府", "云溪县人民政府_")

NOTES = ("#_ftn1", "#_edn1", "#sdfootnote1sym", "#sdedn1", "#fn1", "#footnote-1", "#endnote1", "#note1")
"""Where the marks of footnotes lead: Word and WPS, LibreOffice, editors of HTML."""
NOTES_BACK = ("#_ftnref1", "#fn-ref-1", "#_ednref1", "#fnanc1", "#fnsym1")
NO_FILES_IN = {"navigation": "menu", "site header": "masthead", "footer": "footer", "related links": "related", "previous and next": "prev"}
"""Regions, and a name of each, whose files are not the document's."""

EDITORS_OF_FAMILIES = ("<ucapcontent>", "<div class=TRS_Editor>", "<div class=TRS_UEDITOR>", "<div class=trs_editor_view>", "<div class=trs_paper_default>", "<div class=Custom_UnionStyle>", "<div id=UCAP-CONTENT>", "<div id=vsb_content>", "<div id=vsb_content_2>", "<div class=v_news_content>", "<div id=ivs_content>", "<div class=j-fontContent>")
WRAPPERS = ("<div id=zoomcon>", "<div class=article-content-body>", "<div id=zoom>", "<div id=Zoom>", "<div id=fontzoom>", "<div id=fontZoom>", "<div class=Article_content>", "<div class=pages_content>")
MARKERS = {"<!--<$[信息内容]>begin-->": "<!--<$[信息内容]>end-->", "<!--<$[正文]>begin-->": "<!--<$[正文]>end-->", "<!--<$[内容]>begin-->": "<!--<$[内容]>end-->", "<!--ZJEG_RSS.content.begin-->": "<!--ZJEG_RSS.content.end-->", "<!--enpcontent-->": "<!--/enpcontent-->", "<!--enpcontent begin-->": "<!--/enpcontent-->"}
ORGANS = ("云溪县人民政府", "清溪镇党政办公室", "云溪县政府办公厅", "云溪县卫生健康委员会", "云溪县财政局", "云溪省财政厅", "云溪县人民法院", "云溪县残疾人联合会", "云溪县信访处", "云溪县大数据中心", "清溪镇司法所", "云溪县气象站", "云溪县消防救援大队", "中共清溪镇党委", "云溪县水利局党组")
"""What an organ's name ends with in the signature below a container."""
ORGANS_ALONE = (*tuple(name for name in ORGANS if not name.endswith(("联合会", "所", "站", "队"))), "清溪街道办事处")
"""Of these a line of its own is enough; the others end much else, and sign where the day is on their line or the next."""
ORGANS_ABOVE_DAYS = ("云溪县残疾人联合会", "清溪镇司法所", "云溪县气象站", "云溪县消防救援大队", "清溪镇（街道）综合执法队")
NO_ORGANS_ABOVE_DAYS = (  # what ends like one, with its day in the next line, or one without its day
    ("第一工作站", "2024年1月17日"), ("加油站", "2024-01-17"), ("三站", "2024年1月17日"), ("清溪镇司法所", "2024-01-17"), ("清溪镇司法所", "清溪镇人民政府"),
    ("<a href=/n/1.html>县领导调研清溪司法所</a>", "2024年1月17日"), ("热门：清溪镇司法所", "2024年1月17日"), ("清溪镇司法所", "首页"), ("清溪镇司法所", ""),
)
SIGNED_DAYS = ("2024年1月17日", "2024 年 1 月 17 日", "二〇二四年一月十七日", "二○二四年十二月三十一日", "一九九八年一月七日")
SIGNERS = (*ORGANS[:11], "云溪县审计署", "云溪县气象站", "清溪派出所", "云溪县消防大队", "云溪县交警支队", "清溪镇", "清溪乡", "云溪县爱卫办", "云溪县财政部")
"""Offices that are named above the date at the end of a text."""
ERROR_TITLES = (
    "404", "HTTP Error 404", "500", "404 - 页面没有找到", "404错误", "403 Forbidden", "404 Not Found", "502 Bad Gateway", "500 Internal Server Error", "503 Service Unavailable", "401 Unauthorized", "405 Method Not Allowed",
    "404：找不到", "404 未找到", "404，没有找到", "500 无法显示", "404 抱歉", "404 对不起", "404 很抱歉", "404 您好", "404 你好", "404 访问的内容不在", "500 服务器故障", "403 禁止进入", "404 文件不在", "500 报错", "404 error", "404 file missing", "404 page missing", "403 access denied",
    "页面不存在", "您要的网页未找到", "内容找不到", "该文章已删除", "文件已被删除", "页面走丢了", "网页无法访问", "页面无法显示", "页面无法找到", "出错了", "页面错误提示", "系统错误", "网站出错啦", "服务器错误信息", "程序错误页", "发生错误", "访问出错", "错误代码：12",
    "Not Found", "Page Not Found", "File not found", "Error", "Error Page", "服务器内部错误", "服务器错误", "无权访问", "Welcome to nginx!", "IIS7 Windows Server", "Apache Tomcat/8.5",
)
HINTS = ("系统提示", "错误提示信息", "温馨提示页面", "友情提示", "信息提示", "提示")
DOCUMENT_TITLES = tuple(
    f"清溪镇停水{kind}" for kind in (
        "通知 公告 公示 通报 通告 报告 年报 意见 办法 方案 决定 决议 规定 规范 细则 规划 计划 总结 要点 情况 说明 批复 答复 解读 图解 名单 清单 目录 指南 条例 简报 须知"
        " 倡议书 告知书 公报 制度 纪要 函 令 表 通知（第二号）".split()
    )
) + ("关于停水停电的事",)
"""Titles that name a kind of document."""
SITE_NOTICES = ("网站维护公告", "系统升级通知", "网站暂停公告", "服务关闭通知", "栏目建设中通知", "访问拦截通告", "防火墙通告", "网页错误通知", "系统出错通告", "页面403通告", "页面404通告")
"""Titles of a server's own notices, which are no document's."""
DAYS_OF_PUBLICATION = ("发布时间：2024-01-17", "发文日期：2024-01-17", "公开时间：2024/1/17", "成文日期：2024年1月17日", "公布时间：2024.1.17", "印发日期：2024-01-17", "发表时间：[2024-01-17]", "更新时间：2024-01-17", "生成日期：2024-01-17", "2024-01-17 10:20 信息来源", "2024-01-17 来源", "2024年1月17日 字号", "2024/01/17 10:20:30 字体", "2024-01-17 浏览", "2024-01-17 稿件来源", "2024-01-17 文章作者")
TEMPLATE_TITLES = ("{{title}}", "${title}", "<%=title%>", "[#title]", "<$title$>")
ADDRESSED = (  # what an error page says to its visitor
    "您所访问的页面不存在", "你要查找的网页已删除", "您正在请求的文件找不到", "您浏览的内容无法找到", "您打开的文章无法访问", "您查看的信息无法显示", "您寻找的网址无法打开", "您访问的链接未找到", "您访问的地址没有找到", "您访问的资源已失效", "您访问的栏目已下线", "您访问的站点走丢了",
    "您访问的页面出错", "您访问的页面已移动", "您访问的页面已撤销", "抱歉，该页不存在", "对不起，找不到了", "抱歉，程序出错", "抱歉，无法继续", "抱歉，没有找到", "对不起，已删除", "抱歉，未找到",
)
STATED = (  # what it states
    "页面已不存在", "该网页未找到", "文件找不到了", "文章走丢了", "该内容已被删除", "信息已失效", "数据已过期", "该栏目未审核", "资源可能已删除", "链接已失效", "记录不存在", "稿件不存在", "没有权限访问", "无权限查看", "没有权限浏览", "无法找到该页",
    "404 错误", "404 Not Found", "404页面", "Page abc not found", "File x could not be found", "Object not found", "The requested URL /x was not found", "The resource is not found", "HTTP Status 500", "Whitelabel Error Page", "Server Error in '/' Application",
    "It could not be found", "哎呀！页面出错了", "参数错误", "非法访问", "非法参数", "系统繁忙", "系统异常", "系统发生错误", "系统错误", "服务器内部错误", "网站正在建设中", "系统维护中", "网站升级中", "暂停访问", "暂停服务", "The nginx web server is successfully installed",
)
APPLICATIONS = ("<div id=app></div>", "<div id=application></div>", "<div id=q-app></div>", "<div id=vue-app></div>", "<div id=main-app></div>", "<div id=my-app></div>", "<div id=app-root></div>", "<div id=app-container></div>", "<div id=app-main></div>", "<div id=root></div>", "<div id=__next></div>", "<div id=__nuxt></div>", "<div id=__layout></div>", "<main id=app></main>", "<section id=app></section>", "<app-root></app-root>", "<router-view></router-view>", "<ng-view></ng-view>", "<ui-view></ui-view>", "<uni-app></uni-app>", "<uni-page></uni-page>", "<div ng-view></div>", "<div ui-view></div>", "<div data-ng-view></div>", "<div data-ui-view></div>")
LOADING = ("Powered by JavaScript", "加载中", "载入中", "正在读取", "请稍候", "请更新浏览器", "Loading", "Please enable JavaScript", "...", "…")
HEADLINE_CLASSES = ("title", "title clear", "title-box", "tit", "biaoti", "headline", "bt", "x_title", "newsTitle", "title1", "articletitle", "arttitle", "newstit", "detailtitle", "pagetitle", "contitle", "contenttitle", "maintitle", "xlbt", "wzbt", "wenzhangtitle", "doctitle", "texttitle", "arctitle", "infotitle", "zwtitle", "bigtitle", "nrtitle", "xxtitle", "h1title", "thetitle")
NO_HEADLINE_CLASSES = ("subtitle", "titles", "btn", "lanmutitle")
HANWEB_TITLES = ("标题", "信息标题", "文章标题")
UNFILLED_TAGS = ("文章标题", "信息标题", "网页标题", "标题")
UNFILLED_SOURCES = ("信息来源", "内容来源", "稿件来源", "文章来源", "来源", "关键词", "关键字", "发布日期", "发布时间", "政府网站标识码", "网站名称", "网站域名", "栏目名称", "栏目描述", "栏目关键词", "栏目类型", "栏目类别", "YYYY-MM-DD")
"""What a template's tags say where nobody has filled them in."""
OTHER_DATE_TAGS = ("firstpublishedtime", "publishdate", "publishtime")
GENERATION_TAGS = {"others": "页面生成时间 2024-01-18 10:20:30", "HtmlGenerateTime": "2024-01-18 10:20:30"}
DATES_IN = ("a", "b", "div", "em", "font", "i", "p", "small", "span", "strong", "time")
"""Tags round a date that a template has written into another tag."""
STANDARD_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url")
DISCLOSED = ("主动公开", "依申请公开", "依职权公开", "不予公开", "部分公开", "免予公开", "全部公开", "全文公开")
TOOLS_BEHIND = ("打印", "打 印", "【打印本页】", "[打印此页]", "打印正文", "打印文章", "关闭", "关 闭", "关闭本页", "【关闭窗口】", "收藏", "收藏此页", "返回", "返回顶部", "大 中 小", "默认 大 超大", "打印 关闭")
UNIT_SUFFIXES = ("清溪镇人民政府", "清溪街道办事处", "清溪办事处", "清溪镇政府")

DRESS = ("span", "font", "b", "i", "u", "em", "strong", "small", "big", "label", "ins", "o:p")
"""Inline elements that part no line."""
NO_BREADCRUMBS_IN = ("<a href=#>{}</a>", "<select><option>{}</option></select>", "<select>{}</select>", "<textarea>{}</textarea>", "<button>{}</button>")
SAME_OFFICES = (("清溪镇", "清溪镇政府"), ("清溪镇", "云溪县清溪镇人民政府"), ("清溪", "清溪街道办事处"), ("清溪", "清溪办事处"), ("财政局、水利局", "水利局"), ("财政局 水利局", "云溪县水利局"), ("财政局,水利局", "财政局"))
OTHER_OFFICES = (("清溪镇", "白鹭镇"), ("财政局、水利局", "教育局"))
HIDDEN = ('class=hide', 'class=hidden', 'class=ng-hide', 'class=d-none', 'class=layui-hide', 'class="x visually-hidden"', 'class=sr-only', 'hidden', 'style="display:none"', 'style="visibility: hidden"')
RAISED_IN = ("span", "font", "b", "strong", "em", "i", "small")
CELL_BREAKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dd", "dt")
ENTERED = ("<div>", "<section>", "<article>", "<main>", "<center>", "<form>", "<table><tr><td>", "<blockquote>", "<dl><dd>", "<ul>", "<ol>", "<span>", "<font>")
"""Boxes of a template round a body that nothing names."""
LINES_OF_A_BODY = ("p", "div", "table", "li", "dd", "section", "center", "blockquote", "h2", "h3", "h4", "pre", "article", "form", "main", "ul", "ol", "dl")
"""What the lines of such a body may be."""
SENTENCES_BESIDE = ("p", "table", "h2", "h3", "h4", "blockquote", "ul", "ol")
"""Where one sentence beside a box is of its text."""
UNFILLED_TEXTS = ("<%=", "<?php", "<#list", "${text")
FILES_BELOW = ("附件：1.名单", "附 件：名单", "附件2：名单", "附件一：名单")
DOWNLOAD_BOXES = ("附件下载：", "相关附件下载", "附件列表", "相关附件列表")
"""What heads a box of files below a body, which is not of it."""

NEXT_PAGES = ("下一页", "下页", "下一頁", "下頁", "后一页", "后页", "Next", "next page", ">", "＞＞", "»", "›", "下一页 >")
LAST_PAGES = ("尾页", "末页", "最后一页", "最末页", "最后页", "Last", "尾頁")
CURRENT_PAGES = ("cur", "current", "curr", "on", "now", "active", "select", "selected", "hover", "this", "thisclass", "page-on", "num_cur", "on first")
CURRENT_IN = ("<a>{}</a>", "<span>{}</span>", "<strong>{}</strong>", "<b>{}</b>", "<em>{}</em>", "<li class=on>{}</li>", "<font>{}</font>")
"""The number of the page that one is on, which leads nowhere."""
COUNTS = {"共5页": (5, None), "共 5 页 共 98 条": (5, 98), "1/5页": (5, None), "页次：1/5页": (5, None), "当前 1/5 页": (5, None), "第1/5页": (5, None), "共有98条 共5页": (5, 98), "共98篇": (None, 98), "共98件": (None, 98), "共98项": (None, 98), "总记录数：98": (None, 98), "总条数98 共5页": (5, 98)}
"""What a list says of its pages and rows."""
PART_CALLS = {"t20240117_5": "t20240117_5_1.html", "20240117": "20240117_1.html", "0123456789abcdef01234567": "0123456789abcdef01234567_1.html", "content_12": "content_12_1.html", "art_1_2": "art_1_2_1.html", "post_12": "post_12_1.html", "detail_12": "detail_12_1.html"}
"""Names of an article in the call that pages its parts, and the next part."""
LABELS_IN = ("b", "strong", "em", "i", "u", "font", "label", "small", "big", "o:p", "span", "ucaptitle")
"""What a label may be dressed in."""
NO_LABELS_IN = ("<select><option>来源：</option><option>甲乙</option></select>", "<textarea>来源：甲乙</textarea>", "<button>来源：甲乙</button>", "<a href=/x>来源：甲乙</a>", "<script>/*来源：甲乙*/</script>", "<style>来源：甲乙</style>", "<option>来源：甲乙</option>")
NO_VALUES_IN = ("<br>清溪镇", "<hr>清溪镇", "<li>清溪镇</li>", "<table><tr><td>清溪镇</td></tr></table>", "<ul><li>清溪镇</li></ul>", "<ol><li>清溪镇</li></ol>", "<form>清溪镇</form>", "<select><option>清溪镇</option></select>", "<textarea>清溪镇</textarea>", "<button>清溪镇</button>", "<script>清溪镇</script>")
"""What stands in another line, item or cell is not the value of a label."""
PAIRED = ("12村22社区", "12镇22社区", "12乡22社区", "12街道、22社区", "12行政村和22自然村")
"""Two counts beside each other, both without a measure word: an abbreviation, and no loss."""
RUN_DATES = ("2024117", "1998117", "20240117", "2024年1月17", "2024年117日", "20241月17日", "20241月17", "1998年17日", "2024年17日", "2024年7日")
"""A signature's day that has lost its 年, 月 or 日."""
DAYS_RUN_TOGETHER = ("2024117日", "1998117日", "20240117日", "2024年117日", "2024年1231日", "20241月7日", "20241月17日", "202411月17日")
"""Days in running text that have lost their 年 or 月."""
COUNTED_DAYS = ("攻坚", "行动", "会战", "大干", "冲刺", "计划", "专项", "活动", "无休", "开放", "工作")
"""What is done for a number of days, which is then no date: 2024年120日攻坚."""
SITES_BEHIND = ("云溪县人民政府", "云溪在线网", "云溪网站", "云溪门户", "云溪服务平台", "云溪信息中心", "云溪财政局", "云溪财政厅", "云溪县卫生委员会")
"""Names of sites that stand behind a dash in a title."""
NEVER_TEXT = ("noscript", "template", "select", "textarea", "iframe", "object", "button")
MEDIA = ("<img src=/1.png>", "<embed src=/1.swf>", "<video src=/1.mp4></video>")
NAMES_OF_SITES = ("政府", "网", "网站", "门户", "平台", "中心", "局", "厅", "委员会", "办公室", "办事处")
"""How the name in the head of a site's pages ends, which is no title of a document."""
BEFORE_NAMES_OF_SITES = ("_", "|", "｜", ">", "»", "-", "—", "–", "--")
OF_A_TEXT = ("<p>乙</p>", "<br>", "<div>乙</div>", "<table><tr><td>乙</table>", "<li>乙</li>", "<section>乙</section>", "<article>乙</article>")
"""With one of these in it, what stands below a label at length is the text of the page."""
CUT_SHORT = ("清溪镇2023年度法治政府…", "清溪镇2023年度法治政府...", "清溪镇2023年度法治政府…… ")
"""A title as a list or a block prints it that has no room for it."""

ENTRY_FIELDS = ("document_number", "issuer", "responsible_unit", "date_written", "date_published", "category", "disclosure", "validity", "keywords")
"""What a catalogue's entry is known by, three of them together."""
UNLISTED_ROWS = ("<tr><td>受理窗口</td><td>清溪镇党政办公室信访接待室值班人员及其联系方式以及接待群众的时间</td></tr>", "<tr><td>受 理 窗 口：</td><td>清溪镇党政办公室信访接待室值班人员及其联系方式以及接待群众的时间</td></tr>")
GOING_ON_WITH_AN_ENTRY = ("<table><tr><td>主 题 词：</td><td>法治</td></tr></table>", "<dl><dt>主题词：</dt><dd>法治</dd></dl>")
SHORT_TEXTS_IN = ("p", "h1", "h2", "h3", "h4", "article")
"""Elements that are text of a page, however short."""
NO_TEXT_BELOW = ("noscript", "template", "video", "audio", "select", "textarea", "iframe", "object", "button")
"""What may stand between a container and the signature below it."""
TO_THE_VISITOR = ("抱歉", "对不起", "请", "稍后", "稍候", "您", "你", "无法", "不存在", "访问", "页面", "网站", "系统", "登录", "验证")
"""What only a server's own page says, in a headline of words nobody foresaw."""
NUMBERS = {  # a 文号: (its form, who, year, serial)
    "云政发〔2024〕3号": ("number", "云政发", "2024", "3"), "云政发〔1998〕3号": ("number", "云政发", "1998", "3"), "云政发（1998）第3号": ("number", "云政发", "1998", "3"),
    "云溪县公告2024年第5号": ("number", "云溪县公告", "2024", "5"), "云溪县公告1998年第十二号": ("number", "云溪县公告", "1998", "十二"), "云溪县令第5号": ("order", "云溪县", "", "5"),
    "云溪县令第十二号": ("order", "云溪县", "", "十二"), "云溪县第5号令": ("order", "云溪县", "", "5"), "云溪县第十二号令": ("order", "云溪县", "", "十二"),
}
TURNS_IN = ("div", "li", "p", "h3", "h4", "h5", "h6", "span")
"""Items of which each holds a label or a value, by turns."""
FAMILIES = (  # (what a page holds, its address, its family), one mark each
    ("<div class=TRS_Editor></div>", "", "tdate"), ("<div class=TRS_UEDITOR></div>", "", "tdate"), ("<div class=trs_editor_view></div>", "", "tdate"), ("<div class=Custom_UnionStyle></div>", "", "tdate"),
    ("<a class=CurrChnlCls>首页</a>", "", "tdate"), ("", "http://a.test/t20240117_12.html", "tdate"), ("", "http://a.test/t20240117_12_1.shtml", "tdate"), ("", "http://a.test/t19107548.htm", "tdate"),
    ("<!--ZJEG_RSS.content.begin-->", "", "jpage"), ("<!--<$[信息内容]>begin-->", "", "jpage"), ("<script>var a='/module/web/jpage/dataproxy.jsp'</script>", "", "jpage"), ("<script>var a='<datastore>'</script>", "", "jpage"),
    ("<datastore></datastore>", "", "jpage"), ("<recordset></recordset>", "", "jpage"), ("", "http://a.test/col/col12/index.html", "jpage"), ("", "http://a.test/art/2024/1/17/x.html", "jpage"),
    ("", "http://a.test/module/jpage/x.jsp", "jpage"), ("", "http://a.test/module/web/jpage/x.jsp", "jpage"), ("<meta name=maketime content=x>", "", "jpage"), ("<script src=/hanweb/x.js></script>", "", "jpage"),
    ("<ucapcontent></ucapcontent>", "", "ucap"), ("<ucaptitle></ucaptitle>", "", "ucap"), ("<publishtime></publishtime>", "", "ucap"), ("<div id=UCAP-CONTENT></div>", "", "ucap"), ("<div id=zoomcon></div>", "", "ucap"), ("<div class=article-content-body></div>", "", "ucap"),
)
FAMILIES_WRAPPERS = (  # (a mark of a family, what it wraps an editor's text in)
    ("<ucaptitle></ucaptitle>", "id=zoomcon"), ("<ucaptitle></ucaptitle>", "class=article-content-body"), ("<script src=/hanweb/x.js></script>", "id=zoom"),
    ("<script src=/hanweb/x.js></script>", "id=zoomcon"), ("<script src=/hanweb/x.js></script>", "class=bt-content"),
)
TEXTS_BELOW_A_LABEL = ("<p>甲乙丙丁。</p>", "甲乙<br>丙丁。", "<table><tr><td>甲乙丙丁</td></tr></table>")
WORDS_OF_A_FOOT = ("主办单位", "网站标识码", "某ICP备00000001号", "某公网安备 0001号", "版权所有", "技术支持", "网站维护", "维护单位", "开发维护")
"""Beside these a label is of the site, not of the document."""
RECORDS = (  # what the records of a store are cut out of, each with a field beside its label
    "<tr><td><a href=/{0}.html>关于做好第{0}项工作有关事项的通知</a></td><td>发布机构：</td><td>清溪镇</td><td>2024-01-{0}</td></tr>",
    "<td><a href=/{0}.html>关于做好第{0}项工作有关事项的通知</a></td><td>2024-01-{0}</td><td>发布机构：</td><td>清溪镇</td>",
    "<tr><td><a href=/{0}.html>关于做好第{0}项工作有关事项的通知</a></td><td>2024-01-{0}</td></tr><tr><td>发布机构：</td><td>清溪镇</td></tr>",
    "<li><a href=/{0}.html>关于做好第{0}项工作有关事项的通知</a><b>2024-01-{0}</b><span>发布机构：清溪镇</span></li>",
)
NO_ROWS = ("更多", "更多通知公告内容", "more notices of the town", "查看全部通知公告", "返回上级通知栏目", "首页全部通知公告", "上一页通知公告", "下一页通知公告", "尾页的通知公告", "全部通知公告更多&gt;&gt;")
"""Links beside the rows of a list that lead to no document."""
UNFILLED = ("{{article.title}} {{article.content}}", "${a.title} ${a.content}", "&lt;%=title%&gt; &lt;%=content%&gt;", "{{article.title}} 加载 {{article.content}}")
"""What an application shows before it has filled in its template."""
NEEDS_SCRIPT = ("Please enable JavaScript to view it", "It is nothing without JavaScript", "请启用JavaScript", "请开启浏览器的JavaScript", "请打开JavaScript")
LABELS_OF_A_FOOT = ("主办单位", "主办部门")
"""Labels of no field that stand at the foot of sites as well."""
LABELS_OF_THE_PAGE = (
    "作者 供稿 保护视力色 信息员 分享 分享到 初审 发布人 发布者 复审 字体 字体大小 字号 审核 审核人 录入 录入人 摄影 撰稿 收藏 文字大小 文章类型 更新日期 更新时间 浏览 浏览次数 浏览量"
    " 点击 点击数 点击次数 点击率 点击量 终审 编辑 视力保护色 访问次数 访问量 语音播报 责任编辑 责编 阅读 阅读次数 阅读量"
).split()
"""Labels under a headline that are of the web page: with one of them a source or a day is a byline."""
BESIDE_A_LIST = ("<div class=page></div>", "<div class=paging></div>", "<div class=pagination></div>", "<div id=pager></div>", "<a href=b.html>下一页</a>", "<a href=b.html>下页</a>", "<a href=b.html>尾页</a>", "<a href=b.html>末页</a>", "<script>createPage(1,0)</script>", "<script>pageControl()</script>", "<script>jpage()</script>")
"""Paging, beside which the page's own list stands, though that of the latest news is longer."""
NO_LISTS_IN = ("class=nav", "class=submenu", "class=header", "id=footer", "class=foot", "class=friend-links", "class=tree", "class=sitemap", "class=crumbs", "class=copyright", "class=toolbar", "class=share", "class=banner")
"""Furniture whose links are no list's rows, however many."""
ROWS_IN = {  # what holds the rows of a list, or those of one year of it, and what each of them is
    "<ul>": "div", "<ol>": "div", "<dl>": "dd", "<form>": "p", "<table><tr><td>": "p", "<table><tbody>": "p", "<table>": "p",
}
ROWS_OF_LABELS = ("<li>{}{}</li>", "<div>{}{}</div>", "<p>{}{}</p>", "<ul><li>{}</li><li>{}</li></ul>", "<ol><li>{}</li><li>{}</li></ol>", "<section>{}{}</section>", "<article>{}{}</article>")
"""Rows that print a field beside its label, and a date."""
SHORT_DATES = ("01-{}", "[01-{}]", "（01月{}日）", "01/{}")
NO_DATES_OF_ROWS = ("<select><option>2024-01-{}</option></select>", "<textarea>2024-01-{}</textarea>")
LAYOUT_CELLS = ("<p>{}</p>", "<div>{}</div>", "<li>{}</li>", "{}<br>")
"""The lines of a cell that is a whole article."""
LINES_OF_A_HEADLINE = ("div", "p", "h1", "h2", "h3", "ul", "dl", "table")
"""What the headline stands in, in a box that holds its byline too."""
TITLES_AND_SITES = ("{}_{}", "{}|{}", "{}｜{}", "{} - {}", "{} — {}", "{}-{}")
"""A title before the name of a site, the body's first line being the title."""
TITLES_BEFORE_KNOWN_SITES = (*TITLES_AND_SITES, "{}—{}", "{} > {}", "{} >> {}", "{} » {}")
"""The same where a tag names the site."""
SITES_BY_OTHER_NAMES = ("云溪县政府", "云溪县政府网", "云溪县政府网站", "云溪县政府门户网站", "云溪县政府官网")
BEFORE_UNITS = ("政府", "委员会", "关于", "年", "年度", "和", "与", "及")
AFTER_UNITS = ("", "人民政府", "政府", "委员会", "党委", "党工委", "党政办", "综合办公室", "办公室", "办", "、云溪县教育局")
AFTER_QUARTERS = ("街道", "街道办事处党政办", "办事处")
SENTENCES_FOR = ("issuer", "responsible_unit", "category", "disclosure", "validity", "source", "document_number")
"""Fields that are names: a sentence is none."""
LONGEST_VALUES = {"disclosure": 40, "validity": 40, "index_number": 80, "issuer": 200}
"""Characters of a value."""
LINKS_AND_DAYS = ("<a href=/{0}.html>县情民情{0}</a> 2024-01-17", "2024年01月17日 <a href=/{0}.html>县情民情{0}</a>")
"""Rows of links of which the day is longer than the link."""
BELOW_THE_TEXT = {  # lines right below a text that are the template's
    "article tools": (
        "本文链接：http://www.example.gov.cn/1.html", "原文网址：www.example.gov.cn/1.html", "文章地址：/1.html", "本页链接：https://a.test/1", "关键词：<a href=/t>法治</a>",
        "关键字：<a href=/t>法治</a>", "标签：<a href=/t>法治</a>", "Tag：<a href=/t>法治</a>", "Tags：<a href=/t>法治</a>",
    ),
    "disclaimer": ("转载请注明出处", "如需转载请注明出处", "版权所有，未经授权不得转载", "版权归原作者"),
    "editors": ("来源：甲 审核：张三", "来源：甲 作者：乙 校对：丙", "来源：甲 录入：丙", "来源：甲 编辑：丙"),
}
CONTACTS = ("地址：云溪大道1号 邮编：000000", "单位地址：云溪大道1号 邮编：000000", "办公地址：云溪大道1号 邮政编码：000000", "联系地址：云溪大道1号 邮编：000000", "您好，欢迎访问本网站！今天是：2024年1月17日 星期三", "现在是2024年1月17日")
"""What else stands below a text in the same box."""
PILED_UP = ("span", "font", "b", "i", "u", "em", "strong", "o:p", "st1:place")
"""Inline tags that pasted text leaves open."""
DEAD_LINKS = ("#", " #x", "javascript:void(0)", "mailto:a@a.test", "tel:0000", "data:,", "about:blank", "vbscript:x", "")
"""What leads nowhere."""
