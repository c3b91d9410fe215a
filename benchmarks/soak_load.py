"""The work of a soak: files imported, records pushed, pages read; and what the product has acknowledged of it.

A client asks again, with the same content, until it is answered. So everything that was ever sent ends up acknowledged, and what the
product holds at the end must equal it exactly: nothing is lost, nothing stands twice.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.booking_files import MAPPING_WITH_PEOPLE
from benchmarks.soak_visitor import Turned, Unanswered, Visitor

MEMBERS = 20_000
BAD_EVERY = 97
AGAIN_SHARE = 10
"""One row in so many of a file stood in the file before it."""
WAITING_MAX = 5
PUSHED = 50
HEADER = "order_no,line,status,channel,booked_at,modified_at,check_in,check_out,city,total,currency,adults,member,name,phone,email"
START = datetime(2025, 1, 1)
PAGES = ("/api/home", "/api/guests", "/api/bookings", "/api/guests?city=%E4%B8%8A%E6%B5%B7", "/api/bookings/totals", "/api/runs")


@dataclass
class Source:
    """What the product acknowledged of one source. `runs` maps a run to the rows of its file and how many of them are bad."""

    id: str
    code: str
    key: str = ""
    bookings: set[str] = field(default_factory=set)
    guests: set[str] = field(default_factory=set)
    runs: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Load:
    """What all clients share. `reads` are pairs of moment and seconds; times are of the monotonic clock."""

    visitor: Visitor
    files: Source
    pushes: Source
    seed: int
    ends_at: float
    over: threading.Event = field(default_factory=threading.Event)
    reads: list[tuple[float, float]] = field(default_factory=list)
    asked: int = 0
    unanswered: int = 0
    turned: list[str] = field(default_factory=list)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._work, args=(client,)) for client in (import_files, push_records, read_pages)]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, client: Callable[["Load", random.Random], None]) -> None:
        chance = random.Random(f"{self.seed} {client.__name__}")
        while time.monotonic() < self.ends_at and not self.over.is_set():
            try:
                client(self, chance)
            except Turned as refused:
                self.turned.append(str(refused))
            except Unanswered:
                self.over.wait(0.5)

    def ask(self, question: Callable[[], dict[str, str]]) -> dict[str, str]:
        """Asks until there is an answer, also past the end: what was once sent must be known to be in."""
        while True:
            self.asked += 1
            try:
                return question()
            except Unanswered:
                self.unanswered += 1
                if self.over.wait(0.5):
                    raise


def import_files(load: Load, chance: random.Random) -> None:
    """One file as a person brings it: uploaded, then its run started."""
    source = load.files
    if waits_too_long(load, source, chance):
        return
    first, rows = len(source.bookings), chance.randrange(500, 3000)
    lines, keys, members, bad = file_of(first, rows)
    content = "\n".join([HEADER, *lines]).encode()
    upload = load.ask(lambda: load.visitor.send_file(f"/api/sources/{source.id}/uploads", f"soak-{first}.csv", content))
    order = {"upload_id": upload["id"], "document": MAPPING_WITH_PEOPLE}
    run = load.ask(lambda: load.visitor.post("/api/runs", order))
    source.runs[run["id"]] = (len(lines), bad)
    source.bookings |= keys
    source.guests |= members
    load.over.wait(chance.uniform(0.5, 4))


def file_of(first: int, rows: int) -> tuple[list[str], set[str], set[str], int]:
    """The lines of a file whose new bookings begin at number `first`, the keys and members it brings, and its count of bad rows."""
    numbers = [*range(max(0, first - rows // AGAIN_SHARE), first), *range(first, first + rows)]
    lines, keys, members, bad = [], set(), set(), 0
    for number in numbers:
        lines.append(line_of(number))
        keys.add(f"F{number:08d}")
        members.add(member_of(number))
        if number % BAD_EVERY == 0:
            bad += 1
            lines.append(line_of(number).replace("F", "X", 1).replace(",confirmed,", ",somehow,"))
    return lines, keys, members, bad


def member_of(number: int) -> str:
    return f"M{number * 7919 % MEMBERS}"


def line_of(number: int) -> str:
    """The same row every time."""
    member = number * 7919 % MEMBERS
    booked, stay = START + timedelta(minutes=number), date(2025, 2, 1) + timedelta(days=number % 300)
    name = "王李张刘陈杨黄赵"[member % 8] + "伟芳娜敏静强磊军"[member // 8 % 8] + "洋艳勇杰娟涛明超"[member // 64 % 8]
    return (
        f"F{number:08d},hotel,confirmed,app,{booked},{booked},{stay},{stay + timedelta(days=2)},上海,{number % 5000}.50,CNY,2,"
        f"M{member},{name},138{member:08d},m{member}@example.com"
    )


def push_records(load: Load, chance: random.Random) -> None:
    """One batch as a machine sends it; every fourth is of guests."""
    source = load.pushes
    if waits_too_long(load, source, chance):
        return
    kind = "guest" if chance.random() < 0.25 else "booking"
    known = source.guests if kind == "guest" else source.bookings
    keys = [f"P{number:08d}" for number in range(len(known), len(known) + PUSHED)]
    body = [guest_of(key) if kind == "guest" else booking_of(key) for key in keys]
    headers = {"Authorization": f"Bearer {source.key}"}
    run = load.ask(lambda: load.visitor.post(f"/api/push/{source.code}/{kind}", body, headers))
    source.runs[run["id"]] = (PUSHED, 0)
    known.update(keys)
    load.over.wait(chance.uniform(0.2, 2))


def booking_of(key: str) -> dict[str, object]:
    moment = (START + timedelta(minutes=int(key[1:]))).isoformat() + "Z"
    return {
        "booking_key": key,
        "line": "air",
        "status": "confirmed",
        "booked_at": moment,
        "modified_at": moment,
        "total": "880.00",
        "currency": "CNY",
    }


def guest_of(key: str) -> dict[str, object]:
    return {
        "guest_key": key,
        "name": "林薇",
        "phone": f"139{key[1:]}",
        "email": f"{key}@example.com",
        "modified_at": f"{START.isoformat()}Z",
    }


def waits_too_long(load: Load, source: Source, chance: random.Random) -> bool:
    """Waits a little and returns True where the worker has enough of this source to do: a soak is long, not a flood."""
    waiting = load.visitor.get(f"/api/runs?source_id={source.id}&state=waiting&size={WAITING_MAX}")["items"]
    if len(waiting) < WAITING_MAX:
        return False
    load.over.wait(chance.uniform(1, 3))
    return True


def read_pages(load: Load, chance: random.Random) -> None:
    """One page, and from a list the page of one of its rows, as a person would."""
    path = chance.choice(PAGES)
    page = timed(load, path)
    load.over.wait(chance.uniform(0.1, 0.4))
    if path in ("/api/guests", "/api/bookings") and page["items"]:
        one = chance.choice(page["items"])
        timed(load, f"{path}/{one['guest_id' if path == '/api/guests' else 'booking_id']}")


def timed(load: Load, path: str) -> dict[str, list[dict[str, str]]]:
    load.asked += 1
    begun = time.monotonic()
    try:
        page: dict[str, list[dict[str, str]]] = load.visitor.get(path)
    except Unanswered:
        load.unanswered += 1
        raise
    load.reads.append((begun, time.monotonic() - begun))
    return page
