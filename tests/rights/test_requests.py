"""Requests of guests: the clock, who asks, the steps, the answer. Rules X1 to X5 of docs/algorithms/erasure.md."""

import io
import json
import zipfile
from datetime import date, timedelta

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR, NOON
from tests.rights.planted import LATER, RIGHTS, Planted, ask, ask_and_start
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.trust.actions.packages import expire_packages, open_package
from xenia.trust.actions.policies import change_rights_policy
from xenia.trust.actions.request_work import perform_request
from xenia.trust.actions.requests import (
    Given,
    answer_request,
    check_identity,
    complete_step,
    extend_request,
    lift_restriction,
    open_request,
    refuse_request,
    start_work,
    waive_identity,
)
from xenia.trust.models.audit import AuditEntry
from xenia.trust.queries.consent import may, may_many
from xenia.trust.queries.exports import get_counters, list_exports, people_of
from xenia.trust.queries.policies import rights_policy
from xenia.trust.queries.requests import get_request, guest_rights, list_notices, list_requests
from xenia.trust.queries.restrictions import is_restricted, objects_to_profiling
from xenia.trust.rules.package_pdf import Cover, render_pdf
from xenia.trust.rules.requests import due_on, is_identified, is_workday_in_china, needs_second
from xenia.trust.types.consent import Channel, ConsentReason
from xenia.trust.types.requests import Clock, NewRequest, RequestKind, RequestState, RightsPolicy

PIPL, GDPR = Clock(15, "working_days"), Clock(1, "months")


@pytest.mark.parametrize(
    ("clock", "received", "due"),
    [
        (PIPL, date(2026, 3, 2), date(2026, 3, 23)),
        (PIPL, date(2026, 9, 28), date(2026, 10, 23)),  # the autumn holidays do not count, the make-up Saturday 10-10 does
        (PIPL, date(2026, 2, 9), date(2026, 3, 6)),  # Spring Festival
        (PIPL, date(2029, 10, 1), date(2029, 10, 22)),  # no calendar yet: Monday to Friday
        (GDPR, date(2026, 1, 31), date(2026, 2, 28)),
        (GDPR, date(2026, 12, 15), date(2027, 1, 15)),
        (Clock(30, "days"), date(2026, 3, 2), date(2026, 4, 1)),
    ],
)
def test_x1_the_answer_is_due_after_the_days_of_the_law(clock: Clock, received: date, due: date) -> None:
    assert due_on(received, clock) == due


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_monday_is_not() -> None:
    assert (is_workday_in_china(date(2026, 10, 10)), is_workday_in_china(date(2026, 10, 5))) == (True, False)


@pytest.mark.parametrize(("people", "second"), [(1, False), (19, False), (20, True), (500, True)])
def test_x3_many_people_at_once_take_a_second_person(db: None, people: int, second: bool) -> None:
    assert needs_second(people, rights_policy()) is second


@pytest.mark.parametrize(
    ("compared", "known"),
    [
        ([], False),
        ([("phone", None)], False),
        ([("phone", True)], True),
        ([("phone", True), ("name", None)], True),
        ([("phone", True), ("name", False)], False),
    ],
)
def test_x4_something_must_match_and_nothing_differ(compared: list[tuple[str, bool | None]], known: bool) -> None:
    assert is_identified(compared) is known


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"phone": "139 0000 2222"}, {"phone": True}),
        ({"phone": "+86 13900002222", "name": "ZHANG WEI"}, {"phone": True, "name": True}),
        ({"phone": "13800000000"}, {"phone": False}),
        ({"email": "Zhang.Wei@Example.com", "birth_date": "1979-02-28"}, {"email": True, "birth_date": True}),
        ({"document": "E12341234"}, {"document": None}),
        ({"name": "张卫"}, {"name": False}),
    ],
)
def test_the_identity_check_tells_match_or_no_match_and_nothing_else(
    planted: Planted, given: dict[str, str], told: dict[str, bool | None]
) -> None:
    request_id = open_request(actor=DIRECTOR, new=NewRequest(RequestKind.COPY, (planted.zhang,)), rights=RIGHTS, now=NOON)
    compared = check_identity(actor=DIRECTOR, request_id=request_id, given=Given(given), rights=RIGHTS, now=NOON)
    assert {one.field: one.matches for one in compared} == told
    assert get_request(DIRECTOR, request_id, now=NOON).summary.identity_checked is is_identified(told.items())


