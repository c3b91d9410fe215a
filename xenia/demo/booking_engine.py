"""The company's own website and app: members (some registered twice), the travellers they keep, orders and payments."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import dirt
from xenia.demo import orders as sold
from xenia.demo.block import Block
from xenia.demo.columns import (
    DAY,
    Flags,
    Instants,
    Numbers,
    Texts,
    chance,
    days_text,
    emptied,
    instants_text,
    joined,
    listed,
    numbers_text,
    pick,
    take,
    words_of,
)
from xenia.demo.dirt import Columns
from xenia.demo.geography import HOMES
from xenia.demo.names import gds_names
from xenia.demo.orders import Journeys, Orders
from xenia.demo.people import People
from xenia.demo.trips import Memberships

SECOND_ACCOUNT_SHARE = 0.045
GROUP_TOUR_SHARE = 0.04
GROUP_SIZE = (8, 22)
TIERS = ("普卡", "银卡", "金卡", "白金卡")
NICKNAMES = ("旅行者", "小鱼儿", "爱玩的猫", "Momo", "一路向南", "风行者", "Sunny", "背包客", "米粒妈妈", "阿杰")
LANGUAGES = {"CN": "zh-CN", "US": "en", "GB": "en", "JP": "ja", "KR": "ko", "HK": "zh-HK"}


@dataclass(frozen=True)
class Accounts:
    """One row per account: the person behind it (row of People), its key, when it was opened, and which are second accounts."""

    person: Numbers
    key: Texts
    registered_at: Instants
    second: Flags
    first_of: Numbers
    second_of: Numbers


@dataclass(frozen=True)
class Pairs:
    """Travellers whom a booker keeps: rows of People and the key of each pair, sorted by booker and traveller."""

    owner: Numbers
    person: Numbers
    key: Texts


@dataclass(frozen=True)
class Parties:
    """Names and keys of the travellers of each order, joined by |, and how many are adults, children and infants."""

    names: Texts
    keys: Texts
    counts: tuple[Numbers, Numbers, Numbers]


@dataclass(frozen=True)
class Sales:
    """The orders with their keys, the account each was made with, travellers as keys, and the members of groups by order row."""

    orders: Orders
    journeys: Journeys
    order_key: Texts
    account: Numbers
    accounts: Accounts
    rosters: dict[int, Numbers]
    pairs: Pairs
    parties: Parties


def accounts_of(block: Block, joined_up: Memberships) -> Accounts:
    """Returns the accounts: every member has one, some opened a second one later, often from another phone."""
    rng, people = block.rng("accounts"), block.people
    firsts = np.flatnonzero(people.member & (joined_up.registered_at <= block.now))
    seconds = firsts[chance(rng, len(firsts), SECOND_ACCOUNT_SHARE)]
    room = np.maximum((block.now - joined_up.registered_at[seconds]).astype(np.int64) - 90 * DAY, DAY)
    later = joined_up.registered_at[seconds] + (rng.random(len(seconds)) * room).astype(np.int64).astype("timedelta64[s]")
    later = np.minimum(later, block.now)
    person, opened = np.concatenate([firsts, seconds]), np.concatenate([joined_up.registered_at[firsts], later])
    first_of, second_of = np.full(people.size, -1), np.full(people.size, -1)
    first_of[firsts], second_of[seconds] = np.arange(len(firsts)), np.arange(len(firsts), len(person))
    return Accounts(person, block.keys("M", np.arange(len(person))), opened, np.arange(len(person)) >= len(firsts), first_of, second_of)


def sales_of(block: Block, accounts: Accounts, made: tuple[Orders, Journeys]) -> Sales:
    """Returns the orders with their keys, the account each was made with, group rosters, and one traveller key per booker and traveller."""
    rng, people, (orders, journeys) = block.rng("sales"), block.people, made
    second = accounts.second_of[orders.booker]
    uses_second = (second >= 0) & (accounts.registered_at[second] <= orders.created) & chance(rng, len(second), 0.6)
    account = np.where(uses_second, second, accounts.first_of[orders.booker])
    groups = np.flatnonzero((orders.line == sold.TOUR) & chance(rng, len(second), GROUP_TOUR_SHARE))
    grown = np.flatnonzero(people.age >= 18)
    rosters = {int(row): rng.choice(grown, size=min(int(rng.integers(*GROUP_SIZE)), len(grown)), replace=False) for row in groups}
    pairs = _pairs(block, orders, rosters)
    order_key = joined("YX", _short_dates(orders.created), block.keys("", np.arange(len(orders.line)), 9))
    parties = _parties(people, orders, rosters, pairs, accounts.key[account])
    return Sales(orders, journeys, order_key, account, accounts, rosters, pairs, parties)


def _pairs(block: Block, orders: Orders, rosters: dict[int, Numbers]) -> Pairs:
    size = block.people.size
    owner = np.concatenate(
        [np.repeat(orders.booker, orders.party.shape[1]), *(np.full(len(who), orders.booker[row]) for row, who in rosters.items())]
    )
    person = np.concatenate([orders.party.ravel(), *rosters.values()])
    others = (person >= 0) & (person != owner)
    pairs = np.unique(owner[others] * size + person[others])
    return Pairs(pairs // size, pairs % size, block.keys("T", np.arange(len(pairs))))


def _parties(people: People, orders: Orders, rosters: dict[int, Numbers], pairs: Pairs, own_key: Texts) -> Parties:
    party, booker, known = orders.party, orders.booker, pairs.owner * people.size + pairs.person
    place = np.clip(np.searchsorted(known, booker[:, None] * people.size + np.maximum(party, 0)), 0, max(len(known) - 1, 0))
    keys, names = [], []
    for column in range(party.shape[1]):
        nobody, own = party[:, column] < 0, party[:, column] == booker
        keys.append(emptied(np.where(own, own_key, pairs.key[place[:, column]]).astype(object), nobody))
        names.append(emptied(people.display[np.maximum(party[:, column], 0)], nobody))
    ages = np.where(party >= 0, people.age[np.maximum(party, 0)], -1)
    adults, children, infants = (ages >= 12).sum(axis=1), ((ages >= 2) & (ages < 12)).sum(axis=1), ((ages >= 0) & (ages < 2)).sum(axis=1)
    all_names, all_keys = listed(names), listed(keys)
    for row, roster in rosters.items():
        others = roster[roster != booker[row]]
        found = np.searchsorted(known, booker[row] * people.size + others)
        all_names[row] = "|".join([people.display[booker[row]], *people.display[others]])
        all_keys[row] = "|".join([own_key[row], *pairs.key[found]])
        adults[row], children[row], infants[row] = len(others) + 1, 0, 0
    return Parties(all_names, all_keys, (adults, children, infants))


def _short_dates(instants: Instants) -> Texts:
    """Returns the date of each instant as 261001."""
    return np.array([text[2:4] + text[5:7] + text[8:10] for text in days_text(instants)], dtype=object)


def members_table(block: Block, accounts: Accounts) -> Columns:
    """Returns members.csv with the spelling, scripts and gaps that people leave when they register themselves."""
    rng, people, who = block.rng("members"), block.people, accounts.person
    size = len(who)
    names = people.names
    name = dirt.changed(rng, people.display[who], 0.012, dirt.misheard)
    name = dirt.changed(rng, name, 0.02, dirt.padded)
    latin = dirt.latin_full_names(names.surname_latin[who], names.given_latin[who])
    name = np.where(chance(rng, size, np.where(accounts.second, 0.3, 0.03)), latin, name).astype(object)
    name = dirt.filled(rng, name, 0.015, NICKNAMES)
    phone = people.phone[who].copy()
    other = accounts.second & chance(rng, size, 0.5)
    phone[other] = np.where(people.households.size[who] > 1, people.phone[people.households.start[who]], phone).astype(object)[other]
    birthday = emptied(days_text(people.birth[who]), chance(rng, size, 0.25))
    email = emptied(people.email[who], accounts.second & chance(rng, size, 0.6))
    opened = accounts.registered_at
    updated = opened + (rng.random(size) ** 2 * (block.now - opened).astype(np.int64)).astype(np.int64).astype("timedelta64[s]")
    homes, employed = people.home[who], people.company[who] >= 0
    company = take([company.name for company in block.companies], np.maximum(people.company[who], 0))
    return {
        "member_id": accounts.key,
        "name": name,
        "name_pinyin": emptied(latin, chance(rng, size, 0.35)),
        "gender": emptied(take(("M", "F"), people.gender[who]), chance(rng, size, 0.18)),
        "mobile": dirt.written_phones(rng, dirt.changed(rng, phone, 0.008, dirt.mistyped_number), (0.90, 0.03, 0.04, 0.03)),
        "email": dirt.filled(rng, email, 0.01, dirt.PLACEHOLDER_MAILS),
        "birthday": dirt.filled(rng, birthday, 0.03, ("1990-01-01",)),
        "nationality": people.nation[who],
        "language": words_of([LANGUAGES[nation] for nation in people.nation[who]]),
        "province": take([home.province for home in HOMES], homes),
        "city": take([home.zh for home in HOMES], homes),
        "address": emptied(people.address[who], chance(rng, size, 0.55)),
        "company": emptied(company, ~employed | chance(rng, size, 0.5)),
        "wechat_id": emptied(joined("wxid_demo", numbers_text(people.number[who], 9)), chance(rng, size, 0.6)),
        "tier": take(TIERS, np.searchsorted((0.9, 2.0, 3.6), people.activity[who])),
        "sms_consent": pick(rng, ("Y", "N"), size, (0.58, 0.42)),
        "email_consent": pick(rng, ("Y", "N"), size, (0.41, 0.59)),
        "wechat_consent": pick(rng, ("Y", "N"), size, (0.36, 0.64)),
        "registered_at": instants_text(opened),
        "updated_at": instants_text(updated),
    }


def travellers_table(block: Block, sales: Sales) -> Columns:
    """Returns travellers.csv: people whom a member books for, with documents, as passengers are typed in (GDS form, few phones)."""
    rng, people, who = block.rng("travellers"), block.people, sales.pairs.person
    size = len(who)
    names = people.names
    given = dirt.changed(rng, names.given_latin[who], 0.02, dirt.mistyped)
    surname, given = dirt.swapped(names.surname_latin[who], given, chance(rng, size, 0.012))
    chinese = people.nation[who] == "CN"
    by_passport = ~chinese | chance(rng, size, 0.22)
    number = np.where(by_passport, people.passport[who], people.resident_id[who]).astype(object)
    missing = chance(rng, size, 0.10)
    household = people.households.number
    family = household[who] == household[sales.pairs.owner]
    relation = np.where(family, np.where(people.age[who] < 18, "CHILD", "FAMILY"), "FRIEND").astype(object)
    name = dirt.changed(rng, people.display[who], 0.012, dirt.misheard)
    phone = emptied(people.phone[who], chance(rng, size, 0.5))
    return {
        "traveller_id": sales.pairs.key,
        "member_id": sales.accounts.key[sales.accounts.first_of[sales.pairs.owner]],
        "relation": relation,
        "name": emptied(name, chance(rng, size, np.where(chinese, 0.06, 0.0))),
        "gds_name": gds_names(surname, given, people.gender[who], people.age[who]),
        "gender": take(("M", "F"), people.gender[who]),
        "birthday": emptied(days_text(people.birth[who]), missing),
        "id_type": emptied(np.where(by_passport, "PASSPORT", "ID_CARD").astype(object), missing),
        "id_number": emptied(dirt.changed(rng, number, 0.004, dirt.mistyped), missing),
        "id_country": emptied(people.nation[who], missing),
        "mobile": phone,
        "nationality": people.nation[who],
    }
