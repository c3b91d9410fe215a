"""The programme of a fictitious airline is taken over whole, and reconciled with sums made here from the files alone (rules IM5 and IM10)."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cast import store_file
from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.taken_over import Elsewhere, airline
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.take_overs import list_fault_counts, prove_take_over
from xenia.loyalty.types.take_over import Lines

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "airline_loyalty_fictitious"
MEMBERS, ACTIVITY = DATA / "Customer Loyalty History.csv", DATA / "Customer Flight Activity.csv.gz"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),  # a minute by itself, several in a database that thousands of tests have used
    pytest.mark.django_db(transaction=True),  # committed part by part as it is, so that the planner learns what came
    pytest.mark.skipif(not ACTIVITY.exists(), reason=f"the real set is not at {DATA}"),
]


def expected() -> tuple[int, Decimal, Decimal, int]:
    """Points brought, points of members whose months come to less than nothing, what is rounded off, and how many have anything."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    with gzip.open(ACTIVITY, "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            sums[row["Loyalty Number"]] += Decimal(row["Points Accumulated"]) - Decimal(row["Points Redeemed"])
    there = [one for one in sums.values() if one >= 0]
    return (
        sum(int(one) for one in there),
        sum(one for one in sums.values() if one < 0),
        sum(one % 1 for one in there),
        sum(one >= 1 for one in there),
    )


def test_the_airlines_members_and_points_are_brought_to_the_last_point(books: Books) -> None:
    there: Elsewhere = airline(books, MEMBERS.read_bytes())
    done = there.bring_uploads(
        store_file(there.source_id, MEMBERS.read_bytes(), name=MEMBERS.name),
        store_file(there.source_id, ACTIVITY.read_bytes(), name=ACTIVITY.name),
    )
    brought, below, rounded, holders = expected()
    proof, left = prove_take_over(DIRECTOR, done.id), Member.objects.filter(state="left").count()

    assert done.said.members == Lines(16_737, 16_737, 0, 0)
    assert (done.said.balances.read, left, done.said.left) == (405_624, 2_067, 2_067)
    points = done.said.points["POINTS"]
    assert points.brought_cents == brought * 100
    assert (points.refused_cents, points.rounded_cents) == (int(below * 100), int(rounded * 100))
    assert points.in_file_cents == points.brought_cents + points.refused_cents + points.rounded_cents
    assert (proof.brought, proof.is_same) == ({"POINTS": brought}, True)
    assert Account.objects.filter(role="member", posted__gt=0).count() == holders - _left_with_points(done.id)
    assert {one.code for one in list_fault_counts(DIRECTOR, done.id)} == {"activity_negative", "line_repeated"}
    assert books.faults() == []


def _left_with_points(take_over_id: object) -> int:
    """Who had left keeps nothing."""
    from xenia.loyalty.models.ledger import Transfer

    return Transfer.objects.filter(source=f"take_over:{take_over_id}", cause="leaving").count()
