"""API shapes made from the frozen dataclasses that the modules return, so that no field is written twice."""

import types
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, Union, get_args, get_origin, get_type_hints

from ninja import Schema
from pydantic import create_model

from xenia.connect.types.sources import SourceSettings
from xenia.loyalty.types.coupons import CouponTerms
from xenia.loyalty.types.earning import CabinShare, Caps, Conditions, DaySpan, EarningRule, Multiplier
from xenia.loyalty.types.gift_cards import GiftPolicy
from xenia.loyalty.types.loyalty_index import Anchor, DimensionWeight, EvidenceScale, IndexPolicy
from xenia.loyalty.types.member_prices import MemberPriceTerms
from xenia.loyalty.types.partners import PartnerRate, PartnerRates
from xenia.loyalty.types.programmes import FamilyPolicy, PassingPolicy
from xenia.loyalty.types.referrals import ReferralTerms
from xenia.loyalty.types.rewards import RewardTerms
from xenia.loyalty.types.tiers import Benefit, Threshold, Tier, TierPolicy

UNIONS = (Union, types.UnionType)
ALSO_TAKEN = frozenset(
    {
        SourceSettings,
        EarningRule,
        Conditions,
        DaySpan,
        Multiplier,
        CabinShare,
        Caps,
        TierPolicy,
        Tier,
        Threshold,
        Benefit,
        CouponTerms,
        RewardTerms,
        GiftPolicy,
        PassingPolicy,
        FamilyPolicy,
        ReferralTerms,
        IndexPolicy,
        DimensionWeight,
        EvidenceScale,
        Anchor,
        MemberPriceTerms,
        PartnerRates,
        PartnerRate,
    }
)
"""Dataclasses that requests bring too, with defaults (what is answered has none and so needs a name of its own), and the tiers of loyalty,
which are another thing than a guest's tier of value."""


@cache
def shape(cls: type) -> Any:
    """Returns a Schema named like the dataclass with its fields and properties, all required; nested dataclasses too."""
    hints = get_type_hints(cls)
    members: dict[str, Any] = {field.name: (_shaped(hints[field.name]), ...) for field in fields(cls)}
    for name, member in vars(cls).items():
        if isinstance(member, property):
            members[name] = (_shaped(get_type_hints(member.fget)["return"]), ...)
    name = f"Stored{cls.__name__}" if cls in ALSO_TAKEN else cls.__name__
    return create_model(name, __base__=Schema, __doc__=cls.__doc__, **members)


@cache
def page_of(cls: type) -> Any:
    """Returns the Schema of one page of the dataclass: `{items, next}`."""
    item = shape(cls)
    return create_model(f"{cls.__name__}List", __base__=Schema, items=(list[item], ...), next=(str | None, ...))  # type: ignore[valid-type]


def list_of(cls: type) -> Any:
    """Returns the type of a plain list of the dataclass."""
    return list[shape(cls)]  # type: ignore[misc]


def _shaped(annotation: Any) -> Any:
    if is_dataclass(annotation):
        return shape(annotation)  # type: ignore[arg-type]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in UNIONS:
        return reduce(or_, (_shaped(argument) for argument in arguments))
    if origin is tuple and Ellipsis not in arguments:
        raise TypeError(f"{annotation} has no names for its parts; who reads an answer needs them, so make it a dataclass.")
    if origin in (tuple, list, frozenset, set, Sequence):
        return list[_shaped(arguments[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[arguments[0], _shaped(arguments[1])]  # type: ignore[misc, valid-type]
    return annotation
