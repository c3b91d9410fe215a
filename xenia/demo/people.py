"""The people of the demonstration: households that share a surname, an address and sometimes a phone; employees; foreign guests."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from xenia.demo import documents
from xenia.demo.columns import Flags, Floats, Instants, Numbers, Texts, chance, draw, emptied, joined, numbers_text, pick, take
from xenia.demo.geography import HOMES, TASTES
from xenia.demo.house import ClientCompany
from xenia.demo.names import NATION_SHARES, NATIONS, Names, display_names, draw_names

BLOCK = 10_000
"""People made at a time; memory depends on this number only, whatever the size of the demonstration."""
HOUSEHOLD_SHARES = (0.36, 0.24, 0.25, 0.10, 0.05)
HOUSEHOLD_MAX = len(HOUSEHOLD_SHARES)
NO_TASTE = len(TASTES)
MEMBER_SHARE = 0.74
EMPLOYEE_SHARE = 0.20
HAS_EMAIL_SHARE = 0.62
MAIL_DOMAINS = ("example.com", "example.cn", "example.org", "mail.example.com", "post.example.cn")


@dataclass(frozen=True)
class Households:
    """`start` and `size` of the household each person belongs to (rows of one household stand together), and the person's place in it."""

    number: Numbers
    start: Numbers
    size: Numbers
    slot: Numbers


@dataclass(frozen=True)
class People:
    """One row per person; `number` counts over all blocks, `company` is -1 without an employer, `taste` NO_TASTE without one."""

    number: Numbers
    households: Households
    gender: Numbers
    birth: Instants
    age: Numbers
    nation: Texts
    names: Names
    display: Texts
    home: Numbers
    address: Texts
    phone: Texts
    email: Texts
    resident_id: Texts
    passport: Texts
    company: Numbers
    taste: Numbers
    activity: Floats
    member: Flags

    @property
    def size(self) -> int:
        return len(self.number)

    @property
    def person_id(self) -> Texts:
        return joined("P", numbers_text(self.number, 9))


def make_people(rng: np.random.Generator, first: int, size: int, until: date, companies: tuple[ClientCompany, ...]) -> People:
    """Returns `size` people numbered from `first`; ages are those on the day `until`."""
    households = _households(rng, size)
    nation = pick(rng, NATIONS, size, NATION_SHARES)[households.start]
    gender, age = _genders_and_ages(rng, households)
    birth = np.datetime64(until, "D") - (age * 365.25 + rng.random(size) * 360 + 3).astype(np.int64).astype("timedelta64[D]")
    years = birth.astype("datetime64[Y]").astype(np.int64) + 1970
    names = draw_names(rng, nation, years, gender, _surname_rows(rng, households, gender, nation))
    home = draw(rng, len(HOMES), size, [place.weight for place in HOMES])[households.start]
    number = np.arange(first, first + size)
    company = np.where((age > 21) & (age < 61) & (nation == "CN") & chance(rng, size, EMPLOYEE_SHARE),
                       draw(rng, len(companies), size, [company.weight for company in companies]), -1)  # fmt: skip
    codes = [place.code for place in HOMES]
    serial = rng.integers(0, 500, size) * 2 + (gender == 0)
    resident = emptied(documents.resident_ids(codes, home, birth, serial), nation != "CN")
    return People(
        number=number, households=households, gender=gender, birth=birth, age=age, nation=nation, names=names,
        display=display_names(names.surname, names.given, nation), home=home,
        address=documents.addresses(rng, take([place.zh for place in HOMES], home))[households.start],
        phone=_phones(rng, number, nation, age, households), email=_emails(rng, number, names, age),
        resident_id=resident, passport=documents.passports(number), company=company,
        taste=np.where(chance(rng, size, 0.6), draw(rng, NO_TASTE, size, (5, 2, 6, 4, 6, 4, 2)), NO_TASTE),
        activity=rng.gamma(0.9, 1 / 0.9, size), member=(age >= 18) & chance(rng, size, MEMBER_SHARE),
    )  # fmt: skip


