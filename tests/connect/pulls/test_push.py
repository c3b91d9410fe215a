"""Pushed records: refused with a sentence, or durable before the answer and imported by a run."""

import json

import pytest

from tests.connect.pulls.conftest import counts
from xenia.connect import models
from xenia.connect.actions.push import receive_records
from xenia.connect.actions.sources import create_push_key
from xenia.connect.queries.uploads import stream_factory
from xenia.connect.rules.push import identity_mapping
from xenia.connect.types.canonical import Kind
from xenia.connect.types.sources import KeyRevoked
from xenia.kernel.errors import Invalid, Refused

BOOKING = {
    "booking_key": "B-1",
    "line": "hotel",
    "status": "confirmed",
    "total": 1280.5,
    "currency": "USD",
    "booked_at": "2026-03-01T10:00:00+08:00",
    "booker_key": "G-1",
    "traveller_keys": ["G-1", "G-2"],
    "attributes": {"bed": "twin", "extras": {"cot": 1}},
}


@pytest.fixture
def push(new_source, loader, clock):
    source_id = new_source("engine", "push", mapped=False)
    key = create_push_key(actor=loader, source_id=source_id, name="booking engine", now=clock())

    def send(kind: str, body, *, key: str = key, code: str = "engine"):
        return receive_records(key=key, source_code=code, kind=Kind(kind), body=body, now=clock())

    send.key = key
    return send


def test_one_booking_is_imported_with_its_money_parties_and_attributes(push, import_waiting) -> None:
    push("booking", BOOKING)
    assert import_waiting() == [counts(read=1, new=1)]
    held = models.Booking.objects.get()
    assert (held.booking_key, held.total_minor, held.currency, held.booked_at.isoformat()) == (
        "B-1",
        128050,
        "USD",
        "2026-03-01T02:00:00+00:00",
    )
    assert sorted(models.GuestRecord.objects.values_list("source_key", flat=True)) == ["G-1", "G-2"]
    assert len(held.traveller_ids) == 2


def test_the_same_batch_twice_adds_nothing_and_a_later_change_is_a_version(push, import_waiting, clock) -> None:
    for change in ({}, {}, {"status": "cancelled"}):
        push("booking", [BOOKING | change])
        clock.pass_seconds(60)
    assert import_waiting() == [counts(read=1, new=1), counts(read=1, unchanged=1), counts(read=1, changed=1)]
    assert models.Booking.objects.get().status == "cancelled"


def test_batches_with_other_attributes_settle_in_one_mapping(push, import_waiting, clock) -> None:
    for key, name in (("B-1", "bed"), ("B-2", "view"), ("B-3", "bed"), ("B-4", "view")):
        push("booking", BOOKING | {"booking_key": key, "attributes": {name: "x"}})
        clock.pass_seconds(60)
    assert models.Mapping.objects.filter(name="push_booking").count() == 2
    assert [run["new"] for run in import_waiting()] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("guest", {"guest_key": "G-1", "name": "林薇", "phone": "+8613800001111", "tags": ["金卡", "亲子"], "vip": True}),
        ("interaction", {"guest_key": "G-1", "channel": "call", "at": "2026-03-01T10:00:00Z", "duration_seconds": 60}),
        ("feedback", {"feedback_key": "F-1", "rating": 4.5, "rating_max": 5, "text": "很好", "tags": ["早餐"]}),
        ("place", {"place_key": "P-1", "kind": "hotel", "name": "云行酒店", "price": "680", "latitude": 31.2}),
        ("event", {"event_key": "E-1", "name": "search", "at": "2026-03-01T10:00:00Z", "properties": {"city": "上海"}}),
        ("item", {"booking_key": "B-1", "kind": "air", "origin": "PVG", "destination": "NRT", "amount": 900}),
        ("payment", {"booking_key": "B-1", "payment_key": "P-1", "amount": "900.00", "currency": "JPY"}),
        ("status", {"booking_key": "B-1", "status": "cancelled", "changed_at": "2026-03-01T10:00:00Z"}),
        ("trait", {"guest_key": "G-1", "name": "pillow", "value": "soft"}),
    ],
)
def test_every_kind_can_be_pushed(push, import_waiting, kind: str, record: dict[str, object]) -> None:
    push(kind, record)
    assert import_waiting() == [counts(read=1, new=1)]


def test_a_record_that_breaks_the_contract_is_quarantined_and_the_others_go_on(push, import_waiting) -> None:
    push("booking", [BOOKING, BOOKING | {"booking_key": "B-2", "status": "lost"}])
    assert import_waiting() == [counts(read=2, new=1, quarantined=1)]


def test_what_was_acknowledged_lies_sealed_on_disk_with_its_run_and_job(push) -> None:
    run = models.Run.objects.get(id=push("booking", BOOKING))
    assert (run.state, run.upload.file_name, run.mapping.name) == ("waiting", "push-booking.jsonl", "push_booking")
    assert json.loads(stream_factory(run.upload_id)().read())["booking_key"] == "B-1"
    assert models.PushKey.objects.get().used_at is not None


@pytest.mark.parametrize("change", [{"key": "xp_wrong"}, {"code": "other"}])
def test_a_key_that_is_unknown_or_of_another_source_is_refused(push, change: dict[str, str]) -> None:
    with pytest.raises(Refused, match="unknown, or of another source"):
        push("booking", BOOKING, **change)
    assert not models.Upload.objects.exists()


def test_a_revoked_key_is_refused(push, clock) -> None:
    models.PushKey.objects.update(revoked_at=clock())
    with pytest.raises(KeyRevoked, match=r"'booking engine' was revoked on .* make a new one"):
        push("booking", BOOKING)
    assert not models.Upload.objects.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "holds 0 records"),
        ([BOOKING] * 5_001, "holds 5,001 records"),
        ([BOOKING, {}], "Record 2 was refused: it is not an object"),
        ([BOOKING, "text"], "Record 2 was refused: it is not an object"),
        ({"booking_key": None, "attributes": {}}, "it is empty"),
        (BOOKING | {"hotel_name": "x"}, "booking has no field 'hotel_name'; use booking_key"),
        (BOOKING | {"property": {"name": "x"}}, "the field property holds an object"),
        (BOOKING | {"attributes": {"a.b": 1}}, "the attribute 'a.b'"),
    ],
)
def test_a_body_that_is_not_of_the_kind_is_refused_whole(push, body, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        push("booking", body)
    assert not models.Upload.objects.exists()


def test_a_kind_whose_table_holds_no_attributes_refuses_them(push) -> None:
    with pytest.raises(Invalid, match="payment has no field 'attributes'"):
        push("payment", {"booking_key": "B-1", "attributes": {"a": 1}})


def test_the_identity_mapping_reads_money_with_its_currency_column() -> None:
    fields = identity_mapping(Kind.PAYMENT, ["payment_key", "amount", "currency"])["records"][0]["fields"]
    assert fields["amount"] == {"from": "amount", "currency": {"from": "currency"}}
    assert fields["payment_key"] == {"from": "payment_key"}
