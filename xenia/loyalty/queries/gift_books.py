"""The books of gift cards: what was sold, used, given back and expired, month by month, and whether it is what the cards hold."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from xenia.kernel.actor import Actor
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.gift_cards import GIFT_MONEY
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import month_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.gift_cards import months_of
from xenia.loyalty.types.gift_cards import GiftStatement
from xenia.loyalty.types.ledger import AccountRole
from xenia.trust.types.access import Permission

MONTHS = (Path(__file__).resolve().parent.parent / "sql" / "gift_months.sql").read_text(encoding="utf-8")


def get_gift_statement(actor: Actor, programme_id: UUID, *, now: datetime) -> GiftStatement:
    """Returns every month of the programme's gift cards, from that of the first card to this one, the newest first, from the transfers
    alone; beside it what the cards' accounts hold, and the difference (rule GC7). No month where no card was sold. A whole company's
    figures: the actor must see the company."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"programme": programme_id, "kind": GIFT_MONEY})
        moved = {(month, what): amount for month, what, amount in cursor.fetchall()}
    months = months_of(moved, month_of(day_of(now, programme.time_zone)))
    cards = Account.objects.filter(point_kind__programme_id=programme_id, point_kind__code=GIFT_MONEY, role=AccountRole.STOCK.value)
    held = cards.aggregate(held=Sum("posted", default=0))["held"]
    outstanding = months[-1].outstanding_minor if months else 0
    return GiftStatement(programme.currency, months[::-1], held, held - outstanding)
