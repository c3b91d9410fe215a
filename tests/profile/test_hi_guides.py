"""Guests of a real set who have no name and no contact: each has a page with the orders, reviews and profile facts of the raw files."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import DIRECTOR, NOON, open_source
from xenia.connect.actions.loading import LoadOrder, load_file
from xenia.connect.models import GuestRecord
from xenia.connect.queries.bookings import list_bookings
from xenia.connect.types.guests import BookingFilter
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import guest_of, list_links
from xenia.kernel.actor import product_actor
from xenia.profile.actions.cards import refresh_cards
from xenia.profile.actions.showing import show_guest
from xenia.profile.queries.lists import list_guests
from xenia.profile.queries.timeline import list_timeline
from xenia.profile.types.guests import GuestFilter

GUIDES = Path(__file__).resolve().parents[3] / "shared" / "data" / "hi_guides"
FILES = ("profiles", "orders", "reviews")
SHOWN = 25
LINKER = product_actor("tests", "link_records")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not GUIDES.exists(), reason=f"the real set is not at {GUIDES}"),
]


def by_user(name: str) -> dict[str, list[dict[str, str]]]:
    rows = defaultdict(list)
    for row in csv.DictReader((GUIDES / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()):
        rows[row["userid"]].append(row)
    return rows


@pytest.fixture(scope="module")
def guests(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The files loaded once, and the first guests who ordered and reviewed, with their cards: number in the file -> record."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        source_id = open_source("guides")
        for name in FILES:
            load_file(actor=DIRECTOR, order=LoadOrder(GUIDES / f"{name}.csv", source_id, "hi_guides"), clock=lambda: NOON)
        chosen = sorted(by_user("orders").keys() & by_user("reviews").keys())[:SHOWN]
        found = dict(GuestRecord.objects.filter(source_id=source_id, source_key__in=chosen).values_list("source_key", "record_id"))
        link_records(actor=LINKER, record_ids=list(found.values()), now=NOON)
        guest_ids = [link.guest_id for link in list_links(DIRECTOR, list(found.values()))]
        refresh_cards(actor=DIRECTOR, guest_ids=guest_ids, now=NOON)
        yield found
        transaction.set_rollback(True)


def test_every_guest_has_a_page_with_all_orders_of_the_file(guests: dict[str, Any]) -> None:
    orders = by_user("orders")
    for number, record in guests.items():
        view = show_guest(actor=DIRECTOR, identifier=record, now=NOON)
        kept = list_bookings(DIRECTOR, where=BookingFilter(record_ids=[one.record_id for one in view.records])).items
        assert {one.booking_key for one in kept} == {row["orderid"] for row in orders[number]}
        assert view.line.bookings == len(orders[number])


def test_the_page_tells_where_the_guest_lives_and_how_old_they_may_be(guests: dict[str, Any]) -> None:
    profiles = by_user("profiles")
    for number, record in guests.items():
        view, told = show_guest(actor=DIRECTOR, identifier=record, now=NOON), profiles[number][0]
        assert {one.field: one.best.text for one in view.fields}.get("place", "") == told["province"]
        assert view.attributes.get("birth_year_band", "") == told["age"]


def test_the_timeline_holds_orders_and_reviews(guests: dict[str, Any]) -> None:
    orders, reviews = by_user("orders"), by_user("reviews")
    for number, record in guests.items():
        kinds = [entry.kind for entry in list_timeline(DIRECTOR, record, kinds=("booking", "feedback"), size=200).items]
        assert (kinds.count("booking"), kinds.count("feedback")) == (len(orders[number]), len(reviews[number]))


def test_guests_without_a_name_stand_in_the_list_and_are_found_by_their_number(guests: dict[str, Any]) -> None:
    assert len(list_guests(DIRECTOR, where=GuestFilter()).items) == len(guests)
    number, record = next(iter(guests.items()))
    (line,) = list_guests(DIRECTOR, where=GuestFilter(text=number)).items
    assert (line.name, line.source_key, line.guest_id) == ("", number, guest_of(DIRECTOR, record))
