"""Bookings: order, pages, totals, and versions with the file and row they came from."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cast import NOON, Company, add_facts
from xenia.connect.queries.bookings import get_booking, get_totals, list_bookings, list_versions
from xenia.connect.types.guests import BookingFilter
from xenia.connect.types.home import BookingTotals, CurrencyTotal
from xenia.kernel.errors import NotFound

LATER = datetime(2026, 3, 9, tzinfo=UTC)


def keys(company: Company, **where: object) -> list[str]:
    return [booking.booking_key for booking in list_bookings(company.actor("chen"), where=BookingFilter(**where)).items]


def test_the_booked_last_come_first_and_those_without_a_time_last(company: Company) -> None:
    assert keys(company) == ["B-1", "S-2", "S-1", "S-3"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_follow_one_another_over_bookings_with_and_without_a_time(company: Company, size: int) -> None:
    seen, page = [], None
    for _ in range(4):
        answer = list_bookings(company.actor("chen"), where=BookingFilter(), page=page, size=size)
        seen, page = [*seen, *(booking.booking_key for booking in answer.items)], answer.next
        if page is None:
            break
    assert seen == ["B-1", "S-2", "S-1", "S-3"]


def test_filters_narrow_the_list(company: Company) -> None:
    assert keys(company, source_id=company.beijing.source_id) == ["B-1"]
    assert keys(company, record_ids=(company.guests["王秀英"],)) == ["S-1", "S-3"]
    assert keys(company, booked_from=date(2026, 2, 10), booked_until=date(2026, 2, 11)) == ["S-2"]
    assert keys(company, starts_from=date(2026, 5, 2)) == []
    assert keys(company, text="s-2", line="hotel", status="confirmed") == ["S-2"]


def test_a_day_of_a_filter_is_a_day_of_the_company(company: Company) -> None:
    late_evening_utc = datetime(2026, 2, 9, 16, 30, tzinfo=UTC)
    from xenia.connect import models

    models.Booking.objects.filter(booking_key="S-2").update(booked_at=late_evening_utc)
    assert keys(company, booked_from=date(2026, 2, 10), booked_until=date(2026, 2, 11)) == ["S-2"]


def test_totals_count_all_and_sum_each_currency(company: Company) -> None:
    assert get_totals(company.actor("chen"), where=BookingFilter()) == BookingTotals(4, (CurrencyTotal("CNY", 250_000, 3),))
    assert get_totals(company.actor("zhao"), where=BookingFilter()) == BookingTotals(3, (CurrencyTotal("CNY", 200_000, 2),))
    assert get_totals(company.actor("chen"), where=BookingFilter(text="nothing")) == BookingTotals(0, ())


def test_the_page_has_people_items_and_payments(company: Company, empty_home: Path) -> None:
    booking_id = str(company.bookings["S-1"])
    item = {"booking_id": booking_id, "item_key": "1", "kind": "hotel", "room_type": "twin", "record_hash": b"i" * 16}
    add_facts("booking_items", company.shanghai, item, item | {"room_type": "double", "order_at": LATER})
    add_facts("payments", company.shanghai, {"booking_id": booking_id, "payment_key": "p", "amount_minor": 120_000, "currency": "CNY"})
    page = get_booking(company.actor("zhao"), company.bookings["S-1"])
    assert [(party.role, party.name) for party in page.parties] == [("booker", "林薇"), ("traveller", "林薇"), ("traveller", "王秀英")]
    assert [(item["kind"], item["room_type"]) for item in page.items] == [("hotel", "double")]
    assert [payment["amount_minor"] for payment in page.payments] == [120_000]


def test_versions_come_newest_first_with_file_and_row(company: Company, empty_home: Path) -> None:
    version = {"booking_id": str(company.bookings["S-1"]), "booking_key": "S-1", "total_minor": 120_000, "starts_on": date(2026, 5, 1)}
    add_facts(
        "booking_versions", company.shanghai, version, version | {"order_at": LATER, "total_minor": 150_000, "attributes": '{"x": 1}'}
    )
    newest, oldest = list_versions(company.actor("zhao"), company.bookings["S-1"])
    assert (newest.is_current, newest.values["total_minor"], newest.values["attributes"]) == (True, 150_000, {"x": 1})
    assert (oldest.is_current, oldest.order_at, oldest.values["starts_on"]) == (False, NOON, date(2026, 5, 1))
    assert (oldest.file_name, oldest.row_number, oldest.run_id) == ("shanghai.csv", 1, company.shanghai.run_id)


def test_a_version_names_the_property_whose_code_it_carries(company: Company, empty_home: Path) -> None:
    version = {"booking_id": str(company.bookings["S-1"]), "booking_key": "S-1", "property": "SHANGHAI"}
    add_facts("booking_versions", company.shanghai, version, version | {"order_at": LATER, "property": "NOWHERE"})
    newest, oldest = list_versions(company.actor("zhao"), company.bookings["S-1"])
    assert (newest.values["property"], newest.values.get("property_name")) == ("NOWHERE", None)
    assert (oldest.values["property"], oldest.values["property_name"]["zh"]) == ("SHANGHAI", "外滩云行酒店")


def test_versions_of_another_units_booking_do_not_exist(company: Company) -> None:
    with pytest.raises(NotFound):
        list_versions(company.actor("zhao"), company.bookings["B-1"])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_peoples_bookings_follow_one_another_in_the_same_order(company: Company, size: int) -> None:
    where = BookingFilter(record_ids=tuple(company.guests.values()))
    theirs, seen, page = set(keys(company, record_ids=where.record_ids)), [], None
    for _ in range(4):
        answer = list_bookings(company.actor("chen"), where=where, page=page, size=size)
        seen, page = [*seen, *(booking.booking_key for booking in answer.items)], answer.next
        if page is None:
            break
    assert seen == [key for key in ("B-1", "S-2", "S-1", "S-3") if key in theirs]
    assert seen
