"""Values to choose from while a condition is written, from the data itself. Rule AU17 of docs/algorithms/audiences.md."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ibis.expr.types import Table

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.segment.facts.values import most_frequent, values_of, values_of_property
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.sources import SOURCES, Source
from xenia.segment.queries.world import Setting, open_setting
from xenia.segment.types.catalogue import Catalogue, Field, Property
from xenia.segment.types.operators import FieldKind
from xenia.segment.types.preview import NO_LABEL, ValueCount

SUGGESTED = 50
WORDS = (FieldKind.TEXT, FieldKind.SET)


def suggest_values(
    actor: Actor, name: str, beginning: str = "", *, now: datetime, sources: Sequence[Source] = SOURCES
) -> tuple[ValueCount, ...]:
    """Returns values of a text or set field, or of a property of events (`searched.destination`), that guests of the base have: those that
    begin so, by value or as people call them, most frequent first, at most 50. Raises NotFound for a name there is not, Invalid for one
    whose values are no words, Refused as `get_catalogue`."""
    catalogue = catalogue_for(actor, [name], now=now, sources=sources)
    asked = _require_words(name, catalogue)
    labels = {one.value: one.label for one in asked.options}
    with open_setting(actor, catalogue, now=now, sources=sources) as setting:
        values = _values(name, asked, setting)
        most = max(SUGGESTED, len(labels))
        rows = setting.session.execute(most_frequent(values, "" if labels else beginning, most)).to_pylist()
    found = (ValueCount(row["value"], labels.get(row["value"], NO_LABEL), row["guests"]) for row in rows)
    return tuple([one for one in found if _begins(one, beginning, labels)][:SUGGESTED])


def _begins(one: ValueCount, beginning: str, labels: Mapping[str, Text]) -> bool:
    """A value that has a name is also found by it."""
    said = (one.value, one.label.zh, one.label.en) if labels else (beginning,)
    return any(word.lower().startswith(beginning.lower()) for word in said)


def _values(name: str, asked: Field | Property, setting: Setting) -> Table:
    if isinstance(asked, Field):
        return values_of(asked, setting.world)
    return values_of_property(setting.catalogue.behaviours[name.partition(".")[0]], asked, setting.world)


def _require_words(name: str, catalogue: Catalogue) -> Field | Property:
    kind, _, of_kind = name.partition(".")
    behaviour = catalogue.behaviours.get(kind)
    found = catalogue.fields.get(name) or (behaviour.find(of_kind) if behaviour else None)
    if found is None:
        raise NotFound(
            "field_unknown", f"There is no field {name!r} that you may ask about; the catalogue lists them.", f"没有可用的字段“{name}”。"
        )
    if found.kind not in WORDS:
        raise Invalid(
            "field_without_words",
            f"The values of {name} are of the kind {found.kind}, not words; enter one instead.",
            f"“{name}”的值不是文字（{found.kind}）；请直接填写。",
        )
    return found
