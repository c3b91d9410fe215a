"""Writes of partners: who they are, whether anything is booked with them, and what was agreed (rules PA1 and PA2 of
docs/algorithms/partners.md)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.loyalty.actions.accounts import open_account
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import partners as models
from xenia.loyalty.queries.partners import get_partner, list_partner_rates
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.partners import WHAT, as_value, checked_partner, checked_rates, checked_state
from xenia.loyalty.rules.versions import Days, checked_days, next_number
from xenia.loyalty.types.ledger import AccountRole
from xenia.loyalty.types.partners import Partner, PartnerDraft, PartnerRates, PartnerState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

POINTS = "POINTS"


@transaction.atomic
def create_partner(*, actor: Actor, programme_id: UUID, draft: PartnerDraft, now: datetime) -> UUID:
    """Returns the id of a new partner, a draft, with its clearing account. Raises Invalid for what cannot be, Conflict where another has
    the code."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme, said = get_programme(actor, programme_id), checked_partner(draft)
    row = models.Partner(id=new_id(), programme_id=programme_id, code=said.code, name_zh=said.name.zh, name_en=said.name.en)
    row.kind, row.currency, row.contact, row.state = said.kind.value, said.currency, said.contact, PartnerState.DRAFT.value
    row.created_by, row.created_at = actor.user_id, now
    kind = programme.kind(POINTS).id
    row.account_id = open_account(actor=actor, point_kind_id=kind, role=AccountRole.PARTNER, holder=f"partner:{row.id}", floor=None)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        told = f"There is a partner {said.code} already."
        raise Conflict("partner_code_taken", told, f"已有代码为 {said.code} 的合作伙伴。") from taken
    _record(actor, "programme.partner_created", programme_id, {"code": said.code}, now)
    return row.id


@transaction.atomic
def change_partner(*, actor: Actor, partner_id: UUID, name: Text, contact: str, now: datetime) -> None:
    """Writes another name or contact. What it is and its currency stay, for lines were booked in it."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    before = get_partner(actor, partner_id, now=now)
    said = checked_partner(PartnerDraft(before.code, name, before.kind, before.currency, contact))
    rows = models.Partner.objects.filter(id=partner_id)
    rows.update(name_zh=said.name.zh, name_en=said.name.en, contact=said.contact)
    _record(actor, "programme.partner_changed", before.programme_id, {"code": before.code}, now)


@transaction.atomic
def set_partner_state(*, actor: Actor, partner_id: UUID, state: PartnerState, now: datetime) -> None:
    """Begins or ends what is booked with a partner; today is the last day of one that ends (rule PA1). Raises Conflict where it does not
    follow."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    before, today = _locked(actor, partner_id, now)
    wanted = checked_state(before.state, state, has_rates=bool(list_partner_rates(actor, partner_id)))
    if wanted is before.state:
        return
    ended_on = today if wanted is PartnerState.ENDED else None
    models.Partner.objects.filter(id=partner_id).update(state=wanted.value, ended_on=ended_on)
    action = "programme.partner_ended" if ended_on else "programme.partner_begun"
    _record(actor, action, before.programme_id, {"code": before.code}, now)


@transaction.atomic
def set_partner_rates(*, actor: Actor, partner_id: UUID, rates: PartnerRates, valid: Days, now: datetime) -> int:
    """Keeps other rates for what happens from a day on and returns the number of the version. What was booked keeps its own. The first may
    begin in the past, for nothing was booked; later ones begin today at the earliest (rule PA2)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    partner, today = _locked(actor, partner_id, now)
    before = list_partner_rates(actor, partner_id)
    begins, ends = checked_days(valid, today if before else None, WHAT)
    currency = get_programme(actor, partner.programme_id).currency
    value = as_value(checked_rates(rates, is_same_currency=partner.currency == currency))
    number = next_number(before)
    models.PartnerRatesVersion.objects.create(
        partner_id=partner_id,
        number=number,
        valid_from=begins,
        valid_until=ends,
        value=value,
        changed_by=actor.user_id,
        changed_at=now,
    )
    _record(actor, "programme.partner_rates_set", partner.programme_id, {"code": partner.code, "version": number}, now)
    return number


def _locked(actor: Actor, partner_id: UUID, now: datetime) -> tuple[Partner, date]:
    """The partner, locked, so that two who change it do so one after the other."""
    models.Partner.objects.select_for_update(no_key=True).filter(id=partner_id).first()
    partner = get_partner(actor, partner_id, now=now)
    return partner, day_of(now, get_programme(actor, partner.programme_id).time_zone)


def _record(actor: Actor, action: str, programme_id: UUID, details: dict[str, str | int], now: datetime) -> None:
    record(actor, action, subject=subject_of_programme(programme_id), details=details, now=now)
