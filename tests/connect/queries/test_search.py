"""Guests and bookings are found by whatever a person at the desk has in hand."""

import pytest

from tests.cast import PHONE, SCRIPT, Company
from xenia.connect.queries.search import search
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("林薇", {"林薇"}),
        ("林", {"林薇"}),
        ("lin wei", {"林薇"}),
        ("wei", {"林薇", "张伟"}),
        ("lw", {"林薇"}),
        (PHONE, {"林薇", "王秀英"}),
        ("138 0000 1111", {"林薇", "王秀英"}),
        ("LIN.WEI@example.com", {"林薇"}),
        ("e12341234", {"林薇"}),
        ("G1", {"林薇", "张伟"}),
        ("<script>", {SCRIPT}),
        ("%", set()),
        ("_", set()),
        ("nobody", set()),
    ],
)
def test_guests_are_found(company: Company, text: str, names: set[str]) -> None:
    assert {guest.name for guest in search(company.actor("chen"), text).guests} == names


@pytest.mark.parametrize(
    ("text", "keys"), [("S-1", {"S-1"}), ("b-1", {"B-1"}), ("林薇", {"S-1", "S-2", "S-3"}), (PHONE, {"S-1", "S-2", "S-3"}), ("S-", set())]
)
def test_bookings_are_found_by_key_and_by_guest(company: Company, text: str, keys: set[str]) -> None:
    assert {booking.booking_key for booking in search(company.actor("chen"), text).bookings} == keys


def test_a_search_stays_in_the_units_of_the_actor(company: Company) -> None:
    found = search(company.actor("zhao"), "wei")
    assert ([guest.name for guest in found.guests], {booking.booking_key for booking in found.bookings}) == (
        ["林薇"],
        {"S-1", "S-2", "S-3"},
    )


def test_an_empty_text_finds_nothing(company: Company) -> None:
    assert search(company.actor("chen"), "  ").guests == ()
