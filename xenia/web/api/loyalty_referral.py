"""Referrals over HTTP: terms and budget for whoever runs the programme; codes and friends for desks and booking engines; the board."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.loyalty.actions import referral_codes, referral_terms, referrals
from xenia.loyalty.queries import referrals as queries
from xenia.loyalty.types.referrals import (
    CodeGiven,
    Referral,
    ReferralBoard,
    ReferralCode,
    ReferralLine,
    ReferralState,
    ReferralTerms,
    ReferralTermsVersion,
    ReferralVerdict,
)
from xenia.web.api.loyalty import RulesVersion
from xenia.web.guesses import GUESSES
from xenia.web.idempotency import IdempotencyKey
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["loyalty"])


class NewReferralTerms(Schema):
    """Terms for referrals made from a day on, and the version that was looked at (0: none)."""

    terms: ReferralTerms
    valid_from: date
    seen_number: int


class ReferralFunds(Schema):
    """Points added to the budget."""

    points: int = Field(ge=1, le=10**12)


class ReferredGuest(Schema):
    """A guest who enrols with a member's code, as typed."""

    guest_id: UUID
    code: str = Field(max_length=40)
    channel: str = Field(default="", max_length=20)


class ReferralCodeGiven(Schema):
    """A member's code, as typed."""

    code: str = Field(max_length=40)


class ReferralRefusal(Schema):
    """Why a referral is refused."""

    why: ReferralVerdict


@router.get("/loyalty/programmes/{uuid:programme_id}/referral-terms", response=list_of(ReferralTermsVersion))
def list_referral_terms(request: HttpRequest, programme_id: UUID) -> list[ReferralTermsVersion]:
    """Every version of the terms, the newest first."""
    return queries.list_referral_terms(actor_of(request), programme_id)


@router.put("/loyalty/programmes/{uuid:programme_id}/referral-terms", response=RulesVersion)
def set_referral_terms(request: HttpRequest, programme_id: UUID, wanted: NewReferralTerms) -> dict[str, int]:
    """Keeps other terms for referrals made from a day on."""
    number = referral_terms.set_referral_terms(
        actor=actor_of(request),
        programme_id=programme_id,
        terms=wanted.terms,
        valid_from=wanted.valid_from,
        seen_number=wanted.seen_number,
        now=timezone.now(),
    )
    return {"version": number}


@router.post("/loyalty/programmes/{uuid:programme_id}/referral-budget", response={204: None})
def fund_referrals(request: HttpRequest, programme_id: UUID, wanted: ReferralFunds, key: IdempotencyKey) -> Status[None]:
    """Adds points to what referrals may promise."""
    referral_terms.fund_referrals(actor=actor_of(request), programme_id=programme_id, points=wanted.points, key=key, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/programmes/{uuid:programme_id}/referral-board", response=shape(ReferralBoard))
def get_referral_board(request: HttpRequest, programme_id: UUID) -> ReferralBoard:
    """How many referrals are in each state, and what the budget may still promise."""
    return queries.get_referral_board(actor_of(request), programme_id)


@router.get("/loyalty/programmes/{uuid:programme_id}/referrals", response=page_of(ReferralLine))
def list_referrals(
    request: HttpRequest, programme_id: UUID, state: ReferralState | None = None, page: str | None = None, size: int = 50
) -> Page[ReferralLine]:
    """The referrals of a programme, the newest first, refused ones and those that wait for a person among them."""
    return queries.list_referrals(actor_of(request), programme_id, state=state, page=page, size=size)


@router.post("/loyalty/programmes/{uuid:programme_id}/referrals", response={201: shape(Referral)})
def enrol_referred(request: HttpRequest, programme_id: UUID, wanted: ReferredGuest, key: IdempotencyKey) -> Status[Referral]:
    """Enrols a guest who brings a member's code. A referral that is refused says why; the guest is a member all the same."""
    actor = actor_of(request)
    with GUESSES.of(actor):
        given = CodeGiven(wanted.code, key, wanted.channel)
        found = referrals.enrol_referred(actor=actor, programme_id=programme_id, guest_id=wanted.guest_id, given=given, now=timezone.now())
    return Status(201, found)


@router.get("/loyalty/members/{uuid:member_id}/referral-code", response=shape(ReferralCode) | None)
def find_referral_code(request: HttpRequest, member_id: UUID) -> ReferralCode | None:
    """The code that a member tells friends, and its link; none where there is none yet, or it was revoked."""
    return queries.find_referral_code(actor_of(request), member_id, now=timezone.now())


@router.put("/loyalty/members/{uuid:member_id}/referral-code", response=shape(ReferralCode))
def make_referral_code(request: HttpRequest, member_id: UUID) -> ReferralCode:
    """The member's code, made where there is none."""
    return referral_codes.make_referral_code(actor=actor_of(request), member_id=member_id, now=timezone.now())


@router.delete("/loyalty/members/{uuid:member_id}/referral-code", response={204: None})
def revoke_referral_code(request: HttpRequest, member_id: UUID) -> Status[None]:
    """Takes the member's code out of use."""
    referral_codes.revoke_referral_code(actor=actor_of(request), member_id=member_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/members/{uuid:member_id}/referrals", response=list_of(ReferralLine))
def list_member_referrals(request: HttpRequest, member_id: UUID) -> list[ReferralLine]:
    """The referrals that a member made or came by."""
    return queries.list_member_referrals(actor_of(request), member_id)


@router.post("/loyalty/members/{uuid:member_id}/referrals", response={201: shape(Referral)})
def give_referral_code(request: HttpRequest, member_id: UUID, wanted: ReferralCodeGiven, key: IdempotencyKey) -> Status[Referral]:
    """Notes that a member who enrolled lately came with a code."""
    actor = actor_of(request)
    with GUESSES.of(actor):
        given = CodeGiven(wanted.code, key)
        return Status(201, referrals.give_referral_code(actor=actor, member_id=member_id, given=given, now=timezone.now()))


@router.get("/loyalty/referrals/{uuid:referral_id}", response=shape(Referral))
def get_referral(request: HttpRequest, referral_id: UUID) -> Referral:
    """One referral."""
    return queries.get_referral(actor_of(request), referral_id)


@router.post("/loyalty/referrals/{uuid:referral_id}/approval", response=shape(Referral))
def approve_referral(request: HttpRequest, referral_id: UUID) -> Referral:
    """Lets a referral go on that waited for a person."""
    return referrals.approve_referral(actor=actor_of(request), referral_id=referral_id, now=timezone.now())


@router.post("/loyalty/referrals/{uuid:referral_id}/refusal", response=shape(Referral))
def refuse_referral(request: HttpRequest, referral_id: UUID, wanted: ReferralRefusal) -> Referral:
    """Refuses a referral that waits."""
    return referrals.refuse_referral(actor=actor_of(request), referral_id=referral_id, why=wanted.why, now=timezone.now())
