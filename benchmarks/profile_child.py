"""What `profile_page` measures: guests with two records one time in ten, bookings and calls, asked of the real server by another process."""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from benchmarks.open_loop import Asked

START = datetime(2026, 1, 1, tzinfo=UTC)
BLOCK = 50_000
SECONDS = 20
PER_SECOND = 50
PEOPLE = 6
PROCESSES = 2
TIMELINES = 60
WARM = 100
"""Requests before any is counted: a worker that has just begun reads its templates of SQL and fills its pools."""
READY_SECONDS = 60
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
SAME_NAMES = """
UPDATE connect_guestrecord later SET name = first.name, name_pinyin = first.name_pinyin
FROM identity_guestlink l JOIN connect_guestrecord first ON first.record_id = (
    SELECT min(f.record_id::text)::uuid FROM identity_guestlink f WHERE f.guest_id = l.guest_id)
WHERE l.record_id = later.record_id AND l.guest_id <> l.home_id
"""
"""Records of one guest carry one name, as those do that were found to be one person."""
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
    chance, asked, visitors = random.Random(1), SECONDS * PER_SECOND, _visitors()
    pages: list[Asked] = [("GET", f"/api/guests/{chance.choice(guest_ids)}", None) for _ in range(asked)]
    searches = [_search(chance, int(guests)) for _ in range(asked)]
    timelines: list[Asked] = [("GET", f"/api/guests/{chance.choice(guest_ids)}/timeline", None) for _ in range(TIMELINES)]
    with _server() as address:
        _asked(address, visitors, [*pages[:WARM], *searches[:WARM], *timelines[:4]])
        page, search = _asked(address, visitors, pages), _asked(address, visitors, searches)
        timeline = _asked(address, visitors, timelines, per_second=2)
    return {
        "rows": len(guest_ids), "seconds": seconds, "page_p95_ms": _p95(page), "page_median_ms": statistics.median(page),
        "search_p95_ms": _p95(search), "search_median_ms": statistics.median(search), "timeline_p95_ms": _p95(timeline),
    }  # fmt: skip


@contextmanager
def _server() -> Iterator[str]:
    """The product's own web command with two workers, in processes of their own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "xenia", "web", "--processes", str(PROCESSES)]
    own = {"XENIA_HOST": "127.0.0.1", "XENIA_PORT": str(port)}
    with subprocess.Popen(command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not open port {port} within {READY_SECONDS} seconds.")


def _asked(address: str, visitors: list[dict[str, str]], requests: Sequence[Asked], per_second: float = PER_SECOND) -> list[float]:
    order = {"address": address, "visitors": visitors, "requests": requests, "per_second": per_second}
    command = [sys.executable, "-m", "benchmarks.open_loop"]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"The client ended: {done.stderr[-1000:]}")
    taken: list[float] = json.loads(done.stdout)
    return taken


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
        cursor.execute(SAME_NAMES)
        cursor.execute("VACUUM ANALYZE connect_guestrecord")
    return list(GuestLink.objects.values_list("guest_id", flat=True).distinct())


def _cards(actor: Any, guest_ids: Sequence[UUID]) -> None:
    from django.db import connection

    from xenia.profile.actions.cards import refresh_cards

    refresh_cards(actor=actor, guest_ids=guest_ids, now=START)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE profile_card")


def _visitors() -> list[dict[str, str]]:
    """The cookies of people who have signed in."""
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
        browser.get("/api/session")
        made.append({name: browser.cookies[name].value for name in ("sessionid", "csrftoken")})
    return made


def _search(chance: random.Random, guests: int) -> Asked:
    n = chance.randrange(guests)
    name = _name(chance)
    text = chance.choice(
        (name, name[:2], name[0], "ww", "wangw", "zhang wei", f"139{n:08d}", f"g{n}@example.com", f"GM{n:07d}", f"YX{n}", f"{name[0]}x")
    )
    return "POST", "/api/search", {"text": text}


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


VERBS: dict[str, Callable[..., dict[str, Any]]] = {"profile": profile}
