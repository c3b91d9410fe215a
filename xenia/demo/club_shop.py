"""What members of the demonstration's club may have: a catalogue of rewards with orders that wait, coupons and a bundle, some used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.demo.club_rules import before
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.coupon_claims import claim_bundle
from xenia.loyalty.actions.coupon_orders import confirm_order, hold_coupons
from xenia.loyalty.actions.coupons import create_batch, create_bundle
from xenia.loyalty.actions.reward_orders import confirm_reward, reserve_reward
from xenia.loyalty.actions.rewards import create_reward
from xenia.loyalty.queries.accounting import usable_points
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.types.coupons import Basket, BatchDraft, CouponAsk, CouponMode, CouponTerms, CouponWorth
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.rewards import RewardAsk, RewardDraft, RewardKind, RewardTerms

REWARDS = (
    RewardDraft("NIGHT", Text("免费房晚", "A free night"), RewardKind.FREE_NIGHT, RewardTerms(8_000, worth_minor=60_000, cancel_days=7)),
    RewardDraft("UPGRADE", Text("客房升级", "A room upgrade"), RewardKind.UPGRADE, RewardTerms(3_000, worth_minor=20_000), stock=60),
    RewardDraft(
        "TEA", Text("明前龙井礼盒", "A box of spring tea"), RewardKind.GIFT,
        RewardTerms(2_400, points_min=1_200, minor_per_1000=2_500, worth_minor=12_000, count_max=4), stock=200,
    ),
    RewardDraft("TREE", Text("种一棵梭梭", "Plant a tree"), RewardKind.DONATION, RewardTerms(500, count_max=20)),
)  # fmt: skip
COUPONS = (
    BatchDraft(
        "STAY10", Text("住宿九折券", "A tenth off a stay"), CouponMode.UNIQUE, 2_000,
        CouponTerms(CouponWorth.PERCENT, permille=100, off_max_minor=20_000, lines=("hotel",), days=90, is_for_members=True, claims_max=4),
    ),
    BatchDraft(
        "WELCOME50", Text("满 300 减 50", "50 off from 300"), CouponMode.UNIQUE, 2_000,
        CouponTerms(CouponWorth.AMOUNT, amount_minor=5_000, spend_min_minor=30_000, days=60, is_combinable=True),
    ),
    BatchDraft("BREAKFAST", Text("双人早餐", "Breakfast for two"), CouponMode.UNIQUE, 500, CouponTerms(CouponWorth.ITEM, item="双人早餐")),
    BatchDraft(
        "WINTER", Text("冬日出行立减", "Off a winter trip"), CouponMode.GENERIC, 300,
        CouponTerms(CouponWorth.AMOUNT, amount_minor=10_000, spend_min_minor=80_000, lines=("air", "tour")), generic_code="WINTER26",
    ),
)  # fmt: skip
BIRTHDAY = (("STAY10", 2), ("WELCOME50", 1), ("BREAKFAST", 1))
GIVEN, WINTERS = 12, 9
"""So many members were given the bundle, and so often the code for everybody was used."""


def open_shop(actor: Actor, programme: Programme, members: Sequence[UUID], *, now: datetime) -> None:
    """Adds it all to a programme that runs; `members` are in it, and some of them have points."""
    at = before(now, days=20)
    first = at.astimezone(ZoneInfo(programme.time_zone)).date()
    rewards = [create_reward(actor=actor, programme_id=programme.id, draft=one, valid=(first, None), now=at) for one in REWARDS]
    _order(actor, programme, members, rewards, now)
    for draft in COUPONS:
        create_batch(actor=actor, programme_id=programme.id, draft=draft, now=at)
    name = Text("生日礼包", "A birthday bundle")
    bundle = create_bundle(actor=actor, programme_id=programme.id, code="BIRTHDAY", name=name, parts=BIRTHDAY, now=now)
    for place, member_id in enumerate(members[:GIVEN]):
        claim_bundle(actor=actor, member_id=member_id, bundle_id=bundle, key="birthday", now=before(now, days=GIVEN - place))
    _use(actor, programme, now)


def richest(actor: Actor, programme: Programme, members: Sequence[UUID], least: int) -> list[UUID]:
    """Of these members those who can use so many points, who can use most first."""
    accounts = member_accounts(actor, members, programme.kind("POINTS").id)
    usable = usable_points(actor, programme, least)
    return sorted((one for one in members if accounts[one] in usable), key=lambda one: -usable[accounts[one]])


def _order(actor: Actor, programme: Programme, members: Sequence[UUID], rewards: Sequence[UUID], now: datetime) -> None:
    """Those who have most ordered last night: the first got it, the others wait."""
    for place, member_id in enumerate(richest(actor, programme, members, 9_000)[:4]):
        ask = RewardAsk(member_id, rewards[place], f"demonstration-{place}")
        order = reserve_reward(actor=actor, ask=ask, now=before(now, hours=14 - place))
        if place == 0:
            confirm_reward(actor=actor, order_id=order.id, now=before(now, hours=2))


def _use(actor: Actor, programme: Programme, now: datetime) -> None:
    """The code for everybody was used at the website, most of it for trips that stand."""
    for place in range(WINTERS):
        basket = Basket(120_000 + place * 15_000, programme.currency, "tour" if place % 3 else "air", "website")
        ask = CouponAsk(programme.id, f"demonstration-{place}", f"booking:demonstration-{place}", basket, codes=("WINTER26",))
        order = hold_coupons(actor=actor, ask=ask, now=before(now, hours=20 - place))
        if place < WINTERS - 2:
            confirm_order(actor=actor, order_id=order.id, now=before(now, hours=9))
