"""Every question that a model of the register answers."""

from xenia.insight.cancellation.product import KIND as CANCELLATION
from xenia.insight.demand.product import KIND as DEMAND
from xenia.insight.groups.product import KIND as GROUPS
from xenia.insight.leaving.product import KIND as LEAVING
from xenia.insight.lifetime_value.product import KIND as LIFETIME_VALUE
from xenia.insight.modelling import ModelKind
from xenia.insight.premium.product import KIND as PREMIUM
from xenia.insight.taste.next_trip import KIND as NEXT_TRIP
from xenia.insight.taste.product import KIND as TASTE

KINDS: tuple[ModelKind, ...] = (LIFETIME_VALUE, LEAVING, CANCELLATION, DEMAND, PREMIUM, GROUPS, TASTE, NEXT_TRIP)
"""In the order of the register page; each line is the KIND of a package."""
BY_NAME = {one.name: one for one in KINDS}
UNSCORED = ("next_city",)
"""Kinds of modules above that the register keeps and no scoring asks: what they say stands in tables of their own."""
