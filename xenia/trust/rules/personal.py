"""Trust's part of the data map: its own tables, those of signing in, and the files it keeps. Pure."""

from xenia.kernel.personal import Category, Column, Erasing, FoundBy, Handling, Place, Store, Whose, table
from xenia.kernel.texts import Text

_STAFF_WHY = Text(
    "员工账号，随离职停用；不属于客人数据。", "Accounts of the people of the house, ended when they leave; not data of guests."
)
_STAFF = Handling(Whose.STAFF, FoundBy.ACCOUNT, Erasing.KEEP, why=_STAFF_WHY)
_SIGN_IN = Handling(Whose.STAFF, FoundBy.ACCOUNT, Erasing.KEEP, "sessions", _STAFF_WHY)
_AUDIT = Handling(
    Whose.GUEST,
    FoundBy.READING,
    Erasing.KEEP,
    why=Text(
        "审计日志只含代号，法律要求可证明；删除后代号不再指向任何人。",
        "Pseudonyms only, kept as the proof the law asks for; after an erasure they lead to nobody.",
    ),
)
_PROOF = Handling(
    Whose.GUEST,
    FoundBy.RECORD,
    Erasing.KEEP,
    why=Text("权利请求本身的凭据：只留代号与结果。", "Proof of the request itself: pseudonyms and what came of it."),
)
_SUPPRESSED = Handling(
    Whose.GUEST,
    FoundBy.BLIND_INDEX,
    Erasing.KEEP,
    why=Text(
        "只存盲索引，唯一用途是不再把已删除的人导入回来。",
        "Blind indexes only, for nothing but keeping an erased person from being imported again.",
    ),
)
_EXPORTED = Handling(
    Whose.GUEST,
    FoundBy.RECORD,
    Erasing.KEEP,
    why=Text(
        "个人信息提供与出境的法定记录：只有代号，文件已销毁。",
        "The record the law asks for of what was handed out: pseudonyms only, the file is destroyed.",
    ),
)
_INCIDENT = Handling(
    Whose.GUEST,
    FoundBy.READING,
    Erasing.KEEP,
    why=Text(
        "安全事件与风险处置的法定记录：只有代号与处理说明。",
        "The record the law asks for of incidents and what was done: pseudonyms and the words of those who handled them.",
    ),
)
_SAID = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE)
_HELD = Handling(
    Whose.GUEST,
    FoundBy.RECORD,
    Erasing.KEEP,
    why=Text("法律保全的凭据：保全期间不会删除。", "Proof of a legal hold: nothing is erased while it lasts."),
)

