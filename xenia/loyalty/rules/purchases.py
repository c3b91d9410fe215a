"""From what the lake tells of a booking to what a member earns by: rules EA1, EA2 and EA8 of docs/algorithms/earning.md. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.loyalty.rules.earning import stage_of
from xenia.loyalty.types.earning import Purchase, Stage, Why

EARTH_KM = 6371.0088
KM_MOST = 20_040
"""Half the way round: a coupon that flies farther is wrong."""
Distance = Callable[[str, str], int | None]


def purchase_of(row: Mapping[str, Any], *, time_zone: str, distance: Distance) -> Purchase:
    """A row of facts.purchases as a purchase, with what is wrong with it; `distance` in kilometres between two places, None if unknown."""
    stage = stage_of(row["status"] or "", row["coupon_status"], is_retold=row["is_retold"])
    told, faults = net_of(row)
    km = _kilometres(row, distance) if row["is_coupon"] else 0
    counts_on = (row["departs_on"] or row["starts_on"]) if row["is_coupon"] else (row["ends_on"] or row["starts_on"])
    if km is None:
        faults.append(Why.DISTANCE_UNKNOWN)
    if counts_on is None:
        faults.append(Why.DAY_UNKNOWN)
    rate, sharers = row["factor"], row["travellers"] if row["is_coupon"] else 1
    if told is not None and rate is None:
        faults.append(Why.RATE_UNKNOWN)
    return Purchase(
        source=f"booking:{row['booking_id']}",
        part=row["part"][:80],
        member_id=UUID(row["member_id"]),
        stage=stage,
        line=row["line"] or "",
        property=row["property"] or "",
        product=row["product"],
        channel=row["channel"] or "",
        booked_on=row["made_at"].astimezone(ZoneInfo(time_zone)).date() if row["made_at"] else None,
        starts_on=row["departs_on"] or row["starts_on"],
        counts_on=counts_on,
        nights=max(row["nights"], 0) if not row["is_coupon"] else 0,
        segments=1 if row["is_coupon"] else 0,
        distance_km=km or 0,
        cabin=row["cabin"] or "",
        is_traveller=row["is_traveller"],
        is_booker=row["is_booker"],
        faults=tuple(faults),
        currency=row["currency"] or "",
        told_minor=told,
        sharers=sharers,
        amount_minor=None if told is None or rate is None else _share(told, rate, sharers),
        rate=None if told is None else rate,
    )


def net_of(row: Mapping[str, Any]) -> tuple[int | None, list[Why]]:
    """Rule EA8: what was paid for the stay or coupon less what was given back, in the booking's currency, and what is wrong with it. A
    coupon without a price of its own has an equal share of the booking, and of a refund the share of its price, rounded down."""
    total = row["total_minor"]
    part = _part_of(row, total)
    if part is None or row["has_other_refunds"]:
        return None, [Why.AMOUNT_UNKNOWN]
    if part < 0:
        return 0, [Why.AMOUNT_NEGATIVE]
    refunded, paid = row["refunded_minor"], row["paid_minor"] or 0
    if refunded > max(paid, total if total is not None else part):
        return 0, [Why.REFUND_OVER_PAID]
    whole = total if total else part
    back = refunded * part // whole if whole > part > 0 else refunded
    return max(part - back, 0), []


def _part_of(row: Mapping[str, Any], total: int | None) -> int | None:
    if not row["is_coupon"]:
        return total
    if row["coupon_minor"] is not None:
        return int(row["coupon_minor"])
    return None if total is None else total // max(row["coupons"], 1)


def priced(purchase: Purchase, rate: float | None) -> Purchase:
    """Rule EA8: the purchase with its member's share in the programme's currency: converted at the rate of the day of booking, rounded to
    the nearest minor unit, then divided by who shares it, rounded down; a company has so many shares. Without a rate it has no amount, and
    says so."""
    if purchase.told_minor is None:
        return purchase
    if rate is None:
        return replace(purchase, amount_minor=None, rate=None, faults=(*purchase.faults, Why.RATE_UNKNOWN))
    return replace(purchase, amount_minor=_share(purchase.told_minor, rate, purchase.sharers) * purchase.seats, rate=rate)


def _share(told_minor: int, rate: float, sharers: int) -> int:
    return (told_minor if rate == 1 else round(told_minor * rate)) // sharers


def _kilometres(row: Mapping[str, Any], distance: Distance) -> int | None:
    """What the source says, else the great circle between the two places."""
    try:
        told = round(float(row["told_km"])) if row["told_km"] else None
    except ValueError:
        told = None
    found = told if told is not None else distance(row["origin"] or "", row["destination"] or "")
    return found if found is not None and 0 <= found <= KM_MOST else None


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Whole kilometres between two places given by latitude and longitude (haversine), on a sphere of the earth's mean radius."""
    (lat, lon), (lat2, lon2) = ((radians(degrees) for degrees in place) for place in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(half)))


def counted_on(purchase: Purchase, today: date) -> Purchase:
    """Rule EA1: what is done counts for its own day, and never for one to come: a guest who left early counts today."""
    if purchase.stage is Stage.DONE and purchase.counts_on and purchase.counts_on > today:
        return replace(purchase, counts_on=today)
    return purchase
