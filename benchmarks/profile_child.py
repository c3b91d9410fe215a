"""What `profile_page` measures, in a process of its own: guests with two records each of ten, bookings and calls, asked over HTTP."""

import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

START = datetime(2026, 1, 1, tzinfo=UTC)
BLOCK = 50_000
SECONDS = 20
PER_SECOND = 50
PEOPLE = 6  # below the size of the connection pool
TIMELINES = 60
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文博子涵雨欣晨浩宇思琪"
CITIES = ("上海", "北京", "广州", "深圳", "杭州", "成都", "西安", "南京", "武汉", "重庆")
BOOKINGS = """
INSERT INTO connect_booking (booking_id, source_id, unit_id, booking_key, line, status, channel, booked_at, starts_on, ends_on,
    destination_city, destination_country, property, total_minor, currency, booker_id, traveller_ids, content_hash, order_at, run_id, row_number)
SELECT gen_random_uuid(), source_id, unit_id, 'YX' || n, 'hotel', 'confirmed', 'app', %(at)s::timestamptz - make_interval(hours => (n %% 9000)::int),
    '2026-05-01', '2026-05-03', '上海', 'CN', 'P1', 120000, 'CNY', record_id, ARRAY[record_id], '\\x00', %(at)s, run_id, 1
FROM (SELECT row_number() OVER () AS n, * FROM connect_guestrecord) r
"""
JOIN_A_TENTH = """
UPDATE identity_guestlink later SET guest_id = first.home_id
FROM (SELECT record_id, home_id, row_number() OVER (ORDER BY record_id) AS n FROM identity_guestlink) first
JOIN (SELECT record_id, row_number() OVER (ORDER BY record_id) AS n FROM identity_guestlink) second ON second.n = first.n + 1
WHERE first.n %% 10 = 0 AND later.record_id = second.record_id
"""


def profile(guests: str) -> dict[str, Any]:
    """Fills connect and identity, makes the cards, then asks for pages and searches 50 times a second."""
    from benchmarks.child import open_source

    actor, source_id = open_source()
    _store(source_id, int(guests))
    guest_ids = _link()
    begun = time.perf_counter()
    _cards(actor, guest_ids)
    seconds = time.perf_counter() - begun
    browsers, chance, asked = _browsers(), random.Random(1), SECONDS * PER_SECOND
    with ThreadPoolExecutor(PEOPLE) as pool:  # one for both: each of its threads keeps a connection
        page = _open_loop([_page(chance.choice(guest_ids)) for _ in range(asked)], browsers, pool)
        search = _open_loop([_search(chance, int(guests)) for _ in range(asked)], browsers, pool)
    timeline = [_timed(lambda: browsers[0].get(f"/api/guests/{chance.choice(guest_ids)}/timeline")) for _ in range(TIMELINES)]
    return {
        "rows": len(guest_ids), "seconds": seconds, "page_p95_ms": _p95(page), "page_median_ms": statistics.median(page),
        "search_p95_ms": _p95(search), "timeline_p95_ms": _p95(timeline),
    }  # fmt: skip


