"""Some prices and offers of the demonstration, registered with what they looked at, as a tariff system and a recommender would."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xenia.demo.house import HOTELS
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.actions.decisions import register_decision
from xenia.trust.queries.consent import may
from xenia.trust.types.consent import Channel
from xenia.trust.types.decisions import DecisionInput, DecisionKind, InputKind, NewPriceDecision

TIERS = ((Text("银卡", "silver"), 3), (Text("金卡", "gold"), 5), (Text("白金卡", "platinum"), 8))
INTERESTS = (Text("海岛", "islands"), Text("古城", "old towns"), Text("美食", "food"))
_I = InputKind


def register_offers(actor: Actor, guest_ids: Sequence[UUID], *, now: datetime) -> int:
    """Registers a tier price for every third guest and a personal offer for those of the others who allow it; returns how many."""
    made = 0
    for place, guest_id in enumerate(guest_ids):
        at = now - timedelta(minutes=47 * (len(guest_ids) - place))
        if place % 3 == 0:
            register_decision(actor=actor, decision=_tier_price(guest_id, place, now), now=at)
        elif may(actor, guest_id, "profiling", Channel.ALL, now=now).allowed:
            register_decision(actor=actor, decision=_offer(guest_id, place), now=at)
        else:
            continue
        made += 1
    return made


def _tier_price(guest_id: UUID, place: int, now: datetime) -> NewPriceDecision:
    hotel, (tier, percent) = HOTELS[place % len(HOTELS)], TIERS[place // 3 % len(TIERS)]
    public = hotel.rate_minor
    inputs = (
        (_I.PRODUCT, f"{hotel.name.zh} 标准房"),
        (_I.DATE, (now + timedelta(days=30)).date().isoformat()),
        (_I.PUBLIC_TIER_BENEFIT, f"{tier.zh} {percent}%"),
    )
    return NewPriceDecision(
        kind=DecisionKind.PRICE, guest_id=guest_id, decided_by="tariff", model_version="2026.1",
        inputs=tuple(DecisionInput(*one) for one in inputs), offer=f"{hotel.name.zh} 标准房", price_minor=public * (100 - percent) // 100,
        public_price_minor=public, currency="CNY",
        explanation=Text(f"{tier.zh}会员公开权益：标准房减 {percent}%。", f"A published benefit of {tier.en}: {percent}% off."),
    )  # fmt: skip


def _offer(guest_id: UUID, place: int) -> NewPriceDecision:
    hotel, interest = HOTELS[place % len(HOTELS)], INTERESTS[place % len(INTERESTS)]
    room = f"{hotel.name.zh} 豪华房"
    return NewPriceDecision(
        kind=DecisionKind.OFFER, guest_id=guest_id, decided_by="recommend", model_version="2026.1",
        inputs=(DecisionInput(_I.PRODUCT, room), DecisionInput(_I.INTEREST, interest.zh)), offer=room,
        price_minor=hotel.rate_minor * 3 // 2, public_price_minor=hotel.rate_minor * 3 // 2, currency="CNY",
        explanation=Text(
            f"您常浏览与{interest.zh}有关的行程，所以先展示{hotel.name.zh}；价格与所有人相同。",
            f"You often look at journeys to do with {interest.en}, so {hotel.name.en} is shown first; the price is the same for everyone.",
        ),
    )  # fmt: skip
