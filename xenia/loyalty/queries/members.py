"""Reads of members. A member is seen where the guest is; a company that is a member is seen by everybody who serves members."""

from dataclasses import replace
from uuid import UUID

from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.loyalty.models import programmes as models
from xenia.loyalty.models.take_overs import FormerNumber
from xenia.loyalty.rows.companies import company_names
from xenia.loyalty.rules.programmes import checked_number
from xenia.loyalty.types.programmes import Member, MemberState
from xenia.profile.queries.seen import guest_names, kept_guest
from xenia.trust.types.access import Permission


def get_member(actor: Actor, member_id: UUID) -> Member:
    """Returns the membership; raises NotFound for one that is not, or whose guest the actor does not see."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Member.objects.filter(id=member_id).first()
    if row is None:
        raise _unknown()
    return _seen(actor, row)


def get_named_member(actor: Actor, member_id: UUID) -> Member:
    """Returns the membership with the guest's name; raises like `get_member`."""
    member = get_member(actor, member_id)
    if member.guest_id is None or not actor.may(Permission.VIEW_GUESTS):
        return member
    return replace(member, name=guest_names(actor, [member.guest_id])[member.guest_id].name)


def find_by_number(actor: Actor, programme_id: UUID, number: str) -> Member | None:
    """Returns the member with the number on the card, however it is spaced, or with the number of the programme that was taken over, as it
    was there. Where both could be meant it is the number on the card. Invalid where nobody has it and its check digit does not fit."""
    actor.require(Permission.VIEW_LOYALTY)
    former = FormerNumber.objects.filter(programme_id=programme_id, number=number.strip()).select_related("member").first()
    try:
        row = models.Member.objects.filter(programme_id=programme_id, number=checked_number(number)).first()
    except Invalid:
        if former is None:
            raise
        row = None
    found = row or (former.member if former else None)
    return _seen(actor, found) if found else None


def list_memberships(actor: Actor, guest_id: UUID) -> list[Member]:
    """Returns every membership of the guest, under whatever id it was made, the oldest first. Raises NotFound for a guest not seen."""
    actor.require(Permission.VIEW_LOYALTY)
    guest = kept_guest(actor, guest_id)
    rows = models.Member.objects.filter(guest_id__in=guest.homes).order_by("created_at", "id")
    return [_member(row, guest.guest_id) for row in rows]


def _seen(actor: Actor, row: models.Member) -> Member:
    if row.guest_id is None:
        company = company_names([row.id]).get(row.id, "")
        if actor.units is not None and not company:
            raise _unknown()
        return _member(row, None, company)
    meant = guests_meant(actor, [row.guest_id]).get(row.guest_id)
    if meant is None:
        return _member(row, None)
    return _member(row, kept_guest(actor, meant).guest_id)


def _member(row: models.Member, guest_id: UUID | None, company: str = "") -> Member:
    return Member(
        row.id,
        row.programme_id,
        row.number,
        guest_id,
        MemberState(row.state),
        row.enrolled_on,
        row.channel,
        row.left_on,
        row.merged_into,
        row.created_at,
        company,
    )


def _unknown() -> NotFound:
    return NotFound("member_unknown", "There is no such member, or you may not see the guest.", "没有这位会员，或您无权查看该客人。")
