"""Consent in the database: what is recorded, what counts, and that nobody rewrites it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pyarrow as pa
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DIRECTOR, NOON
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.news.models import News
from xenia.trust.actions import consent, purposes
from xenia.trust.models import consent as models
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.requests import Restriction
from xenia.trust.queries import consent as queries
from xenia.trust.queries import purposes as purpose_queries
from xenia.trust.rules import consent as rules
from xenia.trust.types.consent import (
    Channel,
    ConsentReason,
    Mark,
    NewDecision,
    NewNotice,
    PiplBasis,
    Said,
    SeparateConsent,
    StandingFilter,
    Way,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("foundations")]
LIN, WANG, ZHANG, LI = (new_id() for _ in range(4))
LATER = NOON + timedelta(hours=1)
WORDS = NewNotice(
    Text("我们会通过您选择的渠道发送优惠与活动。", "We send offers and events on the channels you choose."), Text("", ""), asks_again=False
)
NEW_WORDS = replace(WORDS, change=Text("新增合作品牌的优惠。", "Offers of partner brands are new."), asks_again=True)
GIVEN, REFUSED, WITHDRAWN = Said


def says(said: Said = GIVEN, guest: UUID = LIN, **changed) -> NewDecision:
    return replace(NewDecision(guest, "marketing", Channel.SMS, said, NOON, Way.DESK, notice_version=1), **changed)


def tell(said: Said = GIVEN, guest: UUID = LIN, now: datetime = NOON, **changed) -> None:
    consent.record_decision(actor=DIRECTOR, decision=says(said, guest, **({"decided_at": now} | changed)), now=now)


def reason(guest: UUID = LIN, channel: Channel = Channel.SMS, now: datetime = LATER) -> ConsentReason:
    return queries.may(DIRECTOR, guest, "marketing", channel, now=now).reason


@pytest.fixture(autouse=True)
def notice(foundations: None) -> None:
    purposes.publish_notice(actor=DIRECTOR, purpose="marketing", notice=replace(WORDS, in_use_from=NOON - timedelta(days=400)), now=NOON)


def test_a_consent_allows_the_channel_it_was_given_for_and_no_other() -> None:
    tell()
    allowed = queries.may(DIRECTOR, LIN, "marketing", Channel.SMS, now=LATER)
    assert (allowed.allowed, allowed.reason, allowed.notice_version) == (True, ConsentReason.GIVEN, 1)
    assert (reason(channel=Channel.EMAIL), reason(guest=WANG)) == (ConsentReason.NOT_ASKED, ConsentReason.NOT_ASKED)


def test_n4_a_withdrawal_counts_at_the_instant_it_is_recorded() -> None:
    tell()
    tell(WITHDRAWN, now=LATER)
    assert reason(now=LATER) is ConsentReason.WITHDRAWN


def test_n2_a_late_file_of_older_opt_ins_is_kept_and_changes_nothing() -> None:
    tell(WITHDRAWN)
    old = says(decided_at=NOON - timedelta(days=30), way=Way.IMPORT)
    assert consent.import_decisions(actor=DIRECTOR, rows=[old], now=LATER).accepted == 1
    assert reason() is ConsentReason.WITHDRAWN
    assert [one.said for one in queries.list_decisions(DIRECTOR, LIN)] == [WITHDRAWN, GIVEN]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Said), st.integers(0, 3)), min_size=1, max_size=6), st.integers(1, 6))
def test_n2_what_counts_is_what_the_rule_says_of_the_history_in_any_order(said: list[tuple[Said, int]], cut: int) -> None:
    guest = new_id()
    rows = [says(word, guest, decided_at=NOON - timedelta(days=day), way=Way.IMPORT) for word, day in said]
    for part in (rows[:cut], rows[cut:]):
        consent.import_decisions(actor=DIRECTOR, rows=part, now=NOON)
    kept = models.ConsentDecision.objects.filter(guest_id=guest)
    marks = [Mark(Said(row.said), row.notice_version, row.decided_at, row.expires_at, row.id) for row in kept]
    counts = models.CurrentConsent.objects.get(guest_id=guest)
    assert (len(marks), rules.latest(marks).id) == (len(rows), counts.decision_id)


def test_n5_a_consent_runs_out_after_the_months_of_its_purpose() -> None:
    tell()
    assert reason(now=datetime.fromisoformat("2028-03-02T03:59:59+00:00")) is ConsentReason.GIVEN
    assert reason(now=datetime.fromisoformat("2028-03-02T04:00:00+00:00")) is ConsentReason.EXPIRED


def test_n6_a_new_version_that_asks_again_is_told_before_and_asks_again_after() -> None:
    tell()
    tell(REFUSED, guest=WANG)
    assert purpose_queries.count_asked_again(DIRECTOR, "marketing")[Channel.SMS] == 1
    assert purposes.publish_notice(actor=DIRECTOR, purpose="marketing", notice=NEW_WORDS, now=LATER) == 2
    assert (reason(), reason(guest=WANG)) == (ConsentReason.OUTDATED, ConsentReason.REFUSED)
    with pytest.raises(Conflict, match="read out the new words"):
        tell(now=LATER)
    tell(now=LATER, notice_version=2)
    assert reason() is ConsentReason.GIVEN


def test_n6_another_ground_asks_again_without_a_new_notice() -> None:
    tell()
    held = purpose_queries.get_purpose(DIRECTOR, "marketing")
    assert not purposes.change_purpose(actor=DIRECTOR, purpose=replace(held, valid_months=12), now=LATER)
    assert reason() is ConsentReason.GIVEN
    assert purposes.change_purpose(actor=DIRECTOR, purpose=replace(held, separate=SeparateConsent.SHARING), now=LATER)
    assert reason() is ConsentReason.OUTDATED


def test_n12_withdrawing_all_names_every_channel_and_lets_no_late_file_through() -> None:
    tell(REFUSED)
    tell(channel=Channel.EMAIL)
    said_no = consent.withdraw_all(actor=DIRECTOR, guest_id=LIN, way=Way.CALL, unit_id=None, language="zh-CN", now=LATER)
    assert said_no == 5 + 5
    consent.import_decisions(actor=DIRECTOR, rows=[says(channel=Channel.POST, way=Way.IMPORT)], now=LATER)
    standings = queries.list_standings(DIRECTOR, LIN, now=LATER)
    assert {one.reason for one in standings} == {ConsentReason.REFUSED, ConsentReason.WITHDRAWN, ConsentReason.NOT_NEEDED}
    assert consent.withdraw_all(actor=DIRECTOR, guest_id=LIN, way=Way.CALL, unit_id=None, language="en", now=LATER) == 0


def test_an_import_takes_what_is_right_and_says_of_each_other_row_what_is_wrong() -> None:
    rows = [says(), says(guest=WANG, notice_version=7), replace(says(), guest_id=None), says(REFUSED, guest=ZHANG, channel=Channel.ALL)]
    result = consent.import_decisions(actor=DIRECTOR, rows=rows, now=LATER)
    assert (result.accepted, [row.row for row in result.refused]) == (1, [2, 3, 4])
    assert all(row.text.zh and row.text.en for row in result.refused)
    assert AuditEntry.objects.get(action="consent.imported").details == {"accepted": 1, "refused": 3}
    assert models.ConsentDecision.objects.count() == 1


def test_may_many_answers_what_may_answers_for_each() -> None:
    tell()
    tell(WITHDRAWN, guest=WANG)
    tell(guest=ZHANG, now=NOON, decided_at=NOON - timedelta(days=1))
    soon = NOON + timedelta(days=3_650)
    everyone = [LIN, WANG, ZHANG, LI]
    for now in (LATER, soon):
        many = queries.may_many(DIRECTOR, pa.array([str(one) for one in everyone]), "marketing", Channel.SMS, now=now)
        assert set(many.guest_ids.to_pylist()) == {str(one) for one in everyone if reason(one, now=now).is_allowed}
        assert many.counts == {one: [reason(guest, now=now) for guest in everyone].count(one) for one in many.counts}
        assert sum(many.counts.values()) == 4


def test_may_many_allows_everybody_where_no_consent_is_needed_and_nobody_where_none_was_given() -> None:
    ids = pa.array([str(LIN), str(WANG)])
    assert queries.may_many(DIRECTOR, ids, "service", Channel.ALL, now=NOON).counts == {ConsentReason.NOT_NEEDED: 2}
    assert queries.may_many(DIRECTOR, ids, "research", Channel.ALL, now=NOON).guest_ids.to_pylist() == []
    assert queries.may_many(DIRECTOR, pa.array([], pa.string()), "research", Channel.ALL, now=NOON).counts == {}


def test_who_is_contactable_and_how_far_one_reaches_is_what_may_many_says() -> None:
    tell()
    tell(WITHDRAWN, guest=WANG)
    tell(guest=ZHANG)
    Restriction.objects.create(guest_id=ZHANG, kind="processing", since=NOON)
    everyone = pa.array([str(one) for one in (LIN, WANG, ZHANG, LI)])
    counts = {(one.purpose, one.channel, one.reason): one.guests for one in queries.count_reach(DIRECTOR, everyone, now=LATER)}
    for purpose, channel in (("marketing", Channel.SMS), ("marketing", Channel.EMAIL), ("service", Channel.ALL)):
        many = queries.may_many(DIRECTOR, everyone, purpose, channel, now=LATER)
        one = queries.contactable(DIRECTOR, purpose, channel, now=LATER)
        others = set(one.others.to_pylist())
        assert set(many.guest_ids.to_pylist()) == {guest for guest in everyone.to_pylist() if one.usual is not (guest in others)}
        if channel is not Channel.ALL:
            assert many.counts == {reason: number for (*place, reason), number in counts.items() if place == [purpose, channel]}


def test_every_number_is_a_door_to_its_guests() -> None:
    tell()
    tell(guest=WANG)
    tell(REFUSED, guest=ZHANG)
    for number in queries.list_numbers(DIRECTOR, now=LATER):
        where = StandingFilter(number.purpose, number.channel, number.reason)
        first = queries.list_guests_standing(DIRECTOR, where=where, now=LATER, size=1)
        second = queries.list_guests_standing(DIRECTOR, where=where, now=LATER, size=1, page=first.next) if first.next else None
        assert len({one.guest_id for one in (*first.items, *(second.items if second else ()))}) == number.guests
    assert [(one.reason, one.guests) for one in queries.list_numbers(DIRECTOR, now=LATER)] == [
        (ConsentReason.GIVEN, 2),
        (ConsentReason.REFUSED, 1),
    ]


@pytest.mark.parametrize("model", [models.ConsentDecision, models.Notice])
def test_the_database_refuses_to_rewrite_what_was_said_and_what_was_shown(model: type) -> None:
    tell()
    for attempt in (
        lambda: model.objects.update(language="en") if model is models.ConsentDecision else model.objects.update(text_zh="x"),
        lambda: model.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            attempt()
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "trigger"), [("consentdecision", "consent_decisions"), ("pricedecision", "price_decisions"), ("notice", "notices")]
)
def test_the_database_refuses_to_empty_what_was_said_shown_and_decided(table: str, trigger: str) -> None:
    tell()
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE trust_{table} ENABLE TRIGGER {trigger}_stay_whole")  # off in tests
        with pytest.raises(DatabaseError, match="append-only: TRUNCATE is refused"), transaction.atomic():
            cursor.execute(f"TRUNCATE trust_{table}")
        cursor.execute("SELECT set_config('xenia.erasing', 'on', true)")
        with pytest.raises(DatabaseError, match="append-only: TRUNCATE is refused"), transaction.atomic():
            cursor.execute(f"TRUNCATE trust_{table}")


def test_the_history_of_a_guest_goes_only_while_the_guest_is_erased() -> None:
    tell()
    tell(guest=WANG)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL xenia.erasing = 'on'")
        assert models.ConsentDecision.objects.filter(guest_id=LIN).delete()[0] == 1
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            models.ConsentDecision.objects.update(language="en")
        cursor.execute("SET LOCAL xenia.erasing = 'off'")
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        models.ConsentDecision.objects.all().delete()
    assert models.ConsentDecision.objects.get().guest_id == WANG


def test_each_decision_is_news_and_an_entry_of_the_audit_log() -> None:
    tell()
    change = News.objects.filter(kind="ConsentChanged").latest("id").payload["changes"]
    assert change == [[str(LIN), "marketing", "sms", "given"]]
    entry = AuditEntry.objects.get(action="consent.given")
    assert (entry.subject_id, entry.purpose, entry.details["notice_version"]) == (str(LIN), "marketing", 1)


def test_a_notice_is_published_in_order_and_a_taken_code_is_refused() -> None:
    with pytest.raises(Invalid, match="after the version before"):
        purposes.publish_notice(
            actor=DIRECTOR, purpose="marketing", notice=replace(NEW_WORDS, in_use_from=NOON - timedelta(days=500)), now=LATER
        )
    with pytest.raises(NotFound):
        purposes.publish_notice(actor=DIRECTOR, purpose="treasure", notice=WORDS, now=LATER)
    held = purpose_queries.get_purpose(DIRECTOR, "research")
    with pytest.raises(Conflict, match="change it instead"):
        purposes.create_purpose(actor=DIRECTOR, purpose=held, now=LATER)
    purposes.create_purpose(actor=DIRECTOR, purpose=replace(held, code="raffle", pipl_basis=PiplBasis.CONSENT), now=LATER)
    assert [one.code for one in purpose_queries.list_purposes(DIRECTOR)][-1] == "raffle"


def test_a_purpose_or_channel_there_is_not_is_named() -> None:
    with pytest.raises(NotFound, match="'marketing' with the channel 'all'"):
        reason(channel=Channel.ALL)
    with pytest.raises(NotFound, match="no purpose 'treasure'"):
        queries.may(DIRECTOR, LIN, "treasure", Channel.ALL, now=NOON)


@pytest.mark.parametrize("missing", ["record_consent", "manage_consent"])
def test_those_without_the_permission_change_nothing(missing: str) -> None:
    actor = Actor(None, "clerk", DIRECTOR.permissions - {missing}, None)
    attempts = {
        "record_consent": [
            lambda: consent.record_decision(actor=actor, decision=says(), now=NOON),
            lambda: consent.withdraw_all(actor=actor, guest_id=LIN, way=Way.DESK, unit_id=None, language="en", now=NOON),
        ],
        "manage_consent": [
            lambda: consent.import_decisions(actor=actor, rows=[says()], now=NOON),
            lambda: purposes.publish_notice(actor=actor, purpose="marketing", notice=NEW_WORDS, now=LATER),
            lambda: queries.list_numbers(actor, now=NOON),
        ],
    }
    for attempt in attempts[missing]:
        with pytest.raises(Refused):
            attempt()
    assert (models.ConsentDecision.objects.count(), models.Notice.objects.count()) == (0, 1)
