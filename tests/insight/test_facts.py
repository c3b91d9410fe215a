"""Features, worked by hand: what each is for a guest whose bookings are known."""

from typing import Any

import pytest

from tests.insight.planted import (
    CHEN,
    CHEN_GUEST,
    LIN,
    LIN_AT_THE_HOTEL,
    LIN_GUEST,
    LINKS,
    MOTHER,
    MOTHER_GUEST,
    NOW,
    add,
    asked,
    booking,
    days_ago,
    event,
    features_of,
    on,
)
from xenia.insight.facts.snapshot import guest_features
from xenia.lake.engine import Lake

pytestmark = pytest.mark.slow


def told(lake: Lake, *names: str, guest: str = LIN_GUEST) -> list[Any]:
    found = features_of(guest, lake, *names)
    return [found[name] for name in names]


def test_one_booking_has_a_recency_and_no_rhythm(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 40))
    assert told(lake, "bookings", "recency_days", "age_days", "repeats", "repeat_span_days", "spend_minor") == [1, 40, 40, 0, 0, 50_000]
    assert told(lake, "gap_days_mean", "overdue_ratio", "repeat_minor_mean") == [None] * 3


def test_bookings_and_money_are_counted_by_window(lake: Lake) -> None:
    add(lake, "booking_versions", *(booking(f"B{ago}", ago) for ago in (0, 29, 30, 89, 90, 364, 365, 729, 730)))
    assert told(lake, "bookings_30d", "bookings_90d", "bookings_365d", "bookings_730d", "bookings") == [2, 4, 6, 8, 9]
    assert told(lake, "spend_minor_30d", "spend_minor_90d", "spend_minor") == [100_000, 200_000, 450_000]


def test_rhythm_counts_days_and_not_bookings(lake: Lake) -> None:
    days = (300, 300, 200, 140)
    add(lake, "booking_versions", *(booking(f"B{n}", ago, total_minor=10_000 * (n + 1)) for n, ago in enumerate(days)))
    assert told(lake, "repeats", "repeat_span_days", "age_days", "gap_days_mean", "gap_days_median") == [2, 160, 300, 80.0, 80.0]
    assert told(lake, "overdue_ratio", "repeat_minor_mean") == [140 / 80, 35_000.0]
    assert told(lake, "gap_days_sd")[0] == pytest.approx(28.2842712)


def test_only_cancellations_leave_value_empty_and_a_share_of_one(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 50, status="cancelled"), booking("B2", 40, status="cancelled"))
    assert told(lake, "bookings", "cancellations", "cancellation_share", "bookings_asked", "spend_minor") == [0, 2, 1.0, 2, 0]
    assert told(lake, "recency_days", "hotel_share", "booking_minor_mean") == [None] * 3


def test_open_bookings_and_no_shows_do_not_stand(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 9, status="requested"),
        booking("B2", 9, status="no_show"),
        booking("B3", 9, status="in_house"),
    )
    assert told(lake, "bookings", "bookings_open", "no_shows", "no_show_share") == [1, 1, 1, 0.5]


def test_amounts_of_zero_and_below_count_in_sums_and_never_in_means(lake: Lake) -> None:
    amounts = {"B1": 10_000, "B2": 0, "B3": -4_000}
    add(lake, "booking_versions", *(booking(key, 9, total_minor=minor) for key, minor in amounts.items()))
    assert told(lake, "spend_minor", "booking_minor_mean", "bookings", "bookings_unpriced") == [6_000, 10_000.0, 3, 0]


def test_currencies_are_added_at_the_rate_of_the_day_of_booking_and_an_unknown_one_counts_without_money(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 600, currency="USD", total_minor=10_000),
        booking("B2", 600, currency="JPY", total_minor=10_000),
    )
    add(lake, "booking_versions", booking("B3", 600, currency="XXX"), booking("B4", 600, total_minor=None))
    assert told(lake, "spend_minor", "bookings", "bookings_unpriced") == [71_291 + 46_617, 4, 2]  # 7.1291 yuan a dollar, 0.046617 a yen


def test_the_buyer_is_the_booker_else_the_payer_else_the_first_traveller(lake: Lake) -> None:
    none = {"booker_id": None}
    add(
        lake,
        "booking_versions",
        booking("B1", 9),
        booking("B2", 9, **none, payer_id=LIN_AT_THE_HOTEL),
        booking("B3", 9, **none, traveller_ids=[LIN, MOTHER]),
    )
    add(lake, "booking_versions", booking("B4", 9, booker_id="a record nobody has"), booking("B5", 9, **none))
    assert told(lake, "bookings", "records") == [3, 2]


def test_trips_are_those_of_travellers_and_one_guest_is_counted_once(lake: Lake) -> None:
    both = {"traveller_ids": [LIN, LIN_AT_THE_HOTEL, MOTHER], "nights": 2}
    add(
        lake,
        "booking_versions",
        booking("B1", 50, starts_on=on(-20), **both),
        booking("B2", 20, starts_on=on(12), **both),
        booking("B3", 500, starts_on=on(-400)),
    )
    add(lake, "booking_versions", booking("B4", 9, starts_on=on(5), status="cancelled", **both))
    assert told(lake, "trips", "trips_365d", "nights_365d", "trips_ahead", "next_departure_days", "last_trip_days") == [2, 1, 2, 1, 12, 20]
    assert told(lake, "companions", "companions_again") == [1, 1]
    assert told(lake, "trips", "bookings", "companions", guest=MOTHER_GUEST) == [1, 0, 1]


