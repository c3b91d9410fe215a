"""Partners over HTTP: who they are, what was agreed, what members earn and use with them, and what is owed. For a partner's own system the
`Idempotency-Key` of a call is its reference, so that what comes again in a file is the same line."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.kernel.texts import Text
from xenia.loyalty.actions import partner_lines, partners
from xenia.loyalty.queries import partner_lines as line_queries
from xenia.loyalty.queries import partner_statements
from xenia.loyalty.queries import partners as queries
from xenia.loyalty.types.partners import (
    Partner,
    PartnerAsk,
    PartnerDraft,
    PartnerKind,
    PartnerLine,
    PartnerLineFilter,
    PartnerLineKind,
    PartnerLineState,
    PartnerQuote,
    PartnerRates,
    PartnerRatesVersion,
    PartnerState,
    PartnerStatement,
    PartnerSummary,
)
from xenia.web.api.loyalty import MadeId, RulesVersion
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])
AMOUNT = Field(default=None, description="So much at the partner: minor units of its currency, or points of its own, as was agreed.")
POINTS = Field(default=None, description="Points of ours, where the partner has worked them out.")


class PartnerWords(Schema):
    """What a partner is called, and whom to ask there."""

    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    contact: str = Field(default="", max_length=200)


class NewPartner(PartnerWords):
    """A new partner, a draft until it begins."""

    code: str = Field(max_length=20)
    kind: PartnerKind
    currency: str = Field(max_length=3)


class NewPartnerState(Schema):
    """Whether anything is booked with the partner."""

    state: PartnerState


class NewPartnerRates(Schema):
    """What was agreed for what happens from a day on and until another (exclusive)."""

    rates: PartnerRates
    valid_from: date
    valid_until: date | None = None


class PartnerQuestion(Schema):
    """What would be earned or used on a day (none: today)."""

    kind: PartnerLineKind
    amount: int | None = AMOUNT
    points: int | None = POINTS
    day: date | None = None


class PartnerAccrual(Schema):
    """What a member did at the partner on a day (none: today): an amount, or points."""

    member_number: str = Field(min_length=1, max_length=40)
    amount: int | None = AMOUNT
    points: int | None = POINTS
    day: date | None = None


class PartnerRedemption(PartnerAccrual):
    """What a member would use at the partner; for a minor the guardian's number too."""

    guardian_number: str = Field(default="", max_length=40)


class PartnerReversal(Schema):
    """The reference of a line that is taken back: so many points of it, so much of its amount, or all that is left."""

    of: str = Field(min_length=1, max_length=64)
    member_number: str = Field(default="", max_length=40)
    amount: int | None = AMOUNT
    points: int | None = POINTS
    day: date | None = None


class PartnerLinesWanted(Schema):
    """Which lines: of a month of the books (its first day), of one kind or state, or reversals of one kind."""

    month: date | None = None
    kind: PartnerLineKind | None = None
    of_kind: PartnerLineKind | None = None
    state: PartnerLineState | None = None


@router.get("/loyalty/programmes/{uuid:programme_id}/partners", response=list_of(PartnerSummary))
def list_partners(request: HttpRequest, programme_id: UUID) -> list[PartnerSummary]:
    """The partners of a programme, each with this month so far."""
    return partner_statements.list_partner_summaries(actor_of(request), programme_id, now=timezone.now())


@router.post("/loyalty/programmes/{uuid:programme_id}/partners", response={201: MadeId})
def create_partner(request: HttpRequest, programme_id: UUID, wanted: NewPartner) -> Status[dict[str, UUID]]:
    """Drafts a partner; nothing is booked before its rates are set and it has begun."""
    draft = PartnerDraft(wanted.code, Text(wanted.name_zh, wanted.name_en), wanted.kind, wanted.currency, wanted.contact)
    made = partners.create_partner(actor=actor_of(request), programme_id=programme_id, draft=draft, now=timezone.now())
    return Status(201, {"id": made})


@router.get("/loyalty/partners/{uuid:partner_id}", response=shape(Partner))
def get_partner(request: HttpRequest, partner_id: UUID) -> Partner:
    """One partner with the rates of today."""
    return queries.get_partner(actor_of(request), partner_id, now=timezone.now())


@router.put("/loyalty/partners/{uuid:partner_id}", response={204: None})
def change_partner(request: HttpRequest, partner_id: UUID, wanted: PartnerWords) -> Status[None]:
    """Writes another name or contact."""
    name = Text(wanted.name_zh, wanted.name_en)
    partners.change_partner(actor=actor_of(request), partner_id=partner_id, name=name, contact=wanted.contact, now=timezone.now())
    return Status(204, None)


