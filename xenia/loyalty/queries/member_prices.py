"""Reads of members-only prices: which there are, and what the members of each tier pay for a stay."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import member_prices as models
from xenia.loyalty.queries.members import get_member, list_memberships
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import list_versions, tiers_on
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.member_prices import Priced, checked_stay, checked_terms, lowest, require_combinable, said_of, terms_of
from xenia.loyalty.rules.programmes import require_active
from xenia.loyalty.rules.tiers import policy_on
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.member_prices import MemberPrice, MemberPriceTerms, MemberPriceVersion, PriceAsk, PriceQuote, Stay, TierPrice
from xenia.loyalty.types.programmes import MemberState
from xenia.trust.types.access import Permission


def list_member_prices(actor: Actor, programme_id: UUID, *, now: datetime) -> list[MemberPrice]:
    """Returns the member prices of a programme by code, with the terms of today; those that nobody has today too."""
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    return _prices(list(models.MemberPrice.objects.filter(programme_id=programme_id).order_by("code")), today)


def get_member_price(actor: Actor, price_id: UUID, *, now: datetime) -> MemberPrice:
    """Returns the member price with the terms of today; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.MemberPrice.objects.filter(id=price_id).first()
    if row is None:
        raise _unknown(str(price_id))
    return _prices([row], day_of(now, get_programme(actor, row.programme_id).time_zone))[0]


def list_price_versions(actor: Actor, price_id: UUID) -> list[MemberPriceVersion]:
    """Returns every version of a member price, the oldest first; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    found = _versions([price_id])[price_id]
    if not found:
        raise _unknown(str(price_id))
    return found


def tier_codes(actor: Actor, programme_id: UUID, today: date) -> list[str]:
    """Returns the tiers of a programme on a day, the lowest first; none where it has none."""
    versions = list_versions(actor, programme_id)
    return [one.code for one in policy_on(versions, today).tiers] if versions else []


def list_tier_prices(
    actor: Actor, programme_id: UUID, stay: Stay, *, terms: MemberPriceTerms | None = None, now: datetime
) -> list[TierPrice]:
    """Returns what the members of each tier would pay for a stay booked today, the lowest tier first; of a programme without tiers what
    every member would. `terms`: by these alone, before they are kept. Nothing is registered: it is for who makes the prices. Raises as
    `find_price`, and Invalid for terms that cannot be carried out."""
    programme = get_programme(actor, programme_id)
    checked_stay(stay, programme.currency)
    today = day_of(now, programme.time_zone)
    tiers = tier_codes(actor, programme_id, today)
    prices = _priced(programme_id) if terms is None else [_tried(checked_terms(terms, tiers), today)]
    return [TierPrice(one, lowest(prices, stay, today, (one, tiers))) for one in tiers or [""]]


def find_price(actor: Actor, ask: PriceAsk, *, now: datetime) -> PriceQuote:
    """Returns what the guest would pay now, the rule that gave it, and the sentence to say; nothing is registered, so it is not yet to be
    shown (rule MB7). Raises Conflict for a member who has left and for another currency, Invalid for a price that is none, NotFound for a
    guest not seen."""
    programme, stay = get_programme(actor, ask.programme_id), ask.stay
    checked_stay(stay, programme.currency)
    today = day_of(now, programme.time_zone)
    tiers, prices, member_id = tier_codes(actor, ask.programme_id, today), _priced(ask.programme_id), _member_of(actor, ask)
    base = tiers[0] if tiers else ""
    public = lowest([], stay, today, (base, tiers))
    if member_id is None:
        would_save = stay.public_minor - lowest(prices, stay, today, (base, tiers)).price_minor
        return PriceQuote(stay.public_minor, stay.currency, public, 0, would_save, said_of(public, stay, would_save), None)
    tier = tiers_on(actor, ask.programme_id, [(member_id, today)]).get((member_id, today), base) if tiers else ""
    found = lowest(prices, stay, today, (tier, tiers))
    saved = stay.public_minor - found.price_minor
    return PriceQuote(stay.public_minor, stay.currency, found, saved, 0, said_of(found, stay, 0), None)


def require_price_for_coupons(actor: Actor, programme_id: UUID, code: str, *, now: datetime) -> None:
    """Rule MB8: raises Conflict where coupons are not used on the member price with the code, NotFound where there is none. For this
    module."""
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    row = models.MemberPrice.objects.filter(programme_id=programme_id, code=code).first()
    if row is None:
        raise _unknown(code)
    require_combinable(version_on(_versions([row.id])[row.id], today), code)


def _member_of(actor: Actor, ask: PriceAsk) -> UUID | None:
    """The membership by which the guest asks; a guest who is named and is a member has it without saying so."""
    if ask.member_id is not None:
        return require_active(get_member(actor, ask.member_id), ask.programme_id).id
    if ask.guest_id is None:
        return None
    found = [one for one in list_memberships(actor, ask.guest_id) if one.programme_id == ask.programme_id]
    return next((one.id for one in found if one.state is MemberState.ACTIVE), None)


def _priced(programme_id: UUID) -> list[Priced]:
    rows = list(models.MemberPrice.objects.filter(programme_id=programme_id))
    versions = _versions([one.id for one in rows])
    return [(one.code, Text(one.name_zh, one.name_en), versions[one.id]) for one in rows]


def _tried(terms: MemberPriceTerms, today: date) -> Priced:
    return "TRIED", Text("试算", "Tried"), [MemberPriceVersion(1, today, None, terms)]


def _prices(rows: Sequence[models.MemberPrice], today: date) -> list[MemberPrice]:
    versions = _versions([one.id for one in rows])
    return [
        MemberPrice(row.id, row.programme_id, row.code, Text(row.name_zh, row.name_en), version_on(versions[row.id], today)) for row in rows
    ]


def _versions(price_ids: Collection[UUID]) -> defaultdict[UUID, list[MemberPriceVersion]]:
    found: defaultdict[UUID, list[MemberPriceVersion]] = defaultdict(list)
    for one in models.MemberPriceVersion.objects.filter(price_id__in=price_ids).order_by("number"):
        found[one.price_id].append(MemberPriceVersion(one.number, one.valid_from, one.valid_until, terms_of(one.value)))
    return found


def _unknown(said: str) -> NotFound:
    return NotFound("member_price_unknown", f"There is no member price {said}.", f"没有会员价 {said}。")
