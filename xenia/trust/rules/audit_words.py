"""What each action of the audit log is called, in both languages: the one table of `action` codes. Pure (rule L9).

A code is `noun.verb_past`. Its sentence may name {actor}, {subject} and any of the entry's details. A house test fails for a code that the
product uses and this table lacks; `python -m tools.audit_codes` writes the table of docs/audit.md anew.
"""

from collections.abc import Mapping
from typing import Any

from xenia.kernel.texts import Text
from xenia.trust.types.audit import SubjectKind

_ACCESS = {
    "approval.asked": "{actor} 申请了需要两人同意的操作（{kind}）|{actor} asked for something that takes two people ({kind})",
    "approval.approved": "{actor} 批准了申请（{kind}）|{actor} approved a request ({kind})",
    "approval.refused": "{actor} 拒绝了申请（{kind}）|{actor} refused a request ({kind})",
    "approval.withdrawn": "{actor} 撤回了自己的申请（{kind}）|{actor} took back a request ({kind})",
    "role.created": "{actor} 新建了{subject}|{actor} created {subject}",
    "role.changed": "{actor} 修改了{subject}|{actor} changed {subject}",
    "role.deleted": "{actor} 删除了{subject}|{actor} deleted {subject}",
    "service_account.created": "{actor} 新建了服务账号|{actor} created a service account",
    "service_account.changed": "{actor} 修改了服务账号|{actor} changed a service account",
    "service_account.ended": "{actor} 停用了服务账号|{actor} ended a service account",
    "key.created": "{actor} 生成了{subject}|{actor} made {subject}",
    "key.revoked": "{actor} 撤销了{subject}|{actor} revoked {subject}",
}
_LOG = {
    "audit.verification_asked": "{actor} 要求校验审计日志|{actor} asked to have the audit log verified",
    "audit.verified": "{actor} 校验了审计日志：{entries} 条，发现 {findings} 处问题|"
    "{actor} verified the audit log: {entries} entries, {findings} findings",
}
_EXPORTS = {
    "export.asked": "{actor} 申请导出 {people} 人的数据，交给 {country}|{actor} asked to export data of {people} people, to {country}",
    "export.made": "{actor} 的导出已生成：{people} 人，{rows} 行|An export of {actor} was made: {people} people, {rows} rows",
    "export.downloaded": "{actor} 下载了{subject}|{actor} downloaded {subject}",
    "export.cancelled": "{actor} 取消了{subject}|{actor} cancelled {subject}",
    "export.failed": "{actor} 的导出没有完成（{code}）|An export of {actor} was not made ({code})",
    "export.expired": "{subject}到期，文件已销毁|{subject} expired; its file was destroyed",
    "export.threshold_neared": "{year} 年提供到 {country} 的人数达 {people}，接近上限 {limit}|"
    "People whose data went to {country} in {year}: {people}, near the limit of {limit}",
    "export.threshold_passed": "{year} 年提供到 {country} 的人数达 {people}，超过上限 {limit}|"
    "People whose data went to {country} in {year}: {people}, over the limit of {limit}",
    "exchange.sent": "{actor} 向合作方（{country}）提供了 {people} 人的数据，依据协议 {agreement}|"
    "{actor} sent data of {people} people to a partner ({country}) under the agreement {agreement}",
    "policy.changed": "{actor} 把规定 {policy} 从 {before} 改为 {after}|{actor} changed the policy {policy} from {before} to {after}",
}
_CONNECT = {
    "source.created": "{actor} 登记了{subject}|{actor} registered {subject}",
    "source.changed": "{actor} 修改了{subject}的设置|{actor} changed the settings of {subject}",
    "source.pulled": "{actor} 要求立即拉取{subject}|{actor} asked for a pull of {subject} at once",
    "mapping.saved": "{actor} 保存了{subject}的映射，第 {version} 版|{actor} saved version {version} of a mapping of {subject}",
    "upload.stored": "{actor} 向{subject}上传了 {bytes} 字节的文件|{actor} uploaded a file of {bytes} bytes to {subject}",
    "run.started": "{actor} 开始了{subject}|{actor} started {subject}",
    "run.cancelled": "{actor} 取消了{subject}|{actor} cancelled {subject}",
    "run.resumed": "{actor} 继续了{subject}|{actor} resumed {subject}",
    "quarantine.mended": "{actor} 修正了隔离区的一行|{actor} mended a row in quarantine",
    "quarantine.replayed": "{actor} 重放了隔离区的 {rows} 行|{actor} replayed {rows} rows of quarantine",
    "quarantine.discarded": "{actor} 放弃了隔离区的 {rows} 行|{actor} gave up {rows} rows of quarantine",
    "push_key.created": "{actor} 为{source}生成了推送密钥|{actor} made a push key for {source}",
    "push_key.revoked": "{actor} 撤销了{source}的推送密钥|{actor} revoked a push key of {source}",
}
_KEYS = {
    "rotation.started": "{actor} 开始轮换密钥|{actor} started a key rotation",
    "rotation.cancelled": "{actor} 取消了密钥轮换|{actor} cancelled a key rotation",
    "rotation.resumed": "{actor} 继续了密钥轮换|{actor} let a key rotation go on",
    "rotation.stopped": "密钥轮换已停止|The key rotation stopped",
    "rotation.failed": "密钥轮换未能完成|The key rotation failed",
    "rotation.finished": "密钥轮换完成，旧密钥已移除，现用 {to_key} 号|The key rotation is done; key {to_key} seals, the old ones are gone",
    "sealing_key.added": "已加入 {number} 号数据密钥|Data key {number} was added",
    "master_key.changed": "{actor} 更换了主密钥|{actor} changed the master key",
    "backup.made": "{actor} 做了备份：{files} 个文件，{bytes} 字节|{actor} made a backup: {files} files, {bytes} bytes",
}
WORDS: Mapping[str, Text] = {
    code: Text(*said.split("|")) for part in (_ACCESS, _LOG, _EXPORTS, _CONNECT, _KEYS) for code, said in part.items()
}
"""Action code -> its sentence."""