@router.put("/loyalty/partners/{uuid:partner_id}/state", response={204: None})
def set_partner_state(request: HttpRequest, partner_id: UUID, wanted: NewPartnerState) -> Status[None]:
    """Begins or ends what is booked with a partner."""
    partners.set_partner_state(actor=actor_of(request), partner_id=partner_id, state=wanted.state, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/partners/{uuid:partner_id}/rates", response=list_of(PartnerRatesVersion))
def list_partner_rates(request: HttpRequest, partner_id: UUID) -> list[PartnerRatesVersion]:
    """Every version of what was agreed, the oldest first."""
    return queries.list_partner_rates(actor_of(request), partner_id)


@router.post("/loyalty/partners/{uuid:partner_id}/rates", response={201: RulesVersion})
def set_partner_rates(request: HttpRequest, partner_id: UUID, wanted: NewPartnerRates) -> Status[dict[str, int]]:
    """Keeps other rates from a day on; what was booked keeps its own."""
    valid = (wanted.valid_from, wanted.valid_until)
    actor = actor_of(request)
    number = partners.set_partner_rates(actor=actor, partner_id=partner_id, rates=wanted.rates, valid=valid, now=timezone.now())
    return Status(201, {"version": number})


@router.get("/loyalty/partners/{uuid:partner_id}/statement", response=shape(PartnerStatement))
def get_partner_statement(request: HttpRequest, partner_id: UUID) -> PartnerStatement:
    """Every month with the partner: points, what is owed, and the balance of its clearing account."""
    return partner_statements.get_partner_statement(actor_of(request), partner_id, now=timezone.now())


@router.get("/loyalty/partners/{uuid:partner_id}/lines", response=page_of(PartnerLine))
def list_partner_lines(
    request: HttpRequest, partner_id: UUID, wanted: Query[PartnerLinesWanted], page: str | None = None, size: int = 50
) -> Page[PartnerLine]:
    """The lines of a partner, the newest first."""
    asked = PartnerLineFilter(wanted.month, wanted.kind, wanted.of_kind, wanted.state)
    return line_queries.list_partner_lines(actor_of(request), partner_id, wanted=asked, page=page, size=size)


@router.post("/loyalty/partners/{uuid:partner_id}/quote", response=shape(PartnerQuote))
def quote_partner(request: HttpRequest, partner_id: UUID, wanted: PartnerQuestion) -> PartnerQuote:
    """What a line would be worth. It tells nothing of any member."""
    ask = PartnerAsk(partner_id, "quote", wanted.kind, amount=wanted.amount, points=wanted.points, day=wanted.day)
    return queries.quote_partner(actor_of(request), ask, now=timezone.now())


@router.post("/loyalty/partners/{uuid:partner_id}/accruals", response={201: shape(PartnerLine)})
def accrue_at_partner(request: HttpRequest, partner_id: UUID, wanted: PartnerAccrual, key: IdempotencyKey) -> Status[PartnerLine]:
    """A member earned at the partner. The key is the partner's own reference."""
    ask = PartnerAsk(partner_id, key, PartnerLineKind.EARN, wanted.member_number, wanted.amount, wanted.points, wanted.day)
    return Status(201, partner_lines.book_line(actor=actor_of(request), ask=ask, now=timezone.now()))


@router.post("/loyalty/partners/{uuid:partner_id}/redemptions", response={201: shape(PartnerLine)})
def redeem_at_partner(request: HttpRequest, partner_id: UUID, wanted: PartnerRedemption, key: IdempotencyKey) -> Status[PartnerLine]:
    """Holds points that a member uses at the partner until they are confirmed. The key is the partner's own reference."""
    said = (wanted.member_number, wanted.amount, wanted.points, wanted.day)
    ask = PartnerAsk(partner_id, key, PartnerLineKind.BURN, *said, guardian_number=wanted.guardian_number)
    return Status(201, partner_lines.book_line(actor=actor_of(request), ask=ask, now=timezone.now()))


@router.post("/loyalty/partners/{uuid:partner_id}/reversals", response={201: shape(PartnerLine)})
def reverse_at_partner(request: HttpRequest, partner_id: UUID, wanted: PartnerReversal, key: IdempotencyKey) -> Status[PartnerLine]:
    """Takes a booked line back, or some of it. The key is the reversal's own reference."""
    said = (wanted.member_number, wanted.amount, wanted.points, wanted.day)
    ask = PartnerAsk(partner_id, key, PartnerLineKind.REVERSAL, *said, of=wanted.of)
    return Status(201, partner_lines.book_line(actor=actor_of(request), ask=ask, now=timezone.now()))


@router.get("/loyalty/partner-lines/{uuid:line_id}", response=shape(PartnerLine))
def get_partner_line(request: HttpRequest, line_id: UUID) -> PartnerLine:
    """One line."""
    return line_queries.get_partner_line(actor_of(request), line_id)


@router.post("/loyalty/partner-lines/{uuid:line_id}/confirmation", response={204: None})
def confirm_partner_line(request: HttpRequest, line_id: UUID) -> Status[None]:
    """The member got it at the partner."""
    partner_lines.confirm_line(actor=actor_of(request), line_id=line_id, now=timezone.now())
    return Status(204, None)


@router.post("/loyalty/partner-lines/{uuid:line_id}/cancellation", response={204: None})
def cancel_partner_line(request: HttpRequest, line_id: UUID) -> Status[None]:
    """Frees what is held."""
    partner_lines.cancel_line(actor=actor_of(request), line_id=line_id, now=timezone.now())
    return Status(204, None)
