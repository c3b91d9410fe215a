"""What five systems of a travel company wrote down of the same people, each in its own way and with its own mistakes."""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.identity.people import Person, make_people
from xenia.demo.name_words import SOUND_ALIKES, TRADITIONAL

COLUMNS = (
    "record_id", "source", "name", "name_latin", "gender", "birth_date", "phone", "email", "id_type", "id_number", "id_country", "city", "company",
    "booking_ref",
)  # fmt: skip
AGENCIES = ("13911110000", "02162880000", "13511112222")
FILLERS = {
    "name": ("无", "客人", "测试"),
    "phone": ("13800138000", "无", "00000000000"),
    "email": ("test@test.com", "none@none.com", "noemail@hotel.com"),
    "birth_date": ("1900-01-01", "1970-01-01"),
}
OTHER_READINGS = {
    "ZENG": "CENG",
    "SHAN": "DAN",
    "QIU": "CHOU",
    "XIE": "JIE",
    "LYU": "LV",
    "LV": "LU",
    "ZHAI": "DI",
    "OU": "QU",
    "PIAO": "PU",
}
NEIGHBOURS = {"A": "S", "E": "R", "I": "O", "N": "M", "G": "H", "U": "Y", "O": "P", "H": "J"}
LOOK_ALIKES = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}
Row = dict[str, str]


@dataclass
class _Desk:
    """What the systems draw from: chance, and the bookings that families share."""

    rng: random.Random
    bookings: dict[int, str] = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def booking(self, person: Person, share: float) -> str:
        """A number of a booking; members of a family travel on one."""
        if not self.chance(share):
            return ""
        if self.chance(0.5) and person.family in self.bookings:
            return self.bookings[person.family]
        made = f"B{self.rng.randrange(10**9):09d}"
        self.bookings[person.family] = made
        return made


def write_set(folder: Path, people: int = 24_000, *, seed: int = 1) -> tuple[Path, Path]:
    """Writes records.csv and truth.csv; about two records a person. A tenth of the records carry a name and little else."""
    folder.mkdir(parents=True, exist_ok=True)
    records, truth = folder / "records.csv", folder / "truth.csv"
    desk, rows = _Desk(random.Random(seed)), []
    for person in make_people(people, seed):
        systems = desk.rng.choices(
            list(SYSTEMS),
            [weight for weight, _ in SYSTEMS.values()],
            k=desk.rng.choices((1, 2, 3, 4, 6), (0.42, 0.28, 0.17, 0.09, 0.04))[0],
        )
        rows += [(person, system, SYSTEMS[system][1](desk, person)) for system in systems]
    desk.rng.shuffle(rows)
    with records.open("w", newline="", encoding="utf-8") as out, truth.open("w", newline="", encoding="utf-8") as key:
        writer, truths = csv.DictWriter(out, COLUMNS), csv.writer(key)
        writer.writeheader()
        truths.writerow(("record_id", "person_id"))
        for number, (person, system, row) in enumerate(rows):
            writer.writerow(_spoilt(desk, row) | {"record_id": f"R{number:07d}", "source": system})
            truths.writerow((f"R{number:07d}", f"P{person.number:07d}"))
    return records, truth


def _booking_engine(desk: _Desk, person: Person) -> Row:
    row = {
        "name": _local(desk, person),
        "phone": _phone(desk, person),
        "email": _email(desk, person, 0.85),
        "booking_ref": desk.booking(person, 0.8),
    }
    if desk.chance(0.45):
        row |= _document(desk, person, "resident_id" if desk.chance(0.8) else "passport")
    return row | ({"gender": "MF"[person.gender]} if desk.chance(0.3) else {})


def _gds(desk: _Desk, person: Person) -> Row:
    title = ("MR", "MS")[person.gender] if person.born.year < 2013 else ("MSTR", "MISS")[person.gender]
    glue = "" if desk.chance(0.25) else " "
    row = {
        "name_latin": f"{_latin(desk, person.surname_latin)}/{_latin(desk, person.given_latin)}{glue}{title if desk.chance(0.9) else ''}"
    }
    row |= {"booking_ref": desk.booking(person, 0.9), "phone": _phone(desk, person) if desk.chance(0.93) else ""}
    if desk.chance(0.6):
        row |= _document(desk, person, "passport")
    return row | ({"birth_date": _born(desk, person)} if desk.chance(0.8) else {})


def _hotel(desk: _Desk, person: Person) -> Row:
    names = {"name": _local(desk, person)} if desk.chance(0.75) else {"name_latin": _western(desk, person)}
    row = names | {
        "phone": _phone(desk, person) if desk.chance(0.96) else "",
        "email": _email(desk, person, 0.5),
        "city": person.city if desk.chance(0.5) else "",
    }
    if desk.chance(0.6):
        row |= _document(desk, person, "resident_id" if desk.chance(0.75) else "passport")
    return row | ({"birth_date": _born(desk, person)} if desk.chance(0.7) else {})


def _call_centre(desk: _Desk, person: Person) -> Row:
    name = _heard(desk, person)
    row = {"name": name, "phone": _phone(desk, person) if desk.chance(0.97) else "", "city": person.city if desk.chance(0.3) else ""}
    return row | ({"company": person.company} if desk.chance(0.3) else {}) | {"booking_ref": desk.booking(person, 0.3)}