def _households(rng: np.random.Generator, size: int) -> Households:
    sizes = draw(rng, HOUSEHOLD_MAX, size, HOUSEHOLD_SHARES) + 1
    ends = np.cumsum(sizes)
    count = int(np.searchsorted(ends, size)) + 1
    sizes = sizes[:count]
    sizes[-1] -= int(ends[count - 1]) - size
    number = np.repeat(np.arange(count), sizes)
    start = (np.cumsum(sizes) - sizes)[number]
    return Households(number, start, sizes[number], np.arange(size) - start)


def _genders_and_ages(rng: np.random.Generator, households: Households) -> tuple[Numbers, Numbers]:
    size = len(households.slot)
    head_gender, head_age = rng.integers(0, 2, size), np.clip(rng.gamma(6, 4.2, size) + 17, 20, 78).astype(np.int64)
    head_age = np.where(households.size > 2, np.clip(head_age, 28, 62), head_age)
    child = np.clip(head_age[households.start] - rng.integers(25, 35, size), 0, 40)
    elder = np.clip(head_age[households.start] + rng.integers(22, 31, size), 50, 90)
    second_child = rng.random(size) < 0.5
    spouse = np.clip(head_age[households.start] + rng.integers(-4, 4, size), 20, 85)
    age = np.select([households.slot == 0, households.slot == 1, households.slot == 2, households.slot == 3],
                    [head_age, spouse, child, np.where(second_child, np.maximum(child - 3, 0), elder)], elder)  # fmt: skip
    gender = np.where(households.slot == 1, 1 - head_gender[households.start], head_gender)
    return gender, age


def _surname_rows(rng: np.random.Generator, households: Households, gender: Numbers, nation: Texts) -> Numbers:
    """Children carry the father's surname; a grandfather that of the head; couples share one only where the country does so."""
    own = np.arange(len(gender))
    father = households.start + (gender[households.start] == 1) * (households.size > 1)
    shares_surname = (nation == "US") | (nation == "GB") | (nation == "JP")
    of_head = (shares_surname & (households.slot > 0)) | ((households.slot > 3) & (gender == 0) & (rng.random(len(gender)) < 0.8))
    return np.where((households.slot == 2) | (households.slot == 3), father, np.where(of_head, households.start, own))


def _phones(rng: np.random.Generator, number: Numbers, nation: Texts, age: Numbers, households: Households) -> Texts:
    """Children, and one elder in three, are reached by the phone of the second (else first) adult of the household."""
    own = documents.mobile_numbers(number)
    foreign = nation != "CN"
    own[foreign] = documents.foreign_numbers(number[foreign], nation[foreign])
    family = households.start + (households.size > 1)
    shares_phone = (age < 14) | ((age > 66) & (households.slot > 1) & chance(rng, len(number), 0.33))
    return np.where(shares_phone, own[family], own).astype(object)


def _emails(rng: np.random.Generator, number: Numbers, names: Names, age: Numbers) -> Texts:
    size = len(number)
    surname = np.array([text.lower() for text in names.surname_latin], dtype=object)
    given = np.array([text.lower() for text in names.given_latin], dtype=object)
    tail = numbers_text(number % 100_000)
    styles = np.stack([joined(surname, given, tail), joined(given, ".", surname, tail), joined(given, tail, surname)], axis=1)
    private = joined(styles[np.arange(size), rng.integers(0, 3, size)], "@", pick(rng, MAIL_DOMAINS, size, (5, 4, 2, 1, 1)))
    return emptied(private, (age < 14) | ~chance(rng, size, HAS_EMAIL_SHARE))


def work_emails(people: People, rows: Numbers, companies: tuple[ClientCompany, ...]) -> Texts:
    """Returns the address at the employer, as wei.wang12@qiming.example.com, of rows that have an employer."""
    given = np.array([text.lower() for text in people.names.given_latin[rows]], dtype=object)
    surname = np.array([text.lower() for text in people.names.surname_latin[rows]], dtype=object)
    domains = take([f"{company.slug}.example.com" for company in companies], people.company[rows])
    return joined(given, ".", surname, numbers_text(people.number[rows] % 1000), "@", domains)
