"""Making referrals follow what friends do: posted once they have travelled, taken back where it came to nothing (RF7 and RF8 of
docs/algorithms/referral.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from xenia.identity.queries.links import list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.loyalty.actions.referral_parts import book_referral
from xenia.loyalty.actions.referrals import end_referral
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.referrals import Referral
from xenia.loyalty.queries.programmes import get_programme, list_programmes
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.queries.referral_signs import homes_known, signs_between
from xenia.loyalty.queries.referrals import list_referral_terms
from xenia.loyalty.rows.referrals import in_books
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.referrals import has_travelled_before, looked_at, state_after, trip_of
from xenia.loyalty.types.earning import Purchase, Stage
from xenia.loyalty.types.programmes import MemberState, Programme, ProgrammeState
from xenia.loyalty.types.referrals import FollowedReferrals, ReferralSign, ReferralState, ReferralTerms, ReferralWhy
from xenia.trust.types.access import Permission

AT_ONCE = 500
ENDED = [one.value for one in (ReferralState.REWARDED, ReferralState.LAPSED, ReferralState.TAKEN_BACK)]
PAID = frozenset({ReferralState.REWARDED, ReferralState.TAKEN_BACK})


def follow_referrals(*, actor: Actor, programme_id: UUID, now: datetime) -> FollowedReferrals:
    """Makes the programme's referrals follow their friends' bookings as they are known now. Each is its own transaction; doing it again
    changes nothing. Referrals that wait for a person stay as they are."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = get_programme(actor, programme_id)
    terms = {one.number: one.terms for one in list_referral_terms(actor, programme_id)}
    ids = _open_ids(programme, now) if terms and programme.state is ProgrammeState.OPEN else []
    changed = 0
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        bought = _bought(actor, programme, some, now)
        changed += sum(_follow(actor, one, terms, bought, now) for one in some)
    return FollowedReferrals(len(ids), changed)


def follow_everywhere(*, actor: Actor, now: datetime) -> int:
    """Does so for every open programme; returns how many referrals changed."""
    open_ones = [one.id for one in list_programmes(actor) if one.state is ProgrammeState.OPEN]
    return sum(follow_referrals(actor=actor, programme_id=one, now=now).changed for one in open_ones)


def _open_ids(programme: Programme, now: datetime) -> list[UUID]:
    """Those that are promised, and the others as long as late news of their trips counts."""
    oldest = day_of(now, programme.time_zone) - timedelta(days=programme.policy.backdate_days_max)
    followed = Q(state=ReferralState.PROMISED.value) | Q(state__in=ENDED, travel_until__gt=oldest)
    return list(Referral.objects.filter(followed, programme_id=programme.id).order_by("id").values_list("id", flat=True))


def _bought(actor: Actor, programme: Programme, ids: Sequence[UUID], now: datetime) -> dict[UUID, list[Purchase]]:
    """What each friend bought, under every record of the guest they are today."""
    friends = Member.objects.filter(id__in=Referral.objects.filter(id__in=ids).values("friend_id"), guest_id__isnull=False)
    guests = {one.id: one.guest_id for one in friends if one.guest_id}
    meant = guests_meant(actor, list(guests.values()))
    members = {meant[guest]: member for member, guest in guests.items() if guest in meant}
    whose = tuple((str(link.record_id), members[link.guest_id]) for link in list_records(actor, list(members)))
    found: dict[UUID, list[Purchase]] = {}
    for purchases in read_purchases(actor, programme, Wanted(now, whose=whose)) if whose else ():
        for one in purchases:
            found.setdefault(one.member_id, []).append(one)
    return found


@transaction.atomic
def _follow(
    actor: Actor, referral_id: UUID, terms: Mapping[int, ReferralTerms], bought: Mapping[UUID, Sequence[Purchase]], now: datetime
) -> bool:
    row = Referral.objects.select_for_update(no_key=True, of=("self",)).select_related("referrer", "friend").get(id=referral_id)
    before = (row.state, row.why, row.trip, row.rewarded_on)
    if row.state != ReferralState.PROMISED.value and row.state not in ENDED:
        return False
    purchases = bought.get(row.friend_id, ())
    why = _against(actor, row, purchases)
    if why is not None:
        end_referral(actor, row.id, why, now=now)
        row.refresh_from_db()
    else:
        _book(actor, row, terms[row.terms_number], purchases, now)
    return before != (row.state, row.why, row.trip, row.rewarded_on)


def _against(actor: Actor, row: Referral, purchases: Sequence[Purchase]) -> ReferralWhy | None:
    """Rule RF8: what was learnt since: the two are one guest, or the friend had travelled before. Who left before the reward gets none;
    what was given stays."""
    if row.referrer.guest_id is not None and row.referrer.guest_id in homes_known(actor, [row.friend_id]):
        return ReferralWhy.SELF
    if has_travelled_before(purchases, row.referred_on):
        return ReferralWhy.KNOWN_GUEST
    has_left = any(one.state != MemberState.ACTIVE.value for one in (row.referrer, row.friend))
    return ReferralWhy.MEMBER_LEFT if has_left and row.state == ReferralState.PROMISED.value else None


def _book(actor: Actor, row: Referral, terms: ReferralTerms, purchases: Sequence[Purchase], now: datetime) -> None:
    programme = get_programme(actor, row.programme_id)
    today = day_of(now, programme.time_zone)
    trip = trip_of(purchases, terms, row.referred_on, row.travel_until)
    state, stage = state_after(ReferralState(row.state), trip, today, row.travel_until)
    if stage is Stage.DONE and ReferralState(row.state) not in PAID:
        fresh = looked_at(signs_between(actor, row.referrer_id, row.friend_id), [ReferralSign(one) for one in row.signs], terms)
        if fresh:
            row.signs, row.state = [*row.signs, *(one.value for one in fresh)], ReferralState.WAITING.value
            row.save()
            return
    row.trip, row.rewarded_on = (trip.source, min(trip.done_on, today)) if trip else ("", None)
    short = book_referral(actor, in_books(row, programme, now), stage, now=now)
    row.why = short.value if short else ""
    if short is None:
        row.state = state.value
        row.save()
    else:  # stays what it was, and says why
        Referral.objects.filter(id=row.id).update(why=row.why)