def _loyalty(desk: _Desk, person: Person) -> Row:
    row = {
        "name": _local(desk, person),
        "name_latin": f"{_latin(desk, person.surname_latin)} {_latin(desk, person.given_latin)}" if desk.chance(0.7) else "",
    }
    row |= {
        "phone": _phone(desk, person),
        "email": _email(desk, person, 0.75),
        "birth_date": _born(desk, person) if desk.chance(0.8) else "",
    }
    row |= {
        "gender": "男女"[person.gender] if desk.chance(0.8) else "",
        "city": person.city if desk.chance(0.6) else "",
        "company": person.company if desk.chance(0.4) else "",
    }
    return row | (_document(desk, person, "resident_id") if desk.chance(0.3) else {})


SYSTEMS: dict[str, tuple[float, Callable[[_Desk, Person], Row]]] = {
    "booking_engine": (0.28, _booking_engine), "gds": (0.2, _gds), "hotel": (0.25, _hotel), "call_centre": (0.12, _call_centre), "loyalty": (0.15, _loyalty),
}  # fmt: skip


def _local(desk: _Desk, person: Person) -> str:
    name = person.surname + person.given
    if desk.chance(0.02):
        name = "".join(TRADITIONAL.get(letter, letter) for letter in name)
    if desk.chance(0.02):
        at = desk.rng.randrange(len(name))
        name = name[:at] + SOUND_ALIKES.get(name[at], name[at]) + name[at + 1 :]
    return f"{name}{('先生', '女士')[person.gender]}" if desk.chance(0.03) else name


def _heard(desk: _Desk, person: Person) -> str:
    if desk.chance(0.08):
        return f"{person.surname}{('先生', '女士')[person.gender]}"
    name = person.surname + person.given
    return "".join(SOUND_ALIKES.get(letter, letter) if desk.chance(0.06) else letter for letter in name)


def _latin(desk: _Desk, text: str) -> str:
    text = OTHER_READINGS.get(text, text) if desk.chance(0.4) else text
    if desk.chance(0.02) and len(text) > 2:
        at = desk.rng.randrange(1, len(text))
        text = desk.rng.choice((text[:at] + text[at + 1 :], text[:at] + NEIGHBOURS.get(text[at], text[at]) + text[at + 1 :]))
    return text


def _western(desk: _Desk, person: Person) -> str:
    surname, given = person.surname_latin.title(), person.given_latin.title()
    return desk.rng.choice(
        (f"{surname} {given}", f"{given} {surname}", f"{surname}, {given}", f"{surname}{given}".upper(), f"{given[0]}. {surname}")
    )


def _phone(desk: _Desk, person: Person) -> str:
    if desk.chance(0.015):
        return desk.rng.choice(AGENCIES)
    phone = desk.rng.choices(person.phones, [6, 1, 1][: len(person.phones)])[0]
    if desk.chance(0.01):
        at = desk.rng.randrange(3, 11)
        phone = phone[:at] + str(desk.rng.randrange(10)) + phone[at + 1 :]
    return desk.rng.choice((phone, phone, phone, f"+86 {phone}", f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"0086-{phone}"))


def _email(desk: _Desk, person: Person, share: float) -> str:
    if not person.emails or not desk.chance(share):
        return ""
    address = desk.rng.choice(person.emails)
    return address.upper() if desk.chance(0.05) else address.replace("gmail.com", "gmial.com") if desk.chance(0.02) else address


def _document(desk: _Desk, person: Person, kind: str) -> Row:
    number = person.resident_id if kind == "resident_id" else person.passport
    if desk.chance(0.02):
        at = desk.rng.randrange(2, len(number))
        number = number[:at] + LOOK_ALIKES.get(number[at], "7") + number[at + 1 :]
    elif desk.chance(0.02):
        at = desk.rng.randrange(2, len(number) - 1)
        number = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return {"id_type": kind, "id_number": number, "id_country": "CN" if desk.chance(0.8) else ""}


def _born(desk: _Desk, person: Person) -> str:
    born = person.born
    if desk.chance(0.02) and born.day <= 12:
        born = born.replace(month=born.day, day=born.month)
    elif desk.chance(0.015):
        born = born.replace(year=born.year + desk.rng.choice((-10, -1, 1)), day=min(born.day, 28))
    return desk.rng.choice((born.isoformat(), f"{born:%Y%m%d}", f"{born.year}/{born.month}/{born.day}"))


def _spoilt(desk: _Desk, row: Row) -> Row:
    """A tenth keeps a name and at most one thing more; fillers stand where nothing was known."""
    if desk.chance(0.1):
        kept = desk.rng.choice(("city", "booking_ref", "company", "gender"))
        row = {key: value for key, value in row.items() if key in ("name", "name_latin", kept)}
    for column, fillers in FILLERS.items():
        if not row.get(column) and desk.chance(0.03) and not (column == "name" and row.get("name_latin")):
            row[column] = desk.rng.choice(fillers)
    return row
