"""What each action of the audit log is called, in both languages: the one table of `action` codes. Pure (rule L9).

A code is `noun.verb_past`. Its sentence may name {actor}, {subject} and any of the entry's details. A house test fails for a code that the
product uses and this table lacks; `python -m tools.audit_codes` writes the table of docs/audit.md anew.
"""

from collections.abc import Mapping
from typing import Any

from xenia.kernel.texts import Text
from xenia.trust.rules.audit_words_loyalty import LOYALTY, LOYALTY_VALUES
from xenia.trust.rules.audit_words_segment import SEGMENT
from xenia.trust.rules.signals import TITLES
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
_PEOPLE = {
    "person.invited": "{actor} 邀请了{subject}|{actor} invited {subject}",
    "person.joined": "{actor} 接受邀请并加入|{actor} accepted the invitation and joined",
    "person.link_made": "{actor} 为{subject}生成了新的链接|{actor} made a new link for {subject}",
    "person.password_chosen": "{actor} 通过链接设置了新密码|{actor} chose a new password by a link",
    "person.changed": "{actor} 修改了{subject}的角色、单位或职务|{actor} changed roles, units or title of {subject}",
    "person.deactivated": "{actor} 停用了{subject}|{actor} deactivated {subject}",
    "person.reactivated": "{actor} 重新启用了{subject}|{actor} reactivated {subject}",
    "person.factors_reset": "{actor} 清除了{subject}的第二验证与全部登录（{factors} 项、{sessions} 个登录）|"
    "{actor} reset the second factors of {subject}: factors {factors}, sessions ended {sessions}",
    "unit.created": "{actor} 新建了{subject}|{actor} created {subject}",
    "unit.moved": "{actor} 移动了{subject}|{actor} moved {subject}",
    "unit.renamed": "{actor} 更名了{subject}|{actor} renamed {subject}",
    "role.factor_demanded": "{actor} 修改了{subject}是否必须使用第二验证|{actor} changed whether {subject} must use a second factor",
    "sign_in.done": "{actor} 登录|{actor} signed in",
    "sign_in.failed": "一次登录失败（{actor}）|A sign-in failed ({actor})",
    "sign_in.locked": "多次失败后登录被锁定（{actor}）|Signing in was locked after many failures ({actor})",
    "sign_in.factor_failed": "{actor} 的第二验证失败|The second factor of {actor} failed",
    "sign_out.done": "{actor} 退出登录|{actor} signed out",
    "factor.added": "{actor} 添加了第二验证|{actor} added a second factor",
    "factor.removed": "{actor} 移除了第二验证|{actor} removed a second factor",
    "recovery_codes.made": "{actor} 生成了恢复代码|{actor} made recovery codes",
    "password.changed": "{actor} 修改了密码|{actor} changed the password",
    "session.revoked": "{actor} 结束了一个登录会话|{actor} ended a session",
    "single_sign_on.linked": "{actor} 关联了单点登录|{actor} linked single sign-on",
}
_GUESTS = {
    "contact.shown": "{actor} 打开了{subject}的页面，看到未遮住的字段：{fields}|"
    "{actor} opened the page of {subject} with these fields in clear: {fields}",
    "contact.revealed": "{actor} 查看了{subject}的完整内容：{field}|{actor} revealed the {field} of {subject}",
    "consent.given": "{subject}给予同意，由 {actor} 登记|{subject} gave consent, recorded by {actor}",
    "consent.refused": "{subject}拒绝同意，由 {actor} 登记|{subject} refused consent, recorded by {actor}",
    "consent.withdrawn": "{subject}撤回同意，由 {actor} 登记|{subject} withdrew consent, recorded by {actor}",
    "consent.withdrawn_all": "{subject}撤回全部同意（{decisions} 项），由 {actor} 登记|"
    "{subject} withdrew all consent ({decisions}), recorded by {actor}",
    "consent.imported": "{actor} 批量登记同意：接受 {accepted} 条，退回 {refused} 条|"
    "{actor} imported consents: {accepted} taken, {refused} refused",
    "purpose.created": "{actor} 新建了{subject}|{actor} created {subject}",
    "purpose.changed": "{actor} 修改了{subject}|{actor} changed {subject}",
    "notice.published": "{actor} 发布了{subject}的新告知书|{actor} published a new notice of {subject}",
    "pricing.registered": "{actor} 登记了对{subject}的价格或优惠决定|{actor} registered a decision on price or offer for {subject}",
    "pricing.refused": "对{subject}的价格或优惠决定因依据不当被拒绝|A decision on price or offer for {subject} was refused for its inputs",
    "request.opened": "{actor} 受理了{subject}|{actor} took in {subject}",
    "request.identity_compared": "{actor} 核对了{subject}的身份|{actor} checked the identity of {subject}",
    "request.identity_waived": "{actor} 说明理由后免去{subject}的身份核对|{actor} waived the identity check of {subject}, with a reason",
    "request.started": "{actor} 开始处理{subject}|{actor} began work on {subject}",
    "request.resumed": "{actor} 继续处理{subject}|{actor} resumed {subject}",
    "request.extended": "{actor} 延长了{subject}的期限|{actor} extended the deadline of {subject}",
    "request.step_done": "{subject}的一个步骤完成（{step}），{actor}|A step of {subject} is done ({step}), {actor}",
    "request.step_failed": "{subject}的一个步骤没有完成（{step}），{actor}|A step of {subject} failed ({step}), {actor}",
    "request.worked": "{subject}的全部步骤完成，{actor}|All steps of {subject} are done, {actor}",
    "request.package_opened": "{actor} 打开了{subject}的结果包|{actor} opened the package of {subject}",
    "request.answered": "{actor} 答复了{subject}|{actor} answered {subject}",
    "request.refused": "{actor} 说明理由后拒绝了{subject}|{actor} refused {subject}, with a reason",
    "guest.erased": "{subject}已从所有存储中删除，{actor}|{subject} was erased from every store, {actor}",
    "restriction.processing_begun": "{subject}涉及的客人不再处理，{actor}|The guests of {subject} are no longer processed, {actor}",
    "restriction.profiling_begun": "{subject}涉及的客人不再画像，{actor}|The guests of {subject} are no longer profiled, {actor}",
    "restriction.lifted": "{actor} 解除了{subject}的限制|{actor} lifted the restriction of {subject}",
    "suppressed.met": "{subject}中出现了已删除且不再收录的人，{actor}|{subject} brought people who were erased and stay out, {actor}",
}
_PROFILE = {
    "guest.entered": "{actor} 手工新建了{subject}|{actor} entered {subject} by hand",
    "guest.mended": "{actor} 修改了{subject}的资料：{fields}|{actor} mended {subject}: {fields}",
    "note.written": "{actor} 为{subject}写了备注|{actor} wrote a note about {subject}",
    "note.changed": "{actor} 修改了{subject}的备注，第 {version} 版|{actor} changed a note about {subject}, version {version}",
    "note.deleted": "{actor} 删除了{subject}的备注|{actor} deleted a note about {subject}",
    "call.logged": "{actor} 登记了与{subject}的通话|{actor} logged a call with {subject}",
    "call.deleted": "{actor} 删除了与{subject}的通话记录|{actor} deleted a logged call with {subject}",
    "task.set": "{actor} 为{subject}安排了任务|{actor} set a task for {subject}",
    "task.changed": "{actor} 修改了{subject}的任务|{actor} changed a task for {subject}",
    "task.open": "{actor} 重新打开了{subject}的任务|{actor} opened a task for {subject} again",
    "task.done": "{actor} 完成了{subject}的任务|{actor} did a task for {subject}",
    "task.cancelled": "{actor} 取消了{subject}的任务|{actor} cancelled a task for {subject}",
    "file.attached": "{actor} 为{subject}添加了文件，{bytes} 字节|{actor} attached a file of {bytes} bytes to {subject}",
    "file.opened": "{actor} 下载了{subject}的文件|{actor} downloaded a file of {subject}",
    "file.deleted": "{actor} 删除了{subject}的文件|{actor} deleted a file of {subject}",
    "owner.changed": "{actor} 更换了{subject}的客户经理或团队|{actor} changed who looks after {subject}",
    "trait.said": "{actor} 记录了{subject}的偏好：{kind}|{actor} wrote down what {subject} likes or needs: {kind}",
    "trait.ended": "{actor} 结束了{subject}的偏好：{kind}|{actor} ended what {subject} likes or needs: {kind}",
    "tag.created": "{actor} 新建了{subject}|{actor} created {subject}",
    "tag.changed": "{actor} 修改了{subject}|{actor} changed {subject}",
    "tag.retired": "{actor} 停用了{subject}|{actor} retired {subject}",
    "tag.restored": "{actor} 重新启用了{subject}|{actor} put {subject} to use again",
    "tag.put": "{actor} 给{subject}加了标签 {tag}|{actor} gave {subject} the tag {tag}",
    "tag.taken": "{actor} 去掉了{subject}的标签 {tag}|{actor} took the tag {tag} from {subject}",
    "tag_batch.ordered": "{actor} 要求批量处理{subject}（{people} 人）|{actor} ordered {subject} for many guests ({people})",
    "tag_batch.cancelled": "{actor} 停止了{subject}的批量处理|{actor} stopped work on {subject} for many guests",
    "tag_batch.ended": "{subject}的批量处理结束：改动 {changed} 人，{actor}|"
    "Work on {subject} for many guests ended: {changed} changed, {actor}",
}
_IDENTITY = {
    "guest.joined": "{actor} 认定 {records} 条记录是同一位客人（{subject}）|{actor} said that {records} records are one guest ({subject})",
    "guest.told_apart": "{actor} 认定 {records} 条记录不是同一位客人（{subject}）|"
    "{actor} said that {records} records are not one guest ({subject})",
    "guest.joined_many": "{actor} 批量认定 {pairs} 对记录各是同一位客人|"
    "{actor} said of {pairs} pairs of records at once that each is one guest",
    "guest.decision_undone": "{actor} 撤销了 {decisions} 项同一人认定（{subject}）|"
    "{actor} undid {decisions} decisions on who is one guest ({subject})",
    "relation.added": "{actor} 为{subject}添加了与另一位客人的关系（{kind}）|{actor} added how {subject} stands to another guest ({kind})",
    "relation.confirmed": "{actor} 确认了{subject}与另一位客人的关系（{kind}）|{actor} confirmed a relation of {subject} ({kind})",
    "relation.denied": "{actor} 否认了{subject}与另一位客人的关系（{kind}）|{actor} denied a relation of {subject} ({kind})",
    "relation.removed": "{actor} 收回了对{subject}一项关系的认定（{kind}）|"
    "{actor} took back what was said of a relation of {subject} ({kind})",
    "match_run.ordered": "{actor} 要求重新匹配全部记录|{actor} ordered a full run of matching",
    "match_run.cancelled": "{actor} 停止了一次全量匹配|{actor} stopped a full run of matching",
    "snapshot.ordered": "{actor} 要求生成客人特征快照|{actor} ordered a snapshot of guests' features",
    "insight_policy.changed": "{actor} 修改了洞察规则（{subject}），现为第 {version} 版|"
    "{actor} changed a policy of insight ({subject}), now version {version}",
    "exchange_rates.entered": "{actor} 录入了 {rates} 条汇率|{actor} entered {rates} exchange rates",
    "snapshot.cancelled": "{actor} 停止了一次客人特征快照|{actor} stopped a snapshot of guests' features",
    "group.named": "{actor} 将客人群组 {number} 命名为“{name}”|{actor} named guest group {number}: {name}",
    "associations.ordered": "{actor} 要求计算关联|{actor} ordered a search for associations",
    "associations.cancelled": "{actor} 停止了一次关联计算|{actor} stopped a search for associations",
    "model.ordered": "{actor} 要求训练模型（{kind}）|{actor} ordered a model to be trained ({kind})",
    "model.scoring_ordered": "{actor} 要求用现用模型重新评分|{actor} ordered scores of the models in use",
    "model.cancelled": "{actor} 停止了一次模型任务|{actor} stopped a run of models",
    "recommend.lists_ordered": "{actor} 要求重新生成推荐清单|{actor} ordered the lists of destinations to be made anew",
    "recommend.lists_cancelled": "{actor} 停止了推荐清单的生成|{actor} stopped the making of lists of destinations",
    "recommend.city_answered": "{actor} 记下了{subject}对推荐目的地的答复|{actor} wrote down what {subject} said of a destination",
    "recommend.answer_taken_back": "{actor} 撤回了{subject}对推荐目的地的答复|{actor} took back what {subject} said of a destination",
    "model.published": "{actor} 启用了{subject}（{kind} 第 {number} 版）|{actor} published {subject} ({kind}, version {number})",
    "model.published_first": "{actor} 启用了{subject}（{kind} 第 {number} 版），此前没有现用模型|"
    "{actor} published {subject} ({kind}, version {number}), the first of its kind",
    "model.rolled_back": "{actor} 将 {kind} 退回到第 {number} 版（{subject}）|{actor} took {kind} back to version {number} ({subject})",
    "match_sample.drawn": "{actor} 抽取了 {pairs} 对已合并的记录供复核|{actor} drew {pairs} joined pairs of records for review",
    "match_sample.reviewed": "{actor} 复核了一对已合并的记录（{subject}）|{actor} reviewed a joined pair of records ({subject})",
}
_RETENTION = {
    "retention.changed": "{actor} 修改了保存期限|{actor} changed how long data is kept",
    "retention.ordered": "{actor} 要求按期限清理|{actor} ordered what is due to be cleared",
    "retention.ended": "按保存期限完成清理，{actor}|What was due was cleared, {actor}",
    "hold.placed": "{actor} 设置了法律保留|{actor} placed a legal hold",
    "hold.lifted": "{actor} 解除了法律保留|{actor} lifted a legal hold",
    "rights_policy.changed": "{actor} 修改了权利请求的规定|{actor} changed a policy of guests' requests",
}
_VIEWS = {
    "view.shared": "{actor} 与同事共享了{subject}（{list}）|{actor} shared {subject} with colleagues ({list})",
    "view.unshared": "{actor} 不再共享{subject}（{list}）|{actor} no longer shares {subject} ({list})",
    "view.deleted": "{actor} 删除了共享的{subject}（{list}）|{actor} deleted the shared {subject} ({list})",
}
_LOG = {
    "audit.verification_asked": "{actor} 要求校验审计日志|{actor} asked to have the audit log verified",
    "audit.verified": "{actor} 校验了审计日志：{entries} 条，发现 {findings} 处问题|"
    "{actor} verified the audit log: {entries} entries, {findings} findings",
}
_EXPORTS = {
    "export.asked": "{actor} 申请导出 {people} 人的数据，交给{recipient}（{country}）|"
    "{actor} asked to export data of {people} people, for {recipient} ({country})",
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
    "export.handed_over": "{actor} 把 {people} 位客人的资料包交给本人（{agreement}）|"
    "{actor} handed the package of {people} guests over to them ({agreement})",
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
    "backup.restored": "恢复了 {made_at} 做的备份（{files} 个文件），由 {by} 执行；重新删除 {erasures} 项|"
    "The backup of {made_at} was restored ({files} files) by {by}; erasures done again: {erasures}",
    "backup.made": "{actor} 做了备份：{files} 个文件，{bytes} 字节|{actor} made a backup: {files} files, {bytes} bytes",
}
_INCIDENTS = {
    "incident.registered": "{actor} 登记了{subject}|{actor} registered {subject}",
    "incident.changed": "{actor} 更正了{subject}|{actor} corrected {subject}",
    "incident.counted": "{actor} 统计了{subject}涉及的人|{actor} counted whom {subject} touches",
    "incident.notice_made": "{actor} 为{subject}拟了通知|{actor} drew up a notice of {subject}",
    "incident.notice_sent": "{actor} 发出了{subject}的通知|{actor} sent a notice of {subject}",
    "incident.waived": "{actor} 写明了{subject}无需通知的理由|{actor} wrote down why a notice of {subject} is not needed",
    "incident.note": "{actor} 在{subject}中补充了记录|{actor} added a line to {subject}",
    "incident.open": "{actor} 重新打开了{subject}|{actor} opened {subject} again",
    "incident.contained": "{actor} 控制了{subject}|{actor} contained {subject}",
    "incident.closed": "{actor} 关闭了{subject}|{actor} closed {subject}",
    "assessment.recorded": "{actor} 记录了一份影响评估|{actor} recorded an impact assessment",
    "assessment.deleted": "{actor} 删除了一份到期的影响评估|{actor} deleted an impact assessment whose time was over",
    "signal.raised": "发现风险信号（{kind}），涉及{subject}|A signal was raised ({kind}) about {subject}",
    "signal.released": "{actor} 核实后解除了风险信号（{kind}）|{actor} looked into a signal ({kind}) and released it",
    "signal.kept": "{actor} 核实后维持冻结（{kind}）|{actor} looked into a signal ({kind}) and kept the hold",
}
WORDS: Mapping[str, Text] = {
    code: Text(*said.split("|"))
    for part in (
        _ACCESS,
        _PEOPLE,
        _GUESTS,
        LOYALTY,
        SEGMENT,
        _IDENTITY,
        _PROFILE,
        _RETENTION,
        _VIEWS,
        _LOG,
        _EXPORTS,
        _CONNECT,
        _KEYS,
        _INCIDENTS,
    )
    for code, said in part.items()
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
    SubjectKind.VIEW: Text("视图", "view"),
    SubjectKind.TAG: Text("标签", "the tag"),
    SubjectKind.MODEL: Text("模型", "the model"),
    SubjectKind.PROGRAMME: Text("会员计划", "the programme"),
    SubjectKind.MEMBER: Text("会员", "the member"),
    SubjectKind.AUDIENCE: Text("受众", "the audience"),
}
_VALUES = {
    "guest": Text("客人本人", "the guest"),
    "internal": Text("公司内部", "the company itself"),
    "bulk_export": Text("批量导出", "a bulk export"),
    "bulk_erase": Text("批量删除", "a bulk erasure"),
    "key_rotation": Text("密钥轮换", "a key rotation"),
    "role_change": Text("权限变更", "a change of roles"),
    "factor_reset": Text("重置第二重验证", "a reset of a second factor"),
    "phone": Text("手机", "phone"),
    "email": Text("邮箱", "e-mail"),
    "wechat": Text("微信", "WeChat"),
    "birth_date": Text("出生日期", "birth date"),
    "document": Text("证件", "document"),
    "address": Text("地址", "address"),
    "bookings": Text("预订", "bookings"),
    "guests": Text("客人", "guests"),
    "runs": Text("导入记录", "imports"),
    "quarantine": Text("隔离区", "quarantine"),
    "audit": Text("审计日志", "the audit log"),
    "requests": Text("权利请求", "requests of guests"),
    "exports": Text("导出", "exports"),
    "marketing": Text("营销", "marketing"),
    "service": Text("服务", "service"),
    "profiling": Text("个性化", "profiling"),
    "points_adjustment": Text("积分调整", "a change of points by hand"),
    **LOYALTY_VALUES,
    **{kind.value: title for kind, title in TITLES.items()},
}
"""Codes among the details, as people say them."""
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
    zh, en = ({name: _shown(value, language) for name, value in details.items()} for language in ("zh", "en"))
    made_zh = words.zh.format_map(_Told(zh | {"actor": actor.zh, "subject": subject.zh}))
    made_en = words.en.format_map(_Told(en | {"actor": actor.en, "subject": subject.en}))
    return Text(" ".join(made_zh.split()), made_en[:1].upper() + made_en[1:])


def _shown(value: Any, language: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(_shown(one, language) for one in value)
    words = _VALUES.get(value) if isinstance(value, str) else None
    return words.in_language(language) if words else str(value)
