"""Features of insight as fields of conditions: rule AU14 of docs/algorithms/audiences.md is what happens when one of them goes. Pure."""

from collections.abc import Iterable

from xenia.insight.types.features import Feature
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text
from xenia.segment.types.catalogue import Field
from xenia.segment.types.operators import FieldKind

SOURCE = "feature"


def fields_of_features(features: Iterable[Feature], currency: str) -> tuple[Field, ...]:
    """Returns a field for each feature, in their order; money is read in `currency`, and not in its minor units."""
    return tuple(_field(one, currency) for one in features)


def _field(one: Feature, currency: str) -> Field:
    is_money = one.unit.en.startswith("minor units")
    return Field(
        name=f"{SOURCE}.{one.name}",
        kind=FieldKind(one.kind.value),
        label=one.label,
        source=SOURCE,
        column=one.name,
        unit=_in_currency(one.unit, currency) if is_money else one.unit,
        meaning=one.definition,
        decimals=minor_digits(currency) if is_money else 0,
        is_sensitive=one.is_sensitive,
    )


def _in_currency(unit: Text, currency: str) -> Text:
    zh, en = unit.zh.replace("报告币种最小单位", currency), unit.en.replace(" of the reporting currency", "")
    return Text(zh, en.replace("minor units", currency))
