"""The rows of orders.csv: who travels, what was sold, when it moves in the time of each airport, and what it cost."""

import numpy as np

from xenia.demo import fates, geography
from xenia.demo import orders as sold
from xenia.demo.block import Block
from xenia.demo.booking_engine import Sales
from xenia.demo.columns import (
    Numbers,
    Texts,
    days_text,
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
from xenia.demo.house import HOTELS
from xenia.demo.orders import Orders
from xenia.demo.trips import PURPOSES

CHANNELS, CHANNEL_SHARES = ("APP", "WEB", "WECHAT", "CALL_CENTRE", "STORE"), (0.52, 0.17, 0.20, 0.08, 0.03)
SUPPLIERS = ("自营", "四方国旅", "山海假期", "安行租车", "景通票务", "平安顺保险")
SUPPLIER_OF_LINE = (0, 0, 1, 0, 3, 4, 5)
TOUR_THEMES = {"beach": "海岛度假", "snow": "冰雪奇缘", "city": "城市漫步", "culture": "文化深度", "nature": "山水秘境"} | {
    "near": "精品",
    "far": "全景",
}
OTHER_HOTELS = ("云栖酒店", "江畔饭店", "假日公馆", "海悦酒店", "老城客栈")
ROOMS, ROOM_SHARES = ("高级大床房", "豪华双床房", "行政大床房", "家庭套房"), (5, 3, 1, 1)
UNPAID = "超时未支付"
PROMOTIONS = ("NEW50", "GOLDENWEEK", "SUMMER88", "FAMILY88", "WELCOME")


def orders_table(block: Block, sales: Sales) -> Columns:
    """Returns orders.csv as it stands on the last day; `orders_before` turns it back to an earlier export."""
    rng, orders, size = block.rng("order rows"), sales.orders, len(sales.orders.line)
    (adults, children, infants), unpaid = sales.parties.counts, orders.status == fates.CLOSED
    cancelled = unpaid | (orders.status == fates.CANCELLED)
    cancelled_on = days_text(np.where(cancelled, orders.updated, orders.created))
    reason = np.where(unpaid, UNPAID, take(fates.CANCEL_REASONS, orders.reason)).astype(object)
    return {
        "order_no": sales.order_key,
        "line_no": numbers_text(np.ones(size, dtype=np.int64)),
        "trip_no": block.keys("TR", orders.trip),
        "member_id": sales.accounts.key[sales.account],
        "product_line": take(sold.LINES, orders.line),
        "product_name": _products(block, sales),
        "supplier": _suppliers(sales),
        "status": take(fates.STATUSES, orders.status),
        "created_at": instants_text(orders.created),
        "updated_at": instants_text(orders.updated),
        "cancelled_on": emptied(cancelled_on, ~cancelled),
        "cancel_reason": emptied(reason, ~cancelled),
        "channel": pick(rng, CHANNELS, size, CHANNEL_SHARES),
        "start_date": days_text(orders.starts),
        "end_date": days_text(orders.ends),
        **_journey_columns(block, sales),
        "hotel_code": emptied(take([hotel.code for hotel in HOTELS], orders.hotel), orders.hotel < 0),
        "room_type": emptied(pick(rng, ROOMS, size, ROOM_SHARES), orders.line != sold.HOTEL),
        "rooms": emptied(numbers_text(orders.rooms), orders.rooms == 0),
        "nights": emptied(numbers_text(orders.nights), np.isin(orders.line, (sold.AIR, sold.RAIL))),
        "adults": numbers_text(adults),
        "children": numbers_text(children),
        "infants": numbers_text(infants),
        "travellers": sales.parties.names,
        "traveller_ids": sales.parties.keys,
        "total": totals_text(sales),
        "currency": orders.currency,
        "promo_code": emptied(pick(rng, PROMOTIONS, size), rng.random(size) > 0.11),
        "purpose": take(PURPOSES, orders.purpose),
    }


def _journey_columns(block: Block, sales: Sales) -> Columns:
    """Flights name airports, trains cities; both carry local times with their offset and the zones of both ends."""
    orders, journeys, places = sales.orders, sales.journeys, sales.orders.place
    air, still = orders.line == sold.AIR, ~np.isin(orders.line, (sold.AIR, sold.RAIL))
    city, country = take([place.zh for place in PLACES], places), take([place.country for place in PLACES], places)
    home = take([home.zh for home in HOMES], block.people.home[orders.booker])
    airports, zones = np.array(geography.AIRPORTS, dtype=object), np.array(geography.airport_zones(), dtype=object)
    origin = np.where(air, airports[journeys.origin], np.where(orders.way_back, city, home)).astype(object)
    destination = np.where(air, airports[journeys.destination], np.where(orders.way_back, home, city)).astype(object)
    return {
        "origin": emptied(origin, still),
        "destination": emptied(destination, still),
        "city": np.where(orders.way_back, home, city).astype(object),
        "country": np.where(orders.way_back, "CN", country).astype(object),
        "carrier": emptied(journeys.carrier, still),
        "flight_no": emptied(journeys.service, still),
        "departs": emptied(offset_text(journeys.departs, journeys.departs_offset), still),
        "arrives": emptied(offset_text(journeys.arrives, journeys.arrives_offset), still),
        "origin_zone": emptied(zones[journeys.origin], still),
        "destination_zone": emptied(zones[journeys.destination], still),
        "cabin": emptied(take(sold.CABINS, orders.cabin), ~air),
        "fare_class": emptied(take(sold.FARE_CLASSES, orders.cabin), ~air),
    }


def totals_text(sales: Sales) -> Texts:
    """Returns the amount of each order with the decimals of its currency; a group pays per head."""
    total, party = sales.orders.total.copy(), sales.orders.party
    for row in sales.rosters:
        total[row] = total[row] // max(1, int((party[row] >= 0).sum())) * int(sales.parties.counts[0][row])
    return money_text(total, sold.currency_decimals(sales.orders.currency))


def _products(block: Block, sales: Sales) -> Texts:
    orders = sales.orders
    place, nights = take([place.zh for place in PLACES], orders.place), numbers_text(orders.nights)
    theme = take([TOUR_THEMES[place.taste] for place in PLACES], orders.place)
    own = take([hotel.name.zh for hotel in HOTELS], orders.hotel)
    other = joined(place, take(OTHER_HOTELS, (orders.trip + orders.place) % len(OTHER_HOTELS)))
    hotel = np.where(orders.hotel >= 0, own, other)
    tour = joined(place, numbers_text(orders.nights + 1), "日", theme, "跟团游")
    home = take([home.zh for home in HOMES], block.people.home[orders.booker])
    way = np.where(orders.way_back, joined(place, "-", home), joined(home, "-", place)).astype(object)
    service = joined(way, " ", sales.journeys.service)
    by_line = (service, hotel, tour, service, joined(place, "租车", nights, "天"), joined(place, "景点联票"), joined(place, "旅行意外险"))
    products = words_of([None] * len(orders.line))
    for line, names in enumerate(by_line):
        products = np.where(orders.line == line, names, products).astype(object)
    return products


def _suppliers(sales: Sales) -> Texts:
    line, trip = sales.orders.line, sales.orders.trip
    others = take(SUPPLIERS, np.where(line == sold.TOUR, 1 + trip % 2, np.array(SUPPLIER_OF_LINE)[line]))
    return np.where(np.isin(line, (sold.AIR, sold.RAIL)), sales.journeys.carrier, others).astype(object)


def orders_before(columns: Columns, orders: Orders, instant: np.datetime64) -> tuple[Columns, Numbers]:
    """Returns the export made at `instant`: orders created by then, with what happened later taken back, and their row numbers."""
    rows = np.flatnonzero(orders.created <= instant)
    earlier = {name: cells[rows].copy() for name, cells in columns.items()}
    later = orders.updated[rows] > instant
    earlier["status"][later] = "CONFIRMED"
    earlier["updated_at"][later] = instants_text(np.minimum(orders.created[rows][later] + np.timedelta64(300, "s"), instant))
    for name in ("cancelled_on", "cancel_reason"):
        earlier[name][later] = None
    return earlier, rows


def payments_table(block: Block, sales: Sales) -> Columns:
    """Returns payments.csv: one payment for each order that was paid, and a refund for most of the cancelled ones."""
    rng, orders = block.rng("payments"), sales.orders
    paid = np.flatnonzero(orders.status != fates.CLOSED)
    refunded = np.flatnonzero((orders.status == fates.CANCELLED) & (rng.random(len(orders.line)) < 0.85))
    rows, refund = np.concatenate([paid, refunded]), np.arange(len(paid) + len(refunded)) >= len(paid)
    soon = orders.created[rows] + rng.integers(30, 900, len(rows)).astype("timedelta64[s]")
    at = np.where(refund, orders.updated[rows], np.minimum(soon, block.now))
    method = pick(rng, ("WECHAT_PAY", "ALIPAY", "CARD", "INVOICE"), len(orders.line), (0.48, 0.36, 0.13, 0.03))
    order = np.argsort(at, kind="stable")
    rows, refund, at = rows[order], refund[order], at[order]
    return {
        "payment_no": block.keys("PAY", np.arange(len(rows))),
        "order_no": sales.order_key[rows],
        "type": np.where(refund, "REFUND", "PAYMENT").astype(object),
        "method": method[rows],
        "paid_at": instants_text(at),
        "amount": totals_text(sales)[rows],
        "currency": orders.currency[rows],
        "status": np.where(refund, "REFUNDED", "SUCCESS").astype(object),
    }