def test_work_does_not_begin_before_someone_checked_who_asks(planted: Planted) -> None:
    request_id = open_request(actor=DIRECTOR, new=NewRequest(RequestKind.COPY, (planted.zhang,)), rights=RIGHTS, now=NOON)
    with pytest.raises(Conflict, match="Check first that the person who asks"):
        start_work(actor=DIRECTOR, request_id=request_id, rights=RIGHTS, now=NOON)
    waive_identity(actor=DIRECTOR, request_id=request_id, because="柜台核对护照", now=NOON)
    assert start_work(actor=DIRECTOR, request_id=request_id, rights=RIGHTS, now=NOON) is RequestState.WORKING


def perform(request_id) -> RequestState:  # type: ignore[no-untyped-def]
    perform_request(request_id=request_id, rights=RIGHTS, clock=lambda: LATER)
    return get_request(DIRECTOR, request_id, now=LATER).summary.state


@pytest.mark.parametrize("kind", [RequestKind.KNOW, RequestKind.COPY, RequestKind.PORT])
def test_x2_a_package_holds_everything_readable_for_people_and_machines(planted: Planted, kind: RequestKind) -> None:
    request_id = ask_and_start(planted, kind)
    assert perform(request_id) is RequestState.READY
    name, content = open_package(actor=DIRECTOR, request_id=request_id, now=LATER)
    archive = zipfile.ZipFile(io.BytesIO(content))
    said = json.loads(archive.read("data.json"))
    assert name.startswith("R-")
    assert {"records", "booking_versions", "behaviour_events", "consents"} <= {section["code"] for section in said["sections"]}
    assert "13900002222" in json.dumps(said)
    assert archive.read("摘要.pdf")[:4] == archive.read("summary.pdf")[:4] == b"%PDF"
    assert any(one.endswith(".csv") for one in archive.namelist()) is (kind is RequestKind.PORT)


def test_a_package_ends_and_each_download_is_recorded(planted: Planted) -> None:
    request_id = ask_and_start(planted, RequestKind.COPY)
    perform(request_id)
    open_package(actor=DIRECTOR, request_id=request_id, now=LATER)
    assert AuditEntry.objects.filter(action="request.package_opened", subject_id=str(request_id)).count() == 1
    later = LATER + timedelta(days=8)
    with pytest.raises(NotFound, match="has expired"):
        open_package(actor=DIRECTOR, request_id=request_id, now=later)
    assert expire_packages(actor=DIRECTOR, before=later - timedelta(days=7)) == 1


def test_w10_a_package_stands_in_the_register_of_exports_once_without_the_guests_name(planted: Planted) -> None:
    request_id = ask_and_start(planted, RequestKind.COPY)
    perform(request_id)
    for _ in range(2):
        open_package(actor=DIRECTOR, request_id=request_id, now=LATER)
    (line,) = list_exports(DIRECTOR, kind="package").items
    assert (line.state, line.recipient, line.country, line.purpose, line.people, line.is_sensitive) == (
        "sent",
        "guest",
        "CN",
        "copy",
        1,
        True,
    )
    assert line.agreement == get_request(DIRECTOR, request_id, now=LATER).summary.number
    assert people_of(DIRECTOR, [line.id]) == {planted.zhang}
    assert (get_counters(DIRECTOR).counters[0].people, AuditEntry.objects.filter(action="export.handed_over").count()) == (1, 1)


def test_x5_a_restricted_guest_is_not_processed_until_it_is_lifted(planted: Planted) -> None:
    request_id = ask_and_start(planted, RequestKind.RESTRICT)
    assert is_restricted(DIRECTOR, planted.guest, now=LATER) is False
    perform(request_id)
    assert is_restricted(DIRECTOR, planted.guest, now=LATER) is True
    assert guest_rights(DIRECTOR, [planted.zhang], [planted.guest], now=LATER).restricted_since == LATER
    lift_restriction(actor=DIRECTOR, request_id=request_id, because="纠纷已解决", now=LATER + timedelta(hours=1))
    assert is_restricted(DIRECTOR, planted.guest, now=LATER + timedelta(hours=2)) is False


