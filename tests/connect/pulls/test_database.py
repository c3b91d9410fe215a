"""A database that is pulled: rows after the cursor, once each, and the cursor never before the run."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from tests.connect.pulls.conftest import ORDERS, counts
from xenia.connect import models
from xenia.connect.actions.sources import save_mapping
from xenia.connect.queries.pulls import get_pull
from xenia.connect.rules.pulls import cursor_text, parse_cursor
from xenia.connect.types.pulls import Cursor, PullFault


class Orders:
    """A SQLite database with a table of orders."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.run("CREATE TABLE orders (order_no TEXT, status TEXT, amount NUMERIC, changed_at TEXT)")

    def run(self, statement: str, *rows: tuple[object, ...]) -> None:
        with sqlite3.connect(self.file) as connection:
            connection.executemany(statement, rows) if rows else connection.execute(statement)

    def add(self, *rows: tuple[object, ...]) -> None:
        self.run("INSERT INTO orders VALUES (?, ?, ?, ?)", *rows)

    def location(self, **said: str) -> str:
        return json.dumps({"url": f"sqlite:///{self.file}"} | (said or {"table": "orders"}))


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    return Orders(tmp_path / "orders.db")


@pytest.fixture
def source_id(new_source, orders: Orders):
    return new_source("pms", "sql", location=orders.location(), cursor_column="changed_at")


def said(actor, source_id) -> str:
    message = get_pull(actor, source_id).message
    return message.en if message else ""


def test_rows_are_pulled_once_and_only_new_ones_later(source_id, orders, pull, import_waiting, clock) -> None:
    orders.add(("A-1", "confirmed", 100, "2026-03-01"), ("A-2", "confirmed", 200.5, "2026-03-02"))
    pull(source_id)
    pull(source_id)
    clock.pass_seconds(60)
    orders.add(("A-3", "confirmed", 300, "2026-03-03"))
    pull(source_id)
    assert import_waiting() == [counts(read=2, new=2), counts(read=2, new=1, unchanged=1)]
    assert models.Booking.objects.get(booking_key="A-2").total_minor == 20050


def test_a_row_of_the_last_moment_that_was_written_later_is_not_lost(source_id, orders, pull, import_waiting, clock) -> None:
    orders.add(("A-1", "confirmed", 100, "2026-03-01"))
    pull(source_id)
    clock.pass_seconds(60)
    orders.add(("A-2", "confirmed", 200, "2026-03-01"))
    pull(source_id)
    assert import_waiting() == [counts(read=1, new=1), counts(read=2, new=1, unchanged=1)]


def test_a_pull_without_news_leaves_neither_run_nor_file(source_id, orders, pull, empty_home) -> None:
    pull(source_id)
    orders.add(("A-1", "confirmed", 100, "2026-03-01"))
    pull(source_id)
    pull(source_id)
    assert (models.Run.objects.count(), models.Upload.objects.count(), len(list((empty_home / "uploads").iterdir()))) == (1, 1, 1)


def test_without_a_cursor_column_everything_is_pulled_each_time(new_source, orders, pull, import_waiting, clock) -> None:
    source_id = new_source("pms", "sql", location=orders.location())
    orders.add(("A-1", "confirmed", 100, None), ("A-2", "confirmed", 200, None))
    pull(source_id)
    clock.pass_seconds(60)
    pull(source_id)
    assert import_waiting() == [counts(read=2, new=2), counts(read=2, unchanged=2)]


def test_a_query_may_join_name_and_hold_colons(new_source, orders, pull, import_waiting) -> None:
    query = "SELECT order_no, status, amount, ':x' || '12:30' AS note, rowid AS place FROM orders WHERE amount % 2 = 0;"
    source_id = new_source("pms", "sql", location=orders.location(query=query), cursor_column="place")
    orders.add(("A-1", "confirmed", 100, None), ("A-2", "confirmed", 201, None))
    pull(source_id)
    assert import_waiting() == [counts(read=1, new=1)]
    assert json.loads(models.Source.objects.get().cursor_value) | {"of": ""} == {"of": "", "type": "integer", "value": "1", "rows": 1}


def test_another_table_or_column_starts_from_the_beginning(source_id, orders, pull, import_waiting, clock) -> None:
    orders.add(("A-1", "confirmed", 100, "2026-03-01"), ("A-2", "confirmed", 200, "2026-03-02"))
    pull(source_id)
    clock.pass_seconds(60)
    models.Source.objects.update(cursor_column="amount")
    pull(source_id)
    assert import_waiting() == [counts(read=2, new=2), counts(read=2, unchanged=2)]


