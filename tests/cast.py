"""The people and places every test knows: a company with two hotels, those who work there, its guests, and how a file of theirs comes in.

Lin Wei is gold, stayed in Shanghai three times and shares a phone with her mother Wang Xiuying; Zhang Wei knows only Beijing; one record
of Beijing has script in its name. Contact values are made up; numbers are of ranges kept for examples.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pyarrow as pa
from deltalake import write_deltalake
from django.db import connection

from xenia.connect import models
from xenia.connect.actions import people, runs, sources, uploads
from xenia.connect.actions.contacts import Reveal, reveal_contact
from xenia.connect.queries.runs import get_run
from xenia.connect.types.guests import RevealPurpose
from xenia.connect.types.runs import Run
from xenia.connect.types.sources import SourceKind, SourceSettings
from xenia.identity.actions.links import link_records
from xenia.identity.models import GuestLink
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.tables import ensure_tables, get_table, table_uri
from xenia.profile.actions.cards import refresh_cards
from xenia.settings import ENV
from xenia.trust.actions import people as trust_actions
from xenia.trust.actions.units import create_unit
from xenia.trust.queries import people as trust_queries
from xenia.trust.types.access import NewPerson, Permission, UnitKind

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "jade-and-paper-42"
PHONE = "+8613800001111"
SCRIPT = '<script>alert("hi")</script>'
DIRECTOR = product_actor("tests", *Permission)


@dataclass(frozen=True)
class Guest:
    """One person as every source would describe them; an empty value is not known."""

    key: str
    name: str
    latin: str
    gender: str = ""
    phone: str = ""
    email: str = ""
    passport: str = ""
    birth_date: str = ""
    tier: str = ""
    company: str = ""


LIN_WEI = Guest("G1", "林薇", "LIN/WEI", "女", PHONE, "lin.wei@example.com", "E12341234", "1988-03-09", "gold")
WANG_XIUYING = Guest("G2", "王秀英", "WANG/XIUYING", "女", PHONE, "", "E55556666", "1960-11-22")
ZHANG_WEI = Guest("G3", "张伟", "ZHANG/WEI", "男", "+8613900002222", "zhang.wei@example.com", "", "1979-02-28", "silver", "北辰重工")
LI_NA = Guest("G4", "李娜", "LI/NA", "女", "+8613700003333", "li.na@example.com", "", "", "", "北辰重工")
OUYANG_HUA = Guest("G5", "欧阳华", "OUYANG/HUA", "男", "+8613600004444", "", "E77778888", "1990-02-28")
SATO_YUKI = Guest("G6", "佐藤由纪", "SATO/YUKI", "女", "+819012345678", "yuki@example.jp", "TK1234567", "1992-07-01")
JOHN_SMITH = Guest(
    "G7", "John Smith", "SMITH/JOHN", "男", "+447700900123", "john@example.co.uk", "GB1234567", "1970-01-31", "", "Northwind"
)
MARIA_SILVA = Guest("G8", "Maria Silva", "SILVA/MARIA", "女", "", "maria@example.pt", "", "", "", "Northwind")
SCRIPT_KIDDIE = Guest("G9", SCRIPT, "SCRIPT/KIDDIE")
NAMELESS = Guest("G10", "", "", "", "+8613500005555")
EVERYONE = (LIN_WEI, WANG_XIUYING, ZHANG_WEI, LI_NA, OUYANG_HUA, SATO_YUKI, JOHN_SMITH, MARIA_SILVA, SCRIPT_KIDDIE, NAMELESS)

ORDERS: dict[str, Any] = {
    "name": "orders",
    "records": [
        {
            "kind": "booking",
            "fields": {
                "booking_key": {"from": "order"},
                "line": {"const": "hotel"},
                "status": {"from": "status"},
                "starts_on": {"from": "check_in"},
                "ends_on": {"from": "check_out"},
                "total": {"from": "total"},
            },
        }
    ],
}
"""How a file with the columns order, status, check_in, check_out, total becomes bookings."""
ORDERS_HEADER = "order,status,check_in,check_out,total"

PEOPLE: dict[str, Any] = {
    "name": "people",
    "records": [
        {
            "kind": "guest",
            "fields": {
                "guest_key": {"from": "id"},
                "name": {"from": "name"},
                "name_latin": {"from": "latin"},
                "gender": {"from": "gender", "as": "enum", "table": {"男": "male", "女": "female"}, "else": "other"},
                "phone": {"from": "phone"},
                "email": {"from": "email"},
                "id_number": {"from": "passport"},
                "birth_date": {"from": "birth_date"},
                "membership_tier": {"from": "tier"},
                "company": {"from": "company"},
            },
        }
    ],
}
PEOPLE_HEADER = "id,name,latin,gender,phone,email,passport,birth_date,tier,company"


def with_fields(document: dict[str, Any], **fields: dict[str, Any] | None) -> dict[str, Any]:
    """The mapping with fields of its first record added or changed; None takes one away."""
    first, *others = document["records"]
    changed = {name: content for name, content in (first["fields"] | fields).items() if content is not None}
    return document | {"records": [first | {"fields": changed}, *others]}


def people_file(*guests: Guest) -> str:
    """The guests as the file PEOPLE reads."""
    out = io.StringIO()
    csv.writer(out).writerows([PEOPLE_HEADER.split(","), *(astuple(guest) for guest in guests)])
    return out.getvalue()


def orders_file(*rows: str) -> str:
    """Rows under the header ORDERS reads."""
    return "\n".join([ORDERS_HEADER, *rows]) + "\n"


def open_source(code: str = "orders", **changed: Any) -> UUID:
    """Registers a source of the whole company; `changed` are its settings."""
    trust_actions.create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    ensure_tables(ENV.lake_url)
    settings = SourceSettings(**({"code": code, "name": code, "kind": SourceKind.FILE, "unit_code": "group"} | changed))
    return sources.create_source(actor=DIRECTOR, settings=settings, now=NOON)


def store_file(source_id: UUID, content: str | bytes, *, name: str = "orders.csv", as_of: datetime | None = None) -> UUID:
    """Uploads the content as a person would."""
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return uploads.store_upload(actor=DIRECTOR, source_id=source_id, file_name=name, stream=stream, as_of=as_of, now=NOON)


def start(source_id: UUID, upload_id: UUID, document: dict[str, Any] = ORDERS, *, is_dry: bool = False) -> UUID:
    """Saves the mapping and starts a run, which waits."""
    mapping_id = sources.save_mapping(actor=DIRECTOR, source_id=source_id, document=document, now=NOON)
    return runs.start_run(actor=DIRECTOR, upload_id=upload_id, mapping_id=mapping_id, is_dry=is_dry, now=NOON)


def perform(run_id: UUID, clock: Callable[[], datetime] = lambda: NOON) -> Run:
    """Does what the worker would, here and now, and returns how it ended."""
    runs.perform_run(run_id=run_id, clock=clock)
    return get_run(DIRECTOR, run_id)


_LOADS = count()


def load(source_id: UUID, content: str | bytes, document: dict[str, Any] = ORDERS, *, name: str = "orders.csv", **more: Any) -> Run:
    """The whole way of a file: upload, mapping, run, each load a second after the one before. `more`: `as_of`, `is_dry`, `clock`."""
    upload_id = store_file(source_id, content, name=name, as_of=more.get("as_of"))
    arrived = NOON + timedelta(seconds=next(_LOADS))
    return perform(start(source_id, upload_id, document, is_dry=more.get("is_dry", False)), more.get("clock", lambda: arrived))


def facts_of(source_id: UUID, table: str = "booking_versions", *, current: bool = False) -> list[dict[str, Any]]:
    """What the lake holds of the source, in the order it came in: every version, or only the current ones."""
    facts = read.current(table) if current else read.table(table)
    mine = facts.filter(facts.source_id == str(source_id)).order_by("order_at", "row_number")
    rows: list[dict[str, Any]] = read.execute(mine, units=None).to_pylist()
    return rows


def stored_bytes(table: str) -> bytes:
    """Everything a table of the database holds, as it lies there: what a thief of the disk would read."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copied:
        return b"".join(bytes(block) for block in copied)


