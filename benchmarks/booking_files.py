"""Booking exports of any size, the same every time: twelve columns without personal fields, or those and who booked."""

from pathlib import Path
from typing import Any

import duckdb

PLAIN = """
SELECT 'YX' || lpad(i::VARCHAR, 10, '0') AS order_no,
       ['hotel', 'air', 'tour', 'rail'][1 + (hash(i) % 4)::INT] AS line,
       ['completed', 'confirmed', 'cancelled', 'no_show', 'reserved'][1 + (hash(i + 1) % 5)::INT] AS status,
       ['app', 'web', 'agency', 'phone', 'mini-programme'][1 + (hash(i + 2) % 5)::INT] AS channel,
       strftime(booked, '%Y-%m-%d %H:%M:%S') AS booked_at,
       strftime(booked + INTERVAL (hash(i + 4) % 800000) SECOND, '%Y-%m-%d %H:%M:%S') AS modified_at,
       strftime(starts, '%Y-%m-%d') AS check_in,
       strftime(starts + (1 + hash(i + 6) % 9)::INT, '%Y-%m-%d') AS check_out,
       ['上海', '北京', '东京', '三亚', '成都', 'Bangkok', 'Singapore', '首尔'][1 + (hash(i + 7) % 8)::INT] AS city,
       printf('%.2f', (hash(i + 8) % 2000000) / 100.0) AS total,
       ['CNY', 'CNY', 'CNY', 'USD', 'JPY', 'EUR'][1 + (hash(i + 9) % 6)::INT] AS currency,
       1 + hash(i + 10) % 4 AS adults{more}
FROM (SELECT i, TIMESTAMP '2023-01-01' + INTERVAL (hash(i + 3) % 90000000) SECOND AS booked,
             DATE '2023-01-05' + (hash(i + 5) % 1100)::INT AS starts
      FROM range({rows}) numbers(i))
"""
PEOPLE = """,
       'M' || (hash(i + 11) % ({rows} // 5 + 1))::VARCHAR AS member,
       ['林', '王', '张', '李', '陈', '刘'][1 + (hash(i + 12) % 6)::INT] ||
           ['薇', '伟', '静', '强', '洋', '芳'][1 + (hash(i + 13) % 6)::INT] AS name,
       '13' || lpad((hash(i + 14) % 1000000000)::VARCHAR, 9, '0') AS phone,
       'm' || (hash(i + 15) % 100000000)::VARCHAR || '@example.com' AS email"""
TYPED = {
    "order_no": "VARCHAR", "line": "VARCHAR", "status": "VARCHAR", "channel": "VARCHAR", "booked_at": "TIMESTAMP",
    "modified_at": "TIMESTAMP",
    "check_in": "DATE", "check_out": "DATE", "city": "VARCHAR", "total": "DECIMAL(18, 2)", "currency": "VARCHAR", "adults": "INTEGER",
}  # fmt: skip
BOOKING: dict[str, Any] = {
    "booking_key": {"from": "order_no"},
    "line": {"from": "line"},
    "status": {"from": "status"},
    "channel": {"from": "channel"},
    "booked_at": {"from": "booked_at"},
    "modified_at": {"from": "modified_at"},
    "starts_on": {"from": "check_in"},
    "ends_on": {"from": "check_out"},
    "destination_city": {"from": "city"},
    "total": {"from": "total", "currency": {"from": "currency"}},
    "adults": {"from": "adults"},
}
GUEST = {"guest_key": {"from": "member"}, "name": {"from": "name"}, "phone": {"from": "phone"}, "email": {"from": "email"}}
MAPPING = {"name": "bookings", "records": [{"kind": "booking", "fields": BOOKING}]}
MAPPING_WITH_PEOPLE = {
    "name": "bookings_with_people",
    "records": [{"kind": "booking", "fields": BOOKING | {"booker_key": {"from": "member"}}}, {"kind": "guest", "fields": GUEST}],
}


def write_bookings_file(folder: Path, rows: int, *, with_people: bool = False) -> Path:
    """Returns the file, written where it is not there yet."""
    path = folder / f"bookings-{rows}{'-people' if with_people else ''}.csv"
    if not path.exists():
        more = PEOPLE.format(rows=rows) if with_people else ""
        duckdb.sql(f"COPY ({PLAIN.format(rows=rows, more=more)}) TO '{path}' (HEADER)")
    return path
