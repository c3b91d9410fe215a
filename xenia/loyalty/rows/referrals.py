"""Rows of referrals: found by their codes, and as the rest of the module speaks of them. Private."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.kernel.errors import NotFound
from xenia.loyalty.models import referrals as models
from xenia.loyalty.rules.codes import WHOLE, checked_code
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.referrals import terms_of
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.referrals import Referral, ReferralInBooks, ReferralSign, ReferralState, ReferralTerms, ReferralWhy


def code_row(programme_id: UUID, said: str) -> models.ReferralCode:
    """The row of a code as typed; raises Invalid for one that cannot be right, NotFound for one that is not or was revoked."""
    plain = checked_code(said)
    rows = models.ReferralCode.objects.filter(programme_id=programme_id, code=plain, revoked_at__isnull=True)
    row = rows.select_related("member").first() if len(plain) == WHOLE else None
    if row is None:
        raise NotFound("referral_code_unknown", "There is no such code of a member; look at it again.", "没有这个推荐码；请核对。")
    return row


def terms_of_row(row: models.Referral) -> ReferralTerms:
    """The terms that a referral was made under."""
    return terms_of(
        models.ReferralTerms.objects.values_list("value", flat=True).get(programme_id=row.programme_id, number=row.terms_number)
    )


def in_books(row: models.Referral, programme: Programme, now: datetime) -> ReferralInBooks:
    """A referral as the ledger books it at a moment."""
    today = day_of(now, programme.time_zone)
    value_on = min(row.rewarded_on or row.referred_on, today)
    return ReferralInBooks(row.id, row.referrer_id, row.friend_id, row.referred_on, programme, terms_of_row(row), today, value_on)


def as_referrals(rows: Sequence[models.Referral]) -> list[Referral]:
    """The referrals of rows."""
    versions = models.ReferralTerms.objects.filter(programme_id__in={row.programme_id for row in rows})
    terms = {(one.programme_id, one.number): terms_of(one.value) for one in versions}
    return [
        Referral(
            id=row.id,
            programme_id=row.programme_id,
            referrer_id=row.referrer_id,
            friend_id=row.friend_id,
            state=ReferralState(row.state),
            why=ReferralWhy(row.why) if row.why else None,
            signs=tuple(ReferralSign(one) for one in row.signs),
            terms_number=row.terms_number,
            points_referrer=terms[row.programme_id, row.terms_number].points_referrer,
            points_friend=terms[row.programme_id, row.terms_number].points_friend,
            referred_on=row.referred_on,
            travel_until=row.travel_until,
            trip=row.trip,
            rewarded_on=row.rewarded_on,
            made_at=row.made_at,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in rows
    ]
