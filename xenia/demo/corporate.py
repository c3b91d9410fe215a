"""The corporate line: the feed of travellers that personnel departments send, and trips that an arranger books for them."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import dirt, fates, geography
from xenia.demo import orders as sold
from xenia.demo.block import Block
from xenia.demo.columns import (
    Flags,
    Instants,
    Numbers,
    Texts,
    chance,
    days_text,
    draw,
    emptied,
    instants_text,
    joined,
    money_text,
    numbers_text,
    offset_text,
    pick,
    take,
    words_of,
)
from xenia.demo.dirt import Columns
from xenia.demo.geography import HOMES, PLACES
from xenia.demo.orders import Journeys
from xenia.demo.people import work_emails

TRIPS_PER_EMPLOYEE = 3.0
DEPARTMENTS = ("销售部", "研发中心", "市场部", "工程部", "财务部", "人力资源部", "供应链", "总经办")
DEPARTMENT_SHARES = (34, 22, 12, 14, 5, 4, 7, 2)
GRADES, GRADE_SHARES = ("员工", "主管", "经理", "总监", "副总裁"), (56, 20, 15, 7, 2)
REASONS = ("客户拜访", "项目实施", "展会", "内部会议", "培训", "验厂", "招聘")


@dataclass(frozen=True)
class Employees:
    """One row per employee: row of People, key at the corporate line, grade (position in GRADES) and arranger (row of Employees)."""

    person: Numbers
    key: Texts
    grade: Numbers
    arranger: Numbers


def employees_of(block: Block) -> Employees:
    """Returns the employees of the block; the first of each company arranges trips for the others."""
    rng, company = block.rng("employees"), block.people.company
    person = np.flatnonzero(company >= 0)
    codes = take([one.code for one in block.companies], company[person])
    key = joined(codes, "-", numbers_text(block.people.number[person] % 1_000_000_000, 7))
    _, first, group = np.unique(company[person], return_index=True, return_inverse=True)
    return Employees(person, key, draw(rng, len(GRADES), len(person), GRADE_SHARES), first[group] if len(person) else first)


def travellers_feed(block: Block, employees: Employees) -> Columns:
    """Returns travellers.csv as personnel departments keep it: full names, addresses at work, few private numbers."""
    rng, people, who = block.rng("feed"), block.people, employees.person
    size, companies = len(who), block.companies
    department = draw(rng, len(DEPARTMENTS), size, DEPARTMENT_SHARES)
    name = dirt.changed(rng, people.display[who], 0.006, dirt.misheard)
    first = dirt.latin_full_names(people.names.given_latin[who], people.names.surname_latin[who])
    joined_on = np.datetime64(block.until, "D") - (rng.gamma(1.5, 700, size)).astype(np.int64).astype("timedelta64[D]")
    code, employer = take([one.code for one in companies], people.company[who]), take([one.name for one in companies], people.company[who])
    return {
        "traveller_id": employees.key,
        "company_code": code,
        "company": employer,
        "employee_no": numbers_text(people.number[who] % 1_000_000_000, 7),
        "name": name,
        "name_en": dirt.changed(rng, first, 0.01, dirt.mistyped),
        "gender": take(("男", "女"), people.gender[who]),
        "birthday": emptied(days_text(people.birth[who]), chance(rng, size, 0.35)),
        "work_email": work_emails(people, who, companies),
        "mobile": dirt.written_phones(rng, emptied(people.phone[who], chance(rng, size, 0.25)), (0.8, 0.05, 0.1, 0.05)),
        "passport_no": emptied(people.passport[who], chance(rng, size, 0.6)),
        "department": take(DEPARTMENTS, department),
        "cost_centre": joined("CC", numbers_text(people.company[who] % 90 + 10), numbers_text(department + 1, 2)),
        "grade": take(GRADES, employees.grade),
        "city": take([home.zh for home in HOMES], people.home[who]),
        "joined_on": days_text(joined_on),
        "status": pick(rng, ("在职", "离职"), size, (0.93, 0.07)),
    }


@dataclass(frozen=True)
class Duties:
    """One row per business trip: traveller and arranger are rows of Employees, `cabin` a position in CABINS, `minor` fen."""

    traveller: Numbers
    arranger: Numbers
    place: Numbers
    rail: Flags
    journeys: Journeys
    created: Instants
    fate: fates.Fates
    cabin: Numbers
    minor: Numbers


def duties_of(block: Block, employees: Employees) -> Duties:
    """Returns the business trips of the employees; three of five are booked by the company's arranger."""
    rng, people = block.rng("corporate trips"), block.people
    rate = rng.gamma(0.9, 1 / 0.9, len(employees.person)) * TRIPS_PER_EMPLOYEE
    row = np.repeat(np.arange(len(employees.person)), np.minimum(rng.poisson(rate), 60))
    size = len(row)
    day = block.season.draw(rng, np.zeros(size, dtype=np.int64), np.full(size, block.season.days), np.ones(size, dtype=bool))
    place = draw(rng, len(PLACES), size, geography.business_weights())
    home = geography.HOME_AIRPORT[people.home[employees.person[row]]]
    place = np.where(geography.PLACE_AIRPORT[place] == home, (place + 3) % len(PLACES), place)
    ends = home, geography.PLACE_AIRPORT[place]
    km = geography.distance_km(*ends)
    rail = ~geography.PLACE_ABROAD[place] & (km < sold.RAIL_KM_MAX) & chance(rng, size, 0.5)
    journeys = sold.journeys_between(block, ends, day, rail)
    created = fates.created_before(rng, journeys.departs, np.full(size, 4), np.datetime64("2000-01-01", "s"))
    fate = fates.fates(rng, created, journeys.departs, journeys.arrives, block.now, fates.Chances(0.10, 0.01, 0.11, 0.0))
    cabin = np.where(~rail & (employees.grade[row] >= 3) & chance(rng, size, 0.55), 2, 0)
    price = (12_000 + km * np.where(rail, 46, 62)) * sold.CABIN_FACTORS[cabin] * np.exp(rng.normal(0, 0.2, size))
    arranger = np.where(chance(rng, size, 0.6), employees.arranger[row], row)
    return Duties(row, arranger, place, rail, journeys, created, fate, cabin, price.astype(np.int64) // 100 * 100)


def trips_table(block: Block, employees: Employees, duties: Duties) -> Columns:
    """Returns trips.csv: business flights and trains, oldest first."""
    kept = np.flatnonzero(duties.created <= block.now)
    kept = kept[np.argsort(duties.created[kept], kind="stable")]
    columns = {name: cells[kept] for name, cells in _duty_columns(block, employees, duties).items()}
    return {"trip_no": block.keys("CT", np.arange(len(kept))), **columns, "currency": words_of(["CNY"] * len(kept))}


def _duty_columns(block: Block, employees: Employees, duties: Duties) -> Columns:
    rng, people, journeys, fate = block.rng("duty rows"), block.people, duties.journeys, duties.fate
    size, who = len(duties.traveller), employees.person[duties.traveller]
    cancelled = fate.status == fates.CANCELLED
    airports, zones = words_of(geography.AIRPORTS), words_of(geography.airport_zones())
    home, city = take([home.zh for home in HOMES], people.home[who]), take([place.zh for place in PLACES], duties.place)
    return {
        "traveller_id": employees.key[duties.traveller],
        "arranger_id": employees.key[duties.arranger],
        "company_code": take([one.code for one in block.companies], people.company[who]),
        "company": take([one.name for one in block.companies], people.company[who]),
        "approval_no": joined("AP", numbers_text(rng.integers(10_000_000, 99_999_999, size))),
        "reason": pick(rng, REASONS, size),
        "type": np.where(duties.rail, "RAIL", "AIR").astype(object),
        "status": take(fates.STATUSES, fate.status),
        "booked_at": instants_text(duties.created),
        "modified_at": instants_text(fate.updated),
        "cancelled_on": emptied(days_text(np.where(cancelled, fate.updated, duties.created)), ~cancelled),
        "origin": np.where(duties.rail, home, airports[journeys.origin]).astype(object),
        "destination": np.where(duties.rail, city, airports[journeys.destination]).astype(object),
        "city": city,
        "country": take([place.country for place in PLACES], duties.place),
        "carrier": journeys.carrier,
        "service_no": journeys.service,
        "departure_date": days_text(journeys.departs),
        "arrival_date": days_text(journeys.arrives),
        "departs": offset_text(journeys.departs, journeys.departs_offset),
        "arrives": offset_text(journeys.arrives, journeys.arrives_offset),
        "origin_zone": zones[journeys.origin],
        "destination_zone": zones[journeys.destination],
        "cabin": np.where(duties.rail, "SECOND", take(sold.CABINS, duties.cabin)).astype(object),
        "amount": money_text(duties.minor, np.full(size, 2)),
        "within_policy": pick(rng, ("Y", "N"), size, (0.88, 0.12)),
    }