def test_an_objection_ends_profiling_only(planted: Planted) -> None:
    perform(ask_and_start(planted, RequestKind.OBJECT))
    assert (objects_to_profiling(DIRECTOR, planted.guest, now=LATER), is_restricted(DIRECTOR, planted.guest, now=LATER)) == (True, False)


@pytest.mark.parametrize(("kind", "stopped"), [(RequestKind.OBJECT, {"profiling"}), (RequestKind.RESTRICT, {"profiling", "service"})])
def test_n13_a_right_stands_before_what_was_said(planted: Planted, kind: RequestKind, stopped: set[str]) -> None:
    perform(ask_and_start(planted, kind))
    asked = pa.array([str(planted.guest), str(planted.li)])
    for purpose in ("profiling", "service"):
        one = may(DIRECTOR, planted.guest, purpose, Channel.ALL, now=LATER)
        many = may_many(DIRECTOR, asked, purpose, Channel.ALL, now=LATER)
        assert (one.reason is ConsentReason.RESTRICTED, many.counts.get(ConsentReason.RESTRICTED, 0)) == (
            purpose in stopped,
            purpose in stopped,
        )
    assert may(DIRECTOR, planted.li, "service", Channel.ALL, now=LATER).allowed


def test_a_correction_waits_for_people_and_keeps_what_they_did(planted: Planted) -> None:
    request_id = ask_and_start(planted, RequestKind.CORRECT)
    assert perform(request_id) is RequestState.WORKING
    (step,) = get_request(DIRECTOR, request_id, now=LATER).steps
    complete_step(actor=DIRECTOR, request_id=request_id, step_id=step.id, note="已在 PMS 更正手机号", now=LATER)
    assert perform(request_id) is RequestState.READY
    assert get_request(DIRECTOR, request_id, now=LATER).steps[0].note == "已在 PMS 更正手机号"
    answer_request(actor=DIRECTOR, request_id=request_id, outcome="已更正", now=LATER)
    assert get_request(DIRECTOR, request_id, now=LATER).summary.state is RequestState.ANSWERED


def test_late_requests_are_told_and_more_time_needs_a_reason(planted: Planted) -> None:
    request_id = ask(planted)
    late = NOON + timedelta(days=30)
    assert [notice.title.en[-10:] for notice in list_notices(DIRECTOR, late)] == [" days late"]
    until = get_request(DIRECTOR, request_id, now=NOON).due_first_on + timedelta(days=20)
    with pytest.raises(Invalid):
        extend_request(actor=DIRECTOR, request_id=request_id, until=until + timedelta(days=365), because="很多记录", now=NOON)
    extend_request(actor=DIRECTOR, request_id=request_id, until=until, because="很多记录", now=NOON)
    assert list_notices(DIRECTOR, late) == []


def test_a_refusal_keeps_its_reason_and_ends_the_clock(planted: Planted) -> None:
    request_id = ask(planted)
    refuse_request(actor=DIRECTOR, request_id=request_id, because="无法确认身份", now=NOON)
    (one,) = list_requests(DIRECTOR, now=NOON, state="refused")
    assert (one.days_left, get_request(DIRECTOR, request_id, now=NOON).outcome) == (None, "无法确认身份")
    assert list_requests(DIRECTOR, now=NOON, state="open") == []


def test_only_those_who_handle_requests_see_them_and_only_of_their_units(planted: Planted) -> None:
    request_id = ask(planted)
    clerk = Actor(None, "clerk", frozenset({"view_guests"}), None)
    with pytest.raises(Refused):
        list_requests(clerk, now=NOON)
    elsewhere = Actor(None, "officer", frozenset({"handle_requests", "view_guests"}), frozenset({planted.guest}))
    assert list_requests(elsewhere, now=NOON) == []
    with pytest.raises(NotFound):
        get_request(elsewhere, request_id, now=NOON)
    with pytest.raises(NotFound):
        open_request(actor=elsewhere, new=NewRequest(RequestKind.COPY, (planted.zhang,)), rights=RIGHTS, now=NOON)


def test_a_policy_that_could_not_be_kept_is_refused(db: None) -> None:
    good = rights_policy()
    change_rights_policy(
        actor=DIRECTOR, policy=RightsPolicy(good.clocks | {"pipl": Clock(10, "days")}, 5, 3, "flag", "flag", "nothing"), now=NOON
    )
    assert (rights_policy().clocks["pipl"], rights_policy().bulk_people) == (Clock(10, "days"), 5)
    with pytest.raises(Invalid, match="give 1 to 366"):
        change_rights_policy(actor=DIRECTOR, policy=RightsPolicy({"pipl": Clock(0, "days")}, 5, 3, "flag", "flag", "flag"), now=NOON)


