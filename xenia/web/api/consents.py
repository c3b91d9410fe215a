"""Consent: purposes and their notices, what guests said, and where everybody stands."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.texts import Text
from xenia.trust.actions import consent as actions
from xenia.trust.actions import purposes as purpose_actions
from xenia.trust.queries import consent as queries
from xenia.trust.queries import purposes as purpose_queries
from xenia.trust.types.consent import (
    Channel,
    ConsentDecision,
    ConsentReason,
    GdprBasis,
    GuestCount,
    ImportResult,
    NewDecision,
    NewNotice,
    PiplBasis,
    Purpose,
    PurposeNotice,
    Said,
    SeparateConsent,
    Standing,
    StandingFilter,
    Way,
)
from xenia.web.consent_rows import DecisionRow, decisions_of
from xenia.web.guests_of import guest_of, named
from xenia.web.instants import Instant
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["consent"])
ROWS_MAX = 10_000
NAME = Field(min_length=1, max_length=100)


class PurposeChange(Schema):
    """What is decided about a purpose; `valid_months` None: until withdrawn."""

    name_zh: str = NAME
    name_en: str = NAME
    description_zh: str = Field(min_length=1, max_length=500)
    description_en: str = Field(min_length=1, max_length=500)
    pipl_basis: PiplBasis
    gdpr_basis: GdprBasis
    separate: SeparateConsent = SeparateConsent.NONE
    channels: list[Channel] = Field(min_length=1, max_length=10)
    valid_months: int | None = Field(default=None, ge=1, le=120)
    guardian: bool = True
    is_open: bool = True

    def purpose(self, code: str) -> Purpose:
        held = self.dict(exclude={"code", "name_zh", "name_en", "description_zh", "description_en", "channels"})
        name, description = Text(self.name_zh, self.name_en), Text(self.description_zh, self.description_en)
        return Purpose(code=code, name=name, description=description, channels=tuple(dict.fromkeys(self.channels)), **held)


class NewPurpose(PurposeChange):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")


class NoticeDraft(Schema):
    """The next version of a notice. `asks_again`: purpose or method changed, so earlier consents no longer count (PIPL art. 14)."""

    text_zh: str = Field(max_length=10_000)
    text_en: str = Field(max_length=10_000)
    change_zh: str = Field(default="", max_length=500)
    change_en: str = Field(default="", max_length=500)
    asks_again: bool = False
    in_use_from: Instant | None = None

    def notice(self) -> NewNotice:
        return NewNotice(Text(self.text_zh, self.text_en), Text(self.change_zh, self.change_en), self.asks_again, self.in_use_from)


class Published(Schema):
    version: int


class PurposeChanged(Schema):
    """Whether everybody has to be asked again."""

    asks_again: bool


class AskedAgain(Schema):
    """How many consents on a channel would no longer count."""

    channel: Channel
    guests: int


class StandingQuery(Schema):
    purpose: str = Field(max_length=32)
    channel: Channel
    reason: ConsentReason
    page: str | None = None
    size: int = 50


class ConsentGuest(Schema):
    """A guest behind a number."""

    guest_id: UUID
    name: str
    since: datetime
    expires_at: datetime | None


class ConsentGuestList(Schema):
    items: list[ConsentGuest]
    next: str | None


class DecisionRows(Schema):
    rows: list[DecisionRow] = Field(min_length=1, max_length=ROWS_MAX)


class SaidAtDesk(Schema):
    """What a guest says to someone now. `notice_version` and `language` are those of the words that were shown or read out."""

    purpose: str = Field(max_length=32)
    channel: Channel
    said: Said
    way: Literal["desk", "call", "paper", "email", "wechat"] = "desk"
    notice_version: int = Field(default=0, ge=0, le=1_000_000)
    language: Literal["zh-CN", "en"] = "zh-CN"
    by_guardian: bool = False
    reference: str = Field(default="", max_length=60)


class NoMore(Schema):
    """How the guest said it."""

    way: Literal["desk", "call", "paper", "email", "wechat"] = "desk"
    language: Literal["zh-CN", "en"] = "zh-CN"


class Withdrawn(Schema):
    """On how many purposes and channels a withdrawal was written down."""

    decisions: int


class GuestStandings(Schema):
    """Where a guest stands; of a child a guardian has to agree."""

    guest_id: UUID
    is_child: bool
    standings: list[shape(Standing)]  # type: ignore[valid-type]


@router.get("/consents/purposes", response=list_of(Purpose))
def list_purposes(request: HttpRequest) -> list[Purpose]:
    """Every purpose, open or not."""
    return purpose_queries.list_purposes(actor_of(request))


@router.post("/consents/purposes", response={204: None})
def create_purpose(request: HttpRequest, new: NewPurpose) -> Status[None]:
    """Adds a purpose."""
    purpose_actions.create_purpose(actor=actor_of(request), purpose=new.purpose(new.code), now=timezone.now())
    return Status(204, None)


@router.put("/consents/purposes/{slug:code}", response=PurposeChanged)
def change_purpose(request: HttpRequest, code: str, change: PurposeChange) -> dict[str, bool]:
    """Changes a purpose; send all of it. Another ground or article of separate consent asks everybody again."""
    return {"asks_again": purpose_actions.change_purpose(actor=actor_of(request), purpose=change.purpose(code), now=timezone.now())}


@router.get("/consents/notices", response=list_of(PurposeNotice))
def list_notices_shown(request: HttpRequest) -> list[PurposeNotice]:
    """The notice of each purpose that is shown now."""
    return purpose_queries.list_notices_shown(actor_of(request))


@router.get("/consents/purposes/{slug:code}/notices", response=list_of(PurposeNotice))
def list_notices(request: HttpRequest, code: str) -> list[PurposeNotice]:
    """Every version of a purpose's notice, the newest first."""
    return purpose_queries.list_notices(actor_of(request), code)


