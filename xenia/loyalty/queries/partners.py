"""Reads of partners: which there are, what was agreed with each, and what a line would be worth."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import partners as models
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.partners import agreed, amount_for, rates_of, rates_on, worth
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.partners import Partner, PartnerAsk, PartnerKind, PartnerQuote, PartnerRatesVersion, PartnerState
from xenia.trust.types.access import Permission


def list_partners(actor: Actor, programme_id: UUID, *, now: datetime) -> list[Partner]:
    """Returns the partners of a programme by code, with the rates of today."""
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    return _partners(list(models.Partner.objects.filter(programme_id=programme_id).order_by("code")), today)


def get_partner(actor: Actor, partner_id: UUID, *, now: datetime) -> Partner:
    """Returns the partner with the rates of today; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Partner.objects.filter(id=partner_id).first()
    if row is None:
        raise _unknown(str(partner_id))
    return _partners([row], day_of(now, get_programme(actor, row.programme_id).time_zone))[0]


def find_partner(actor: Actor, programme_id: UUID, code: str) -> UUID | None:
    """Returns the partner of that code."""
    actor.require(Permission.VIEW_LOYALTY)
    return models.Partner.objects.filter(programme_id=programme_id, code=code).values_list("id", flat=True).first()


def list_partner_rates(actor: Actor, partner_id: UUID) -> list[PartnerRatesVersion]:
    """Returns every version of what was agreed, the oldest first; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    if not models.Partner.objects.filter(id=partner_id).exists():
        raise _unknown(str(partner_id))
    return _versions([partner_id])[partner_id]


def quote_partner(actor: Actor, ask: PartnerAsk, *, now: datetime) -> PartnerQuote:
    """Returns what a line would be worth by the rates of its day. It looks at no member and writes nothing. Raises Conflict where no rates
    hold or the kind is not agreed, Invalid for an amount that is none."""
    actor.require(Permission.VIEW_LOYALTY)
    partner = get_partner(actor, ask.partner_id, now=now)
    today = day_of(now, get_programme(actor, partner.programme_id).time_zone)
    version = rates_on(list_partner_rates(actor, partner.id), ask.day or today)
    rate = agreed(version.rates, ask.kind)
    points, amount = worth(version.rates, ask)
    return PartnerQuote(points, amount_for(rate, ask.kind, points) if amount is None else amount, rate.unit, version.number)


def _partners(rows: Sequence[models.Partner], today: date) -> list[Partner]:
    versions = _versions([one.id for one in rows])
    return [
        Partner(
            row.id,
            row.programme_id,
            row.code,
            Text(row.name_zh, row.name_en),
            PartnerKind(row.kind),
            row.currency,
            row.contact,
            PartnerState(row.state),
            row.ended_on,
            version_on(versions[row.id], today),
        )
        for row in rows
    ]


def _versions(partner_ids: Collection[UUID]) -> defaultdict[UUID, list[PartnerRatesVersion]]:
    found: defaultdict[UUID, list[PartnerRatesVersion]] = defaultdict(list)
    for one in models.PartnerRatesVersion.objects.filter(partner_id__in=partner_ids).order_by("number"):
        found[one.partner_id].append(PartnerRatesVersion(one.number, one.valid_from, one.valid_until, rates_of(one.value)))
    return found


def _unknown(said: str) -> NotFound:
    return NotFound("partner_unknown", f"There is no partner {said}.", f"没有合作伙伴 {said}。")
