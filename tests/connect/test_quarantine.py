"""Rows that break the contract wait, sealed, until someone mends or discards them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, ORDERS, PEOPLE, facts_of, load, orders_file, perform, stored_bytes
from xenia.connect import models
from xenia.connect.actions.quarantine import discard_rows, mend_row, replay_rows
from xenia.connect.actions.retention import count_uploads, end_quarantined, end_uploads
from xenia.connect.actions.runs import resume_run
from xenia.connect.actions.sources import change_source
from xenia.connect.queries.quarantine import export_rows, list_rows, list_rule_counts
from xenia.connect.queries.sources import get_source
from xenia.connect.types.runs import Counts, RowFilter, RunState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.lake.intake.delimited_writer import write_delimited
from xenia.trust.types.retention import Held

ONE_BAD = orders_file(
    "S-1,reserved,2026-05-01,2026-05-03,1", "S-2,reserved,2026-02-31,2026-03-02,1", "S-3,reserved,,,1", "S-4,reserved,,,1"
)
BAD_ROW = {"order": "S-2", "status": "reserved", "check_in": "2026-02-31", "check_out": "2026-03-02", "total": "1"}


def waiting(source_id: UUID) -> list[models.QuarantinedRow]:
    return list(models.QuarantinedRow.objects.filter(source_id=source_id, state="waiting").order_by("row_number"))


def allow_all_bad(source_id: UUID) -> None:
    from dataclasses import replace

    settings = get_source(DIRECTOR, source_id).settings
    change_source(actor=DIRECTOR, source_id=source_id, settings=replace(settings, bad_share_max=1.0), now=NOON)


def test_a_bad_row_waits_with_its_number_values_rule_and_what_to_do(source_id: UUID) -> None:
    allow_all_bad(source_id)
    run = load(source_id, ONE_BAD)
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert (run.counts, run.state) == (Counts(new=3, quarantined=1), RunState.DONE)
    assert (row.row_number, row.values) == (3, BAD_ROW)
    assert [(fault.field, fault.columns, fault.rule) for fault in row.faults] == [("starts_on", ("check_in",), "date_unreadable")]
    assert "there is no such day" in row.faults[0].what.en
    assert row.faults[0].kind == ""


def test_a_fault_names_the_kind_of_record_where_a_file_feeds_several(source_id: UUID) -> None:
    allow_all_bad(source_id)
    item = {"from": {"booking_key": "order", "item_key": "order", "departs_on": "check_in"}, "const": {"kind": "hotel"}}
    fields = {name: {how: value} for how, named in item.items() for name, value in named.items()}
    load(source_id, ONE_BAD, ORDERS | {"records": [*ORDERS["records"], {"kind": "item", "fields": fields}]})
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert [(fault.kind, fault.field) for fault in row.faults] == [("booking", "starts_on"), ("item", "departs_on")]


def test_the_values_of_a_bad_row_are_not_in_clear_in_the_database(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, people_with_bad_date(), PEOPLE)
    stored = stored_bytes("connect_quarantinedrow")
    assert len(waiting(source_id)) == 1
    assert not [secret for secret in ("13800001111", "lin.wei@", "E12341234", "林薇") if secret.encode() in stored]


def people_with_bad_date() -> str:
    from dataclasses import replace

    from tests.cast import LIN_WEI, people_file

    return people_file(replace(LIN_WEI, birth_date="1988-02-31"))


def test_those_who_may_not_reveal_contacts_see_only_the_cells_at_fault(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, ONE_BAD)
    analyst = Actor(None, "analyst", frozenset({"view_sources"}), None)
    (row,) = list_rows(analyst, where=RowFilter(source_id=source_id)).items
    assert row.values == BAD_ROW | {"order": "•••", "status": "•••", "check_out": "•••", "total": "•••"}


def test_a_mended_row_is_new_when_it_is_replayed(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    (row,) = waiting(source_id)
    mend_row(actor=DIRECTOR, row_id=row.id, values={"check_in": "2026-02-28"}, now=NOON)
    run = perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=[row.id], now=NOON))
    assert (run.state, run.counts) == (RunState.DONE, Counts(new=1))
    assert {fact["booking_key"] for fact in facts_of(source_id)} == {"S-1", "S-2", "S-3", "S-4", "S-5"}
    assert waiting(source_id) == []


def test_a_row_replayed_unmended_waits_again(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    run = perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON))
    assert (run.counts, len(waiting(source_id))) == (Counts(quarantined=1), 1)


def test_many_rows_replayed_unmended_are_not_lost_to_the_limit(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file(*(f"S-{number},reserved,2026-02-31,,1" for number in range(30))))
    models.Source.objects.filter(id=source_id).update(bad_share_max=0.2)
    run = perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON))
    assert (run.state, run.counts, len(waiting(source_id))) == (RunState.DONE, Counts(quarantined=30), 30)


def test_a_replayed_row_keeps_the_time_of_its_file(source_id: UUID) -> None:
    allow_all_bad(source_id)
    march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    load(source_id, orders_file("S-1,reserved,2026-02-31,,1"), as_of=march)
    load(source_id, orders_file("S-1,cancelled,,,1", "S-2,cancelled,2026-02-31,,1"), as_of=april)
    for row in waiting(source_id):
        mend_row(actor=DIRECTOR, row_id=row.id, values={"check_in": None}, now=NOON)
    while waiting(source_id):
        perform(replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON))
    assert {(fact["booking_key"], fact["status"], fact["order_at"]) for fact in facts_of(source_id, current=True)} == {
        ("S-1", "cancelled", april), ("S-2", "cancelled", april),
    }  # fmt: skip


def test_the_mended_file_may_be_uploaded_instead(source_id: UUID) -> None:
    load(source_id, ONE_BAD)
    allow_all_bad(source_id)
    run = load(source_id, ONE_BAD.replace("2026-02-31", "2026-02-28"))
    assert run.counts == Counts(new=1, unchanged=3)


def test_a_column_the_file_does_not_have_cannot_be_mended(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    with pytest.raises(Invalid, match="no column 'colour'"):
        mend_row(actor=DIRECTOR, row_id=waiting(source_id)[0].id, values={"colour": "red"}, now=NOON)


def test_a_discarded_row_is_neither_mended_nor_replayed(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    (row,) = waiting(source_id)
    assert discard_rows(actor=DIRECTOR, row_ids=[row.id], now=NOON) == 1
    with pytest.raises(Conflict, match="was discarded already"):
        mend_row(actor=DIRECTOR, row_id=row.id, values={"check_in": None}, now=NOON)
    with pytest.raises(Invalid, match="No quarantined row can be replayed"):
        replay_rows(actor=DIRECTOR, source_id=source_id, row_ids=None, now=NOON)


def test_the_export_gives_the_rows_back_with_the_reasons(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    text = exported(source_id)
    (row,) = csv.DictReader(io.StringIO(text))
    assert {name: value for name, value in row.items() if not name.startswith("_")} == BAD_ROW
    assert (row["_row_in_file"], "日期无法识别" in row["_why"]) == ("3", True)


def exported(source_id: UUID) -> str:
    out = io.BytesIO()
    write_delimited(export_rows(DIRECTOR, source_id=source_id, language="zh-CN"), out)
    return out.getvalue().decode("utf-8-sig")


def test_the_export_mended_in_a_spreadsheet_is_taken_back_as_it_is(source_id: UUID) -> None:
    load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    run = load(source_id, exported(source_id).replace("2026-02-31", "2026-02-28"), name="quarantine.csv")
    assert (run.state, run.counts) == (RunState.DONE, Counts(new=1))


def test_a_mended_export_that_is_still_bad_is_exported_without_adding_its_own_columns_again(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file("S-1,reserved,2026-02-31,,1"))
    load(source_id, exported(source_id), name="quarantine.csv")
    (header, *rows) = csv.reader(io.StringIO(exported(source_id)))
    assert (header, len(rows)) == (["order", "status", "check_in", "check_out", "total", "_row_in_file", "_why"], 2)


def test_the_export_has_the_columns_of_every_row_in_it(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file("S-1,reserved"))  # ragged: kept as it was written
    load(source_id, orders_file("S-2,reserved,2026-02-31,,1"))
    load(source_id, "order,status,check_in,check_out,total,note\nS-3,reserved,2026-02-31,,1,late\n")
    rows = list(csv.DictReader(io.StringIO(exported(source_id))))
    assert [(row["_raw"], row["order"], row["note"]) for row in rows] == [("S-1,reserved", "", ""), ("", "S-2", ""), ("", "S-3", "late")]


def test_an_export_of_nothing_is_an_empty_file(source_id: UUID) -> None:
    assert exported(source_id) == ""


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+1+cmd|x", "-2+3+cmd", "@SUM(A1)", "=1+1", " =1+1", "\t=1+1", "＝1+1", "＠SUM(A1)", "\u3000=1+1"]
)
def test_a_formula_in_an_exported_cell_is_made_harmless(source_id: UUID, cell: str) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file(f'"{cell}",reserved,2026-02-31,,-5'))
    text = exported(source_id)
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["order"] == "'" + cell
    assert row["total"] == "-5"


def test_a_formula_in_the_name_of_a_column_is_made_harmless_too(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, "order,status,check_in,check_out,total,=1+1\nS-1,reserved,2026-02-31,,1,x\n")
    assert exported(source_id).splitlines()[0].endswith(",'=1+1,_row_in_file,_why")


def test_rules_are_counted_most_broken_first(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file("1,gone,2026-02-31,,1", "2,reserved,2026-02-31,,1", "3,reserved,,,x"))
    counts = [(count.rule, count.field, count.rows) for count in list_rule_counts(DIRECTOR, source_id=source_id)]
    assert counts[0] == ("date_unreadable", "starts_on", 2)
    assert set(counts[1:]) == {("code_unknown", "status", 1), ("amount_unreadable", "total", 1)}


@pytest.mark.parametrize(
    ("rule", "field", "rows"),
    [
        (None, "starts_on", [2]),
        (None, "status", [2, 3]),
        ("date_unreadable", "starts_on", [2]),
        ("code_unknown", "starts_on", []),
        ("date_unreadable", None, [2, 4]),
        (None, "starts", []),
        (None, "%", []),
    ],
)
def test_rows_are_found_by_the_field_and_rule_of_one_fault(source_id: UUID, rule: str | None, field: str | None, rows: list[int]) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file("1,gone,2026-02-31,,1", "2,gone,,,1", "3,reserved,,2026-02-31,1"))
    found = list_rows(DIRECTOR, where=RowFilter(source_id=source_id, rule=rule, field=field)).items
    assert [row.row_number for row in found] == rows


def test_a_row_without_columns_is_found_by_the_field_that_is_none(source_id: UUID) -> None:
    allow_all_bad(source_id)
    load(source_id, orders_file("1,gone,,,1", "2,reserved", "3,reserved,,,1"))
    assert [row.row_number for row in list_rows(DIRECTOR, where=RowFilter(source_id=source_id, field="")).items] == [3]


def test_a_run_above_its_limit_stops_says_why_and_writes_nothing(source_id: UUID) -> None:
    rows = [f"S-{number},reserved,{'2026-02-31' if number % 2 else ''},,1" for number in range(40)]
    run = load(source_id, orders_file(*rows))
    assert (run.state, run.counts) == (RunState.STOPPED, Counts())
    assert run.message is not None
    assert all(word in run.message.en for word in ("20 of 40", "50%", "limit 20%", "starts_on", "Mend the file"))
    assert (facts_of(source_id), waiting(source_id), models.Booking.objects.count()) == ([], [], 0)


def test_a_stopped_run_goes_on_once_the_limit_is_raised(source_id: UUID) -> None:
    run = load(source_id, orders_file(*(f"S-{number},reserved,{'2026-02-31' if number % 2 else ''},,1" for number in range(40))))
    allow_all_bad(source_id)
    resume_run(actor=DIRECTOR, run_id=run.id, now=NOON)
    assert perform(run.id).counts == Counts(new=20, quarantined=20)


def test_quarantined_values_and_files_expire(source_id: UUID) -> None:
    from xenia.connect.queries.uploads import get_upload, upload_path

    run = load(source_id, ONE_BAD + "S-5,reserved,,,1\n")
    nothing = Held(frozenset(), frozenset())
    assert (count_uploads(DIRECTOR, NOON, nothing), end_uploads(DIRECTOR, NOON, nothing), end_quarantined(DIRECTOR, NOON, nothing)) == (
        0,
        0,
        0,
    )
    later = NOON + timedelta(hours=1)
    assert (count_uploads(DIRECTOR, later, nothing), end_uploads(DIRECTOR, later, nothing), end_quarantined(DIRECTOR, later, nothing)) == (
        1,
        1,
        1,
    )
    assert (waiting(source_id), upload_path(run.upload_id).exists()) == ([], False)
    assert get_upload(DIRECTOR, run.upload_id).is_erased


def test_a_ragged_row_is_kept_as_it_was_written(source_id: UUID) -> None:
    load(source_id, ONE_BAD.replace("2026-02-31", "") + "S-5,reserved\nS-6,reserved,,,1\n")
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert (row.row_number, row.faults[0].rule, row.values) == (6, "columns_ragged", {"_raw": "S-5,reserved"})
