"""A property is shown by its name wherever a record, the unit tree or a booking's own attributes tell it."""

from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, ORDERS, Company, load, open_source, with_fields
from xenia.connect import models
from xenia.connect.queries.bookings import list_bookings
from xenia.connect.queries.places import property_names
from xenia.connect.queries.timeline import list_timeline
from xenia.connect.types.guests import BookingFilter
from xenia.kernel.texts import Text

PLACES = {
    "name": "places",
    "records": [
        {
            "kind": "place",
            "fields": {"place_key": {"from": "code"}, "kind": {"const": "hotel"}, "name": {"from": "name"}, "name_en": {"from": "name_en"}},
        }
    ],
}
NAMED = with_fields(ORDERS, **{"property": {"from": "check_in"}, "starts_on": None, "attributes.hotel_name": {"from": "check_out"}, "ends_on": None})  # fmt: skip


def load_places(source_id: UUID, *rows: str) -> None:
    load(source_id, "\n".join(["code,name,name_en", *rows]) + "\n", PLACES, name="places.csv")


def called(source_id: UUID, code: str) -> Text | None:
    return property_names(DIRECTOR, [(source_id, code)]).get((source_id, code))


@pytest.fixture
def source_id(db: None) -> UUID:
    return open_source()


def test_a_place_record_names_the_property_and_a_later_one_renames_it(source_id: UUID) -> None:
    load_places(source_id, "BZSH,宾至上海,Binzhi Shanghai", "BZBJ,宾至北京,")
    assert (called(source_id, "BZSH"), called(source_id, "BZBJ")) == (Text("宾至上海", "Binzhi Shanghai"), Text("宾至北京", "宾至北京"))
    load_places(source_id, "BZSH,宾至上海外滩,Binzhi Bund", "BZSH,宾至外滩,Bund")
    assert called(source_id, "BZSH") == Text("宾至外滩", "Bund")


def test_a_booking_that_carries_the_name_beside_the_code_tells_it(source_id: UUID) -> None:
    load(source_id, "order,status,check_in,check_out,total\nS-1,reserved,BZSH,宾至上海,1\nS-2,reserved,BZXX,,1\n", NAMED)
    assert (called(source_id, "BZSH"), called(source_id, "BZXX")) == (Text("宾至上海", "宾至上海"), None)


def test_a_place_record_is_believed_before_what_bookings_say(source_id: UUID) -> None:
    load_places(source_id, "BZSH,宾至外滩,Bund")
    load(source_id, "order,status,check_in,check_out,total\nS-1,reserved,BZSH,旧名,1\n", NAMED)
    assert called(source_id, "BZSH") == Text("宾至外滩", "Bund")


def test_another_source_is_asked_where_the_own_one_is_silent(source_id: UUID) -> None:
    load_places(open_source("products"), "BZSH,宾至外滩,Bund")
    assert called(source_id, "BZSH") == Text("宾至外滩", "Bund")
    load_places(source_id, "BZSH,外滩店,The Bund")
    assert called(source_id, "BZSH") == Text("外滩店", "The Bund")


def test_the_unit_of_the_code_names_the_property_in_lists_and_timeline(company: Company) -> None:
    models.Booking.objects.filter(booking_key="S-2").update(property="SHANGHAI", order_at=NOON)
    actor = company.actor("chen")
    (booking,) = list_bookings(actor, where=BookingFilter(text="S-2")).items
    moments = list_timeline(actor, [company.guests["林薇"]], kinds=["booking"]).items
    assert (booking.property, booking.property_name) == ("SHANGHAI", Text("外滩云行酒店", "Shanghai"))
    assert {"zh": "外滩云行酒店", "en": "Shanghai"} in [moment.detail.get("property_name") for moment in moments]
