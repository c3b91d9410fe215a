"""The worked examples of docs/algorithms/contract.md, Q1 to Q9: what becomes of a row that breaks the contract."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, ORDERS, facts_of, load, orders_file, perform, stored_bytes, with_fields
from xenia.connect import models
from xenia.connect.actions.quarantine import discard_rows, mend_row, replay_rows
from xenia.connect.actions.retention import RETENTION_KINDS
from xenia.connect.queries.quarantine import export_rows, list_rows
from xenia.connect.types.runs import Counts, QuarantinedRow, RowFilter, RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.lake.intake.delimited_writer import write_delimited
from xenia.trust.types.retention import Held

BAD = "S-1,reserved,2026-02-31,,1"
GOOD = ("S-2,reserved,,,1", "S-3,reserved,,,1", "S-4,reserved,,,1", "S-5,reserved,,,1")
WITH_GUEST: dict[str, Any] = {
    "name": "orders and guests",
    "records": [
        {"kind": "booking", "fields": ORDERS["records"][0]["fields"] | {"booker_key": {"from": "guest"}}},
        {"kind": "guest", "fields": {"guest_key": {"from": "guest"}, "phone": {"from": "phone"}, "birth_date": {"from": "born"}}},
    ],
}


def waiting(source_id: UUID, actor: Actor = DIRECTOR) -> list[QuarantinedRow]:
    return list(list_rows(actor, where=RowFilter(source_id=source_id)).items)


def codes(row: QuarantinedRow) -> list[str]:
    return [f"{fault.field}|{fault.rule}" for fault in row.faults]


def test_q1_a_bad_row_waits_whole_with_every_rule_it_breaks_and_the_others_go_on(source_id: UUID) -> None:
    document = with_fields(ORDERS, adults={"from": "total", "as": "integer"}, total=None)
    run = load(source_id, orders_file("S-1,reserved,2026-02-31,,-1", *GOOD), document)
    (row,) = waiting(source_id)
    assert (run.counts, row.row_number) == (Counts(new=4, quarantined=1), 2)
    assert sorted(codes(row)) == ["adults|number_out_of_range", "starts_on|date_unreadable"]
    assert {fact["booking_key"] for fact in facts_of(source_id)} == {"S-2", "S-3", "S-4", "S-5"}


def test_q2_a_record_beside_the_first_is_checked_where_it_is_there(source_id: UUID) -> None:
    header = "order,status,check_in,check_out,total,guest,phone,born\n"
    run = load(source_id, header + "S-1,reserved,,,1,,,\n" + "S-2,reserved,,,1,,1380,31/02/88\n", WITH_GUEST)
    (row,) = waiting(source_id)
    assert (run.counts, row.row_number, codes(row)) == (Counts(new=1, quarantined=1), 3, ["birth_date|date_unreadable"])
    assert models.Booking.objects.get().booking_key == "S-1"


@pytest.mark.parametrize(
    ("rows", "bad", "state", "counts"),
    [
        (20, 4, RunState.DONE, Counts(new=16, quarantined=4)),
        (20, 5, RunState.STOPPED, Counts()),
        (19, 19, RunState.DONE, Counts(quarantined=19)),
    ],
)
def test_q3_a_run_stops_above_its_limit_once_it_has_read_20_rows(
    source_id: UUID, rows: int, bad: int, state: RunState, counts: Counts
) -> None:
    run = load(source_id, orders_file(*(f"S-{n},reserved,{'2026-02-31' if n < bad else ''},,1" for n in range(rows))))
    assert (run.state, run.counts, len(facts_of(source_id))) == (state, counts, counts.new)
    assert len(waiting(source_id)) == counts.quarantined


def test_q4_what_waits_is_sealed_and_gone_after_90_days(source_id: UUID) -> None:
    load(source_id, orders_file("S-SECRET,reserved,2026-02-31,,1", *GOOD))
    assert b"S-SECRET" not in stored_bytes("connect_quarantinedrow")
    for days, left in ((89, 1), (91, 0)):
        kind = next(kind for kind in RETENTION_KINDS if kind.code == "quarantine")
        kind.apply(DIRECTOR, NOON + timedelta(days=days - kind.days), Held(frozenset(), frozenset()))
        assert len(waiting(source_id)) == left


def test_q5_who_may_not_reveal_contacts_sees_the_cells_at_fault(source_id: UUID) -> None:
    load(source_id, orders_file(BAD, *GOOD))
    (row,) = waiting(source_id, Actor(None, "analyst", frozenset({"view_sources"}), None))
    assert row.values == {"order": "•••", "status": "•••", "check_in": "2026-02-31", "check_out": None, "total": "•••"}


def test_q6_a_mended_row_waits_until_it_is_replayed(source_id: UUID) -> None:
    load(source_id, orders_file(BAD, *GOOD))
    (row,) = waiting(source_id)
    mend_row(actor=DIRECTOR, row_id=row.id, values={"check_in": "2026-02-28"}, now=NOON)
    assert waiting(source_id)[0].values["check_in"] == "2026-02-28"
    with pytest.raises(Invalid, match="no column 'colour'"):
        mend_row(actor=DIRECTOR, row_id=row.id, values={"colour": "red"}, now=NOON)
    assert len(facts_of(source_id)) == 4


def test_q7_a_late_mend_does_not_overwrite_what_came_since(source_id: UUID) -> None:
    march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    load(source_id, orders_file(BAD, *GOOD), as_of=march)
    load(source_id, orders_file("S-1,cancelled,,,1"), as_of=april)
    mend_row(actor=DIRECTOR, row_id=waiting(source_id)[0].id, values={"check_in": "2026-02-28"}, now=NOON)
    run = perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON))
    assert run.counts == Counts(late=1)
    assert models.Booking.objects.get(booking_key="S-1").status == "cancelled"


def test_q7_a_replay_is_not_bound_by_the_limit_and_what_is_still_bad_waits_again(source_id: UUID) -> None:
    models.Source.objects.filter(id=source_id).update(bad_share_max=1)
    load(source_id, orders_file(*(f"S-{n},reserved,2026-02-31,,1" for n in range(30))))
    models.Source.objects.filter(id=source_id).update(bad_share_max=0.2)
    run = perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON))
    assert (run.state, run.counts, len(waiting(source_id))) == (RunState.DONE, Counts(quarantined=30), 30)


def test_q8_the_download_has_the_reasons_and_no_formula(source_id: UUID) -> None:
    load(source_id, orders_file("=cmd|' /C calc'!A0,reserved,2026-02-31,,-5", *GOOD))
    write_delimited(export_rows(DIRECTOR, source_id=source_id, language="en"), out := io.BytesIO())
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    assert (row["order"], row["total"], row["_row_in_file"]) == ("'=cmd|' /C calc'!A0", "-5", "2")
    assert row["_why"].startswith("starts_on: The date cannot be read, or there is no such day. Write it like")


def test_q9_a_row_given_up_is_neither_mended_nor_replayed_and_stays_to_be_seen(source_id: UUID) -> None:
    load(source_id, orders_file(BAD, *GOOD))
    (row,) = waiting(source_id)
    discard_rows(actor=DIRECTOR, row_ids=[row.id], now=NOON)
    with pytest.raises(Conflict, match="was discarded already"):
        mend_row(actor=DIRECTOR, row_id=row.id, values={"check_in": None}, now=NOON)
    with pytest.raises(Invalid, match="No quarantined row can be replayed"):
        replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON)
    assert [one.id for one in list_rows(DIRECTOR, where=RowFilter(source_id=source_id, state="discarded")).items] == [row.id]
