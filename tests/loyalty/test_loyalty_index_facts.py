"""Evidence of all guests at once: what features say, when they say nothing, and that all at once come to the same as each alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from tests.insight.conftest import lake as lake
from tests.insight.planted import CHEN_GUEST, LIN_GUEST, MOTHER, MOTHER_GUEST, NOW, add, booking, fill, links, on
from tests.loyalty.test_loyalty_index_rules import DEFAULT, KNOWN, scaled
from xenia.insight.facts.snapshot import SCHEMA as FEATURES
from xenia.insight.facts.snapshot import guest_features
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.loyalty.facts.loyalty_index import CODES, LEFT_OUT, MEMBERS, SCHEMA, evidence_of, features_then, scored
from xenia.loyalty.rules.loyalty_index import index_of
from xenia.loyalty.types.loyalty_index import Dimension, IndexPolicy

NOBODY = {"index_members": MEMBERS.empty_table(), "left_out": LEFT_OUT.empty_table()}


def said(lake: Lake, *rows: dict[str, Any], **more: pa.Table) -> dict[str, dict[str, Any]]:
    """The evidence of guests with these features; what is not said is as of a guest of whom nothing is known."""
    counts = {field.name: 0 for field in FEATURES if pa.types.is_integer(field.type) and not field.name.endswith("_days")}
    held = pa.Table.from_pylist([counts | {"is_agency": False} | row for row in rows], FEATURES)
    asked = evidence_of(read.given("people", FEATURES))
    found = read.execute(asked, units=None, given={"people": held, **NOBODY, **more}, lake=lake).to_pylist()
    return {row["guest_id"]: row for row in found}


def member(guest: str, **more: Any) -> dict[str, Any]:
    usual = {
        "guest_id": guest,
        "tier": "YUN:BASE",
        "enrolled_year": 2025,
        "tier_place": 0.0,
        "active_months": 2.0,
        "friends": 0.0,
        "uses_1y": 1.0,
    }
    return usual | more


def test_li1_what_a_guest_could_not_have_shown_is_unknown_and_never_nought(lake: Lake) -> None:
    visited = {"guest_id": "looking", "searches_30d": 4, "events_365d": 9, "last_visit_on": on(-3)}
    came = {"guest_id": "came", "bookings": 1, "bookings_730d": 1, "hotel_share": 1.0, "spend_minor_365d": 90_000}
    found = said(lake, visited, came, {"guest_id": "nobody"})
    known = {guest: {code for code in CODES if row[code] is not None} for guest, row in found.items()}
    assert known["looking"] == {"searches_30d", "form_steps_90d", "saves_90d", "events_1y"}
    assert known["came"] == {"bookings_2y", "trips_1y", "trips_ahead", "spend_1y", "lines_used"}
    assert (found["came"]["trips_ahead"], found["came"]["lines_used"], "nobody" in found) == (0.0, 1.0, False)


def test_li1_bookings_without_a_price_do_not_make_a_spend_of_nought(lake: Lake) -> None:
    row = {"guest_id": "a", "bookings": 2, "bookings_730d": 2, "bookings_unpriced": 2}
    assert said(lake, row)["a"]["spend_1y"] is None
    assert said(lake, row | {"bookings_unpriced": 1})["a"]["spend_1y"] == 0.0


def test_li1_of_several_memberships_the_best_of_each_counts(lake: Lake) -> None:
    rows = [member("a"), member("a", tier="AIR:GOLD", enrolled_year=2021, tier_place=50.0, uses_1y=0.0, green_1y=3.0)]
    found = said(lake, {"guest_id": "a"}, index_members=pa.Table.from_pylist(rows, MEMBERS))["a"]
    assert [found[name] for name in ("tier", "enrolled_year", "tier_place", "uses_1y", "green_1y")] == ["AIR:GOLD", 2021, 50.0, 1.0, 3.0]


def test_li9_who_is_left_out_has_no_row(lake: Lake) -> None:
    rows = [{"guest_id": one, "bookings": 1} for one in ("a", "b")]
    assert set(said(lake, *rows, left_out=pa.table([["a"]], schema=LEFT_OUT))) == {"b"}


def test_features_of_the_past_are_those_of_a_snapshot_made_then(lake: Lake) -> None:
    fill(lake)
    add(lake, "booking_versions", booking("told late", 90, booker_id=MOTHER, came=NOW + timedelta(days=1)))
    then = NOW - timedelta(days=60)
    given = given_to_facts(guest_map_of(links())) | NOBODY
    answers = [
        read.execute(evidence_of(rows), units=None, given=given, lake=lake).sort_by("guest_id").to_pylist()
        for rows in (features_then(then), guest_features(then, backfilled=True))
    ]
    assert answers[0] == answers[1]
    assert [row["guest_id"] for row in answers[0]] == [LIN_GUEST, MOTHER_GUEST, CHEN_GUEST]


def at_once(rows: list[dict[str, float | None]], policy: IndexPolicy, lake: Lake) -> list[dict[str, Any]]:
    held = pa.Table.from_pylist([{"guest_id": f"{place:03}", **row} for place, row in enumerate(rows)], SCHEMA)
    return (
        read.execute(scored(read.given("month", SCHEMA), policy), units=None, given={"month": held}, lake=lake)
        .sort_by("guest_id")
        .to_pylist()
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=KNOWN.flatmap(lambda one: KNOWN.map(lambda other: [one, other, dict.fromkeys(CODES)])))
def test_all_guests_at_once_come_to_the_same_as_each_alone(lake: Lake, rows: list[dict[str, float | None]]) -> None:
    for policy in (DEFAULT, replace(scaled("bookings_2y", weight=0), coverage_least_percent=1)):
        for row, alone in zip(at_once(rows, policy, lake), [index_of(policy, one) for one in rows], strict=True):
            assert row["points"] == pytest.approx(alone.points)
            assert row["coverage"] == pytest.approx(alone.coverage)
            for one in alone.dimensions:
                assert row[one.dimension.value] == pytest.approx(one.points)
                assert row[f"{one.dimension.value}_coverage"] == pytest.approx(one.coverage)


def test_the_columns_of_a_scored_month_are_the_six_dimensions_and_the_index(lake: Lake) -> None:
    names = {name for one in Dimension for name in (one.value, f"{one.value}_coverage")}
    assert set(at_once([{}], DEFAULT, lake)[0]) == names | {"guest_id", "tier", "enrolled_year", "points", "coverage"}
