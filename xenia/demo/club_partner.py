"""A bank beside the demonstration's club: what was agreed, what its card earned members this month, points used for a fee, and a line that
was taken back. Everything is made by the product's own actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.demo.club_rules import before
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.partner_lines import book_line, confirm_line
from xenia.loyalty.actions.partners import create_partner, set_partner_rates, set_partner_state
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.partners import (
    PartnerAsk,
    PartnerDraft,
    PartnerKind,
    PartnerLineKind,
    PartnerRate,
    PartnerRates,
    PartnerState,
    PartnerUnit,
)
from xenia.loyalty.types.programmes import Programme

BANK = PartnerDraft("LINGANG", Text("临港银行", "Lingang Bank"), PartnerKind.BANK, "CNY", "信用卡中心 · 结算组")
EARN = PartnerRate(points=1, per=2_000, price_per_1000=1_800)
BURN = PartnerRate(points=1, per=1, price_per_1000=1_500, unit=PartnerUnit.POINTS)
"""A point for each full 20 yuan on the card, for which the bank pays 18 yuan a thousand; a point of ours for one of the bank's."""
SPENT = (3_680_000, 268_000, 1_299_900, 84_500, 512_000, 45_600, 2_130_000, 99_800)
"""On the cards of as many members, in minor units."""
USED = 500


def add_bank(actor: Actor, programme: Programme, members: Sequence[UUID], *, now: datetime) -> None:
    """Adds the bank to a programme that runs, with a line of each of the first members on the days since the last closed month."""
    at = before(now, hours=2)
    today = at.astimezone(ZoneInfo(programme.time_zone)).date()
    bank = create_partner(actor=actor, programme_id=programme.id, draft=BANK, now=at)
    begins = max(programme.open_from or today, today - timedelta(days=60))
    set_partner_rates(actor=actor, partner_id=bank, rates=PartnerRates(EARN, BURN), valid=(begins, None), now=at)
    set_partner_state(actor=actor, partner_id=bank, state=PartnerState.ACTIVE, now=at)
    numbers = [get_member(actor, one).number for one in members[: len(SPENT)]]
    for place, (number, spent) in enumerate(zip(numbers, SPENT, strict=False)):
        day = max(begins, today - timedelta(days=2 * place))
        book_line(actor=actor, ask=PartnerAsk(bank, f"LG-{place + 1:06}", PartnerLineKind.EARN, number, amount=spent, day=day), now=at)
    if numbers:
        used = book_line(actor=actor, ask=PartnerAsk(bank, "LG-U00001", PartnerLineKind.BURN, numbers[0], points=USED), now=at)
        confirm_line(actor=actor, line_id=used.id, now=before(now, hours=1))
    if len(numbers) > 1:
        book_line(actor=actor, ask=PartnerAsk(bank, "LG-R00001", PartnerLineKind.REVERSAL, of="LG-000002"), now=before(now, hours=1))
