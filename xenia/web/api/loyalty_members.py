"""A programme as a whole and its members as a list, over HTTP, and the trail of a member's points."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import members
from xenia.loyalty.queries import overview, trails
from xenia.loyalty.queries.member_list import MembersWanted
from xenia.loyalty.queries.member_list import list_members as members_wanted
from xenia.loyalty.types.overview import MemberLine, ProgrammeOverview
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.trails import EntryTrail
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["loyalty"])
DAY_MOST = date(9998, 12, 31)


class NewMember(Schema):
    """A guest who joins; for a child under fourteen the number of the guardian who agrees."""

    guest_id: UUID
    channel: str = Field(default="", max_length=20)
    guardian_number: str = Field(default="", max_length=40)


class MemberFilter(Schema):
    """A page of members of a tier and state, and with points whose last day lies within days; a number finds its one member."""

    tier: str = Field(default="", max_length=20)
    state: MemberState = MemberState.ACTIVE
    number: str = Field(default="", max_length=40)
    ends_from: date | None = None
    ends_until: date | None = None
    page: str | None = None
    size: int = 50

    def wanted(self) -> MembersWanted:
        ends = (self.ends_from or date.min, self.ends_until or DAY_MOST) if self.ends_from or self.ends_until else None
        return MembersWanted(self.tier, self.state, self.number, ends)


@router.get("/loyalty/programmes/{uuid:programme_id}/overview", response=shape(ProgrammeOverview))
def get_programme_overview(request: HttpRequest, programme_id: UUID) -> ProgrammeOverview:
    """Members, points they have, what ends in the next months, and what moved in the last."""
    return overview.get_overview(actor_of(request), programme_id, now=timezone.now())


@router.get("/loyalty/programmes/{uuid:programme_id}/members", response=page_of(MemberLine))
def list_members(request: HttpRequest, programme_id: UUID, where: Annotated[MemberFilter, Query()]) -> Page[MemberLine]:
    """Members of a programme, those who joined last on top."""
    wanted = where.wanted()
    return members_wanted(actor_of(request), programme_id, where=wanted, page=where.page, size=where.size, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/members", response={201: MadeId})
def enrol_guest(request: HttpRequest, programme_id: UUID, wanted: NewMember) -> Status[dict[str, UUID]]:
    """Makes a guest a member."""
    made = members.enrol_guest(
        actor=actor_of(request),
        programme_id=programme_id,
        guest_id=wanted.guest_id,
        channel=wanted.channel,
        guardian_number=wanted.guardian_number,
        now=timezone.now(),
    )
    return Status(201, {"id": made})


@router.get("/loyalty/members/{uuid:member_id}/entries/{uuid:entry_id}", response=shape(EntryTrail))
def get_entry_trail(request: HttpRequest, member_id: UUID, entry_id: UUID) -> EntryTrail:
    """Where the points of an entry came from, and what became of them."""
    return trails.get_trail(actor_of(request), member_id, entry_id)
