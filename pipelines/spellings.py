"""How pages spell the labels of a metadata block, and the field each stands for.

Spellings: the seed page, CMS.md §2 and FACTS.md §1.3. A label is compared without the spaces pages put
inside it (索　引　号). Where two labels of one field stand on a page, the lower rank is believed:
发文字号 before 文号 (CMS.md §2), 成文日期 before the index stamp 生成日期, 主题分类 before 分类.
"""

from __future__ import annotations

from dataclasses import dataclass

_SPELLINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "index_number": (
        (
            "索引号",
            "索取号",
            "信息索引号",
            "信息索引",
            "索引编号",
            "信息索取号",
            "索引码",
            "索引编码",
            "信息索引码",
            "公开索引号",
        ),
    ),
    "document_number": (
        ("发文字号", "发文文号", "文件字号", "公文字号", "发布文号", "制发文号"),
        ("文号", "文件编号", "文件号", "公文文号", "文件文号", "信息文号"),
    ),
    "issuer": (
        (
            "发文机关",
            "制发机关",
            "制发机构",
            "发文机构",
            "发文单位",
            "制定机关",
            "发文部门",
            "制文机关",
            "成文机关",
            "印发机关",
            "制文单位",
        ),
        (
            "发布机构",
            "公开机构",
            "发布单位",
            "发布机关",
            "发布部门",
            "信息发布机构",
            "公布机关",
            "公开主体",
            "信息发布单位",
            "公布单位",
        ),
        ("公开单位", "公开部门", "信息公开单位"),
    ),
    "responsible_unit": (
        (
            "责任部门",
            "公开责任部门",
            "责任单位",
            "负责部门",
            "公开责任单位",
            "责任处室",
            "责任科室",
            "责任机构",
        ),
        ("办文部门", "承办部门", "承办单位", "承办处室", "承办科室", "主办处室"),
    ),
    "date_written": (
        ("成文日期", "成文时间", "制发日期", "制文日期", "签发日期", "制定日期"),
        ("发文日期", "发文时间", "印发日期"),
        ("生成日期", "生成时间", "信息生成日期", "产生日期"),
    ),
    "date_published": (
        (
            "发布日期",
            "公开日期",
            "信息公开日期",
            "公布日期",
            "发布时间",
            "公开时间",
            "信息发布日期",
            "上网日期",
            "公布时间",
            "信息发布时间",
            "信息公开时间",
            "公开发布日期",
        ),
        ("刊发日期", "刊登日期", "上传时间", "发表时间", "发布于"),
        ("日期", "时间"),
    ),
    "category": (
        ("主题分类", "主题类别"),
        ("内容分类", "信息分类", "信息类别", "所属主题", "公开类别", "公开目录", "所属类别", "内容类别"),
        ("分类", "类别", "所属栏目"),
    ),
    "disclosure": (("公开方式", "公开属性", "公开形式", "公开类型", "信息公开方式", "公开方法"),),
    "validity": (
        ("有效性", "是否有效", "信息有效性", "文件有效性", "有效状态", "有效状况"),
        ("效力状况", "效力状态", "时效性", "时效状态", "文件状态", "文件效力", "效力", "时效"),
    ),
    "keywords": (("主题词", "主题词语"), ("关键词", "关键字", "标签")),
    "source": (
        (
            "信息来源",
            "来源",
            "文章来源",
            "稿件来源",
            "稿源",
            "来源单位",
            "发布来源",
            "内容来源",
            "稿件出处",
            "出处",
        ),
    ),
    "genre": (("体裁分类", "体裁", "信息体裁", "公文种类", "文种", "文件类型", "公文体裁"),),
    "title": (
        (
            "标题",
            "名称",
            "信息名称",
            "文件名称",
            "公文名称",
            "信息标题",
            "文件标题",
            "公文标题",
            "文章标题",
            "正文标题",
            "题名",
        ),
    ),
}

_OTHER = (
    "公开时限",
    "公开范围",
    "公开期限",
    "公开程序",
    "公开依据",
    "公开对象",
    "有效期",
    "有效期限",
    "实施日期",
    "施行日期",
    "生效日期",
    "失效日期",
    "废止日期",
    "终止日期",
    "截止日期",
    "统一编号",
    "登记号",
    "规范性文件登记号",
    "组配分类",
    "服务对象分类",
    "服务对象",
    "对象分类",
    "内容概述",
    "概述",
    "摘要",
    "内容提要",
    "签发人",
    "联系电话",
    "记录编号",
    "载体类型",
    "语种",
    "信息格式",
    "文件格式",
    "地域",
    "行业分类",
    "适用范围",
    "适用地区",
    "所属地区",
    "所属行业",
    "公开层级",
    "发布层级",
    "文件类别",
    "公文类别",
    "政策类别",
    "政策分类",
    "信息编号",
    "信息语种",
    "公开条件",
    "解读机关",
)
"""Labels that stand beside the fields and hold none of them: they end the value before them."""


CHROME = (
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "阅读",
    "浏览",
    "访问量",
    "访问次数",
    "点击数",
    "点击量",
    "点击率",
    "点击次数",
    "点击",
    "作者",
    "编辑",
    "责任编辑",
    "审核",
    "初审",
    "复审",
    "终审",
    "录入",
    "摄影",
    "字体",
    "字号",
    "字体大小",
    "文字大小",
    "视力保护色",
    "保护视力色",
    "分享",
    "分享到",
    "文章类型",
    "更新时间",
    "更新日期",
    "收藏",
    "撰稿",
    "供稿",
    "信息员",
    "语音播报",
)
"""Labels of the line under a title that concern the web page, not the document."""


@dataclass(frozen=True, slots=True)
class Label:
    """A spelling: its field (empty for a label that holds no field of ours) and its rank, 0 the best."""

    field: str
    rank: int


LABELS: dict[str, Label] = {
    spelling: Label(field, rank)
    for field, ranks in _SPELLINGS.items()
    for rank, spellings in enumerate(ranks)
    for spelling in spellings
} | {spelling: Label("", 0) for spelling in (*_OTHER, *CHROME)}
