"""What a guest spent, in the reporting currency at the rates of the day of booking. Amounts below zero count in sums only."""

from ibis.expr.types import Table, Value

from xenia.insight.rules.windows import WINDOWS


def spending(rows: Table) -> dict[str, Value]:
    """Measures over bookings (`facts.booked.booked`) of one group: sums by window, means per booking and per night, what has no price."""
    kept, paid = rows.is_kept, rows.is_kept & (rows.minor > 0)
    room_nights = (rows.nights * rows.rooms).sum(where=paid & rows.nights.notnull())
    windows = {f"spend_minor_{days}d": rows.minor.sum(where=kept & (rows.ago < days)) for days in WINDOWS}
    return {
        "spend_minor": rows.minor.sum(where=kept),
        **windows,
        "booking_minor_mean": rows.minor.mean(where=paid),
        "night_minor_mean": rows.minor.sum(where=paid & rows.nights.notnull()) / room_nights.nullif(0),
        "bookings_unpriced": (kept & rows.is_unpriced).sum(),
    }
