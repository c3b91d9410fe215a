"""People who do not exist, as the truth behind the records: families that share phone and mail, twins, several phones a person.

Shares no code with the matcher: names come from the demonstration's pools, everything else from here.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from xenia.demo.columns import words_of
from xenia.demo.names import draw_names

CITIES = ("上海", "北京", "杭州", "成都", "广州", "深圳", "南京", "武汉", "西安", "重庆", "苏州", "厦门", "青岛", "长沙", "昆明")
COMPANIES = tuple(
    f"{place}{what}有限公司"
    for place in ("华东", "云行", "远海", "新程", "蓝湾", "北辰")
    for what in ("科技", "贸易", "传媒", "物流", "医药")
)
DOMAINS = ("qq.com", "163.com", "gmail.com", "126.com", "outlook.com", "foxmail.com", "sina.com")
PREFIXES = ("130", "135", "136", "137", "138", "139", "150", "158", "159", "177", "180", "186", "188", "189")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FAMILY_SIZES, FAMILY_SHARES = (1, 2, 3, 4), (0.45, 0.25, 0.22, 0.08)
CHILD_AGE_MAX = 16


@dataclass
class Person:
    """One traveller. `phones` and `emails`: the usual one first; those of a child are a parent's."""

    number: int
    family: int
    surname: str
    given: str
    surname_latin: str
    given_latin: str
    gender: int
    born: date
    phones: list[str]
    emails: list[str]
    resident_id: str
    passport: str
    city: str
    company: str
    member: str


def make_people(count: int, seed: int) -> list[Person]:
    """Returns so many people in families; a child has a parent's surname, twins are born on one day."""
    rng = random.Random(seed)
    plan = list(_plan(count, rng))
    births = np.array([born.year for _, born, _, _ in plan])
    genders = np.array([gender for _, _, gender, _ in plan])
    names = draw_names(np.random.default_rng(seed), words_of(["CN"] * count), births, genders, np.array([own for *_, own in plan]))
    people: list[Person] = []
    for number, (family, born, gender, parent) in enumerate(plan):
        surname, given = str(names.surname[number]), str(names.given[number])
        latin = (str(names.surname_latin[number]), str(names.given_latin[number]))
        phones, emails = _contacts(rng, latin, born)
        if parent != number and born.year > 2026 - CHILD_AGE_MAX:
            phones, emails = people[parent].phones[:1], people[parent].emails[:1]
        elif parent != number and rng.random() < 0.15:
            emails = people[parent].emails[:1]
        city = people[parent].city if parent != number else rng.choice(CITIES)
        company = rng.choice(COMPANIES) if born.year < 2004 and rng.random() < 0.4 else ""
        member = f"YX{rng.randrange(10**9):09d}"
        passport = f"E{rng.choice('ABCDEFGHJ')}{rng.randrange(10**7):07d}"
        person = Person(
            number,
            family,
            surname,
            given,
            *latin,
            gender,
            born,
            phones,
            emails,
            _resident(rng, born, gender),
            passport,
            city,
            company,
            member,
        )
        people.append(person)
    return people


def _plan(count: int, rng: random.Random) -> Iterator[tuple[int, date, int, int]]:
    """Family, birth date, gender (0 male) and the person whose surname and home one has (oneself for a new one)."""
    number = family = 0
    while number < count:
        size = min(rng.choices(FAMILY_SIZES, FAMILY_SHARES)[0], count - number)
        head, first = date(rng.randrange(1950, 2003), 1, 1) + timedelta(rng.randrange(365)), number
        yield family, head, 0, first
        if size > 1:
            yield family, head + timedelta(rng.randrange(-2000, 2500)), 1, first + 1
        twin = None
        for _ in range(size - 2):
            born = twin or _at_most(rng, head + timedelta(365 * rng.randrange(23, 36) + rng.randrange(365)))
            twin = born if rng.random() < 0.06 else None
            yield family, born, rng.randrange(2), first
        number, family = number + size, family + 1


def _at_most(rng: random.Random, born: date) -> date:
    """The date, or where it lies ahead any of the last ten years."""
    return born if born < date(2024, 12, 1) else date(2024, 12, 1) - timedelta(rng.randrange(3650))


def _contacts(rng: random.Random, latin: tuple[str, str], born: date) -> tuple[list[str], list[str]]:
    phones = [f"{rng.choice(PREFIXES)}{rng.randrange(10**8):08d}" for _ in range(rng.choices((1, 2, 3), (0.7, 0.24, 0.06))[0])]
    surname, given = latin[0].lower(), latin[1].lower()
    mailboxes = (
        f"{given}.{surname}",
        f"{surname}{given}{born.year % 100}",
        f"{given}{rng.randrange(1000)}",
        f"{rng.randrange(10**9)}",
        f"{surname}{rng.randrange(10**4)}",
    )
    count = rng.choices((0, 1, 2), (0.2, 0.66, 0.14))[0]
    return phones, [f"{rng.choice(mailboxes)}@{rng.choice(DOMAINS)}" for _ in range(count)]


def _resident(rng: random.Random, born: date, gender: int) -> str:
    head = f"{rng.choice((310101, 110105, 330106, 510104, 440103, 420106))}{born:%Y%m%d}{2 * rng.randrange(500) + (1 - gender):03d}"
    return head + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, head, strict=True)) % 11]
