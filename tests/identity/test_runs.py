"""Records of several systems become guests: all at once, and one by one as they come, with the same outcome."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from tests.cast import DIRECTOR, NOON, PEOPLE, Guest, load, open_source, people_file
from xenia.connect.models import Booking, GuestRecord
from xenia.identity import models
from xenia.identity.actions.erasure import erase_matches
from xenia.identity.actions.links import link_records
from xenia.identity.actions.resolving import resolve_records
from xenia.identity.actions.runs import _keep_matches, cancel_run, order_run, perform_run
from xenia.identity.queries.asked import asked_pairs
from xenia.identity.queries.readiness import is_worth_full_run
from xenia.identity.resolution import resolve
from xenia.identity.rows import readings_of, stored_readings
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Refused
from xenia.trust.types.rights import Erasure

IDENTITY = product_actor("identity", "link_records")
PHONE = "+8613805712233"
AT_HOTEL = (
    Guest("H1", "王伟", "", "男", PHONE, "xiaobei1988@example.cn", "E34567812", "1988-03-04"),
    Guest("H2", "李娜", "", "女", "+8613911112222", "", "", "1990-05-06"),
    Guest("H3", "王芳", "", "女", PHONE),
)
AT_AIRLINE = (
    Guest("A1", "", "WANG/WEI MR", "", PHONE, "", "E34567812"),
    Guest("A2", "", "LI/NA MS", "", "+8613911112222", "", "", "1990-05-06"),
    Guest("A3", "", "ZHAO/LEI MR"),
)


def clock() -> datetime:
    return datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def arrived(code: str, guests: tuple[Guest, ...]) -> list[UUID]:
    """The records of these people, imported and linked, by their key."""
    load(open_source(code), people_file(*guests), PEOPLE)
    keys = [guest.key for guest in guests]
    records = dict(GuestRecord.objects.filter(source_key__in=keys).values_list("source_key", "record_id"))
    link_records(actor=IDENTITY, record_ids=list(records.values()), now=NOON)
    return [records[key] for key in keys]


def matched() -> models.MatchRun:
    run_id = order_run(actor=IDENTITY, now=clock())
    perform_run(actor=IDENTITY, run_id=run_id, clock=clock)
    return models.MatchRun.objects.get(id=run_id)


def people() -> set[frozenset[UUID]]:
    """Which records are one guest."""
    parts: dict[UUID, set[UUID]] = {}
    for record_id, guest_id in models.GuestLink.objects.values_list("record_id", "guest_id"):
        parts.setdefault(guest_id, set()).add(record_id)
    return {frozenset(part) for part in parts.values()}


def test_a_full_run_makes_one_guest_of_what_two_systems_know_and_reports_it(company: object) -> None:
    hotel, airline = arrived("hotel", AT_HOTEL), arrived("gds", AT_AIRLINE)
    run = matched()
    assert {frozenset((hotel[0], airline[0])), frozenset((hotel[1], airline[1])), frozenset((hotel[2],))} <= people()
    assert (run.state, run.report["merged"], run.report["moved"]) == ("done", 2, 2)
    assert run.report["records"] == models.Reading.objects.count() == GuestRecord.objects.count()


def test_m28_one_by_one_comes_to_the_same_as_all_at_once(company: object) -> None:
    arrived("hotel", AT_HOTEL)
    matched()
    for record_id in arrived("gds", AT_AIRLINE):
        resolve_records(actor=IDENTITY, record_ids=[record_id], now=clock())
    one_by_one, pairs = people(), models.Match.objects.count()
    again = matched()
    assert people() == one_by_one
    assert (again.report["moved"], models.Match.objects.count()) == (0, pairs)


def test_a_record_that_says_something_else_leaves_the_guest_it_no_longer_fits(company: object) -> None:
    hotel, airline = arrived("hotel", AT_HOTEL), arrived("gds", AT_AIRLINE)
    matched()
    GuestRecord.objects.filter(record_id=airline[0]).update(name="赵磊", name_latin="ZHAO/LEI", document_sealed=None)
    resolve_records(actor=IDENTITY, record_ids=[airline[0]], now=clock())
    assert frozenset((hotel[0],)) in people()


def test_a_run_that_somebody_stops_ends_cancelled_and_moves_nobody(company: object) -> None:
    arrived("hotel", AT_HOTEL), arrived("gds", AT_AIRLINE)
    before = people()
    run_id = order_run(actor=IDENTITY, now=clock())
    models.MatchRun.objects.filter(id=run_id).update(cancel_asked=True)
    perform_run(actor=IDENTITY, run_id=run_id, clock=clock)
    assert (models.MatchRun.objects.get(id=run_id).state, people()) == ("cancelled", before)


def test_while_a_run_waits_another_order_is_told_of_it(company: object) -> None:
    first = order_run(actor=DIRECTOR, now=clock())
    assert order_run(actor=IDENTITY, now=clock()) == first
    cancel_run(actor=DIRECTOR, run_id=first, now=clock())
    assert order_run(actor=IDENTITY, now=clock()) != first


@pytest.mark.django_db
def test_who_may_not_resolve_guests_orders_no_run() -> None:
    with pytest.raises(Refused, match="resolve_guests"):
        order_run(actor=product_actor("nobody", "view_guests"), now=clock())
    assert not models.MatchRun.objects.exists()


@pytest.mark.django_db
def test_the_first_records_and_very_many_are_matched_all_at_once() -> None:
    assert is_worth_full_run(IDENTITY, 1)
    models.MatchModel.objects.create(version=1, document={}, records=0, trained_at=clock(), is_current=True)
    assert [is_worth_full_run(IDENTITY, count) for count in (0, 1, 1_000, 1_001)] == [False, False, False, True]


def test_what_is_kept_of_a_reading_says_nothing_without_the_products_key(company: object) -> None:
    (record_id, *_) = arrived("hotel", AT_HOTEL)
    matched()
    row = models.Reading.objects.get(record_id=record_id)
    kept = bytes(row.reading_sealed) + repr(row.keys).encode()
    assert not any(value.encode() in kept for value in (PHONE, "王伟", "E34567812", "xiaobei", "1988-03-04", "19880304"))


def test_m30_a_pair_that_is_strong_and_joins_nothing_is_asked_about(company: object) -> None:
    hotel = arrived("hotel", (Guest("T1", "王伟", "", "男", PHONE, "", "E34567812"), Guest("T2", "王伟", "", "男", PHONE, "", "G97531246")))
    unsure = arrived("calls", (Guest("T3", "王伟", "", "男", PHONE),))
    matched()
    torn = models.Match.objects.filter(verdict="torn")
    assert {row.left_id for row in torn} | {row.right_id for row in torn} == {*hotel, *unsure}
    assert {frozenset((record,)) for record in (*hotel, *unsure)} <= people()
    assert len(asked_pairs(DIRECTOR, limit=10)) == 2


def test_an_erased_name_goes_from_the_models_too(company: object) -> None:
    (record_id, *_) = arrived("hotel", AT_HOTEL)
    matched()
    row = models.MatchModel.objects.get()
    row.document["names"]["local"]["wholes"] = {"王|伟": 1, "李|娜": 1}
    row.save()
    erase_matches(DIRECTOR, Erasure(uuid4(), (record_id,), (), (), {}, (), ()), {}, NOON)
    assert models.MatchModel.objects.get().document["names"]["local"]["wholes"] == {"李|娜": 1}


def test_a_booking_that_comes_later_is_read_in_the_next_run(company: object) -> None:
    (record_id, *_) = arrived("hotel", AT_HOTEL)
    matched()
    Booking.objects.update(traveller_ids=[record_id])
    assert matched().report["read"] >= 1
    assert readings_of([record_id])[record_id].bookings


def test_pairs_of_records_that_come_during_a_run_stay(company: object) -> None:
    hotel = arrived("hotel", AT_HOTEL)
    matched()
    stored = stored_readings(lambda done: None)
    airline = arrived("gds", AT_AIRLINE)
    resolve_records(actor=IDENTITY, record_ids=airline, now=clock())
    found = models.Match.objects.count()
    _keep_matches([one for one, _ in stored], resolve([one for _, one in stored]), 1)
    assert models.Match.objects.count() == found > 0
    assert frozenset((hotel[0], airline[0])) in people()