def test_days_that_cannot_be_are_left_out(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 10, starts_on=on(-40), ends_on=on(-45)),
        booking("B2", -3, said=days_ago(1), came=days_ago(1)),
    )
    assert told(lake, "bookings", "lead_days_mean", "nights_mean", "recency_days") == [2, None, None, 1]


def test_an_event_of_the_future_counts_when_it_has_come(lake: Lake) -> None:
    add(lake, "behaviour_events", event("Trip Searched", -2, came=days_ago(0)), event("Trip Searched", 3), event("Offer Viewed", 8))
    assert told(lake, "searches_7d", "views_7d", "views_30d", "last_visit_days") == [1, 0, 1, 3]


def test_what_is_looked_for_and_never_booked_is_wanted(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 50, destination_city="三亚"),
        booking("B2", 50, destination_city="上海"),
        booking("B3", 50, destination_city="三亚"),
    )
    looked = ("三亚", "三亚", "三亚", "巴黎", "巴黎", "东京", None)
    add(lake, "behaviour_events", *(event("Trip Searched", 20 + n, destination=place) for n, place in enumerate(looked)))
    assert told(lake, "cities", "city_top", "places_searched", "place_searched_top", "place_wanted") == [2, "三亚", 3, "三亚", "巴黎"]


def test_shares_are_of_those_that_say_it(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 9, purpose="Business", children=1, adults=2, promotion_code="SALE", starts_on=on(4)),
        booking("B2", 9, line="air"),
    )
    add(
        lake,
        "booking_versions",
        booking("B3", 9, purpose="leisure", adults=1, starts_on=on(6), destination_country="JP"),
        booking("B4", 9, line="tour"),
    )
    assert told(lake, "business_share", "children_share", "promotion_share", "hotel_share", "tour_share") == [0.5, 0.5, 0.25, 0.5, 0.25]
    assert told(lake, "weekend_share", "domestic_share", "party_mean") == [0.5, 0.0, 2.0]


def test_season_looks_at_earlier_years_only(lake: Lake) -> None:
    add(lake, "booking_versions", *(booking(f"B{n}", ago) for n, ago in enumerate((365, 380, 250, 10))))
    assert told(lake, "season_share") == [pytest.approx(2 / 3)]


def test_segments_cabins_and_rooms_come_from_items(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 9, line="air", total_minor=60_000), booking("B2", 9))
    flights = [{"key": f"I{n}", "booking_id": "id of B1", "kind": "air", "cabin": cabin} for n, cabin in enumerate(("Business", "Y", "Y"))]
    add(lake, "booking_items", *flights, {"key": "I9", "booking_id": "id of B2", "kind": "hotel", "room_type": "大床房"})
    assert told(lake, "segments", "premium_cabin_share", "segment_minor_mean", "room_type_top") == [
        3,
        pytest.approx(1 / 3),
        20_000.0,
        "大床房",
    ]


def test_ratings_of_all_scales_are_brought_to_five(lake: Lake) -> None:
    ratings = ((4.0, 5.0, 30), (10.0, 10.0, 20), (9.0, 5.0, 10), (2.0, None, 5))
    add(lake, "feedback", *({"record_id": LIN, "rating": stars, "rating_max": best, "at": days_ago(ago)} for stars, best, ago in ratings))
    assert told(lake, "reviews", "rating_mean", "rating_last", "rating_lowest") == [3, pytest.approx(11 / 3), 2.0, 2.0]


def test_calls_are_told_from_other_contacts(lake: Lake) -> None:
    add(
        lake,
        "interactions",
        *({"record_id": LIN, "channel": channel, "at": days_ago(ago)} for channel, ago in (("call", 5), ("chat", 7), ("call", 200))),
    )
    assert told(lake, "calls_90d", "calls_365d", "contacts_365d", "last_contact_days") == [1, 2, 3, 5]


def test_an_agency_in_disguise_is_marked_by_its_bookings(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        *(booking(f"B{n}", n % 700, booker_id=CHEN, line="air") for n in range(5_000)),
        *(booking(f"L{n}", 9) for n in range(500)),
    )
    assert told(lake, "is_agency", "bookings_asked", "bookings", guest=CHEN_GUEST) == [True, 5_000, 5_000]
    assert told(lake, "is_agency", "bookings_asked") == [False, 500]


def test_an_agency_in_disguise_is_marked_by_the_people_it_books_for(lake: Lake) -> None:
    pairs = LINKS | {f"record {n}": f"guest {n}" for n in range(61)}
    add(lake, "booking_versions", *(booking(f"B{n}", 9, booker_id=CHEN, traveller_ids=[f"record {n}"]) for n in range(61)))
    chen = next(row for row in asked(guest_features(NOW), lake, pairs) if row["guest_id"] == CHEN_GUEST)
    assert (chen["is_agency"], chen["travellers_booked"]) == (True, 61)


def test_a_merge_of_guests_adds_up_without_touching_facts(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 100), booking("B2", 50, booker_id=LIN_AT_THE_HOTEL))
    assert told(lake, "bookings", "repeats", "repeat_span_days") == [2, 1, 50]
