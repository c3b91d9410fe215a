"""Bookings at risk: whose, in which order, and why, from scores that a model wrote."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR, NOON, Company, open_company
from xenia.connect.models import Booking
from xenia.insight.cancellation.product import KIND
from xenia.insight.facts.scores import TABLES, schema_of
from xenia.insight.models.register import ModelRun
from xenia.insight.queries.risks import list_risks, summarise_risks
from xenia.insight.types.judged import Subject
from xenia.insight.types.risks import RiskFilter
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound, Refused
from xenia.lake.snapshots import write_snapshot
from xenia.trust.models.requests import Restriction
from xenia.trust.types.access import Permission

pytestmark = pytest.mark.django_db
GUEST = "0192f0aa-0000-7000-8000-0000000000d1"
ALL = RiskFilter()
KINDS = (KIND,)


@pytest.fixture
def company(empty_home: Any) -> Company:
    """A company whose bookings were scored: S-1 and S-2 of Shanghai, S-3 without an amount, B-1 of Beijing."""
    company = open_company()
    run = ModelRun.objects.create(task="score", state="done", reason="ordered", as_of=NOON, created_at=NOON)
    stakes = {"S-1": 60_000, "S-2": 8_000, "S-3": None, "B-1": 45_000}
    rows = [_scored(company, key, stake) for key, stake in stakes.items()]
    schema = schema_of(Subject.BOOKING, KINDS)
    write_snapshot(TABLES[Subject.BOOKING], schema, pa.Table.from_pylist(rows, schema).to_batches(), version=run.id)
    return company


def _scored(company: Company, key: str, stake: int | None) -> dict[str, Any]:
    house = company.beijing if key == "B-1" else company.shanghai
    amount = None if stake is None else 2 * stake
    about = {"booking_id": str(company.bookings[key]), "guest_id": GUEST if key == "S-2" else None, "unit_id": str(house.unit_id)}
    said = {"cancellation_chance": 0.5, "amount_minor": amount, "at_stake_minor": stake, "starts_on": date(2026, 5, 1)}
    where = {"property": "BJ" if key == "B-1" else "SH", "destination_country": {"S-1": "CN", "S-2": "CN", "B-1": "JP"}.get(key)}
    return about | said | where | {"reasons": "lead|deposit" if key == "S-1" else None}


def keys(actor: Actor, where: RiskFilter = ALL, **more: Any) -> list[str]:
    return [one.booking.booking_key for one in list_risks(actor, where, now=NOON, kinds=KINDS, **more).items]


def test_what_is_most_at_stake_stands_on_top_with_its_reasons(company: Company) -> None:
    first, *others = list_risks(DIRECTOR, ALL, now=NOON, kinds=KINDS).items
    assert [first.booking.booking_key, *(one.booking.booking_key for one in others)] == ["S-1", "B-1", "S-2", "S-3"]
    assert [reason.en for reason in first.reasons] == ["lead time", "deposit"]
    assert (first.chance, first.amount_minor, first.at_stake_minor) == (0.5, 120_000, 60_000)
    assert others[-1].at_stake_minor is None


def test_pages_follow_each_other_without_gap_or_repeat(company: Company) -> None:
    first = list_risks(DIRECTOR, ALL, now=NOON, size=3, kinds=KINDS)
    assert [one.booking.booking_key for one in first.items] == ["S-1", "B-1", "S-2"]
    assert keys(DIRECTOR, page=first.next, size=3) == ["S-3"]


def test_a_filter_and_the_units_of_the_actor_cut_list_and_sums(company: Company) -> None:
    assert keys(DIRECTOR, RiskFilter(property="BJ")) == ["B-1"]
    assert keys(DIRECTOR, RiskFilter(market="CN")) == ["S-1", "S-2"]
    assert keys(DIRECTOR, RiskFilter(property="BJ", market="CN")) == []
    assert keys(DIRECTOR, RiskFilter(unit_id=company.beijing.unit_id)) == ["B-1"]
    beijing = replace(DIRECTOR, units=frozenset({company.beijing.unit_id}))
    assert keys(beijing) == ["B-1"]
    assert keys(replace(DIRECTOR, units=frozenset())) == []
    assert keys(beijing, RiskFilter(unit_id=company.shanghai.unit_id)) == []
    assert summarise_risks(beijing, now=NOON, kinds=KINDS).at_stake_minor == 45_000


def test_the_sums_are_those_of_the_list(company: Company) -> None:
    found = summarise_risks(DIRECTOR, now=NOON, kinds=KINDS)
    assert (found.bookings, found.expected_lost, found.amount_minor, found.at_stake_minor) == (4, 2.0, 226_000, 113_000)
    assert [(one.property, one.bookings, one.at_stake_minor) for one in found.properties] == [("SH", 3, 68_000), ("BJ", 1, 45_000)]
    assert [(one.market, one.bookings, one.at_stake_minor) for one in found.markets] == [("CN", 2, 68_000), ("JP", 1, 45_000)]
    assert (found.as_of, found.currency) == (NOON, "CNY")


def test_what_was_cancelled_since_has_begun_or_is_of_who_objects_is_left_out(company: Company) -> None:
    Booking.objects.filter(booking_id=company.bookings["B-1"]).update(status="cancelled")
    Restriction.objects.create(guest_id=UUID(GUEST), kind="profiling", since=NOON)
    assert keys(DIRECTOR) == ["S-1", "S-3"]
    assert list_risks(DIRECTOR, ALL, now=NOON.replace(month=6), kinds=KINDS).items == []


def test_nothing_is_told_before_a_scoring_or_without_the_permission(empty_home: Any) -> None:
    with pytest.raises(NotFound) as failure:
        list_risks(DIRECTOR, ALL, now=NOON, kinds=KINDS)
    assert failure.value.code == "risks_missing"
    for lacking in (Permission.VIEW_INSIGHT, Permission.VIEW_BOOKINGS):
        with pytest.raises(Refused):
            list_risks(replace(DIRECTOR, permissions=DIRECTOR.permissions - {lacking}), ALL, now=NOON, kinds=KINDS)
