"""Typed values (of workbooks, JSON and Parquet) as the text a person would have typed."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import orjson

EXACT_FLOAT_MAX = 1e21


def value_text(value: Any) -> str | None:
    """None for nothing and empty text; `true`/`false`; numbers without a trailing `.0` or exponent; ISO dates and instants."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_text(value)
    if isinstance(value, bytes):
        return bytes_text(value)
    return str(value) or None


def float_text(value: float) -> str | None:
    """123.0 as `123`, 1e-7 as `0.0000001`; None for not-a-number."""
    if math.isnan(value):
        return None
    if value.is_integer() and abs(value) < EXACT_FLOAT_MAX:
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text and abs(value) < EXACT_FLOAT_MAX else text


def duration_text(value: dt.timedelta) -> str:
    """`30:15:00` for thirty hours and a quarter."""
    seconds = int(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{second:02d}"


def bytes_text(value: bytes) -> str | None:
    """Text if it is UTF-8, hexadecimal digits if not."""
    try:
        return value.decode() or None
    except UnicodeDecodeError:
        return value.hex()


def joined_text(value: Any) -> str | None:
    """A list of plain values as `a|b|c`; anything deeper as JSON text; None for nothing."""
    if value is None or value in ([], {}):
        return None
    if isinstance(value, list) and not any(isinstance(inner, list | dict) for inner in value):
        return "|".join(value_text(inner) or "" for inner in value) or None
    return orjson.dumps(value, default=value_text).decode()
