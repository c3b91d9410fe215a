"""Groups of guests beside each other, as a screen shows them: rules SB3 to SB6 of docs/algorithms/sandbox.md.

Every definition comes as the document a screen holds, so that a refusal names the place that the screen marks.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.segment.queries.catalogue import get_catalogue
from xenia.segment.queries.contrast import VALUE, Contrast, contrast_audience, overlap_audiences
from xenia.segment.queries.kept import members_today, names_of_audiences
from xenia.segment.queries.preview import ONCE, Trying
from xenia.segment.rules.contrast import GUESTS_LEAST
from xenia.segment.rules.nesting import asked_in
from xenia.segment.rules.overlap import SETS_MOST
from xenia.segment.rules.saying import sentence_of
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.contrast import AudienceContrast, AudienceOverlap, Crossing, GroupMeasured, Trait, TraitTold
from xenia.segment.types.documents import read_document, write_document
from xenia.segment.types.tree import All, Definition, Node, Not
from xenia.trust.types.access import Permission

OTHERS = Text("其余所有客人", "All other guests")


def contrast_definition(
    actor: Actor, document: object, against: object | None, *, now: datetime, trying: Trying = ONCE
) -> AudienceContrast:
    """Returns what sets those who fit a document apart from those who fit another, or from everybody else. Raises as `try_definition`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    definition, other = read_document(document), None if against is None else read_document(against)
    asked = [one for one in (definition, other) if one is not None]
    found = contrast_audience(actor, definition, other, now=now, members=members_today(actor, asked_in(asked)), trying=trying)
    if found.findings:
        return AudienceContrast(found.findings)
    catalogue, names = get_catalogue(actor, now=now), names_of_audiences(actor)
    inside, beside = (sentence_of(definition, catalogue, names), OTHERS if other is None else sentence_of(other, catalogue, names))
    values = found.values or (None, None)
    return AudienceContrast(
        findings=(),
        inside=GroupMeasured(inside, found.guests[0], values[0]),
        against=GroupMeasured(beside, found.guests[1], values[1]),
        currency=catalogue.fields[VALUE].unit.en if found.values else "",
        is_too_few=min(found.guests) < GUESTS_LEAST,
        traits=_told(found, catalogue, names),
    )


def overlap_definitions(actor: Actor, documents: Sequence[object], *, now: datetime, trying: Trying = ONCE) -> AudienceOverlap:
    """Returns how many guests fit which of up to six documents. Raises Invalid for none or more of them, else as `try_definition`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    if not 0 < len(documents) <= SETS_MOST:
        raise Invalid(
            "overlap_of_so_many",
            f"{len(documents)} definitions were given; give one to {SETS_MOST}.",
            f"给出了 {len(documents)} 个定义；请给 1 到 {SETS_MOST} 个。",
        )
    definitions = [read_document(one) for one in documents]
    found = overlap_audiences(actor, definitions, now=now, members=members_today(actor, asked_in(definitions)), trying=trying)
    if found.findings:
        return AudienceOverlap(found.findings)
    catalogue, names = get_catalogue(actor, now=now), names_of_audiences(actor)
    sentences, values = [sentence_of(one, catalogue, names) for one in definitions], found.values or (None,) * len(definitions)
    sets = [GroupMeasured(*one) for one in zip(sentences, found.guests, values, strict=True)]
    crossings = [Crossing(within, guests, write_document(_just(definitions, within))) for within, guests in found.crossings]
    currency = catalogue.fields[VALUE].unit.en if found.values else ""
    return AudienceOverlap((), found.base, tuple(sets), tuple(crossings), currency)


def _just(definitions: Sequence[Definition], within: tuple[int, ...]) -> Definition:
    """Who fits these, and none of the others."""
    asked: list[Node] = [one.where if place in within else Not(one.where) for place, one in enumerate(definitions)]
    return Definition(asked[0] if len(asked) == 1 else All(tuple(asked)))


def _told(found: Contrast, catalogue: Catalogue, names: Mapping[UUID, Text]) -> tuple[TraitTold, ...]:
    return tuple(_trait(one, catalogue, names) for one in found.traits)


def _trait(one: Trait, catalogue: Catalogue, names: Mapping[UUID, Text]) -> TraitTold:
    return TraitTold(
        condition=write_document(Definition(one.where))["where"],
        told=sentence_of(Definition(one.where), catalogue, names),
        field=catalogue.fields[one.where.field].label,
        inside=one.inside.guests,
        inside_share=one.inside.share or 0.0,
        against=one.against.guests,
        against_share=one.against.share or 0.0,
        apart=one.apart,
    )
