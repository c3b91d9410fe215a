"""Guest records: their page, their companions, their timeline."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cast import NOON, Company, add_facts, revealed
from xenia.connect.queries.guests import count_bookings, get_guest, list_guests, list_parties
from xenia.connect.queries.timeline import list_timeline
from xenia.connect.types.guests import GuestFilter
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound, Refused

BEFORE = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture
def told(company: Company, empty_home: Path) -> Company:
    """What happened with Lin Wei besides her three bookings."""
    lin, mother = str(company.guests["林薇"]), str(company.guests["王秀英"])
    add_facts(
        "behaviour_events",
        company.shanghai,
        {"record_id": lin, "event_key": "e1", "name": "page_viewed", "at": BEFORE, "properties": '{"a":1}'},
    )
    call = {"record_id": lin, "interaction_key": "i1", "channel": "call", "at": NOON, "subject": "迟到退房"}
    add_facts("interactions", company.shanghai, call, {"record_id": mother, "interaction_key": "i2", "channel": "chat", "at": NOON})
    add_facts("feedback", company.shanghai, {"record_id": lin, "feedback_key": "f1", "rating": 4.5, "text": "很好", "at": NOON})
    add_facts("guest_traits", company.shanghai, {"record_id": lin, "name": "pillow", "value": "高枕"})
    return company


def test_the_page_tells_what_the_source_said_with_its_file_and_row(company: Company) -> None:
    page = get_guest(company.actor("chen"), company.guests["林薇"])
    assert (page.summary.name, page.summary.province, page.summary.bookings) == ("林薇", "上海", 3)
    assert (page.file_name, page.row_number, page.run_id) == ("shanghai.csv", 2, company.shanghai.run_id)


def test_a_booking_counts_once_for_a_booker_who_also_travels(company: Company) -> None:
    counts = {guest.name: guest.bookings for guest in list_guests(company.actor("zhao"), where=GuestFilter()).items}
    assert counts == {"林薇": 3, "王秀英": 2}


def test_the_list_is_narrowed_by_source_province_and_run(company: Company) -> None:
    actor = company.actor("chen")
    wheres = [
        GuestFilter(source_id=company.beijing.source_id),
        GuestFilter(province="上海"),
        GuestFilter(run_id=company.beijing.run_id, text="张伟"),
    ]
    assert [len(list_guests(actor, where=where).items) for where in wheres] == [2, 2, 1]


def test_the_parties_of_ones_bookings_are_all_who_booked_or_travelled(company: Company) -> None:
    lin, mother = company.guests["林薇"], company.guests["王秀英"]
    parties = list_parties(company.actor("zhao"), [lin])
    assert sorted(parties, key=len) == [{lin}, {lin, mother}, {lin, mother}]


def test_a_booking_of_two_records_of_one_person_counts_once(company: Company) -> None:
    lin, mother = company.guests["林薇"], company.guests["王秀英"]
    assert count_bookings(company.actor("zhao"), {lin: lin, mother: lin}) == {lin: 3}


def test_sealed_values_open_for_those_who_may(company: Company) -> None:
    actor, lin = company.actor("sun"), company.guests["林薇"]
    assert [revealed(actor, lin, field) for field in ("phone", "document", "wechat")] == ["+8613800001111", "E12341234", ""]
    with pytest.raises(Invalid):
        revealed(actor, lin, "name")
    with pytest.raises(NotFound):
        revealed(actor, company.guests["张伟"], "phone")


def test_nothing_is_shown_without_the_permission(company: Company) -> None:
    nobody = Actor(user_id=None, name="nobody", units=None)
    with pytest.raises(Refused):
        list_guests(nobody, where=GuestFilter())
    with pytest.raises(Refused):
        list_timeline(nobody, [company.guests["林薇"]])


def test_the_timeline_is_everything_newest_first(told: Company) -> None:
    entries = list_timeline(told.actor("zhao"), [told.guests["林薇"]]).items
    assert [entry.kind for entry in entries] == ["booking", "feedback", "interaction", "trait", "booking", "event", "booking"]
    assert [entry.title for entry in entries] == ["S-3", "很好", "迟到退房", "pillow", "S-2", "page_viewed", "S-1"]
    assert entries[5].detail == {"name": "page_viewed", "properties": {"a": 1}}


def test_the_timeline_pages_without_gap_or_repeat(told: Company) -> None:
    actor, lin = told.actor("zhao"), told.guests["林薇"]
    whole = list(list_timeline(actor, [lin]).items)
    paged, page = [], None
    while len(paged) < len(whole):
        answer = list_timeline(actor, [lin], page=page, size=1)
        paged, page = [*paged, *answer.items], answer.next
    assert (paged, page) == (whole, None)


def test_the_timeline_is_narrowed_to_kinds(told: Company) -> None:
    entries = list_timeline(told.actor("zhao"), [told.guests["林薇"]], kinds=("interaction", "trait")).items
    assert [entry.kind for entry in entries] == ["interaction", "trait"]
