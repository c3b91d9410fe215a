"""What people do in the app: Segment-style track calls of searches, offers seen and saved, bookings begun and completed."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import dirt, fates, trips
from xenia.demo import orders as sold
from xenia.demo.block import Block
from xenia.demo.booking_engine import Sales
from xenia.demo.columns import (
    DAY,
    Instants,
    Numbers,
    Texts,
    chance,
    draw,
    emptied,
    instants_text,
    is_empty,
    joined,
    numbers_text,
    pick,
    take,
)
from xenia.demo.dirt import Columns, Fault, PlantedFault
from xenia.demo.geography import PLACES, months_of

BOOKED_SHARE = 0.27
BROWSING_PER_MEMBER = 1.3
STEPS = ("Trip Searched", "Offer Viewed", "Offer Viewed", "Offer Viewed", "Offer Saved", "Booking Started", "Booking Completed")
BOOKED_CHANCES = (0.95, 1.0, 0.55, 0.30, 0.12, 1.0, 1.0)
BROWSED_CHANCES = (1.0, 0.75, 0.40, 0.20, 0.12, 0.10, 0.0)
PATHS = {
    "Trip Searched": "/search",
    "Offer Viewed": "/offer",
    "Offer Saved": "/offer",
    "Booking Started": "/checkout",
    "Booking Completed": "/checkout/done",
    "Booking Cancelled": "/orders",
    "Banner Clicked": "/home",
}
DEVICES = (
    '"device":{"type":"ios","model":"iPhone 15"},"os":{"name":"iOS"}',
    '"device":{"type":"android","model":"HUAWEI Mate 60"},"os":{"name":"HarmonyOS"}',
    '"device":{"type":"android","model":"Xiaomi 14"},"os":{"name":"Android"}',
    '"device":{"type":"miniprogram","model":"WeChat"},"os":{"name":"WeChat"}',
)


@dataclass(frozen=True)
class Sessions:
    """One row per visit: `account` or -1 for nobody signed in, `device_of` the account whose device it is, `order` booked in it or -1."""

    account: Numbers
    device_of: Numbers
    at: Instants
    place: Numbers
    line: Numbers
    order: Numbers


@dataclass(frozen=True)
class Events:
    """One row per event, oldest first; `session` is a row of Sessions."""

    session: Numbers
    name: Texts
    at: Instants


def events_of(block: Block, sales: Sales) -> tuple[Events, Sessions]:
    """Returns the events of all visits; a booking completed in the app is seen at the time its order was made."""
    rng = block.rng("events")
    sessions = _sessions(block, sales)
    booked = sessions.order >= 0
    chances = np.where(booked[:, None], np.array(BOOKED_CHANCES), np.array(BROWSED_CHANCES))
    flags = rng.random(chances.shape) < chances
    pause = rng.integers(8, 150, chances.shape)
    elapsed = np.cumsum(pause, axis=1)
    begun = np.where(booked, sessions.at - elapsed[:, -1].astype("timedelta64[s]"), sessions.at)
    session, step = np.nonzero(flags)
    at = begun[session] + elapsed[session, step].astype("timedelta64[s]")
    name = take(STEPS, step)
    name[chance(rng, len(name), 0.001)] = "Banner Clicked"
    gone = np.flatnonzero(booked & (sales.orders.status[sessions.order] == fates.CANCELLED))
    session, name = (
        np.concatenate([session, gone]),
        np.concatenate([name, take(("Booking Cancelled",), np.zeros(len(gone), dtype=np.int64))]),
    )
    at = np.minimum(np.concatenate([at, sales.orders.updated[sessions.order[gone]]]), block.now)
    order = np.argsort(at, kind="stable")
    return Events(session[order], name[order], at[order]), sessions


def _sessions(block: Block, sales: Sales) -> Sessions:
    rng, accounts, orders = block.rng("sessions"), sales.accounts, sales.orders
    rows = np.flatnonzero(chance(rng, len(orders.line), BOOKED_SHARE))
    count = len(accounts.person)
    browsing = np.repeat(
        np.arange(count), np.minimum(rng.poisson(BROWSING_PER_MEMBER * (0.4 + block.people.activity[accounts.person])), 40)
    )
    opened = np.maximum(accounts.registered_at[browsing], block.season.start.astype("datetime64[s]"))
    at = opened + (rng.random(len(browsing)) * (block.now - opened).astype(np.int64)).astype(np.int64).astype("timedelta64[s]")
    at = at.astype("datetime64[D]") + (np.clip(rng.normal(20, 3.2, len(at)), 0.2, 23.8) * 3600).astype(np.int64).astype("timedelta64[s]")
    person = accounts.person[browsing]
    place = trips.places_for(
        rng, block.people.home[person], block.people.taste[person], months_of(at + np.timedelta64(20 * DAY, "s")), person < 0
    )
    family = accounts.first_of[block.people.households.start[person]]
    device = np.where(chance(rng, len(person), 0.05) & (family >= 0), family, browsing)
    unknown = chance(rng, len(person), 0.24)
    line = draw(rng, 3, len(person), (0.55, 0.3, 0.15))
    return Sessions(
        np.concatenate([sales.account[rows], np.where(unknown, -1, browsing)]),
        np.concatenate([sales.account[rows], device]),
        np.concatenate([orders.created[rows], np.minimum(at, block.now)]),
        np.concatenate([orders.place[rows], place]),
        np.concatenate([orders.line[rows], line]),
        np.concatenate([rows, np.full(len(person), -1)]),
    )


def events_lines(block: Block, sales: Sales, made: tuple[Events, Sessions], faults: tuple[Fault, ...]) -> tuple[Texts, list[PlantedFault]]:
    """Returns the events as JSON, one cell each, and the faults planted in them."""
    events, sessions = made
    rng, of = block.rng("event rows"), events.session
    account, order = sessions.account[of], sessions.order[of]
    outcome = np.isin(events.name, ("Booking Completed", "Booking Cancelled"))
    user = emptied(sales.accounts.key[np.maximum(account, 0)], account < 0)
    columns: Columns = {
        "event": events.name.copy(),
        "userId": user,
        "anonymousId": joined("anon-", sales.accounts.key[sessions.device_of[of]]),
        "timestamp": joined(
            instants_text(events.at - np.timedelta64(8, "h"), "T"), ".", numbers_text(rng.integers(0, 1000, len(of)), 3), "Z"
        ),
    }
    planted = dirt.plant_faults(rng, columns, faults)
    price = (20_000 + (of * 7919 + sessions.place[of] * 977) % 380_000) // 100
    price = np.where(outcome, sales.orders.total[np.maximum(order, 0)] // 100, price)
    currency = np.where(outcome, sales.orders.currency[np.maximum(order, 0)], "CNY").astype(object)
    path = take(list(PATHS.values()), np.array([list(PATHS).index(name) for name in events.name]))
    reference = np.where(outcome, joined(',"order_no":"', sales.order_key[np.maximum(order, 0)], '"'), "").astype(object)
    lines = joined(
        '{"type":"track","messageId":"',
        block.keys("msg-", np.arange(len(of))),
        '","event":',
        _quoted(columns["event"]),
        ',"userId":',
        _quoted(columns["userId"]),
        ',"anonymousId":',
        _quoted(columns["anonymousId"]),
        ',"timestamp":',
        _quoted(columns["timestamp"]),
        ',"context":{"app":{"name":"云行","version":"',
        pick(rng, ("8.2.0", "8.3.1", "8.4.0", "9.0.2"), len(of)),
        '"},',
        take(DEVICES, sessions.device_of[of] * 31 % 97 % len(DEVICES)),
        ',"locale":"zh-CN","timezone":"Asia/Shanghai","page":{"path":"',
        path,
        '"}},"properties":{"session_id":"',
        block.keys("s-", of),
        '","product_line":"',
        take(sold.LINES, sessions.line[of]),
        '","destination":"',
        take([place.zh for place in PLACES], sessions.place[of]),
        '","price":',
        numbers_text(price),
        ',"currency":"',
        currency,
        '"',
        reference,
        "}}",
    )
    return lines, planted


def _quoted(cells: Texts) -> Texts:
    quoted = joined('"', np.where(is_empty(cells), "", cells).astype(object), '"')
    return np.where(is_empty(cells), "null", quoted).astype(object)