def revealed(actor: Actor, record_id: UUID, field: str) -> str:
    """One sealed value as a person has it shown, to call the guest back."""
    return reveal_contact(actor=actor, record_id=record_id, reveal=Reveal(field, RevealPurpose.CALL_BACK), now=NOON)


@dataclass(frozen=True)
class House:
    """One hotel: its unit, its source, and a finished run of that source."""

    unit_id: UUID
    source_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class Company:
    """`guests` maps a name to a record id, `bookings` a key to a booking id."""

    shanghai: House
    beijing: House
    guests: dict[str, UUID]
    bookings: dict[str, UUID]

    def actor(self, email: str) -> Actor:
        """The actor who signs in with `<email>@yunxing.example`."""
        user_id = trust_queries.find_user_id(f"{email}@yunxing.example")
        assert user_id is not None
        return trust_queries.get_actor(user_id)


def open_company() -> Company:
    """Makes the company in an empty database; the lake is left as it is."""
    director = product_actor("tests", *Permission)
    trust_actions.create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    houses = [_house(director, "shanghai", "外滩云行酒店"), _house(director, "beijing", "故宫云行酒店")]
    for email, name, role, unit in (
        ("chen", "陈静", "administrator", "group"),
        ("zhao", "赵敏", "property_staff", "shanghai"),
        ("sun", "孙磊", "service_agent", "shanghai"),
        ("he", "何芳", "analyst", "beijing"),
    ):
        trust_actions.create_person(actor=director, person=NewPerson(f"{email}@yunxing.example", name, PASSWORD, (role,), (unit,)))
    guests = _guests(*houses)
    make_guests(*guests.values())
    return Company(*houses, guests, _bookings(*houses, guests))


def make_guests(*records: UUID) -> list[UUID]:
    """Gives each record a guest of its own with a card, as the news of an import does; returns the guests in the order of the records."""
    link_records(actor=product_actor("tests", "link_records"), record_ids=records, now=NOON)
    guest = {link.record_id: link.guest_id for link in list_links(DIRECTOR, records)}
    refresh_cards(actor=DIRECTOR, guest_ids=list(guest.values()), now=NOON)
    return [guest[record] for record in records]