_KINDS = {
    SubjectKind.GUEST: Text("客人", "guest"),
    SubjectKind.RECORD: Text("客人", "guest"),
    SubjectKind.BOOKING: Text("预订", "booking"),
    SubjectKind.PERSON: Text("人员", "the person"),
    SubjectKind.SOURCE: Text("数据来源", "source"),
    SubjectKind.RUN: Text("导入", "import"),
    SubjectKind.KEY: Text("密钥", "key"),
    SubjectKind.ROLE: Text("角色", "the role"),
    SubjectKind.UNIT: Text("单位", "the unit"),
    SubjectKind.PURPOSE: Text("用途", "purpose"),
    SubjectKind.REQUEST: Text("权利请求", "request"),
    SubjectKind.POLICY: Text("规定", "policy"),
    SubjectKind.EXPORT: Text("导出", "export"),
    SubjectKind.INCIDENT: Text("事件", "incident"),
    SubjectKind.APPROVAL: Text("审批", "approval"),
}
_SHORT = 8


class _Told(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def subject_words(kind: str, subject_id: str, name: str = "") -> Text:
    """Returns what an entry is about as words: by name where there is one, else by the end of its id, which alone tells nobody anything."""
    if not kind:
        return Text("", "")
    said = _KINDS.get(SubjectKind(kind)) if kind in list(SubjectKind) else None
    known = name or (f"…{subject_id[-_SHORT:]}" if len(subject_id) > 2 * _SHORT else subject_id)
    words = said or Text(kind, kind)
    return Text(f"{words.zh} {known} ", f"{words.en} {known}")


def sentence(action: str, *, actor: Text, subject: Text, details: Mapping[str, Any]) -> Text:
    """Returns the entry as a sentence; an action the table lacks is told by its code (rule L9)."""
    words = WORDS.get(action) or Text("{actor}：" + action, "{actor}: " + action)
    zh, en = ({name: _shown(value) for name, value in details.items()} for _ in range(2))
    made_zh = words.zh.format_map(_Told(zh | {"actor": actor.zh, "subject": subject.zh}))
    made_en = words.en.format_map(_Told(en | {"actor": actor.en, "subject": subject.en}))
    return Text(" ".join(made_zh.split()), made_en[:1].upper() + made_en[1:])


def _shown(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
