"""What sets those who fit a definition apart from other guests, and how definitions overlap: rules SB3 to SB6 of
docs/algorithms/sandbox.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from xenia.kernel.actor import Actor
from xenia.segment.facts import contrast as facts
from xenia.segment.queries.catalogue import get_catalogue
from xenia.segment.queries.ground import Ground
from xenia.segment.queries.preview import ONCE, Trying, opened
from xenia.segment.rules import guest_fields
from xenia.segment.rules.contrast import GUESTS_LEAST, choose_traits, cohens_h, cuts_of
from xenia.segment.rules.freezing import findings_of
from xenia.segment.rules.masks import Mask
from xenia.segment.rules.overlap import crossings_of
from xenia.segment.types.catalogue import Catalogue, Field
from xenia.segment.types.contrast import Part, Trait
from xenia.segment.types.guests import Finding
from xenia.segment.types.operators import NUMBERS, Comparison, FieldKind, Op
from xenia.segment.types.tree import Definition, FieldIs, named_fields

Members = Mapping[UUID, pa.Array]
LEFT_OUT = (guest_fields.CONSENT, guest_fields.PROFILE)
"""Who may be contacted is told by the reach, and a birthday sets nobody apart."""
VALUE = f"{guest_fields.VALUE}.value_minor"
_WORDS = {FieldKind.TEXT: Op.IS_ONE_OF, FieldKind.SET: Op.HAS_ANY}


@dataclass(frozen=True)
class Contrast:
    """Guests and value of two groups, and what sets the first apart from the second. `values` are None where the actor may not ask."""

    findings: tuple[Finding, ...]
    guests: tuple[int, int] = (0, 0)
    values: tuple[int, int] | None = None
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True)
class Overlap:
    """`guests` and `values` of each definition; no values where the actor may not ask. `crossings`: as `rules.overlap` says them."""

    findings: tuple[Finding, ...]
    base: int = 0
    guests: tuple[int, ...] = ()
    values: tuple[int, ...] | None = None
    crossings: tuple[tuple[tuple[int, ...], int], ...] = ()


def contrast_audience(
    actor: Actor,
    definition: Definition,
    against: Definition | None,
    *,
    now: datetime,
    members: Members,
    trying: Trying = ONCE,
) -> Contrast:
    """Returns what sets those who fit apart from those who fit `against`, or from everybody else. Fields that either definition asks about,
    sensitive ones, and those the actor may not ask about are left out. Raises as `preview_audience`."""
    catalogue, asked = get_catalogue(actor, now=now), (definition,) if against is None else (definition, against)
    findings = tuple(one for each in asked for one in findings_of(each, catalogue, members))
    if findings:
        return Contrast(findings)
    with opened(actor, now=now, trying=trying) as ground:
        inside, *other = (_whole(ground, one, catalogue, members) for one in asked)
        groups = _Groups(ground, inside, other[0] & ~inside if other else ~inside)
        named = {name for one in asked for name in named_fields(one)}
        is_told = min(groups.guests) >= GUESTS_LEAST
        traits = [one for field in _told_fields(catalogue, named) for one in groups.traits_of(field)] if is_told else []
        return Contrast((), groups.guests, groups.values_of(catalogue.fields.get(VALUE)), choose_traits(traits))


def overlap_audiences(
    actor: Actor, definitions: Sequence[Definition], *, now: datetime, members: Members, trying: Trying = ONCE
) -> Overlap:
    """Returns how many guests fit which of the definitions. Raises as `preview_audience`."""
    catalogue = get_catalogue(actor, now=now)
    findings = tuple(one for each in definitions for one in findings_of(each, catalogue, members))
    if findings:
        return Overlap(findings)
    with opened(actor, now=now, trying=trying) as ground:
        masks = [_whole(ground, one, catalogue, members) for one in definitions]
        field, guests = catalogue.fields.get(VALUE), tuple(int(np.count_nonzero(one)) for one in masks)
        measured = [_Groups(ground, one, ~one).values_of(field) for one in masks]
        values = tuple(one[0] for one in measured if one is not None) if field else None
        return Overlap((), len(ground), guests, values, crossings_of(masks))


def _whole(ground: Ground, definition: Definition, catalogue: Catalogue, members: Members) -> Mask:
    return next(iter(ground.judge(definition, catalogue, members).values()))


def _told_fields(catalogue: Catalogue, named: set[str]) -> Iterator[Field]:
    for one in catalogue.fields.values():
        if one.source not in LEFT_OUT and not one.is_sensitive and one.name not in named:
            yield one


class _Groups:
    """Two groups of the guests of a ground; who is in both is in the first."""

    def __init__(self, ground: Ground, inside: Mask, against: Mask) -> None:
        self._ground = ground
        numbers = np.flatnonzero(inside | against)
        self._sides = ground.give("segment_sides", pa.table([pa.array(numbers), pa.array(inside[numbers])], schema=facts.SIDES))
        self.guests = (int(np.count_nonzero(inside)), int(np.count_nonzero(against)))

    def traits_of(self, field: Field) -> Iterator[Trait]:
        """Every condition on the field that is worth a look, counted in both groups."""
        if field.kind in NUMBERS:
            yield from self._of_number(field)
        elif field.kind in _WORDS or field.kind is FieldKind.FLAG:
            yield from self._of_values(field)

    def values_of(self, field: Field | None) -> tuple[int, int] | None:
        """The sum of a field of money, in minor units."""
        if field is None:
            return None
        row = self._ground.answer(facts.sums_of(self._both(field))).to_pylist()[0]
        return row["inside"] or 0, row["against"] or 0

    def _of_values(self, field: Field) -> Iterator[Trait]:
        for row in self._ground.answer(facts.counts_of_values(self._both(field), field.kind)).to_pylist():
            test = Comparison(_WORDS[field.kind], (row["value"],)) if field.kind in _WORDS else Comparison(Op.IS_TRUE)
            yield self._trait(field, test, row["inside"], row["against"])

    def _of_number(self, field: Field) -> Iterator[Trait]:
        both = self._both(field)
        quartiles = self._ground.answer(facts.quartiles_of(both)).to_pylist()[0]
        cuts = cuts_of(field.kind, [quartiles["low"], quartiles["middle"], quartiles["high"]])
        if not cuts:
            return
        row = self._ground.answer(facts.counts_of_cuts(both, cuts)).to_pylist()[0]
        for place, cut in enumerate(cuts):
            yield self._trait(field, cut, row[f"inside_{place}"], row[f"against_{place}"])

    def _both(self, field: Field) -> Table:
        return facts.of_both(self._ground.column(field), field.column, self._sides)

    def _trait(self, field: Field, test: Comparison, inside: int, against: int) -> Trait:
        parts = Part(inside, self.guests[0]), Part(against, self.guests[1])
        return Trait(FieldIs(field.name, test), *parts, cohens_h(*parts))
