"""The notices of an incident, with its facts filled in: to authorities and to guests, in Chinese and English. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from xenia.kernel.personal import Category
from xenia.kernel.texts import Text
from xenia.trust.rules.data_map import CATEGORY_WORDS
from xenia.trust.types.incidents import Duty, IncidentDraft, IncidentGrade, IncidentKind

COMPANY_ZONE = ZoneInfo("Asia/Shanghai")
UNKNOWN = Text("待查明", "not known yet")
KINDS = {
    IncidentKind.LEAK: Text("个人信息泄露", "a leak of personal information"),
    IncidentKind.LOSS: Text("个人信息丢失", "a loss of personal information"),
    IncidentKind.TAMPERING: Text("个人信息被篡改", "tampering with personal information"),
    IncidentKind.OUTAGE: Text("服务中断", "an interruption of service"),
    IncidentKind.MISUSE: Text("个人信息被违规使用", "a misuse of personal information"),
    IncidentKind.OTHER: Text("安全事件", "a security incident"),
}
GRADES = {
    IncidentGrade.GENERAL: Text("一般", "general"),
    IncidentGrade.LARGER: Text("较大", "larger"),
    IncidentGrade.MAJOR: Text("重大", "major"),
    IncidentGrade.EXTREME: Text("特别重大", "extremely major"),
}
GUESTS = frozenset({Duty.PIPL_GUESTS, Duty.GDPR_GUESTS})
TO_GUESTS = Text(
    "尊敬的客人：\n\n{company}于 {found} 发现一起{kind}事件，可能涉及您的以下信息：{categories}。\n\n"
    "发生了什么：{happened}\n发生时间：{began}\n可能的影响：{consequences}\n我们已采取的措施：{measures}\n\n"
    "您可以这样保护自己：警惕自称本公司的来电与短信，不要透露验证码；如您在其他网站使用相同密码，请修改。\n\n"
    "联系我们：{contact}\n{company}　{today}",
    "Dear guest,\n\non {found} {company} found {kind}, which may concern the following information about you: {categories}.\n\n"
    "What happened: {happened}\nWhen: {began}\nWhat it may lead to: {consequences}\nWhat we have done: {measures}\n\n"
    "What you can do: be wary of calls and messages in our name, tell nobody a code; change a password you use elsewhere too.\n\n"
    "Contact: {contact}\n{company}, {today}",
)
TO_AUTHORITY = Text(
    "{company}关于{kind}事件的报告\n\n一、事件名称：{title}\n二、发现时间：{found}；发生时间：{began}；结束时间：{ended}\n"
    "三、事件级别：{grade}\n四、事件经过与原因初步分析：{happened}\n五、涉及的个人信息种类：{categories}；涉及人数：{people}\n"
    "六、可能造成的危害：{consequences}\n七、已采取和拟采取的补救措施：{measures}\n八、联系人及联系方式：{contact}\n\n{company}　{today}",
    "Report of {company} on {kind}\n\n1. Title: {title}\n2. Found: {found}; began: {began}; ended: {ended}\n"
    "3. Grade: {grade}\n4. Course and first analysis of the cause: {happened}\n5. Data: {categories}; people: {people}\n"
    "6. Likely consequences: {consequences}\n7. Measures taken and proposed: {measures}\n8. Contact point: {contact}\n\n{company}, {today}",
)


def notice_text(duty: Duty, draft: IncidentDraft, people: int, company: Text, now: datetime) -> Text:
    """Returns the notice with the facts known now; what is not known says so, because a first report may not wait for it."""
    template = TO_GUESTS if duty in GUESTS else TO_AUTHORITY
    return Text(_filled(template, draft, people, company, now, "zh"), _filled(template, draft, people, company, now, "en"))


def _filled(template: Text, draft: IncidentDraft, people: int, company: Text, now: datetime, language: str) -> str:
    def word(text: Text) -> str:
        return text.in_language(language)

    def said(text: str) -> str:
        return text.strip() or word(UNKNOWN)

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(COMPANY_ZONE):%Y-%m-%d %H:%M}" + word(Text("（北京时间）", " (Beijing time)")) if at else word(UNKNOWN)

    known = [word(CATEGORY_WORDS[Category(one)]) for one in draft.categories if one in list(Category)]
    facts = {
        "company": word(company), "kind": word(KINDS[draft.kind]), "title": draft.title, "grade": word(GRADES[draft.grade]),
        "found": moment(draft.found_at), "began": moment(draft.began_at), "ended": moment(draft.ended_at),
        "happened": said(draft.happened), "consequences": said(draft.consequences), "measures": said(draft.measures),
        "contact": said(draft.contact), "people": f"{people:,}" if people else word(UNKNOWN),
        "categories": (word(Text("、", ", "))).join(known) or word(UNKNOWN), "today": f"{now.astimezone(COMPANY_ZONE):%Y-%m-%d}",
    }  # fmt: skip
    return word(template).format_map(facts)
