"""The files of the demonstration company: how much, how whole, how dirty, and the same for the same seed."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.demo.conftest import UNTIL, Rows, files_below
from xenia.demo.dirt import FAULT_SHARE
from xenia.demo.writer import CompanyFiles, write_company
from xenia.kernel.errors import Invalid

Reader = Callable[[str], Rows]
EXPECTED_PER_GUEST = {
    "booking_engine/members.csv": (0.55, 0.75),
    "booking_engine/orders.csv": (3.0, 4.0),
    "corporate/trips.csv": (0.25, 0.5),
    "call_centre/calls.csv": (0.8, 1.3),
    "reviews/reviews.csv": (0.35, 0.65),
    "app_events/events.jsonl.gz": (6.5, 9.0),
}


def write(folder: Path, *, seed: int, guests: int = 150, until: date = UNTIL) -> dict[str, bytes]:
    write_company(folder, guests=guests, seed=seed, until=until, progress=lambda what, share: None)
    return files_below(folder)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "one", seed=3) == write(tmp_path / "two", seed=3)


def test_another_seed_writes_other_people(tmp_path: Path) -> None:
    assert write(tmp_path / "one", seed=3)["booking_engine/members.csv"] != write(tmp_path / "two", seed=4)["booking_engine/members.csv"]


def test_a_company_of_a_handful_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="too small"):
        write(tmp_path / "company", seed=3, guests=99)
    assert not (tmp_path / "company").exists()


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2027, 3, 1)])
def test_any_last_day_has_three_years_before_it(tmp_path: Path, until: date) -> None:
    files = write(tmp_path, seed=3, until=until)
    assert f"hotel_pms/reservations_{until.year - 3}.csv" in files


@pytest.mark.parametrize(("path", "bounds"), EXPECTED_PER_GUEST.items())
def test_each_system_holds_about_as_much_as_planned(company: CompanyFiles, path: str, bounds: tuple[float, float]) -> None:
    rows = {file.path: file.rows for file in company.files}[path]
    assert bounds[0] <= rows / company.guests <= bounds[1]


def test_the_hotels_hold_about_two_reservations_a_guest(company: CompanyFiles, reservations: Rows) -> None:
    assert 1.6 <= len(reservations) / company.guests <= 2.4


def test_counts_in_the_result_are_the_rows_in_the_files(company: CompanyFiles, rows_of: Reader, events: list[dict[str, Any]]) -> None:
    counted = {file.path: len(rows_of(file.path)) for file in company.files if file.path.endswith(".csv") and file.rows}
    counted["app_events/events.jsonl.gz"] = len(events)
    assert counted == {file.path: file.rows for file in company.files if file.rows}


def test_every_order_belongs_to_a_member(rows_of: Reader) -> None:
    members = {row["member_id"] for row in rows_of("booking_engine/members.csv")}
    assert {row["member_id"] for row in rows_of("booking_engine/orders.csv")} <= members


def test_every_traveller_of_an_order_is_known(rows_of: Reader) -> None:
    known = {row["member_id"] for row in rows_of("booking_engine/members.csv")}
    known |= {row["traveller_id"] for row in rows_of("booking_engine/travellers.csv")}
    named = {key for row in rows_of("booking_engine/orders.csv") for key in row["traveller_ids"].split("|")}
    assert named <= known


def test_every_payment_review_and_call_names_an_order_that_exists(rows_of: Reader) -> None:
    orders = {row["order_no"] for path in ("orders", "orders_delta") for row in rows_of(f"booking_engine/{path}.csv")}
    named = {row["order_no"] for path in ("booking_engine/payments.csv", "reviews/reviews.csv") for row in rows_of(path)}
    named |= {row["订单号"] for row in rows_of("call_centre/calls.csv")}
    assert named - {""} <= orders


def test_reservations_passed_on_name_the_order_they_came_from(rows_of: Reader, reservations: Rows) -> None:
    orders = {row["order_no"] for path in ("orders", "orders_delta") for row in rows_of(f"booking_engine/{path}.csv")}
    passed_on = {row["externalReference"] for row in reservations} - {""}
    assert len(passed_on) > 50
    assert passed_on <= orders


def test_every_review_of_a_stay_names_a_reservation_and_its_profile(rows_of: Reader, reservations: Rows) -> None:
    known = {(row["confirmationNumber"], row["profileId"]) for row in reservations}
    assert {(row["confirmation_no"], row["profile_id"]) for row in rows_of("reviews/stay_reviews.csv")} <= known


def test_corporate_trips_are_taken_and_arranged_by_employees(rows_of: Reader) -> None:
    known = {row["traveller_id"] for row in rows_of("corporate/travellers.csv")}
    trips = rows_of("corporate/trips.csv")
    assert {row["traveller_id"] for row in trips} | {row["arranger_id"] for row in trips} <= known
    assert 0.3 < sum(row["traveller_id"] != row["arranger_id"] for row in trips) / len(trips) < 0.7


def test_keys_are_never_used_twice(rows_of: Reader, reservations: Rows, events: list[dict[str, Any]]) -> None:
    columns = [("orders.csv", "order_no"), ("members.csv", "member_id"), ("travellers.csv", "traveller_id"), ("payments.csv", "payment_no")]
    keys = [[row[column] for row in rows_of(f"booking_engine/{file}")] for file, column in columns]
    keys += [[row["confirmationNumber"] for row in reservations], [event["messageId"] for event in events]]
    assert [len(set(column)) for column in keys] == [len(column) for column in keys]


def test_about_three_rows_in_a_thousand_break_the_contract(company: CompanyFiles) -> None:
    share = sum(file.faults for file in company.files) / sum(file.rows for file in company.files)
    assert 0.7 * FAULT_SHARE < share < 1.3 * FAULT_SHARE


def test_planted_faults_are_listed_with_the_line_they_stand_in(company: CompanyFiles, rows_of: Reader) -> None:
    planted = rows_of("truth/faults.csv")
    assert len(planted) == sum(file.faults for file in company.files)
    unknown = [row for row in planted if row["rule"] == "currency_unknown"]
    assert {rows_of(row["file"])[int(row["line"]) - 2]["currency"] for row in unknown} == {"XQY"}


def test_the_call_centre_writes_as_chinese_excel_does(company: CompanyFiles) -> None:
    data = (company.folder / "call_centre/calls.csv").read_bytes()
    assert data.decode("gb18030").startswith("通话编号,客户编号,来电时间")
    assert data.count(b"\r\n") == data.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_no_address_is_at_a_domain_that_somebody_owns(company: CompanyFiles) -> None:
    texts = [
        data.decode("gb18030" if "call_centre" in path else "utf-8")
        for path, data in files_below(company.folder).items()
        if path.endswith(".csv")
    ]
    domains = {domain for text in texts for domain in re.findall(r"@([A-Za-z0-9.-]+)", text)}
    assert domains
    assert all(re.search(r"(^|\.)example\.(com|cn|org)$", domain) for domain in domains)


def test_golden_week_is_twice_as_busy_as_an_ordinary_week(rows_of: Reader) -> None:
    starts = Counter(row["start_date"] for row in rows_of("booking_engine/orders.csv") if row["purpose"] == "leisure")
    per_day = sum(starts.values()) / len(starts)
    golden = [starts[f"{year}-{day}"] for year in (2024, 2025, 2026) for day in ("09-30", "10-01", "10-02", "10-03", "10-04")]
    assert sum(golden) / len(golden) > 2 * per_day


def test_nothing_happened_after_the_last_day(rows_of: Reader, reservations: Rows, events: list[dict[str, Any]]) -> None:
    stamps = [row["updated_at"] for row in rows_of("booking_engine/orders_delta.csv")] + [row["updateDate"] for row in reservations]
    stamps += [event["timestamp"] for event in events]
    assert max(stamp[:10] for stamp in stamps if stamp) == UNTIL.isoformat()


def test_the_later_export_of_orders_changes_earlier_ones(rows_of: Reader) -> None:
    earlier = {row["order_no"]: row for row in rows_of("booking_engine/orders.csv")}
    again = [row for row in rows_of("booking_engine/orders_delta.csv") if row["order_no"] in earlier]
    changed = [row for row in again if row["updated_at"] > earlier[row["order_no"]]["updated_at"]]
    assert changed
    assert any(row["status"] == "COMPLETED" and earlier[row["order_no"]]["status"] == "CONFIRMED" for row in changed)


def test_the_truth_knows_every_guest_key_of_every_system(company: CompanyFiles, rows_of: Reader, reservations: Rows) -> None:
    truth = {(row["system"], row["record_key"]) for row in rows_of("truth/truth.csv")}
    keys = {("booking_engine", row["member_id"]) for row in rows_of("booking_engine/members.csv")}
    keys |= {("hotel_pms", row["profileId"]) for row in reservations} | {
        ("call_centre", row["客户编号"]) for row in rows_of("call_centre/calls.csv")
    }
    keys |= {("corporate", row["traveller_id"]) for row in rows_of("corporate/travellers.csv")}
    assert keys <= truth


def test_many_people_are_known_to_several_systems_or_twice_to_one(rows_of: Reader) -> None:
    truth = rows_of("truth/truth.csv")
    systems: dict[str, set[str]] = {}
    for row in truth:
        systems.setdefault(row["person_id"], set()).add(row["system"])
    twice = Counter((row["person_id"], row["system"]) for row in truth)
    assert sum(len(known) > 1 for known in systems.values()) > 0.3 * len(systems)
    assert sum(count > 1 for count in twice.values()) > 100
