"""Whether a member is a minor today, and who acts for the member (rules FA8 and FA13 of docs/algorithms/family.md). For this module."""

from datetime import datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models.families import FamilyTie, GuardianConsent
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.families import guardian_needed, is_minor
from xenia.loyalty.types.families import FamilyRole, TieState
from xenia.loyalty.types.programmes import Member
from xenia.profile.queries.ages import age_groups
from xenia.profile.types.ages import AgeGroup
from xenia.trust.types.access import Permission


def age_of(actor: Actor, member: Member, *, now: datetime) -> AgeGroup | None:
    """Returns the age group of a member on the programme's day, None where nobody knows the birth date."""
    if member.guest_id is None:
        return None
    today = day_of(now, get_programme(actor, member.programme_id).time_zone)
    return age_groups(actor, [member.guest_id], today).get(member.guest_id)


def is_minor_now(actor: Actor, member: Member, *, now: datetime) -> bool:
    """Whether the member counts as a minor today: by the birth date, else as was said when the member was added to a family."""
    said = FamilyTie.objects.filter(member_id=member.id, state=TieState.IN.value).values_list("role", flat=True).first()
    return is_minor(FamilyRole(said) if said else None, age_of(actor, member, now=now))


def guardian_of(actor: Actor, member_id: UUID) -> UUID | None:
    """Returns the membership of who acts for a minor: the guardian in the family, else who agreed to the enrolment; None where nobody
    does."""
    actor.require(Permission.VIEW_LOYALTY)
    ties = FamilyTie.objects.filter(member_id=member_id, state=TieState.IN.value, guardian__isnull=False)
    in_family = ties.values_list("guardian_id", flat=True).first()
    return in_family or GuardianConsent.objects.filter(member_id=member_id).values_list("guardian_id", flat=True).first()


def require_guardian(actor: Actor, member: Member, guardian_id: UUID | None, *, now: datetime) -> None:
    """Rule FA8: raises Conflict where a minor would spend points without the guardian."""
    if is_minor_now(actor, member, now=now) and (guardian_id is None or guardian_id != guardian_of(actor, member.id)):
        raise guardian_needed(member.number)