def test_rows_without_a_mapping_leave_one_sample_and_move_no_cursor(new_source, orders, pull, loader, clock, import_waiting) -> None:
    source_id = new_source("pms", "sql", mapped=False, location=orders.location(), cursor_column="changed_at")
    orders.add(("A-1", "confirmed", 100, "2026-03-01"))
    pull(source_id)
    pull(source_id)
    assert "No mapping of this source fits the columns order_no, status" in said(loader, source_id)
    assert (len(get_pull(loader, source_id).waiting), models.Source.objects.get().cursor_value) == (1, "")
    save_mapping(actor=loader, source_id=source_id, document=ORDERS, now=clock())
    pull(source_id)
    assert import_waiting() == [counts(read=1, new=1)]


@pytest.mark.parametrize(
    ("location", "cursor", "sentence"),
    [
        ({"table": "nothing"}, "", "no table 'nothing', or the user may not see it; the tables are orders"),
        ({"table": "orders; DROP TABLE orders"}, "", "There is no table"),
        ({"table": "orders"}, "changed_at; DROP TABLE orders", "no column 'changed_at; DROP TABLE orders' to follow"),
        ({"query": "DELETE FROM orders"}, "", "cannot be read"),
        ({"query": "SELECT 1) AS a; DELETE FROM orders; --"}, "", "cannot be read"),
        ({"table": "orders", "query": "SELECT 1"}, "", "either `table` or `query`"),
        ({"table": "orders", "url": "sqlite:////etc/passwd"}, "", "outside the folders"),
        ({"table": "orders", "url": "sqlite://"}, "", "outside the folders"),
        ({"table": "orders", "url": "nonsense"}, "", "address cannot be read"),
        ({"table": "orders", "url": "nodb://u:secret@host/x"}, "", "driver for nodb is not installed"),
    ],
)
def test_what_cannot_be_pulled_says_why_and_changes_nothing(new_source, orders, pull, loader, location, cursor: str, sentence: str) -> None:
    orders.add(("A-1", "confirmed", 100, "2026-03-01"))
    source_id = new_source("pms", "sql", location=orders.location(**location), cursor_column=cursor)
    pull(source_id)
    assert sentence in said(loader, source_id)
    assert "secret" not in said(loader, source_id)
    with sqlite3.connect(orders.file) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)
    assert not models.Run.objects.exists()


def test_postgresql_is_streamed_by_its_types(new_source, database_url: str, pull, import_waiting, clock) -> None:
    fill = """INSERT INTO pulled."Orders" SELECT 'P-' || n, 'confirmed', n, '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 second',
        ARRAY['a', 'b'], '{"x": 1}'"""
    source_id = new_source(
        "pg", "sql", cursor_column="Changed At", location=json.dumps({"url": database_url, "table": "pulled.Orders"}), bad_share_max=1.0
    )
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA pulled")
        try:
            columns = 'order_no text, status text, amount numeric, "Changed At" timestamptz, tags text[], more jsonb'
            connection.execute(f'CREATE TABLE pulled."Orders" ({columns})')
            connection.execute(f"{fill} FROM generate_series(1, 12000) n")
            pull(source_id)
            clock.pass_seconds(60)
            connection.execute(f"{fill} FROM generate_series(12001, 12010) n")
            pull(source_id)
        finally:
            connection.execute("DROP SCHEMA pulled CASCADE")
    assert import_waiting() == [counts(read=12_000, new=12_000), counts(read=11, new=10, unchanged=1)]


def test_a_column_that_comes_twice_is_named(new_source, database_url: str, pull, loader) -> None:
    source_id = new_source("pg", "sql", location=json.dumps({"url": database_url, "query": "SELECT 1 AS a, 2 AS a"}))
    pull(source_id)
    assert "the column 'a' twice" in said(loader, source_id)


def test_postgresql_is_read_in_a_transaction_that_cannot_write(new_source, database_url: str, pull, loader) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE SEQUENCE IF NOT EXISTS pulled_numbers")
    source_id = new_source("pg", "sql", location=json.dumps({"url": database_url, "query": "SELECT nextval('pulled_numbers')"}))
    pull(source_id)
    assert "read-only transaction" in said(loader, source_id)


def test_a_wrong_password_is_a_sentence_without_the_password(new_source, database_url: str, pull, loader) -> None:
    url = database_url.replace("://xenia:", "://nobody_here:hidden-word")
    source_id = new_source("pg", "sql", location=json.dumps({"url": url, "table": "orders"}))
    pull(source_id)
    assert "cannot be read (OperationalError" in said(loader, source_id)
    assert "hidden-word" not in said(loader, source_id)


@pytest.mark.parametrize("value", [7, 10**15, "2026-03-01 10:00", 1.5, datetime.fromisoformat("2026-03-01T10:00:00.000001+08:00")])
def test_a_cursor_comes_back_as_it_was_kept(value) -> None:
    assert parse_cursor(cursor_text(Cursor("s", value, 3)), "s") == Cursor("s", value, 3)


def test_a_cursor_that_has_no_order_is_refused() -> None:
    with pytest.raises(PullFault, match="of type bytes cannot be followed"):
        cursor_text(Cursor("s", b"x", 1))  # type: ignore[arg-type]
