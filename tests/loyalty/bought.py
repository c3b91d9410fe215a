"""Bookings of members for tests of earning: written straight into the lake, as their systems would tell of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from tests.cast import open_source
from tests.insight.planted import add
from tests.loyalty.books import DIRECTOR, Books
from xenia.connect.models import GuestRecord, Source
from xenia.identity.models import Guest, GuestLink
from xenia.kernel.texts import Text
from xenia.lake.engine import default_lake
from xenia.loyalty.actions.earning import earn_bookings
from xenia.loyalty.actions.earning_rules import set_earning_rule
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.types.earning import Basis, EarnedRun, EarningRule

LONG_AGO = date(2020, 1, 1)
SPACE = UUID("0192f0aa-0000-7000-8000-00000000e000")
TEN_A_YUAN = EarningRule(Text("消费积分", "Points for spend"), "POINTS", Basis.SPEND, points_milli=10_000, per=100)
NIGHTS = EarningRule(Text("晚数", "Nights"), "NIGHTS", Basis.NIGHT, points_milli=1_000)


def links_of(books: Books) -> None:
    """Gives each member's guest a record of its own, under the same id, and makes the members be so since long."""
    for member in Member.objects.filter(guest_id__isnull=False):
        Guest.objects.get_or_create(id=member.guest_id)
        GuestLink.objects.get_or_create(
            record_id=member.guest_id,
            defaults={"guest_id": member.guest_id, "home_id": member.guest_id, "valid_from": books.now - timedelta(days=3)},
        )
    Member.objects.update(enrolled_on=LONG_AGO, created_at=books.now - timedelta(days=3))


def seen_here(books: Books) -> None:
    """Gives each member's record a name and a place, so that people see the guest."""
    source = Source.objects.filter(code="orders").first() or Source.objects.get(id=open_source())
    marks = {
        "source": source,
        "unit_id": source.unit_id,
        "content_hash": b"c" * 16,
        "order_at": books.now,
        "run_id": SPACE,
        "row_number": 2,
    }
    for place, member in enumerate(Member.objects.filter(guest_id__isnull=False), start=1):
        GuestRecord.objects.create(record_id=member.guest_id, key_index=bytes([place]) * 16, name="林薇", first_seen_at=books.now, **marks)


def record_of(books: Books, who: str) -> str:
    return str(Member.objects.get(id=books.members[who]).guest_id)


def id_of(key: str) -> str:
    return str(uuid5(SPACE, key))


def rule(books: Books, code: str = "BASE", said: EarningRule = TEN_A_YUAN, **more: Any) -> None:
    """Sets a rule that has held since long: the programme is put back into draft for it."""
    valid = (more.pop("begins", LONG_AGO), more.pop("ends", None))
    books_in_draft(books, True)
    set_earning_rule(actor=DIRECTOR, programme_id=books.programme.id, code=code, rule=replace(said, **more), valid=valid, now=books.now)
    books_in_draft(books, False)


def books_in_draft(books: Books, is_draft: bool) -> None:
    from xenia.loyalty.models.programmes import Programme

    Programme.objects.filter(id=books.programme.id).update(state="draft" if is_draft else "open")


def stay(books: Books, who: str, key: str = "S1", **more: Any) -> str:
    """Tells of a stay of two nights for 500 yuan that ended the day before yesterday; another telling is a newer version."""
    ends = more.pop("ends_on", books.today - timedelta(days=2))
    usual = {
        "line": "hotel", "status": "completed", "currency": "CNY", "total_minor": 50_000, "property": "BZSH", "channel": "WEB",
        "starts_on": ends - timedelta(days=2), "ends_on": ends, "nights": 2,
        "traveller_ids": [record_of(books, who)], "booker_id": record_of(books, who),
        "booked_at": datetime.combine(ends - timedelta(days=30), datetime.min.time(), UTC), "said": told_at(books),
    }  # fmt: skip
    add(default_lake(), "booking_versions", usual | {"key": key, "booking_id": id_of(key)} | more)
    return id_of(key)


def flight(books: Books, who: str, *coupons: dict[str, Any], key: str = "F1", **more: Any) -> str:
    """Tells of a journey of these coupons."""
    flown = books.today - timedelta(days=2)
    told = stay(books, who, key, **{"line": "air", "nights": None, "starts_on": flown, "ends_on": flown, "property": None} | more)
    rows = [
        {
            "key": f"{key}-{place}", "item_key": f"{key}-{place}", "booking_id": told, "booking_key": key, "kind": "air", "departs_on": flown,
            "currency": "CNY", "said": told_at(books),
        } | one
        for place, one in enumerate(coupons, start=1)
    ]  # fmt: skip
    add(default_lake(), "booking_items", *rows)
    return told


def told_at(books: Books) -> datetime:
    """Each telling a second later than the one before."""
    books.tellings = getattr(books, "tellings", 0) + 1  # type: ignore[attr-defined]
    return books.now - timedelta(hours=3) + timedelta(seconds=books.tellings)  # type: ignore[attr-defined]


def refund(books: Books, key: str, minor: int, **more: Any) -> None:
    row = {"key": f"refund {key} {minor}", "payment_key": f"R{key}", "booking_id": id_of(key), "booking_key": key, "status": "refunded"}
    add(default_lake(), "payments", row | {"amount_minor": minor, "currency": "CNY", "said": told_at(books)} | more)


def earn(books: Books, *ids: str, **more: Any) -> EarnedRun:
    wanted = {"booking_ids": ids} if ids else {}
    return earn_bookings(actor=DIRECTOR, programme_id=books.programme.id, now=books.now, **wanted, **more)