OWN = (
    table("trust_unit", "单位", "Units", none="id code name_zh name_en kind parent_id"),
    table("trust_role", "角色", "Roles", none="code name_zh name_en permissions clear_fields demands_mfa"),
    table(
        "trust_user", "人员", "People of the house", _STAFF, identity="name title email", contact="password",
        none="id language is_active last_login created_at left_at approver_until",
    ),
    table("trust_user_roles", "人员的角色", "Roles of people", _STAFF, none="id user_id role_id"),
    table("trust_user_units", "人员的单位", "Units of people", _STAFF, none="id user_id unit_id"),
    table("trust_setuplink", "首次设置链接", "The first link", none="token_hash valid_until used_at"),
    table("trust_personlink", "邀请与重置链接", "Links to people", _STAFF, none="token_hash user_id kind valid_until used_at"),
    table(
        "trust_approval", "审批", "Approvals", _AUDIT, pseudonym="payload told concerned", free_text="reason note",
        none="id kind state asked_by_id asked_at valid_until decided_by_id decided_at",
    ),
    table(
        "trust_auditentry", "审计日志", "The audit log", _AUDIT, pseudonym="actor_id actor_name subject_id details", free_text="purpose",
        none="id at action actor_kind subject_kind unit_id request_id transaction",
    ),
    table("trust_auditleaf", "审计日志的叶", "Leaves of the audit log", none="position entry_id hash"),
    table("trust_auditnode", "审计日志的树", "The tree of the audit log", none="id level place hash"),
    table("trust_auditkey", "审计签名密钥", "Signing keys of the audit log", none="id origin public_key private_sealed"),
    table("trust_auditcheckpoint", "审计检查点", "Checkpoints", none="size root after note key_id horizon cluster made_at"),
    table(
        "trust_auditverification", "审计验证", "Verifications",
        none="id state asked_by asked_at started_at ended_at checked total cancel_asked findings",
    ),
    table(
        "trust_purpose", "处理目的", "Purposes",
        none="code name_zh name_en description_zh description_en pipl_basis gdpr_basis separate channels valid_months guardian is_open "
        "counts_from notice_version place",
    ),
    table(
        "trust_notice", "告知书", "Notices",
        none="id purpose_id version text_zh text_en change_zh change_en asks_again in_use_from published_at published_by_id",
    ),
    table(
        "trust_consentdecision", "同意记录", "What guests said", _SAID, pseudonym="guest_id", behaviour="said channel by_guardian",
        free_text="reference",
        none="id purpose_id notice_version language decided_at recorded_at actor_kind actor_id way unit_id expires_at",
    ),
    table(
        "trust_currentconsent", "当前同意", "Consent that counts now", _SAID, pseudonym="guest_id", behaviour="said channel",
        none="purpose_id notice_version decided_at expires_at decision_id",
    ),
    table("trust_guestgroup", "同一位客人的编号", "Ids of one guest", _SAID, pseudonym="guest_id current_id", none="since"),
    table(
        "trust_pricedecision", "价格决定", "Decisions about prices", _SAID, pseudonym="guest_id", behaviour="inputs",
        finance="price_minor public_price_minor currency", free_text="offer explanation_zh explanation_en",
        none="id kind unit_id decided_by model_version inputs_hash decided_at",
    ),
    table("trust_sealcheck", "密钥核对", "The check of the keys", none="id check_sealed made_at"),
    table(
        "trust_keyrotation", "密钥更换", "Changes of keys", _STAFF, identity="asked_by_name",
        none="id state from_keys to_key reason asked_by asked_at started_at switched_at ended_at message cancel_asked",
    ),
    table("trust_keyrotationpart", "密钥更换进度", "Progress of changes of keys", none="id rotation_id name position total done broken is_done"),
    table("trust_serviceaccount", "服务账号", "Service accounts", _STAFF, none="id name purpose owner_id scopes created_at ended_at"),
    table("trust_serviceaccount_units", "服务账号的单位", "Units of service accounts", none="id serviceaccount_id unit_id"),
    table("trust_apikey", "接口密钥", "API keys", none="id account_id prefix key_hash created_at created_by_id expires_at used_at revoked_at"),
    table("trust_factorsecret", "第二因素", "Second factors", _STAFF, contact="secret_sealed", none="id created_at"),
    table("trust_shortmemory", "短期记忆", "Short memory", Handling(Whose.STAFF, FoundBy.ACCOUNT, Erasing.KEEP, why=Text("登录限速的计数，几分钟后消失。", "Counters of sign-in limits, gone in minutes.")), identity="cache_key value", none="expires"),
    table(
        "trust_export", "导出登记", "The register of exports", _EXPORTED, contact="where_sealed", free_text="recipient purpose agreement",
        none="id kind state format with_contacts country fields is_sensitive people rows rows_total canary asked_by_id asked_at started_at "
        "ended_at expires_at erased_at size_bytes approval_id cancel_asked message",
    ),
    table("trust_exportedperson", "导出所含的人", "Whose data left", _EXPORTED, pseudonym="record_id", none="id export_id"),
    table("trust_exportpolicy", "导出政策", "Policy of exports", none="code value changed_at"),
    table(
        "trust_subjectrequest", "权利请求", "Requests of guests", _PROOF, pseudonym="record_ids guest_ids", contact="asked_sealed work_sealed",
        free_text="extended_because identity_waived outcome",
        none="id kind state law intake unit_ids received_at due_first_on due_on identity identity_at identity_by approval_id rounds package "
        "verification opened_by answered_at",
    ),
    table(
        "trust_requeststep", "权利请求的步骤", "Steps of requests", _PROOF, free_text="note_sealed",
        none="id request_id ordinal module code title_zh title_en state is_manual position counts problem started_at ended_at",
    ),
    table("trust_restriction", "处理限制", "Restrictions", _SAID, pseudonym="guest_id", none="id kind request_id since until"),
    table("trust_suppressedindex", "不再导入名单", "The suppression list", _SUPPRESSED, pseudonym="index", none="id way source_id request_id created_at"),
    table("trust_suppressionhit", "再次出现", "Who came again", none="id run_id source_id way deed people at"),
    table(
        "trust_incident", "安全事件", "Incidents", _INCIDENT, free_text="title happened consequences measures contact",
        none="id kind state grade laws categories is_high_risk began_at ended_at found_at people trails counted_at waived registered_by "
        "registered_at closed_at",
    ),
    table("trust_incidentperson", "事件涉及的人", "Whom incidents touch", _INCIDENT, pseudonym="subject_id", none="id incident_id subject_kind"),
    table("trust_incidentnotice", "事件通知", "Notices of incidents", _INCIDENT, free_text="text_zh text_en how", none="id incident_id duty made_at sent_at sent_by"),
    table("trust_incidentmoment", "事件时间线", "Timelines of incidents", _INCIDENT, free_text="text", none="id incident_id at by_id kind"),
    table("trust_incidentpolicyrow", "事件规定", "Policy of incidents", none="code value changed_by changed_at"),
    table(
        "trust_impactassessment", "影响评估", "Impact assessments",
        none="id title occasions activity necessity risks measures risk assessed_on assessed_by created_at kept_until",
    ),
    table(
        "trust_signal", "风险信号", "Signals", _INCIDENT, pseudonym="subject_id", behaviour="evidence", free_text="note",
        none="id kind mark_hash subject_kind at state raised_at decided_by decided_at",
    ),
    table("trust_hold", "风险冻结", "Holds of signals", _INCIDENT, pseudonym="subject_id", none="id signal_id subject_kind action since until"),
    table(
        "trust_savedview", "保存的视图", "Saved views", _STAFF, free_text="name",
        none="id list_code owner_id filters columns is_shared created_at changed_at",
    ),
    table("trust_defaultview", "默认视图", "Views that lists open with", _STAFF, none="id user_id list_code view_id"),
    table("trust_rightspolicyrow", "权利政策", "Policy of rights", none="code value changed_by changed_at"),
    table("trust_retentionrule", "保留期规则", "Retention rules", none="code days is_on changed_by changed_at"),
    table("trust_retentionreport", "保留期报告", "Retention reports", none="id is_dry state lines started_by started_at ended_at"),
    table(
        "trust_legalhold", "法律保全", "Legal holds", _HELD, pseudonym="record_ids booking_id", free_text="reason",
        none="id placed_by placed_at until lifted_at lifted_by",
    ),
)  # fmt: skip
OF_SIGNING_IN = (
    table("django_session", "会话", "Sessions", _SIGN_IN, identity="session_data", none="session_key expire_date"),
    table("usersessions_usersession", "会话列表", "List of sessions", _SIGN_IN, identity="ip user_agent", none="id user_id created_at last_seen_at session_key data"),
    table("account_emailaddress", "登录邮箱", "Sign-in addresses", _STAFF, contact="email", none="id user_id verified primary"),
    table("account_emailconfirmation", "邮箱确认", "Confirmations of addresses", _STAFF, none="id email_address_id created sent key"),
    table("mfa_authenticator", "多因素认证", "Second factors", _STAFF, contact="data", none="id user_id type created_at last_used_at"),
    table("socialaccount_socialapp", "单点登录", "Single sign-on", none="id provider provider_id name client_id secret key settings"),
    table(
        "socialaccount_socialaccount", "单点登录账号", "Accounts of single sign-on", _STAFF, identity="uid extra_data",
        none="id user_id provider last_login date_joined",
    ),
    table("socialaccount_socialtoken", "单点登录令牌", "Tokens of single sign-on", _STAFF, none="id app_id account_id token token_secret expires_at"),
    table("auth_permission", "Django 权限", "Permissions of Django", none="id name content_type_id codename"),
    table("auth_group", "Django 组", "Groups of Django", none="id name"),
    table("auth_group_permissions", "Django 组权限", "Permissions of groups", none="id group_id permission_id"),
    table("django_content_type", "Django 类型", "Types of Django", none="id app_label model"),
    table("django_migrations", "表结构版本", "Migrations", none="id app name applied"),
)  # fmt: skip
FILES = (
    Store(
        Place.FILES, "packages", Text("资料包（加密）", "Result packages (sealed)"), (Column("content", Category.IDENTITY),), Whose.GUEST,
        FoundBy.RECORD, Erasing.EXPIRE, "packages", Text("为此人制作的资料包立即删除。", "Packages made for the person end at once."),
    ),
    Store(
        Place.FILES, "exports", Text("导出文件（加密）", "Export files (sealed)"), (Column("content", Category.IDENTITY),), Whose.GUEST,
        FoundBy.RECORD, Erasing.EXPIRE, "exports", Text("含有此人的导出文件立即销毁；其余 7 天到期。", "Files with the person end at once; the others after seven days."),
    ),
    Store(
        Place.FILES, "logs", Text("运行日志", "Logs"), (Column("line", Category.PSEUDONYM),), Whose.GUEST, FoundBy.READING, Erasing.BLANK,
        "", Text("日志只有代号；此人的代号以星号覆盖。满 50 MB 换新，只留上一份。", "Pseudonyms only; the person's are overwritten with stars. Replaced at 50 MB, one older copy kept."),
    ),
    Store(
        Place.FILES, "erasure_ledger", Text("删除台账", "The erasure ledger"), (Column("line", Category.PSEUDONYM),), Whose.GUEST, FoundBy.RECORD,
        Erasing.KEEP, "", Text("只有代号与盲索引：恢复备份后据此重新删除，并不再导入。", "Pseudonyms and blind indexes only: to erase again, and keep out, after a restore."),
    ),
    Store(
        Place.FILES, "backups", Text("备份", "Backups"), (Column("content", Category.IDENTITY),), Whose.GUEST, FoundBy.NOTHING, Erasing.EXPIRE,
        "", Text("备份不在系统内，按公司的备份周期到期；恢复时按删除台账重做此后的删除。", "Outside the product; they end with the company's rotation. A restore does later erasures again, by the ledger."),
    ),
)  # fmt: skip
STORES = (*OWN, *OF_SIGNING_IN, *FILES)
