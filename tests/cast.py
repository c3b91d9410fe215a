"""The people and places every test knows: a company with two hotels, those who work there, and a few guests.

Lin Wei stayed in Shanghai three times and shares a phone with her mother Wang Xiuying; Zhang Wei knows only Beijing; one record of
Beijing has script in its name. Contact values are made up; numbers are of ranges kept for examples.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from deltalake import write_deltalake

from xenia.connect import models
from xenia.connect.actions import people
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.lake.tables import ensure_tables, get_table, table_uri
from xenia.settings import ENV
from xenia.trust import actions, queries
from xenia.trust.types import NewPerson, Permission, UnitKind

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "jade-and-paper-42"
PHONE = "+8613800001111"
SCRIPT = '<script>alert("hi")</script>'


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
        user_id = queries.find_user_id(f"{email}@yunxing.example")
        assert user_id is not None
        return queries.get_actor(user_id)


def open_company() -> Company:
    """Makes the company in an empty database; the lake is left as it is."""
    director = product_actor("tests", *Permission)
    actions.create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    houses = [_house(director, "shanghai", "外滩云行酒店"), _house(director, "beijing", "故宫云行酒店")]
    for email, name, role, unit in (
        ("chen", "陈静", "administrator", "group"),
        ("zhao", "赵敏", "property_staff", "shanghai"),
        ("sun", "孙磊", "service_agent", "shanghai"),
        ("he", "何芳", "analyst", "beijing"),
    ):
        actions.create_person(actor=director, person=NewPerson(f"{email}@yunxing.example", name, PASSWORD, (role,), (unit,)))
    guests = _guests(*houses)
    return Company(*houses, guests, _bookings(*houses, guests))


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
    unit_id = actions.create_unit(actor=director, code=code, name=Text(name, code.title()), kind=UnitKind.PROPERTY, parent_code="group")
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