@router.post("/consents/purposes/{slug:code}/notices", response={201: Published})
def publish_notice(request: HttpRequest, code: str, draft: NoticeDraft) -> Status[dict[str, int]]:
    """Publishes the next version; it is never changed afterwards."""
    version = purpose_actions.publish_notice(actor=actor_of(request), purpose=code, notice=draft.notice(), now=timezone.now())
    return Status(201, {"version": version})


@router.get("/consents/purposes/{slug:code}/asked-again", response=list[AskedAgain])
def count_asked_again(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """How many guests a version that asks again would ask, by channel; nothing is changed."""
    counted = purpose_queries.count_asked_again(actor_of(request), code)
    return [{"channel": channel, "guests": guests} for channel, guests in counted.items()]


@router.get("/consents/numbers", response=list_of(GuestCount))
def list_consent_numbers(request: HttpRequest) -> list[GuestCount]:
    """How many guests stand how on each purpose and channel, of those who said something."""
    return queries.list_numbers(actor_of(request), now=timezone.now())


@router.get("/consents/guests", response=ConsentGuestList)
def list_consent_guests(request: HttpRequest, where: Annotated[StandingQuery, Query()]) -> dict[str, object]:
    """The guests behind a number; those the actor does not see are left out, so a page may be short."""
    actor, asked = actor_of(request), StandingFilter(where.purpose, where.channel, where.reason)
    found = queries.list_guests_standing(actor, where=asked, now=timezone.now(), page=where.page, size=where.size)
    seen = named(actor, [guest.guest_id for guest in found.items])
    items = [
        {**asdict(guest), "guest_id": seen[guest.guest_id][0], "name": seen[guest.guest_id][1]}
        for guest in found.items
        if guest.guest_id in seen
    ]
    return {"items": items, "next": found.next}


@router.post("/consents/import", response=shape(ImportResult))
def import_consents(request: HttpRequest, given: DecisionRows) -> ImportResult:
    """Takes opt-ins and opt-outs from elsewhere, up to 10,000 a call; each refused row is answered with a sentence, the others stay."""
    actor, now = actor_of(request), timezone.now()
    rows = decisions_of(actor, given.rows, timezone.localdate(now))
    return actions.import_decisions(actor=actor, rows=rows, now=now)


@router.get("/guests/{uuid:record_id}/consents", response=GuestStandings)
def list_guest_consents(request: HttpRequest, record_id: UUID) -> dict[str, object]:
    """Where the guest stands on every purpose and channel, in plain words."""
    actor, now = actor_of(request), timezone.now()
    guest_id, place = guest_of(actor, record_id, timezone.localdate(now))
    return {"guest_id": guest_id, "is_child": place.is_child, "standings": queries.list_standings(actor, guest_id, now=now)}


@router.get("/guests/{uuid:record_id}/consents/history", response=list_of(ConsentDecision))
def list_guest_decisions(request: HttpRequest, record_id: UUID, purpose: str | None = None) -> list[ConsentDecision]:
    """Everything the guest said, newest first, with its proof."""
    actor = actor_of(request)
    guest_id, _ = guest_of(actor, record_id, timezone.localdate())
    return queries.list_decisions(actor, guest_id, purpose=purpose)


@router.post("/guests/{uuid:record_id}/consents", response={204: None})
def record_consent(request: HttpRequest, record_id: UUID, heard: SaidAtDesk) -> Status[None]:
    """Writes down what the guest says now; it counts at once."""
    actor, now = actor_of(request), timezone.now()
    guest_id, place = guest_of(actor, record_id, timezone.localdate(now))
    actions.record_decision(actor=actor, decision=_decision(heard, guest_id, place.unit_id, place.is_child, now), now=now)
    return Status(204, None)


@router.post("/guests/{uuid:record_id}/consents/withdraw-all", response=Withdrawn)
def withdraw_all_consents(request: HttpRequest, record_id: UUID, said: NoMore) -> dict[str, int]:
    """Writes down that the guest wants no more of anything."""
    actor, now = actor_of(request), timezone.now()
    guest_id, place = guest_of(actor, record_id, timezone.localdate(now))
    done = actions.withdraw_all(
        actor=actor, guest_id=guest_id, way=Way(said.way), unit_id=place.unit_id, language=said.language, now=now
    )  # fmt: skip
    return {"decisions": done}


def _decision(heard: SaidAtDesk, guest_id: UUID, unit_id: UUID, is_child: bool, now: datetime) -> NewDecision:
    return NewDecision(
        guest_id=guest_id,
        purpose=heard.purpose,
        channel=heard.channel,
        said=heard.said,
        decided_at=now,
        way=Way(heard.way),
        notice_version=heard.notice_version,
        language=heard.language,
        unit_id=unit_id,
        is_child=is_child,
        by_guardian=heard.by_guardian,
        reference=heard.reference,
    )
