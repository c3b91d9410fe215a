"""Rates of exchange in force: the reference, and before it what the company entered."""

from datetime import date

import pyarrow as pa

from xenia.insight.models.policies import RateRow
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.reading.rates import rates_table, reference, sheet_of
from xenia.insight.rules.rates import plain, read_rates
from xenia.insight.types.policies import EnteredRate, OwnRate, Policies, RateSheet, RatesRead
from xenia.kernel.actor import Actor, product_actor
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

NEWEST = 200
READER = product_actor("insight", Permission.VIEW_INSIGHT)
"""The product itself, where it adds up amounts on its own."""


def rates_in_force(actor: Actor, policies: Policies | None = None) -> pa.Table:
    """Returns the rates as facts read them, into the reporting currency of the policies (those in force where none are given)."""
    return rates_table((policies or policies_in_force(actor)).reporting.currency, own_rates(actor))


def own_rates(actor: Actor) -> tuple[OwnRate, ...]:
    """Returns what the company entered, the earliest entry first."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = RateRow.objects.order_by("id").values_list("currency", "valid_from", "rate", "against")
    return tuple(OwnRate(currency, day, rate if rate is None else plain(rate), against) for currency, day, rate, against in rows)


def rates_mark(actor: Actor, policies: Policies) -> str:
    """Returns a mark that differs where amounts added up before must be added up anew: another currency, reference, or own rate."""
    newest = RateRow.objects.order_by("-id").values_list("id", flat=True).first()
    actor.require(Permission.VIEW_INSIGHT)
    return f"{policies.reporting.currency} {reference().until} {newest or ''}".strip()


def priced_currencies(actor: Actor) -> frozenset[str]:
    """Returns the currencies that the reference knows: one of them can be the reporting currency."""
    actor.require(Permission.VIEW_INSIGHT)
    return frozenset(reference().prices)


def get_rate_sheet(actor: Actor, day: date) -> RateSheet:
    """Returns what every currency is worth in the reporting currency on a day, with where that comes from."""
    return sheet_of(day, policies_in_force(actor).reporting.currency, own_rates(actor))


def list_entered_rates(actor: Actor) -> list[EnteredRate]:
    """Returns the newest two hundred rates that somebody entered, the newest on top."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = list(RateRow.objects.order_by("-id"))
    newest: dict[tuple[str, date], RateRow] = {}
    for row in rows:
        newest.setdefault((row.currency, row.valid_from), row)
    names = peer_names(actor, (row.entered_by for row in rows[:NEWEST]))
    return [
        EnteredRate(
            id=row.id,
            currency=row.currency,
            valid_from=row.valid_from,
            rate=row.rate if row.rate is None else plain(row.rate),
            against=row.against,
            entered_by=names.get(row.entered_by, "") if row.entered_by else "",
            entered_at=row.entered_at,
            is_in_force=newest[row.currency, row.valid_from] is row,
        )
        for row in rows[:NEWEST]
    ]


def read_pasted(actor: Actor, text: str) -> RatesRead:
    """Returns what pasted lines say, with the fault of each that cannot be read; nothing is kept."""
    return read_rates(text, policies_in_force(actor).reporting.currency)
