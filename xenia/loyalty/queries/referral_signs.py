"""What is known of the two of a referral, read by the product itself: the desk is told signs, never what others' records hold."""

from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.db import connection

from xenia.connect.queries.sharing import first_trip_ended_on, ways_shared
from xenia.identity.queries.links import homes_of, list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.identity.queries.relations import get_relations
from xenia.identity.types import RelationKind, RelationState
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.referrals import Referral
from xenia.loyalty.rules.referrals import refusal_of
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.referrals import ReferralFacts, ReferralSign, ReferralState, ReferralTermsVersion, ReferralWhy
from xenia.trust.types.access import Permission

LOOKER = product_actor("referrals", Permission.VIEW_GUESTS, "link_records")
CIRCLE = (Path(__file__).resolve().parent.parent / "sql" / "referral_circle.sql").read_text(encoding="utf-8")
FRIENDS_MOST = 200
"""So many of a member's latest friends are compared with the next one."""
TIES = {RelationKind.HOUSEHOLD: ReferralSign.HOUSEHOLD, RelationKind.PAYER_FOR: ReferralSign.PAYER}


def why_refused(actor: Actor, referrer_id: UUID, friend_id: UUID, held: ReferralTermsVersion) -> ReferralWhy | None:
    """Rule RF3: the first reason against the friend of a referral made on the day of `held.valid_from`, None for none."""
    actor.require(Permission.VIEW_LOYALTY)
    referrer, friend = (Member.objects.get(id=one) for one in (referrer_id, friend_id))
    homes = homes_known(actor, [friend_id])
    mine = Member.objects.filter(programme_id=friend.programme_id).filter(guest_id__in=homes)
    records = [link.record_id for link in list_records(LOOKER, list(set(homes.values())))]
    facts = ReferralFacts(
        today=held.valid_from,
        is_self=referrer.id == friend.id or referrer.guest_id in homes,
        is_referrer_active=referrer.state == MemberState.ACTIVE.value,
        is_referred=Referral.objects.filter(friend_id=friend.id).exclude(state=ReferralState.REFUSED.value).exists(),
        was_member=mine.filter(created_at__lt=friend.created_at).exclude(id=friend.id).exists(),
        joined_on=friend.enrolled_on,
        travelled_on=first_trip_ended_on(LOOKER, records),
    )
    return refusal_of(facts, held.terms)


def signs_between(actor: Actor, referrer_id: UUID, friend_id: UUID) -> frozenset[ReferralSign]:
    """Rules RF4 and RF5: what ties the friend to the referrer, or to others whom the referrer brought."""
    actor.require(Permission.VIEW_LOYALTY)
    friends = Referral.objects.filter(referrer_id=referrer_id).exclude(state=ReferralState.REFUSED.value).exclude(friend_id=friend_id)
    beside = friends.order_by("-id").values_list("friend_id", flat=True)[:FRIENDS_MOST]
    mine, others = _guests([friend_id]), _guests([referrer_id, *beside])
    records, theirs = (list_records(LOOKER, list(guests)) for guests in (mine, others - mine))
    ways = ways_shared(LOOKER, [one.record_id for one in records], [one.record_id for one in theirs])
    found = {ReferralSign(way) for way in ways} | _ties(mine, _guests([referrer_id]))
    return frozenset(found | {ReferralSign.CIRCLE} if _is_circle(actor, referrer_id, friend_id) else found)


def homes_known(actor: Actor, member_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Every id that ever meant the guests of these members, with the guest meant today. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    kept = _kept(member_ids)
    return {**dict(zip(kept, kept, strict=True)), **homes_of(LOOKER, list(_guests(member_ids)))}


def _kept(member_ids: Collection[UUID]) -> list[UUID]:
    return [one for one in Member.objects.filter(id__in=member_ids).values_list("guest_id", flat=True) if one]


def _guests(member_ids: Collection[UUID]) -> set[UUID]:
    return set(guests_meant(LOOKER, _kept(member_ids)).values())


def _ties(mine: set[UUID], theirs: set[UUID]) -> set[ReferralSign]:
    """What identity says of the two guests."""
    found: set[ReferralSign] = set()
    for guest in mine:
        try:
            lines = get_relations(LOOKER, guest).relations
        except NotFound:  # a guest of whom no source tells a name has no relations
            continue
        found |= {TIES[one.kind] for one in lines if one.kind in TIES and one.state is not RelationState.DENIED and one.guest_id in theirs}
    return found


def _is_circle(actor: Actor, referrer_id: UUID, friend_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CIRCLE, {"referrer": referrer_id, "friend": friend_id, "homes": list(homes_known(actor, [friend_id]))})
        return bool((cursor.fetchone() or (False,))[0])
