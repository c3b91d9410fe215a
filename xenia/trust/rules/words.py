"""Access in the words of the screen: every permission and clear field, and the sentences an approver reads. Pure."""

from collections.abc import Iterable

from xenia.kernel.texts import Text
from xenia.trust.rules.grants import GUARDING
from xenia.trust.types.access import ClearField, Permission, PermissionWords

_P = Permission
_PERMISSIONS = {
    _P.VIEW_GUESTS: "查看客人|See guests|客人列表与客人页，联系方式遮住。|Lists and pages of guests, contact values masked.",
    _P.EDIT_GUESTS: "编辑客人|Edit guests|新建、修正客人，记备注、来电与任务。|Create and mend guests, write notes, calls and tasks.",
    _P.RESOLVE_GUESTS: "合并与拆分客人|Merge and split guests|判定哪些记录是同一位客人。|Decide which records are one guest.",
    _P.MANAGE_TAGS: "管理标签|Manage tags|标签目录，批量打标与撤销。|The catalogue of tags, tagging in bulk and undo.",
    _P.REVEAL_CONTACTS: "查看完整联系方式|Reveal contacts|说明用途后逐项查看，每次记录。|One value at a time, with a purpose, recorded.",
    _P.VIEW_BOOKINGS: "查看预订|See bookings|预订、金额与版本。|Bookings, amounts and versions.",
    _P.VIEW_INSIGHT: "查看洞察|See insight|价值、节奏、风险与偏好及其误差。|Value, rhythm, risk and taste, with their errors.",
    _P.MANAGE_MODELS: "管理模型与快照|Manage models|生成快照，训练、发布与回退模型。|Make snapshots; train, publish and roll back models.",
    _P.VIEW_AUDIENCES: "查看受众|See audiences|受众、人数与成员，试算条件。|Audiences, their numbers and members; trying conditions.",
    _P.EDIT_AUDIENCES: "管理受众|Make audiences|新建、修改、归档受众与名单。|Make, change and archive audiences and lists.",
    _P.VIEW_LOYALTY: "查看会员计划|See loyalty|会员、积分、等级与奖励。|Members, points, tiers and rewards.",
    _P.SERVE_MEMBERS: "服务会员|Serve members|入会、兑换、补登积分申请。|Enrol members, redeem rewards, take claims for missing points.",
    _P.ADJUST_POINTS: "调整积分|Adjust points|限额内说明理由，超过须两人同意。|By hand with a reason; above a limit by two people.",
    _P.MANAGE_LOYALTY: "管理会员计划|Manage loyalty|计划、规则、等级、奖励与结账。|Programmes, rules, tiers, rewards and month closing.",
    _P.VIEW_SOURCES: "查看数据来源|See sources|来源、导入记录与隔离区。|Sources, imports and quarantine.",
    _P.LOAD_DATA: "导入数据|Load data|上传文件、运行与修正导入。|Upload files, run and mend imports.",
    _P.MANAGE_SOURCES: "管理数据来源|Manage sources|登记来源、映射与推送密钥。|Register sources, mappings and push keys.",
    _P.EXPORT_DATA: "导出数据|Export data|把列表带出系统，登记在案。|Take lists out of the product, each registered.",
    _P.DECIDE_PRICES: "登记价格与优惠|Decide prices|登记给客人的价格与优惠及依据。|Register prices and offers, and what they look at.",
    _P.MANAGE_PEOPLE: "管理人员与角色|Manage people and roles|邀请、停用人员，修改角色。|Invite and deactivate people, change roles.",
    _P.MANAGE_TRUST: "管理单位与守护设置|Manage units and guarding|组织树与隐私、审计的设置。|The tree of units, privacy and audit.",
    _P.VIEW_AUDIT: "查看审计记录|See the audit log|谁在何时做了什么。|Who did what, and when.",
    _P.RECORD_CONSENT: "登记客人的同意|Record consent|登记同意、拒绝与撤回。|What guests agree to, refuse and withdraw.",
    _P.MANAGE_CONSENT: "管理同意用途|Manage purposes|用途、告知书与版本。|Purposes, notices and their versions.",
    _P.HANDLE_REQUESTS: "处理客人的请求|Handle requests|查阅、复制、更正、删除等权利。|To know, copy, correct, delete and the rest.",
    _P.MANAGE_RETENTION: "管理保存期限|Manage retention|数据保存多久，何时因法律保留。|How long data is kept, and legal holds.",
    _P.MANAGE_KEYS: "管理密钥|Manage keys|接口密钥与加密密钥。|Keys of machines and of encryption.",
    _P.MANAGE_INCIDENTS: "处理安全事件|Handle incidents|登记、评估与通知。|Register, assess and notify.",
    _P.APPROVE: "审批|Approve|决定需要两个人的事，不含自己的申请。|Decide what takes two people, never one's own request.",
}
"""Name and meaning, in Chinese and English, in the order of the screen."""
_FIELDS = {
    ClearField.PHONE: Text("手机", "phone"),
    ClearField.EMAIL: Text("邮箱", "e-mail"),
    ClearField.WECHAT: Text("微信", "WeChat"),
    ClearField.BIRTH_DATE: Text("出生日期", "birth date"),
    ClearField.DOCUMENT: Text("证件", "document"),
    ClearField.ADDRESS: Text("地址", "address"),
}


def _words(code: Permission) -> PermissionWords:
    name, name_en, meaning, meaning_en = _PERMISSIONS[code].split("|")
    return PermissionWords(code, Text(name, name_en), Text(meaning, meaning_en), code in GUARDING)


PERMISSIONS = tuple(_words(code) for code in _PERMISSIONS)


def listed(texts: Iterable[Text]) -> Text:
    """Returns the names one after the other, as each language writes a list."""
    held = list(texts)
    return Text("、".join(text.zh for text in held), ", ".join(text.en for text in held))


def permissions_in_words(codes: Iterable[str]) -> Text:
    """Returns the names of the permissions in the order of the screen."""
    wanted = set(codes)
    return listed(words.name for words in PERMISSIONS if words.code in wanted)


def fields_in_words(codes: Iterable[str]) -> Text:
    """Returns the names of the clear fields in the order of the screen."""
    wanted = set(codes)
    return listed(name for code, name in _FIELDS.items() if code in wanted)


def difference(more: Text, less: Text, what: Text) -> list[Text]:
    """Returns a sentence for what is added and one for what is taken away; none for a list that is empty."""
    told = []
    if more.zh:
        told.append(Text(f"增加{what.zh}：{more.zh}", f"Adds {what.en}: {more.en}"))
    if less.zh:
        told.append(Text(f"拿走{what.zh}：{less.zh}", f"Takes away {what.en}: {less.en}"))
    return told
