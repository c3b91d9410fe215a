"""What the demonstration's club has beside points: gift cards and what they paid, members-only prices, the circle above the tiers with two
events. Everything is made by the product's own actions, in seconds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.demo.club_rules import before
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.club_events import note_attendance, reply_to_event, set_event
from xenia.loyalty.actions.clubs import answer_invitation, invite_member, set_club
from xenia.loyalty.actions.gift_cards import issue_card, set_gift_policy
from xenia.loyalty.actions.gift_uses import confirm_gift, give_gift_back, hold_gift
from xenia.loyalty.actions.member_prices import create_member_price
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.clubs import ClubTerms, EventDraft, InviteReason
from xenia.loyalty.types.gift_cards import GiftAsk, GiftPolicy
from xenia.loyalty.types.member_prices import MemberPriceDraft, MemberPriceTerms, PriceWorth
from xenia.loyalty.types.programmes import Programme
from xenia.profile.queries.staff import list_peers

PRICES = (
    MemberPriceDraft("MEMBER", Text("会员价", "Member price"), MemberPriceTerms(PriceWorth.PERMILLE, permille=50, rounding_minor=100)),
    MemberPriceDraft(
        "GOLD_STAY", Text("金卡住宿价", "Gold stays"),
        MemberPriceTerms(PriceWorth.PERMILLE, permille=120, tier_from="GOLD", lines=("hotel",), rounding_minor=100, is_combinable=True),
    ),
    MemberPriceDraft(
        "TOUR_NIGHT", Text("跟团每晚立减", "Off each night of a tour"),
        MemberPriceTerms(PriceWorth.PER_NIGHT, amount_minor=3_000, lines=("tour",)),
    ),
)  # fmt: skip
FACES = (50_000, 100_000, 80_000, 30_000, 80_000, 100_000)
"""Of six cards, in minor units: the first three are named where there are as many members, and none is more than a bearer card may hold."""
CIRCLE = ClubTerms(
    Text("云端会", "The Circle"),
    Text("一位专属联系人，一年两次小聚，有事直接找到人。", "Somebody who knows you, two evenings a year, and a number that is answered."),
    capacity=12,
    tier_from="GOLD",
)
PAST_DAYS, AHEAD_DAYS = 3, 12


def add_extras(actor: Actor, programme: Programme, members: Sequence[UUID], stays: Mapping[UUID, UUID], *, now: datetime) -> None:
    """Adds it all to a programme that runs. `members` who are in it, `stays`: a booking of some of them."""
    _cards(actor, programme, members, stays, now)
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    for draft in PRICES:
        create_member_price(actor=actor, programme_id=programme.id, draft=draft, valid=(today, None), now=now)
    _circle(actor, programme, members[:8], now)


def _cards(actor: Actor, programme: Programme, members: Sequence[UUID], stays: Mapping[UUID, UUID], now: datetime) -> None:
    """Three named and three bearer cards; some paid for a stay, and a part of one use came back."""
    at = before(now, hours=1)
    set_gift_policy(actor=actor, programme_id=programme.id, policy=GiftPolicy(), seen_number=0, now=at)
    named = [*stays, *(one for one in members if one not in stays)][:3]
    codes = []
    for place, face in enumerate(FACES):
        sale, member = (f"receipt:{place + 1}", f"demonstration-{place}"), named[place] if place < len(named) else None
        codes.append(issue_card(actor=actor, programme_id=programme.id, face_minor=face, member_id=member, sale=sale, now=at).code)
    for place, booking in enumerate(stays.values()):
        ask = GiftAsk(programme.id, codes[place], FACES[place] // 2, f"booking:{booking}", f"demonstration-{place}")
        use = hold_gift(actor=actor, ask=ask, now=at)
        if place < 2:
            confirm_gift(actor=actor, use_id=use.id, now=at)
        if place == 1:
            give_gift_back(actor=actor, use_id=use.id, amount_minor=FACES[place] // 10, key="demonstration", now=now)


def _circle(actor: Actor, programme: Programme, members: Sequence[UUID], now: datetime) -> None:
    """Eight are invited by hand: six are in it, one declined, one has not answered. An evening that was, and one to come that is full."""
    began = now - timedelta(days=25)
    club = set_club(actor=actor, programme_id=programme.id, code="CIRCLE", terms=CIRCLE, seen_number=0, now=began)
    invited = []
    for place, member in enumerate(members):
        when, reason = now - timedelta(days=2) if place == len(members) - 1 else began, InviteReason.FOUNDER
        made = invite_member(actor=actor, club_id=club, member_id=member, reason=reason, contact_id=_contact(actor, member), now=when)
        if place < len(members) - 1:
            answer_invitation(actor=actor, membership_id=made, is_accepted=place < len(members) - 2, now=when + timedelta(days=1))
            invited.append(made)
    inside = invited[:-1]
    past = _event("TEA", Text("春茶小聚", "A tasting of spring tea"), "宾至酒店 · 杭州", _at(programme, now, -PAST_DAYS, 14), 12)
    evening = set_event(actor=actor, club_id=club, draft=past, now=began + timedelta(days=2))
    for place, one in enumerate(inside[:4]):
        reply_to_event(actor=actor, event_id=evening, membership_id=one, guests=place % 2, now=began + timedelta(days=3))
        note_attendance(actor=actor, event_id=evening, membership_id=one, came=1, now=now - timedelta(days=2))
    ahead = _event("DINNER", Text("外滩晚宴", "Dinner on the Bund"), "宾至酒店 · 上海", _at(programme, now, AHEAD_DAYS, 18), 6)
    dinner = set_event(actor=actor, club_id=club, draft=ahead, now=now - timedelta(hours=6))
    for place, one in enumerate(inside):
        reply_to_event(actor=actor, event_id=dinner, membership_id=one, guests=(place + 1) % 2, now=now - timedelta(hours=5))


def _at(programme: Programme, now: datetime, days: int, hour: int) -> datetime:
    """A whole hour of a day before or after today, where the programme is."""
    zone = ZoneInfo(programme.time_zone)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), time(hour), zone)


def _event(code: str, name: Text, place: str, starts_at: datetime, places: int) -> EventDraft:
    reply_until = (starts_at - timedelta(days=2)).date()
    return EventDraft(code, name, place, starts_at, starts_at + timedelta(hours=3), places, 1, reply_until)


def _contact(actor: Actor, member_id: UUID) -> UUID | None:
    """The first colleague by name who sees the guest."""
    guest_id = get_member(actor, member_id).guest_id
    return next((one.id for one in list_peers(actor, guest_id)), None) if guest_id else None