def join_guests(*records: UUID) -> UUID:
    """Makes one guest of these records, known by the earliest, as a decision of the matcher would; returns the guest."""
    links = GuestLink.objects.filter(record_id__in=records)
    before = list(links.values_list("guest_id", flat=True))
    guest_id = links.get(record_id=min(records)).home_id
    links.update(guest_id=guest_id, valid_from=NOON)
    refresh_cards(actor=DIRECTOR, guest_ids=[guest_id, *before], now=NOON)
    return guest_id


def add_facts(table: str, house: House, *rows: dict[str, Any]) -> None:
    """Writes rows to a fact table as a run of the house would; a column that is not given is empty."""
    ensure_tables(ENV.lake_url)
    common = {
        "source_id": str(house.source_id),
        "unit_id": str(house.unit_id),
        "run_id": str(house.run_id),
        "order_at": NOON,
        "recorded_at": NOON,
    }
    own = [
        {"row_number": place, "record_hash": bytes([place]) * 16, "content_hash": bytes([place]) * 16} for place in range(1, len(rows) + 1)
    ]
    full = [common | marks | row for marks, row in zip(own, rows, strict=True)]
    write_deltalake(table_uri(ENV.lake_url, table), pa.Table.from_pylist(full, get_table(table).schema), mode="append")


def _house(director: Actor, code: str, name: str) -> House:
    unit_id = create_unit(actor=director, code=code, name=Text(name, code.title()), kind=UnitKind.PROPERTY, parent_code="group", now=NOON)
    source = models.Source.objects.create(
        unit_id=unit_id, code=f"{code}-pms", name=f"{name} PMS", kind="file", time_zone="Asia/Shanghai", currency="CNY", phone_region="CN",
        legal_basis="contract", created_at=NOON,
    )  # fmt: skip
    upload = models.Upload.objects.create(
        source=source, file_name=f"{code}.csv", size_bytes=10, sha256=b"0" * 32, created_at=NOON, expires_at=NOON
    )
    mapping = models.Mapping.objects.create(source=source, name="stays", version=1, document={}, created_at=NOON)
    run = models.Run.objects.create(
        source=source, upload=upload, mapping=mapping, state="done", read=3, new=3, created_at=NOON, started_at=NOON, ended_at=NOON
    )
    return House(unit_id, source.id, run.id)


def _guests(shanghai: House, beijing: House) -> dict[str, UUID]:
    lin = {"name": "林薇", "phone": PHONE, "email": "lin.wei@example.com", "id_number": "E12341234", "province": "上海"}
    mother = {"name": "王秀英", "phone": PHONE, "email": "", "id_number": "", "province": "上海"}
    zhang = {"name": "张伟", "phone": "+8613900002222", "email": "", "id_number": "", "province": "北京"}
    script = {"name": SCRIPT, "phone": "", "email": "", "id_number": "", "province": "北京"}
    return _described(shanghai, {"G1": lin, "G2": mother}) | _described(beijing, {"G1": zhang, "G9": script})


def _described(house: House, said: dict[str, dict[str, str]]) -> dict[str, UUID]:
    scope = people.RecordScope(house.source_id, house.unit_id, house.run_id, NOON, "CN")
    records = people.resolve_records(scope, said)
    marks = {"order_at": NOON, "content_hash": b"c" * 16, "row_number": 2}
    people.write_records(scope, [{"guest_key": key, **marks, **fields} for key, fields in said.items()], records, NOON)
    return {fields["name"]: records[key] for key, fields in said.items()}


def _bookings(shanghai: House, beijing: House, guests: dict[str, UUID]) -> dict[str, UUID]:
    lin, mother, zhang = guests["林薇"], guests["王秀英"], guests["张伟"]
    return {
        "S-1": _booking(shanghai, "S-1", lin, [lin, mother], datetime(2026, 1, 5, 2, tzinfo=UTC), 120_000),
        "S-2": _booking(shanghai, "S-2", lin, [lin], datetime(2026, 2, 10, 2, tzinfo=UTC), 80_000),
        "S-3": _booking(shanghai, "S-3", lin, [mother], None, None),
        "B-1": _booking(beijing, "B-1", zhang, [], datetime(2026, 2, 20, 2, tzinfo=UTC), 50_000),
    }


def _booking(house: House, key: str, booker: UUID, travellers: list[UUID], booked_at: datetime | None, total: int | None) -> UUID:
    row = models.Booking.objects.create(
        booking_id=new_id(), source_id=house.source_id, unit_id=house.unit_id, booking_key=key, line="hotel", status="confirmed",
        booked_at=booked_at,
        starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 3), destination_city="上海", total_minor=total, currency="CNY" if total else "",
        booker_id=booker, traveller_ids=travellers, content_hash=b"c" * 16, order_at=NOON, run_id=house.run_id, row_number=2,
    )  # fmt: skip
    return row.booking_id
