"""What becomes of a file: counts that add up, versions, people, lineage."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.cast import DIRECTOR, NOON, ORDERS, facts_of, load, orders_file, perform, store_file, with_fields
from xenia.connect import models
from xenia.connect.actions.runs import order_run
from xenia.connect.queries.bookings import get_booking, list_versions
from xenia.connect.types.runs import Counts, RunOrder, RunState
from xenia.kernel.errors import Invalid
from xenia.news.models import News

DATED = with_fields(ORDERS, modified_at={"from": "modified"})
MARCH, APRIL, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5))
FIRST = orders_file("S-1,reserved,2026-05-01,2026-05-03,1200", "S-2,reserved,2026-06-01,2026-06-02,800")
CHANGED = orders_file("S-1,confirmed,2026-05-01,2026-05-04,1800", "S-2,reserved,2026-06-01,2026-06-02,800")


def dated(*rows: str) -> str:
    return "\n".join(["order,status,check_in,check_out,total,modified", *rows]) + "\n"


def booking(source_id: UUID, key: str = "S-1") -> models.Booking:
    return models.Booking.objects.get(source_id=source_id, booking_key=key)


def test_a_first_file_is_all_new(source_id: UUID) -> None:
    run = load(source_id, FIRST)
    assert (run.state, run.counts, run.records) == (RunState.DONE, Counts(new=2), {"booking": 2})
    assert (booking(source_id).total_minor, booking(source_id).currency, booking(source_id).status) == (120_000, "CNY", "reserved")
    assert len(facts_of(source_id)) == 2


def test_the_same_file_twice_adds_nothing(source_id: UUID) -> None:
    load(source_id, FIRST)
    run = load(source_id, FIRST)
    assert run.counts == Counts(unchanged=2)
    assert (len(facts_of(source_id)), models.Booking.objects.count()) == (2, 2)


def test_a_changed_booking_is_a_new_version_of_the_same_booking(source_id: UUID) -> None:
    load(source_id, FIRST)
    before = booking(source_id)
    run = load(source_id, CHANGED)
    after = booking(source_id)
    assert run.counts == Counts(changed=1, unchanged=1)
    assert (after.booking_id, after.status, after.total_minor) == (before.booking_id, "confirmed", 180_000)
    assert [version.values["status"] for version in list_versions(DIRECTOR, after.booking_id)] == ["confirmed", "reserved"]


def test_a_late_older_version_is_kept_but_does_not_win(source_id: UUID) -> None:
    load(source_id, CHANGED, as_of=APRIL)
    run = load(source_id, FIRST, as_of=MARCH)
    assert run.counts == Counts(late=2)  # S-2 says the same, but was so earlier than known: a sighting worth keeping
    assert (booking(source_id).status, len(list_versions(DIRECTOR, booking(source_id).booking_id))) == ("confirmed", 2)


def test_the_time_of_change_in_the_row_decides_before_the_time_of_the_file(source_id: UUID) -> None:
    load(source_id, dated("S-1,confirmed,2026-05-01,2026-05-03,1,2026-02-02 00:00:00"), DATED, as_of=MARCH)
    run = load(source_id, dated("S-1,cancelled,2026-05-01,2026-05-03,1,2026-02-01 00:00:00"), DATED, as_of=APRIL)
    assert (run.counts, booking(source_id).status) == (Counts(late=1), "confirmed")


def test_without_either_time_what_arrives_last_wins(source_id: UUID) -> None:
    load(source_id, CHANGED)
    run = load(source_id, FIRST, clock=lambda: NOON + timedelta(hours=1))
    assert (run.counts, booking(source_id).status) == (Counts(changed=1, unchanged=1), "reserved")


def test_a_row_that_stands_twice_in_a_file_is_a_duplicate(source_id: UUID) -> None:
    row = "S-1,reserved,2026-05-01,2026-05-03,1200"
    run = load(source_id, orders_file(row, "S-2,reserved,,,1", row, row))
    assert (run.counts, len(facts_of(source_id))) == (Counts(new=2, duplicate=2), 2)


def test_two_versions_in_one_file_are_both_kept_and_the_later_row_wins(source_id: UUID) -> None:
    run = load(source_id, orders_file("S-1,reserved,2026-05-01,2026-05-03,1", "S-1,cancelled,2026-05-01,2026-05-03,1"))
    assert (run.counts, booking(source_id).status, len(facts_of(source_id))) == (Counts(new=1, changed=1), "cancelled", 2)


def test_the_version_changed_last_wins_whatever_row_it_stands_in(source_id: UUID) -> None:
    rows = ("S-1,cancelled,,,1,2026-02-02 00:00:00", "S-1,reserved,,,1,2026-02-01 00:00:00")
    run = load(source_id, dated(*rows), DATED)
    assert (run.counts, booking(source_id).status) == (Counts(new=1, late=1), "cancelled")


def test_a_source_without_keys_recognises_rows_by_content_and_has_no_versions(source_id: UUID) -> None:
    keyless = with_fields(ORDERS, booking_key=None)
    run = load(source_id, FIRST + "S-1,reserved,2026-05-01,2026-05-03,1200\n", keyless)
    assert run.counts == Counts(new=2, duplicate=1)
    assert load(source_id, CHANGED, keyless).counts == Counts(new=1, unchanged=1)
    assert models.Booking.objects.count() == 3


def test_the_same_key_in_two_sources_is_two_bookings(source_id: UUID) -> None:
    from tests.cast import open_source

    other = open_source("other")
    load(source_id, FIRST)
    assert load(other, FIRST).counts == Counts(new=2)
    assert booking(source_id).booking_id != booking(other).booking_id


def test_a_dry_run_counts_as_a_run_would_and_writes_nothing(source_id: UUID) -> None:
    run = load(source_id, FIRST + "S-3,reserved,2026-02-31,,1\n", is_dry=True)
    assert (run.state, run.counts, run.records) == (RunState.DONE, Counts(new=2, quarantined=1), {"booking": 2})
    assert (facts_of(source_id), models.Booking.objects.count(), News.objects.count()) == ([], 0, 0)


def test_a_dry_run_says_how_many_records_of_each_kind_a_run_would_make(source_id: UUID) -> None:
    guest = {"kind": "guest", "fields": {"guest_key": {"from": "order"}, "name": {"from": "status"}}}
    document = ORDERS | {"records": [*with_fields(ORDERS, booker_key={"from": "order"})["records"], guest]}
    dry = load(source_id, FIRST, document, is_dry=True)
    assert dry.records == {"booking": 2, "guest": 2}
    assert load(source_id, FIRST, document).records == dry.records
    assert load(source_id, FIRST, document, is_dry=True).records == {}


def test_a_run_is_ordered_by_a_document_which_is_saved_with_it(source_id: UUID) -> None:
    order = RunOrder(store_file(source_id, FIRST), document=ORDERS)
    run = perform(order_run(actor=DIRECTOR, order=order, now=NOON))
    assert (run.counts, run.mapping_name, run.mapping_version) == (Counts(new=2), "orders", 1)


def test_a_run_that_cannot_start_saves_no_mapping(source_id: UUID) -> None:
    upload_id = store_file(source_id, "order,status\nS-1,reserved\n")
    for order, said in ((RunOrder(upload_id, document=ORDERS), "is not in the file"), (RunOrder(upload_id), "a run needs a mapping")):
        with pytest.raises(Invalid, match=said):
            order_run(actor=DIRECTOR, order=order, now=NOON)
    assert (models.Mapping.objects.count(), models.Run.objects.count()) == (0, 0)


def test_from_a_booking_one_finds_its_file_and_row(source_id: UUID) -> None:
    load(source_id, FIRST, name="三月.csv")
    page = get_booking(DIRECTOR, booking(source_id, "S-2").booking_id)
    run = models.Run.objects.get(id=page.run_id)
    assert (page.file_name, page.row_number, run.upload.source_id) == ("三月.csv", 3, source_id)


def test_each_version_tells_the_file_it_came_from(source_id: UUID) -> None:
    load(source_id, FIRST, name="三月.csv")
    load(source_id, CHANGED, name="四月.csv")
    versions = list_versions(DIRECTOR, booking(source_id).booking_id)
    assert [(version.file_name, version.row_number, version.is_current) for version in versions] == [
        ("四月.csv", 2, True),
        ("三月.csv", 2, False),
    ]


def test_counts_that_do_not_add_up_cannot_be_stored(source_id: UUID) -> None:
    run = load(source_id, FIRST)
    with pytest.raises(IntegrityError, match="run_counts_add_up"), transaction.atomic():
        models.Run.objects.filter(id=run.id).update(new=3)


def test_a_run_that_brought_something_tells_the_news(source_id: UUID) -> None:
    run = load(source_id, FIRST)
    assert [(news.kind, news.payload["run_id"]) for news in News.objects.all()] == [("RecordsArrived", str(run.id))]


def test_a_mapping_that_names_columns_the_file_lacks_starts_no_run(source_id: UUID) -> None:
    with pytest.raises(Invalid, match="column 'total' is not in the file"):
        load(source_id, "order,status,check_in,check_out\nS-1,reserved,,\n")
    assert models.Run.objects.count() == 0


@pytest.mark.parametrize("country", ["PT", "Portugal", "葡萄牙共和国"])
def test_a_country_is_kept_as_the_source_writes_it(source_id: UUID, country: str) -> None:
    document = with_fields(ORDERS, destination_country={"from": "status"}, status={"const": "reserved"})
    run = load(source_id, orders_file(f"S-1,{country},,,1"), document)
    assert (run.counts, booking(source_id).destination_country) == (Counts(new=1), country)


def test_a_key_too_long_to_be_one_is_refused_as_a_row(source_id: UUID) -> None:
    run = load(source_id, orders_file(f"{'S' * 501},reserved,,,1", f"{'S' * 500},reserved,,,1"))
    assert run.counts == Counts(new=1, quarantined=1)


def test_a_row_no_arithmetic_can_hold_does_not_end_the_file(source_id: UUID) -> None:
    row = "S-{},reserved,{},{},{}"
    odd = [("infinity", "", "1"), ("", "-infinity", "1"), ("290000-01-01", "", "1"), ("", "", "9" * 30), ("", "", "1e300"), ("", "", "NaN")]
    source = models.Source.objects.get(id=source_id)
    source.bad_share_max = 1
    source.save()
    run = load(source_id, orders_file(*(row.format(number, *cells) for number, cells in enumerate(odd)), row.format("good", "", "", "1")))
    assert run.counts == Counts(new=1, quarantined=len(odd))


def test_two_segments_of_one_row_are_two_items(source_id: UUID) -> None:
    def flight(number: str) -> dict[str, object]:
        return {"kind": "item", "fields": {"booking_key": {"from": "order"}, "kind": {"const": "air"}, "number": {"from": number}}}

    document = {"name": "flights", "records": [ORDERS["records"][0], flight("check_in"), flight("check_out")]}
    document = with_fields(document, starts_on=None, ends_on=None)
    run = load(source_id, orders_file("S-1,reserved,MU523,MU524,1"), document)
    items = facts_of(source_id, "booking_items", current=True)
    assert (run.records, sorted(item["number"] for item in items)) == ({"booking": 1, "item": 2}, ["MU523", "MU524"])
    assert {item["booking_id"] for item in items} == {str(booking(source_id).booking_id)}