def test_who_asks_is_sealed(planted: Planted) -> None:
    from tests.cast import stored_bytes

    ask(planted)
    stored = stored_bytes("trust_subjectrequest").decode("utf-8", "replace")
    assert ("13900002222" in stored, "张伟" in stored, "请删除" in stored) == (False, False, False)


def test_a_pdf_of_the_same_data_is_the_same_bytes() -> None:
    cover = Cover("R-1", "copy", NOON, "zh-CN")
    assert render_pdf(cover, []) == render_pdf(cover, [])


def test_x3_many_people_are_erased_only_after_a_second_person_agreed(planted: Planted) -> None:
    from tests.cast import PASSWORD
    from xenia.trust.actions.approvals import decide
    from xenia.trust.actions.people import create_person
    from xenia.trust.queries.people import get_actor
    from xenia.trust.types.access import NewPerson
    from xenia.wiring import APPROVED

    made = [
        create_person(actor=DIRECTOR, person=NewPerson(f"{name}@yunxing.example", name, PASSWORD, ("privacy_officer",), ("group",)))
        for name in ("wu", "lu")
    ]
    asker, second = (get_actor(one) for one in made)
    good = rights_policy()
    change_rights_policy(actor=DIRECTOR, policy=RightsPolicy(good.clocks, 1, 7, "block", "block", "flag"), now=NOON)
    request_id = ask(planted, actor=asker)
    assert start_work(actor=asker, request_id=request_id, rights=RIGHTS, now=NOON) is RequestState.APPROVAL
    with pytest.raises(Conflict, match="waits for a second person"):
        start_work(actor=asker, request_id=request_id, rights=RIGHTS, now=NOON)
    approval_id = get_request(asker, request_id, now=NOON).approval_id
    assert approval_id is not None
    with pytest.raises(Refused):
        decide(actor=asker, approval_id=approval_id, approve=True, note="", now=NOON, handlers=APPROVED)
    decide(actor=second, approval_id=approval_id, approve=True, note="", now=NOON, handlers=APPROVED)
    assert perform(request_id) is RequestState.READY


def test_a_hold_of_a_booking_keeps_its_people(planted: Planted) -> None:
    from xenia.trust.actions.retention import place_hold
    from xenia.trust.types.retention import NewHold

    place_hold(actor=DIRECTOR, hold=NewHold("争议", booking_id=planted.booking), rights=RIGHTS, now=NOON)
    with pytest.raises(Conflict, match="A legal hold"):
        start_work(actor=DIRECTOR, request_id=ask(planted), rights=RIGHTS, now=NOON)


def test_records_of_other_sources_that_may_be_the_same_person_are_offered(planted: Planted) -> None:
    from dataclasses import replace

    from tests.cast import OUYANG_HUA, PEOPLE, ZHANG_WEI, load, open_source, people_file
    from xenia.connect import models
    from xenia.connect.queries.subjects import alike_records

    other = open_source("website")
    load(other, people_file(replace(ZHANG_WEI, key="W-1", name="张先生"), OUYANG_HUA), PEOPLE, name="web.csv")
    same = models.GuestRecord.objects.get(source_id=other, name="张先生").record_id
    assert alike_records(DIRECTOR, planted.zhang) == [same]
    assert alike_records(DIRECTOR, same) == [planted.zhang]


def test_x6_what_another_record_holds_too_is_not_searched_for_and_the_request_says_so(planted: Planted) -> None:
    from dataclasses import replace

    from tests.cast import PEOPLE, ZHANG_WEI, load, open_source, people_file

    load(open_source("website"), people_file(replace(ZHANG_WEI, key="W-1")), PEOPLE, name="web.csv")
    request_id = ask_and_start(planted, RequestKind.DELETE)
    assert perform(request_id) is RequestState.READY
    verification = get_request(DIRECTOR, request_id, now=LATER).verification
    assert verification is not None
    told = [text.en for text in verification.not_searched]
    assert (verification.left, any("phone is another guest's" in text for text in told)) == (0, True)