def _store(source_id: UUID, guests: int) -> None:
    """Guests by the import's own way; names repeat as they do in China, phones do not."""
    from django.db import connection, transaction

    from xenia.connect.actions.people import RecordScope, resolve_records, write_records
    from xenia.connect.models import Source

    chance = random.Random(7)
    scope = RecordScope(source_id, Source.objects.get(id=source_id).unit_id, source_id, START, "CN")
    marks = {"content_hash": b"c" * 16, "row_number": 2, "id_type": None, "id_country": None, "province": ""}
    for first in range(0, guests, BLOCK):
        rows = [
            {
                **marks, "guest_key": f"G{n}", "order_at": START - timedelta(seconds=n), "name": _name(chance), "city": chance.choice(CITIES),
                "phone": f"139{n:08d}", "email": f"g{n}@example.com", "id_number": f"E{n:08d}", "membership_number": f"GM{n:07d}",
            }
            for n in range(first, min(first + BLOCK, guests))
        ]  # fmt: skip
        with transaction.atomic():
            write_records(scope, rows, resolve_records(scope, [str(row["guest_key"]) for row in rows]), START)
    with connection.cursor() as cursor:
        cursor.execute(BOOKINGS, {"at": START})
        cursor.execute("ANALYZE connect_guestrecord; ANALYZE connect_booking")
    _calls()


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def _calls() -> None:
    """One call of every tenth guest in the lake."""
    import pyarrow as pa
    from deltalake import write_deltalake

    from xenia.connect.models import GuestRecord
    from xenia.lake.tables import get_table, table_uri
    from xenia.settings import ENV

    rows = list(GuestRecord.objects.filter(row_number=2).values_list("record_id", "source_id", "unit_id", "run_id"))[::10]
    told = [
        {
            "record_id": str(record), "source_id": str(source), "unit_id": str(unit), "run_id": str(run), "order_at": START, "recorded_at": START,
            "row_number": n, "record_hash": n.to_bytes(16, "big"), "content_hash": n.to_bytes(16, "big"), "interaction_key": f"i{n}",
            "channel": "call", "at": START, "subject": "询问入住",
        }
        for n, (record, source, unit, run) in enumerate(rows)
    ]  # fmt: skip
    write_deltalake(table_uri(ENV.lake_url, "interactions"), pa.Table.from_pylist(told, get_table("interactions").schema), mode="append")


def _link() -> list[UUID]:
    from django.db import connection

    from xenia.connect.models import GuestRecord
    from xenia.identity.actions.links import link_records
    from xenia.identity.models import GuestLink
    from xenia.kernel.actor import product_actor

    records = list(GuestRecord.objects.order_by("record_id").values_list("record_id", flat=True))
    for start in range(0, len(records), BLOCK):
        link_records(actor=product_actor("benchmarks", "link_records"), record_ids=records[start : start + BLOCK], now=START)
    with connection.cursor() as cursor:
        cursor.execute(JOIN_A_TENTH.replace("%%", "%"))
        cursor.execute("ANALYZE identity_guestlink")
    return list(GuestLink.objects.values_list("guest_id", flat=True).distinct())


def _cards(actor: Any, guest_ids: Sequence[UUID]) -> None:
    from django.db import connection

    from xenia.profile.actions.cards import refresh_cards

    refresh_cards(actor=actor, guest_ids=guest_ids, now=START)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE profile_card")


def _browsers() -> list[Any]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.people import create_person
    from xenia.trust.types.access import NewPerson, Permission

    director = product_actor("benchmarks", *Permission)
    made = []
    for n in range(PEOPLE):
        person = NewPerson(f"agent{n}@bench.example", f"客服{n}", "harbour-lantern-42", ("service_agent",), ("group",))
        create_person(actor=director, person=person)
        browser = Client()
        browser.force_login(get_user_model().objects.get(email=person.email), backend="django.contrib.auth.backends.ModelBackend")
        made.append(browser)
    return made


def _page(guest_id: UUID) -> Callable[[Any], Any]:
    return lambda browser: browser.get(f"/api/guests/{guest_id}")


def _search(chance: random.Random, guests: int) -> Callable[[Any], Any]:
    n = chance.randrange(guests)
    name = _name(chance)
    text = chance.choice(
        (name, name[:2], name[0], "ww", "wangw", "zhang wei", f"139{n:08d}", f"g{n}@example.com", f"GM{n:07d}", f"YX{n}", f"{name[0]}x")
    )
    return lambda browser: browser.post("/api/search", json.dumps({"text": text}), content_type="application/json")


def _open_loop(requests: list[Callable[[Any], Any]], browsers: list[Any], pool: ThreadPoolExecutor) -> list[float]:
    """Milliseconds from the moment each request was due, 50 a second, whether or not those before it were answered."""
    began = time.perf_counter() + 0.5

    def ask(place: int) -> float:
        due = began + place / PER_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        answer = requests[place](browsers[place % len(browsers)])
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
        return (time.perf_counter() - due) * 1000

    return list(pool.map(ask, range(len(requests))))


def _timed(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


VERBS: dict[str, Callable[..., dict[str, Any]]] = {"profile": profile}
