"""Incidents: the clocks of the law, whom they touch, who is told, and what is never deleted too soon."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, open_source
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.actions import incidents as actions
from xenia.trust.actions.audit import record
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.incidents import ImpactAssessment
from xenia.trust.queries import incidents as queries
from xenia.trust.rules import incidents as rules
from xenia.trust.rules.incident_notices import notice_text
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.incidents import (
    Duty,
    DutyState,
    IncidentDraft,
    IncidentGrade,
    IncidentKind,
    IncidentLaw,
    IncidentPolicy,
    IncidentState,
    NewAssessment,
    Occasion,
    Trail,
)

FOUND = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
POLICY = IncidentPolicy()
DRAFT = IncidentDraft(
    IncidentKind.LEAK, "导出文件外泄", "一份客人名单被发到外部邮箱。", "可能收到诈骗电话。", "已撤销账号。", "privacy@yunxing.example",
    ("contact", "identity"), (IncidentLaw.PIPL, IncidentLaw.GDPR), IncidentGrade.GENERAL, None, None, FOUND,
)  # fmt: skip
ASSESSED = NewAssessment(
    "出境", (Occasion.ABROAD,), "向境外酒店提供预订", "履约所必需", "境外存储", "加密，最小字段", "medium", date(2024, 2, 29)
)


@pytest.fixture
def incident_id(db: None) -> UUID:
    open_source()
    return actions.register_incident(actor=DIRECTOR, draft=DRAFT, now=NOON)


def states(incident_id: UUID, now: datetime = NOON) -> dict[Duty, DutyState]:
    return {clock.duty: clock.state for clock in queries.get_incident(DIRECTOR, incident_id, now=now).clocks}


@pytest.mark.parametrize(
    ("duty", "policy", "hours"),
    [
        (Duty.GDPR_AUTHORITY, POLICY, 72),
        (Duty.PIPL_AUTHORITY, POLICY, 24),
        (Duty.PIPL_GUESTS, replace(POLICY, pipl_hours=2), 2),
        (Duty.CYBER_AUTHORITY, POLICY, 4),
        (Duty.CYBER_AUTHORITY, replace(POLICY, is_critical=1), 1),
    ],
)
def test_a_clock_runs_from_when_the_incident_was_found(duty: Duty, policy: IncidentPolicy, hours: int) -> None:
    assert rules.due_at(duty, FOUND, None, policy) == FOUND + timedelta(hours=hours)


def test_the_closing_report_is_due_thirty_days_after_the_end() -> None:
    assert rules.due_at(Duty.CYBER_SUMMARY, FOUND, None, POLICY) is None
    assert rules.due_at(Duty.CYBER_SUMMARY, FOUND, FOUND, POLICY) == FOUND + timedelta(days=30)


@pytest.mark.parametrize(
    ("people", "grade"), [(0, "general"), (999_999, "general"), (1_000_000, "larger"), (10_000_000, "major"), (10**8, "extreme")]
)
def test_a_leak_is_graded_by_its_people(people: int, grade: str) -> None:
    assert rules.grade_of(people, POLICY) == grade


def test_who_must_be_told_depends_on_law_grade_and_risk() -> None:
    assert rules.duties_of(DRAFT) == [Duty.PIPL_AUTHORITY, Duty.PIPL_GUESTS, Duty.GDPR_AUTHORITY, Duty.GDPR_GUESTS]
    graded = replace(DRAFT, laws=(IncidentLaw.GDPR,), grade=IncidentGrade.LARGER, is_high_risk=False)
    assert rules.duties_of(graded) == [Duty.CYBER_AUTHORITY, Duty.GDPR_AUTHORITY, Duty.CYBER_SUMMARY]


@pytest.mark.parametrize(
    "change",
    [
        {"gdpr_hours": 73},
        {"cyber_hours": 5},
        {"critical_hours": 2},
        {"assessment_years": 2},
        {"pipl_hours": 73},
        {"pipl_hours": 0},
        {"larger_people": 2_000_000},
        {"major_people": 10},
    ],
)
def test_a_policy_looser_than_the_law_is_refused(change: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="looser than the law"):
        rules.check_policy(replace(POLICY, **change))


@pytest.mark.parametrize(
    "change", [{"title": " "}, {"laws": ()}, {"happened": ""}, {"found_at": NOON + timedelta(hours=1)}, {"began_at": NOON}]
)
def test_an_incident_that_is_not_whole_is_refused(db: None, change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        actions.register_incident(actor=DIRECTOR, draft=replace(DRAFT, **change), now=NOON)  # type: ignore[arg-type]
    assert queries.list_incidents(DIRECTOR, now=NOON) == []


def test_a_clock_that_ran_out_is_late_and_stays_marked_when_it_is_done(incident_id: UUID) -> None:
    assert set(states(incident_id).values()) == {DutyState.RUNNING}
    late = FOUND + timedelta(hours=73)
    assert set(states(incident_id, late).values()) == {DutyState.LATE}
    notice = actions.make_notice(actor=DIRECTOR, incident_id=incident_id, duty=Duty.GDPR_AUTHORITY, now=late)
    actions.mark_notice_sent(actor=DIRECTOR, notice_id=notice, how="portal", sent_at=late, now=late)
    assert states(incident_id, late)[Duty.GDPR_AUTHORITY] is DutyState.DONE_LATE


def test_only_what_the_law_lets_go_is_waived(incident_id: UUID) -> None:
    with pytest.raises(Conflict, match="leaves no choice"):
        actions.waive_duty(actor=DIRECTOR, incident_id=incident_id, duty=Duty.PIPL_AUTHORITY, reason="no need", now=NOON)
    actions.waive_duty(actor=DIRECTOR, incident_id=incident_id, duty=Duty.PIPL_GUESTS, reason="文件已加密，未被打开", now=NOON)
    assert states(incident_id)[Duty.PIPL_GUESTS] is DutyState.WAIVED


def test_it_closes_only_when_everyone_was_told(incident_id: UUID) -> None:
    with pytest.raises(Conflict, match="4 duties are open"):
        actions.step_incident(actor=DIRECTOR, incident_id=incident_id, state=IncidentState.CLOSED, note="", now=NOON)
    for duty in states(incident_id):
        notice = actions.make_notice(actor=DIRECTOR, incident_id=incident_id, duty=duty, now=NOON)
        actions.mark_notice_sent(actor=DIRECTOR, notice_id=notice, how="mail", sent_at=NOON, now=NOON)
    actions.step_incident(actor=DIRECTOR, incident_id=incident_id, state=IncidentState.CLOSED, note="done", now=NOON)
    with pytest.raises(Conflict, match="closed"):
        actions.change_incident(actor=DIRECTOR, incident_id=incident_id, draft=DRAFT, now=NOON)


def test_whom_it_touches_is_what_one_actor_touched_in_the_time(incident_id: UUID) -> None:
    thief, records = Actor(new_id(), "Thief"), [new_id() for _ in range(3)]
    for place, (who, record_id) in enumerate([(thief, records[0]), (thief, records[0]), (thief, records[1]), (DIRECTOR, records[2])]):
        record(who, "contact.revealed", subject=Subject(SubjectKind.RECORD, str(record_id)), now=NOON + timedelta(minutes=place))
    trail = Trail(actor_id=thief.user_id, since=NOON, until=NOON + timedelta(hours=1))
    assert actions.count_affected(actor=DIRECTOR, incident_id=incident_id, trail=trail, now=NOON) == 2
    assert actions.count_affected(actor=DIRECTOR, incident_id=incident_id, trail=trail, now=NOON) == 2
    assert {one.id for one in queries.list_affected(DIRECTOR, incident_id).items} == set(records[:2])


def test_a_trail_without_an_end_is_refused(incident_id: UUID) -> None:
    with pytest.raises(Invalid, match="everybody"):
        actions.count_affected(actor=DIRECTOR, incident_id=incident_id, trail=Trail(actor_id=new_id()), now=NOON)


@pytest.mark.parametrize("duty", Duty)
def test_a_notice_tells_the_facts_in_both_languages_and_says_what_is_not_known(duty: Duty) -> None:
    text = notice_text(duty, DRAFT, 0, Text("云行旅业", "Yunxing Travel"), NOON)
    assert ("一份客人名单" in text.zh, "2026-03-02 11:00" in text.zh, "联系方式" in text.zh, "待查明" in text.zh) == (
        True,
        True,
        True,
        True,
    )
    assert ("Yunxing Travel" in text.en, "Contact, Identity" in text.en, "{" in text.en + text.zh) == (True, True, False)
    assert re.findall(r"[a-z][A-Z]\w*", text.en) == []  # no name of the code stands in what an authority reads


def test_braces_in_what_people_wrote_stay_text() -> None:
    text = notice_text(Duty.PIPL_GUESTS, replace(DRAFT, happened="{company.__class__}"), 1, Text("x", "x"), NOON)
    assert "{company.__class__}" in text.zh


@pytest.mark.parametrize(("assessed", "until"), [(date(2024, 2, 29), date(2027, 3, 1)), (date(2024, 3, 1), date(2027, 3, 1))])
def test_an_assessment_is_kept_three_years(assessed: date, until: date) -> None:
    assert rules.kept_until(assessed, POLICY) == until


def test_an_assessment_cannot_be_deleted_before_its_time(db: None) -> None:
    made = actions.record_assessment(actor=DIRECTOR, new=ASSESSED, today=date(2026, 3, 2), now=NOON)
    with pytest.raises(Conflict, match="2027-03-01"):
        actions.delete_assessment(actor=DIRECTOR, assessment_id=made, today=date(2027, 2, 28), now=NOON)
    assert ImpactAssessment.objects.count() == 1
    actions.delete_assessment(actor=DIRECTOR, assessment_id=made, today=date(2027, 3, 1), now=NOON)
    assert ImpactAssessment.objects.count() == 0


def test_everything_is_recorded_and_only_for_those_who_may(incident_id: UUID) -> None:
    assert list(AuditEntry.objects.filter(action__startswith="incident.").values_list("action", flat=True)) == ["incident.registered"]
    with pytest.raises(Refused):
        queries.get_incident(Actor(new_id(), "Clerk"), incident_id, now=NOON)
