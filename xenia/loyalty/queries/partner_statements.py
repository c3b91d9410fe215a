"""The books with partners: every month with one, and this month with each (rule PA9 of docs/algorithms/partners.md)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.loyalty.queries.partners import get_partner, list_partners
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import month_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.partner_books import month_of_partner, months_of
from xenia.loyalty.types.partners import PartnerMoved, PartnerStatement, PartnerSummary
from xenia.trust.types.access import Permission

BOOKS = (Path(__file__).resolve().parent.parent / "sql" / "partner_books.sql").read_text(encoding="utf-8")
BEGINNING = date(1, 1, 1)


@dataclass
class _Books:
    """One partner at one moment: what lines of a month came to, what the clearing account moved, holds, and is promised."""

    lines: dict[tuple[date, str], PartnerMoved] = field(default_factory=dict)
    moved: dict[date, int] = field(default_factory=dict)
    posted: int = 0
    held: int = 0


def get_partner_statement(actor: Actor, partner_id: UUID, *, now: datetime) -> PartnerStatement:
    """Returns every month of the books with a partner, the newest first: points and money from its lines, balances from the transfers of
    its clearing account, and the difference. A whole company's figures: the actor must see the company."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    partner = get_partner(actor, partner_id, now=now)
    today = day_of(now, get_programme(actor, partner.programme_id).time_zone)
    books = _books([partner_id], BEGINNING)[partner_id]
    months = months_of(books.lines, books.moved, month_of(today))[::-1]
    difference = sum(one.difference for one in months) + books.posted - (months[0].closing if months else 0)
    return PartnerStatement(partner_id, partner.currency, months, books.posted, books.held, difference)


def list_partner_summaries(actor: Actor, programme_id: UUID, *, now: datetime) -> list[PartnerSummary]:
    """Returns the partners of a programme by code, each with this month so far and what is held for it."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    partners = list_partners(actor, programme_id, now=now)
    month = month_of(day_of(now, get_programme(actor, programme_id).time_zone))
    books = _books([one.id for one in partners], month)
    found = []
    for one in partners:
        its = books[one.id]
        got = its.moved.get(month, 0)
        said = {what: came for (at, what), came in its.lines.items() if at == month}
        found.append(PartnerSummary(one, month_of_partner(month, its.posted - got, said, got), its.held))
    return found


def _books(partners: Collection[UUID], since: date) -> defaultdict[UUID, _Books]:
    found: defaultdict[UUID, _Books] = defaultdict(_Books)
    with connection.cursor() as cursor:
        cursor.execute(BOOKS, {"partners": list(partners), "since": since})
        for partner, month, what, count, points, owed_minor in cursor.fetchall():
            its = found[partner]
            if what == "account":
                its.posted, its.held = points, count
            elif what == "moved":
                its.moved[month] = points
            else:
                its.lines[month, what] = PartnerMoved(count, points, owed_minor)
    return found
