"""What law and company decided about incidents: which clocks run and end when, how a leak is graded. Pure (docs/incidents.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.trust.types.incidents import (
    Duty,
    DutyClock,
    DutyState,
    IncidentDraft,
    IncidentGrade,
    IncidentLaw,
    IncidentPolicy,
    IncidentState,
    NewAssessment,
)  # fmt: skip

ASSESSMENT_YEARS_MIN = 3
PIPL_HOURS_MAX = 72
"""The law says at once; a company that allows itself more than three days has not understood it."""
DUTIES = {
    Duty.PIPL_AUTHORITY: (
        Text("通知个人信息保护部门", "Tell the authority for personal information"),
        Text("个人信息保护法第57条：立即", "PIPL art. 57: at once"),
    ),
    Duty.PIPL_GUESTS: (
        Text("通知受影响的客人", "Tell the guests concerned"),
        Text("个人信息保护法第57条：立即；措施能有效避免危害的可以不通知", "PIPL art. 57: at once, unless measures avert the harm"),
    ),
    Duty.CYBER_AUTHORITY: (
        Text("报告网信部门", "Report to the cyberspace administration"),
        Text("国家网络安全事件报告管理办法第4条：较大以上", "Measures on reporting network incidents, art. 4: grade larger and above"),
    ),
    Duty.GDPR_AUTHORITY: (
        Text("通知欧盟监管机构", "Notify the supervisory authority in the EU"),
        Text("GDPR 第33条：72小时内", "GDPR art. 33: within 72 hours"),
    ),
    Duty.GDPR_GUESTS: (
        Text("通知欧盟客人", "Tell the guests under GDPR"),
        Text("GDPR 第34条：高风险时不得无故迟延", "GDPR art. 34: without undue delay where the risk is high"),
    ),
    Duty.CYBER_SUMMARY: (
        Text("提交事件总结报告", "Hand in the closing report"),
        Text("国家网络安全事件报告管理办法：处置结束后30日内", "Measures on reporting network incidents: within 30 days after its end"),
    ),
}
WAIVABLE = frozenset({Duty.PIPL_GUESTS, Duty.GDPR_AUTHORITY, Duty.GDPR_GUESTS})
"""Duties the law itself lets go of, for a reason that is written down."""
STEPS = {
    IncidentState.OPEN: (IncidentState.CONTAINED, IncidentState.CLOSED),
    IncidentState.CONTAINED: (IncidentState.OPEN, IncidentState.CLOSED),
    IncidentState.CLOSED: (IncidentState.OPEN,),
}


def grade_of(people: int, policy: IncidentPolicy) -> IncidentGrade:
    """Returns the grade that the number of people alone would give; other grounds can only raise it."""
    steps = (
        (policy.extreme_people, IncidentGrade.EXTREME),
        (policy.major_people, IncidentGrade.MAJOR),
        (policy.larger_people, IncidentGrade.LARGER),
    )
    return next((grade for limit, grade in steps if people >= limit), IncidentGrade.GENERAL)


def duties_of(draft: IncidentDraft) -> list[Duty]:
    """Returns who must be told, in the order of the clocks."""
    graded = draft.grade is not IncidentGrade.GENERAL
    wanted = {
        Duty.CYBER_AUTHORITY: graded,
        Duty.PIPL_AUTHORITY: IncidentLaw.PIPL in draft.laws,
        Duty.PIPL_GUESTS: IncidentLaw.PIPL in draft.laws,
        Duty.GDPR_AUTHORITY: IncidentLaw.GDPR in draft.laws,
        Duty.GDPR_GUESTS: IncidentLaw.GDPR in draft.laws and draft.is_high_risk,
        Duty.CYBER_SUMMARY: graded,
    }
    return [duty for duty, is_wanted in wanted.items() if is_wanted]


def due_at(duty: Duty, found_at: datetime, closed_at: datetime | None, policy: IncidentPolicy) -> datetime | None:
    """Returns when the clock of the duty ends: counted from when the incident was found, that of the closing report from its end."""
    if duty is Duty.CYBER_SUMMARY:
        return closed_at + timedelta(days=policy.summary_days) if closed_at else None
    hours = {
        Duty.CYBER_AUTHORITY: policy.critical_hours if policy.is_critical else policy.cyber_hours,
        Duty.GDPR_AUTHORITY: policy.gdpr_hours,
        Duty.GDPR_GUESTS: policy.gdpr_hours,
    }
    return found_at + timedelta(hours=hours.get(duty, policy.pipl_hours))


def clock_of(duty: Duty, due: datetime | None, done_at: datetime | None, waived: str, now: datetime) -> DutyClock:
    """Returns the duty with where it stands now; what was done after its time stays marked as late."""
    title, ground = DUTIES[duty]
    is_late = due is not None and (done_at or now) > due
    if waived and done_at is None:
        state = DutyState.WAIVED
    elif done_at is not None:
        state = DutyState.DONE_LATE if is_late else DutyState.DONE
    else:
        state = DutyState.LATE if is_late else DutyState.RUNNING
    return DutyClock(duty, title, ground, due, done_at, waived, state)


def require_whole(draft: IncidentDraft, now: datetime) -> None:
    """Raises Invalid for an incident without a title, an account or a law, or one found before it began or in the future."""
    if not draft.title.strip() or not draft.happened.strip() or not draft.laws:
        raise Invalid(
            "incident_incomplete", "Say what happened, under which title and which law.", "请填写事件名称、经过，并选择适用的法律。"
        )
    times = [at for at in (draft.began_at, draft.found_at) if at is not None]
    ended_wrong = draft.began_at and draft.ended_at and draft.ended_at < draft.began_at
    if times != sorted(times) or draft.found_at > now or ended_wrong:
        raise Invalid(
            "incident_times_wrong",
            "An incident begins before it is found, is found before now, and ends after it began; correct the times.",
            "事件应先发生、后发现，且发现时间不晚于现在，结束不早于开始；请更正时间。",
        )


def require_step(before: IncidentState, after: IncidentState, clocks: Iterable[DutyClock]) -> None:
    """Raises Conflict for a step that is none, and for closing while somebody still has to be told."""
    open_duties = [clock for clock in clocks if clock.state in (DutyState.RUNNING, DutyState.LATE) and clock.duty is not Duty.CYBER_SUMMARY]
    if after not in STEPS[before]:
        raise Conflict("incident_step_wrong", f"An incident that is {before} cannot become {after}.", "事件当前状态不能这样变更。")
    if after is IncidentState.CLOSED and open_duties:
        raise Conflict(
            "incident_duties_open",
            f"{len(open_duties)} duties are open ({open_duties[0].title.en}); send the notice, or write down why none is needed.",
            f"还有 {len(open_duties)} 项义务未完成（{open_duties[0].title.zh}）；请先通知，或写明无需通知的理由。",
        )


def policy_of(rows: Mapping[str, int]) -> IncidentPolicy:
    """Returns the policy with the rows the company decided."""
    known = {field.name for field in fields(IncidentPolicy)}
    return IncidentPolicy(**{name: int(value) for name, value in rows.items() if name in known})


def check_policy(policy: IncidentPolicy) -> None:
    """Raises Invalid for limits looser than the law's, which a company may only tighten."""
    law = IncidentPolicy()
    bounded = ("gdpr_hours", "cyber_hours", "critical_hours", "summary_days", "larger_people", "major_people", "extreme_people")
    looser = [name for name in bounded if not 0 < getattr(policy, name) <= getattr(law, name)]
    people = [policy.larger_people, policy.major_people, policy.extreme_people]
    is_kept = policy.assessment_years >= ASSESSMENT_YEARS_MIN and 0 < policy.pipl_hours <= PIPL_HOURS_MAX
    if looser or people != sorted(people) or not is_kept:
        named = ", ".join(looser) or "pipl_hours or assessment_years"
        raise Invalid(
            "incident_policy_looser",
            f"The policy would be looser than the law ({named}); give a shorter time or a smaller number, and three years at least.",
            f"规定不得宽于法律（{named}）；时限与人数只能更严，评估至少保存三年。",
        )


def kept_until(assessed_on: date, policy: IncidentPolicy) -> date:
    """Returns the first day on which an assessment may be deleted: three years or more after it (PIPL art. 56)."""
    years = max(policy.assessment_years, ASSESSMENT_YEARS_MIN)
    try:
        return assessed_on.replace(year=assessed_on.year + years)
    except ValueError:  # the 29th of February
        return assessed_on.replace(year=assessed_on.year + years, month=3, day=1)


def require_assessed(new: NewAssessment, today: date) -> None:
    """Raises Invalid for an assessment that lacks one of the three questions of art. 56, or of a day to come."""
    if not all(text.strip() for text in (new.title, new.activity, new.necessity, new.risks, new.measures)) or not new.occasions:
        raise Invalid(
            "assessment_incomplete",
            "Say what is done, whether it is needed, what it risks for guests, and which measures are taken (PIPL art. 56).",
            "请写明处理活动、必要性、对个人权益的影响及风险、保护措施（个人信息保护法第56条）。",
        )
    if new.assessed_on > today or new.risk not in ("low", "medium", "high"):
        raise Invalid(
            "assessment_wrong", "The day is today or past, the risk low, medium or high.", "评估日期不得晚于今天，风险为低、中或高。"
        )
