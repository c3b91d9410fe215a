"""Writes the demonstration company's export files, block by block, and beside them the truth about who is who."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from xenia.demo import app_events, booking_engine, calls, corporate, feedback, order_rows, orders, stays, trips
from xenia.demo.block import Block
from xenia.demo.calendar import Season, season_until, start_of
from xenia.demo.columns import Numbers, Texts, numbers_text, words_of
from xenia.demo.dirt import Columns, Fault, PlantedFault, bad_day_fault, plant_faults, swap_fault, value_fault
from xenia.demo.exports import EXCEL_CSV, JSON_LINES_GZ, Export, Kind, WrittenFile, sorted_rows
from xenia.demo.house import ClientCompany, client_companies
from xenia.demo.people import BLOCK, make_people
from xenia.kernel.errors import Invalid

DELTA_DAYS = 30
"""The full export of orders was made this many days before the last one, which holds what changed since."""
GUESTS_MIN = 100
TRUTH_PATH = "truth/truth.csv"
FAULTS_PATH = "truth/faults.csv"
Progress = Callable[[str, float], None]
"""Called with what is being written and the share of the whole that is done."""

_CURRENCY = value_fault("currency_unknown", "currency", "XQY")
FAULTS: dict[str, tuple[Fault, ...]] = {
    "members": (
        bad_day_fault("date_unreadable", "birthday"),
        bad_day_fault("instant_unreadable", "registered_at"),
        value_fault("code_unknown", "nationality", "XX"),
    ),
    "travellers": (bad_day_fault("date_unreadable", "birthday"), value_fault("code_unknown", "nationality", "XX")),
    "orders": (
        bad_day_fault("date_unreadable", "start_date"),
        swap_fault("ends_before_starts", "start_date", "end_date"),
        _CURRENCY,
        value_fault("airport_unknown", "destination", "QQQ", only=("product_line", "FLIGHT")),
        value_fault("amount_unreadable", "total", "面议"),
        value_fault("code_unknown", "status", "???"),
    ),
    "payments": (_CURRENCY, bad_day_fault("instant_unreadable", "paid_at"), value_fault("required_missing", "order_no", None)),
    "reservations": (
        swap_fault("ends_before_starts", "arrival", "departure"),
        _CURRENCY,
        bad_day_fault("date_unreadable", "arrival"),
        value_fault("number_out_of_range", "adults", "-1"),
        value_fault("code_unknown", "reservationStatus", "Lost"),
    ),
    "calls": (
        bad_day_fault("instant_unreadable", "来电时间"),
        value_fault("number_out_of_range", "时长秒", "-5"),
        value_fault("number_unreadable", "时长秒", "三分钟"),
    ),
    "app_events": (bad_day_fault("instant_unreadable", "timestamp"), value_fault("required_missing", "event", "")),
    "reviews": (value_fault("rating_above_best", "rating", "11"), value_fault("instant_unreadable", "posted_at", "昨天")),
    "stay_reviews": (value_fault("rating_above_best", "score", "12"), bad_day_fault("instant_unreadable", "posted_at")),
    "corporate_travellers": (bad_day_fault("date_unreadable", "birthday"), bad_day_fault("date_unreadable", "joined_on")),
    "corporate_trips": (
        value_fault("airport_unknown", "destination", "QQQ", only=("type", "AIR")),
        _CURRENCY,
        bad_day_fault("date_unreadable", "departure_date"),
    ),
}
"""Which faults are planted in the files of each mapping, by the rule of the contract that must find them."""


@dataclass(frozen=True)
class CompanyFiles:
    """What was written: `files` in the order in which they should be loaded; `truth` and `faults` are for evaluation, never loaded."""

    folder: Path
    guests: int
    seed: int
    until: date
    files: tuple[WrittenFile, ...]
    truth: Path
    faults: Path


def write_company(folder: Path, *, guests: int, seed: int, until: date, progress: Progress) -> CompanyFiles:
    """Writes the export files of a company with `guests` people for the three years up to `until`; the same arguments give the same bytes.

    Memory depends on the size of a block, not on `guests`. `folder` is made where it is missing; files in it are overwritten.
    Raises Invalid for fewer than GUESTS_MIN guests.
    """
    if guests < GUESTS_MIN:
        raise Invalid(
            "demo_too_small",
            f"A company of {guests} guests is too small to show anything; ask for {GUESTS_MIN} or more.",
            f"{guests} 位客人太少，演示公司至少需要 {GUESTS_MIN} 位。",
        )
    season, companies = season_until(until), client_companies(guests, seed)
    with ExitStack() as stack:
        files = _open(stack, folder, until)
        for number, (first, size) in enumerate(_blocks(guests)):
            block = _block(number, (first, size), seed, season, companies)
            _write_block(block, files, lambda what, first=first: progress(what, first / guests))  # type: ignore[misc]
        progress("truth", 1.0)
    written = tuple(files[name].written() for name in files if name != "truth")
    _write_faults(folder, files)
    return CompanyFiles(folder, guests, seed, until, written, folder / TRUTH_PATH, folder / FAULTS_PATH)


def _blocks(guests: int) -> list[tuple[int, int]]:
    """Returns first person and size of each block; the blocks differ by one at most, so that none is too small for a group tour."""
    count = -(-guests // BLOCK)
    edges = [guests * number // count for number in range(count + 1)]
    return [(first, after - first) for first, after in pairwise(edges)]


def reservation_years(until: date) -> range:
    """Returns the years of arrival that the hotel exports hold, one file each."""
    season = season_until(until)
    return range(start_of(until).year, int(str(season.dates(np.array([season.days - 1]))[0])[:4]) + 1)


def _open(stack: ExitStack, folder: Path, until: date) -> dict[str, Export]:
    def export(path: str, mapping: str, kind: Kind | None = None) -> Export:
        return stack.enter_context(Export(folder, path, mapping, kind) if kind else Export(folder, path, mapping))

    files = {
        "members": export("booking_engine/members.csv", "members"),
        "travellers": export("booking_engine/travellers.csv", "travellers"),
        "orders": export("booking_engine/orders.csv", "orders"),
        "orders_delta": export("booking_engine/orders_delta.csv", "orders"),
        "payments": export("booking_engine/payments.csv", "payments"),
    }
    for year in reservation_years(until):
        files[f"reservations_{year}"] = export(f"hotel_pms/reservations_{year}.csv", "reservations")
    return files | {
        "corporate_travellers": export("corporate/travellers.csv", "corporate_travellers"),
        "corporate_trips": export("corporate/trips.csv", "corporate_trips"),
        "calls": export("call_centre/calls.csv", "calls", EXCEL_CSV),
        "reviews": export("reviews/reviews.csv", "reviews"),
        "stay_reviews": export("reviews/stay_reviews.csv", "stay_reviews"),
        "app_events": export("app_events/events.jsonl.gz", "app_events", JSON_LINES_GZ),
        "truth": export(TRUTH_PATH, "truth"),
    }


def _block(number: int, rows: tuple[int, int], seed: int, season: Season, companies: tuple[ClientCompany, ...]) -> Block:
    people = make_people(np.random.default_rng([seed, number]), *rows, season.until, companies)
    return Block(number, seed, season, companies, people)


def _write_block(block: Block, files: dict[str, Export], progress: Callable[[str], None]) -> None:
    progress("booking engine")
    joined_up = trips.memberships(block)
    accounts = booking_engine.accounts_of(block, joined_up)
    sales = booking_engine.sales_of(block, accounts, orders.orders_of(block, trips.member_trips(block, joined_up), joined_up))
    opened = np.argsort(accounts.registered_at, kind="stable")
    _append(block, files["members"], sorted_rows(booking_engine.members_table(block, accounts), opened))
    _append(block, files["travellers"], booking_engine.travellers_table(block, sales))
    _write_orders(block, files, sales)
    _append(block, files["payments"], order_rows.payments_table(block, sales))
    progress("hotel system")
    booked, profiles = stays.stays_of(block, sales)
    reservations = stays.reservations_table(block, sales, booked, profiles)
    years = booked.arrival.astype("datetime64[Y]").astype(np.int64) + 1970
    for year in np.unique(years):
        _append(block, files[f"reservations_{year}"], sorted_rows(reservations, np.flatnonzero(years == year)))
    progress("corporate line")
    employees = corporate.employees_of(block)
    _append(block, files["corporate_travellers"], corporate.travellers_feed(block, employees))
    _append(block, files["corporate_trips"], corporate.trips_table(block, employees, corporate.duties_of(block, employees)))
    progress("call centre")
    called = calls.calls_of(block, sales, booked)
    _append(block, files["calls"], calls.calls_table(block, sales, called))
    progress("reviews")
    _append(block, files["reviews"], feedback.order_reviews_table(block, sales))
    _append(block, files["stay_reviews"], feedback.stay_reviews_table(block, booked, profiles))
    progress("app events")
    lines, planted = app_events.events_lines(block, sales, app_events.events_of(block, sales), FAULTS["app_events"])
    files["app_events"].append_lines(lines, planted)
    known = (
        ("booking_engine", accounts.key, accounts.person),
        ("booking_engine", sales.pairs.key, sales.pairs.person),
        ("hotel_pms", profiles.key, profiles.person),
        ("corporate", employees.key, employees.person),
        ("call_centre", called[1].key, called[1].person),
    )
    for system, key, person in known:
        files["truth"].append(_truth(block, system, key, person))


def _write_orders(block: Block, files: dict[str, Export], sales: booking_engine.Sales) -> None:
    """The full export is DELTA_DAYS old; the delta holds what was made or changed since, and a few rows that did not change."""
    columns, before = order_rows.orders_table(block, sales), block.now - np.timedelta64(DELTA_DAYS, "D")
    earlier, _ = order_rows.orders_before(columns, sales.orders, before)
    touched = (sales.orders.updated > before) | (block.rng("sent again").random(len(sales.order_key)) < 0.002)
    _append(block, files["orders"], earlier)
    _append(block, files["orders_delta"], sorted_rows(columns, np.flatnonzero(touched)))


def _append(block: Block, export: Export, columns: Columns) -> None:
    planted: list[PlantedFault] = []
    if len(next(iter(columns.values()))):
        planted = plant_faults(block.rng(f"faults {export.path}"), columns, FAULTS[export.mapping])
    export.append(columns, planted)


def _truth(block: Block, system: str, key: Texts, person: Numbers) -> Columns:
    return {"record_key": key, "system": words_of([system] * len(key)), "person_id": block.people.person_id[person]}


def _write_faults(folder: Path, files: dict[str, Export]) -> None:
    rows = [(file.path, row, fault) for file in files.values() for row, fault in file.faults]
    with Export(folder, FAULTS_PATH, "faults") as export:
        export.append(
            {
                "file": words_of([path for path, _, _ in rows]),
                "line": numbers_text(np.array([row + _first_line(path) for path, row, _ in rows], dtype=np.int64)),
                "rule": words_of([fault.rule for _, _, fault in rows]),
                "column": words_of([fault.column for _, _, fault in rows]),
            }
        )


def _first_line(path: str) -> int:
    return 1 if path.endswith((".jsonl", ".jsonl.gz")) else 2
