"""Bookings are found by whatever a person at the desk has in hand."""

import pytest

from tests.cast import Company
from xenia.connect.queries.search import find_bookings, understood
from xenia.connect.rows import understood_as


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("林薇", {"key": ["林薇"], "name": ["林薇"]}),
        ("Lin.Wei@Example.com", {"email": ["lin.wei@example.com"]}),
        ("138 0000 1111", {"key": ["138 0000 1111"], "phone": ["+8613800001111"], "document": ["13800001111"]}),
        ("+65 6123 4567", {"key": ["+65 6123 4567"], "phone": ["+6561234567"]}),
        ("e12341234", {"key": ["e12341234", "E12341234"], "document": ["E12341234"], "name": ["e12341234"]}),
        ("  S-1 ", {"key": ["S-1"], "name": ["S-1"]}),
        ("12", {"key": ["12"]}),
    ],
)
def test_a_text_is_taken_as_all_it_can_be(text: str, ways: dict[str, list[str]]) -> None:
    assert understood_as(text, ["CN"]) == ways


def test_bookings_are_found_by_key_and_by_the_records_of_a_guest(company: Company) -> None:
    chen, mother = company.actor("chen"), company.guests["王秀英"]
    found = [find_bookings(chen, text, records, 8) for text, records in (("S-1", []), ("b-1", []), ("S-", []), ("B-1", [mother]))]
    assert [[booking.booking_key for booking in bookings] for bookings in found] == [["S-1"], ["B-1"], [], ["B-1", "S-1", "S-3"]]


def test_a_search_for_bookings_stays_in_the_units_of_the_actor(company: Company) -> None:
    found = find_bookings(company.actor("zhao"), "B-1", list(company.guests.values()), 8)
    assert {booking.booking_key for booking in found} == {"S-1", "S-2", "S-3"}


def test_what_a_text_was_taken_as_is_told(company: Company) -> None:
    assert understood("138 0000 1111") == ("key", "phone", "document")
