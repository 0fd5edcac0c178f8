"""Words for a reader: what a field and a reason are called in Chinese."""

from __future__ import annotations

from archive.records import FIELDS, Field

REASONS: dict[str, str] = {
    "title": "标题",
    "share bar": "分享按钮",
    "QR code": "二维码",
    "previous and next": "上一篇、下一篇",
    "related links": "相关链接",
    "attachment list": "附件列表",
    "breadcrumb": "当前位置",
    "disclaimer": "声明",
    "footer": "页脚",
    "article tools": "打印、字号等工具",
    "metadata line": "发布信息行",
    "metadata block": "信息表",
    "comments": "评论",
    "navigation": "导航",
    "site header": "页眉",
    "side column": "侧栏",
    "page numbers": "页码",
    "view counter": "浏览次数",
    "hidden": "隐藏内容",
    "shown without scripts": "不运行脚本时才显示的内容",
    "form control": "表单控件",
    "outside the body": "正文之外",
}
"""Why something was set aside, in Chinese; the stored word stands beside it. Others are shown as stored."""

DOUBTS: dict[str, str] = {
    "stuck-digits": "数字与其后的村、社区等之间没有量词，中间可能脱字",
    "bare-digits": "数字与其后文字之间没有量词或逗号，可能脱字",
    "run-date": "日期缺“年”“月”或“日”",
    "missing-enumerator": "序号前后不相接，可能脱漏了序号",
    "stuck-sentence": "前一句没有句号，可能脱字",
    "quotes": "引号不成对",
}
"""What a rule finds odd at a place of the text, in Chinese; the stored sentence stands beside it."""

STATES: dict[str, tuple[str, str, str]] = {
    "seen": ("在", "seen", "该地址打得开，显示文件。"),
    "not_listed": ("栏目不再列出", "not listed", "该地址仍打得开；完整走过的栏目列表里已没有它。"),
    "missing": ("打不开", "missing", "该地址答复“不存在”，或转到首页。一次打不开不等于已撤下。"),
    "blocked": ("被拦", "blocked", "防火墙拦下了请求，看不到文件在不在。"),
    "robots": ("禁止抓取", "robots", "robots.txt 不许访问，本档案没有去看。"),
    "failed": ("没有连上", "failed", "网络、域名、证书、超时或服务器出错，看不到文件在不在。"),
    "moved": ("已迁移", "moved", "同一内容，或标题、机构、日期都相同的文件，出现在另一个地址。"),
    "gone": ("已不在", "gone", "网站首页和所属栏目正常的不同日子里，多次打不开。不等于被删除。"),
    "returned": ("重新出现", "returned", "曾经打不开，现在又打得开。"),
}
"""The state of a document: in Chinese, in English, and what it says to a reader."""

_WARNINGS: tuple[tuple[str, str], ...] = (
    ("the article goes on at ", "文章还有后续页面没有取得，正文不全"),
    ("no text of one was found", "页面像是文件，但没有找到正文"),
    ("declared encodings disagree", "页面所标的编码互不一致"),
    ("but the bytes read best as ", "页面所标的编码与内容不符"),
    ("cannot be read as ", "有字节无法按此编码读出"),
    ("a tag with hundreds of attributes", "有标签带数百个属性，读取时略去了属性"),
    ("what follows that place was not read", "标签嵌套过深，此后内容没有读取"),
    ("what stands deeper was read as plain text", "标签嵌套过深，深处按纯文本读取"),
    ("read without inline tags", "标签嵌套过深，读取时略去了行内标签"),
)
"""What a warning says, in Chinese, by words of its stored sentence, which stands beside it."""


def warned(warning: str) -> str:
    """A warning for a reader: in Chinese where there are words for it, then as it is stored."""
    meaning = next((chinese for words, chinese in _WARNINGS if words in warning), "")
    return f"{meaning} {warning}" if meaning else warning


def first_term(field: Field) -> str:
    """The commonest official term of a field: 成文日期 of `成文日期 / 生成日期`."""
    return field.term.split(" / ")[0]


TERMS: dict[str, str] = {
    "title": "标题",
    "text": "正文",
    **{field.name: first_term(field) for field in FIELDS},
}
"""What a reader knows a field by: its first official term."""
