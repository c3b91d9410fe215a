"""The sandbox: a definition as somebody writes it, tried on the guests there are. Rules AU1, AU11, AU15 and AU17 of
docs/algorithms/audiences.md.

Every answer takes the definition as the document a screen holds, so that a refusal names the place that the screen marks.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.profile.queries.seen import guest_names, kept_guest
from xenia.segment.queries.catalogue import catalogue_for, get_catalogue
from xenia.segment.queries.explaining import explain_guest
from xenia.segment.queries.kept import audiences_with, members_today, names_of_audiences, numbers_of_guests
from xenia.segment.queries.preview import ONCE, Trying, preview_audience
from xenia.segment.rules.nesting import asked_in
from xenia.segment.rules.saying import sentence_of
from xenia.segment.rules.values import value_text
from xenia.segment.types.catalogue import Field, Option, Property
from xenia.segment.types.documents import read_document
from xenia.segment.types.guests import Reason, Value
from xenia.segment.types.operators import OPERATORS
from xenia.segment.types.preview import Counted
from xenia.segment.types.sandbox import (
    AudienceBehaviour,
    AudienceCatalogue,
    AudienceField,
    AudienceNumbers,
    AudienceOperator,
    AudienceOption,
    AudienceProperty,
    GuestTried,
    NodeHolds,
    NodeNumbers,
    SampledGuest,
    TriedAudience,
)
from xenia.segment.types.tree import Definition, FieldIs, named_fields, nodes_of, root_of
from xenia.trust.types.access import Permission


def list_catalogue(actor: Actor, *, now: datetime) -> AudienceCatalogue:
    """Returns every field, behaviour and test that the actor may ask about, as a screen lists them. Raises Refused as `get_catalogue`."""
    found = get_catalogue(actor, now=now)
    return AudienceCatalogue(
        tuple(_field(one) for one in found.fields.values()),
        tuple(AudienceBehaviour(one.kind, one.verb, tuple(map(_property, one.properties))) for one in found.behaviours.values()),
        tuple(AudienceOperator(one.op, one.shape, one.label) for one in OPERATORS.values()),
    )


def try_definition(actor: Actor, document: object, *, now: datetime, trying: Trying = ONCE) -> TriedAudience:
    """Returns what a document says as a sentence, and its numbers today or what is gone. Raises Invalid with the place in the tree for what
    cannot be read (AU2), Refused and NotFound as `preview_audience`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    definition = read_document(document)
    preview = preview_audience(actor, definition, now=now, members=members_today(actor, asked_in([definition])), trying=trying)
    told = _told(actor, definition, now)
    numbers = _numbers(actor, preview.counted, told) if preview.counted else None
    return TriedAudience(told["where"], preview.findings, numbers)


def try_guest(actor: Actor, document: object, identifier: UUID, *, now: datetime) -> GuestTried:
    """Returns whether the guest that an id means belongs today, and each condition with what it was judged by. Raises Invalid as
    `try_definition`, else as `explain_guest`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    definition = read_document(document)
    found = explain_guest(actor, definition, identifier, now=now, belongs_to=_belongs_to(actor, definition, identifier))
    told, values = _told(actor, definition, now), _values(actor, definition, found.reason, now)
    conditions = tuple(NodeHolds(one.at, told[one.at], one.holds, _plain(one.found), values.get(one.at)) for one in _flat(found.reason))
    return GuestTried(found.guest_id, found.as_of, found.today, found.reason.holds, found.changes_on, conditions)


def _told(actor: Actor, definition: Definition, now: datetime) -> dict[str, Text]:
    """Every node by its place, as a sentence of its own; the whole first."""
    catalogue, names = catalogue_for(actor, named_fields(definition), now=now), names_of_audiences(actor)
    return {one.at: sentence_of(Definition(one.node), catalogue, names) for one in nodes_of(root_of(definition))}


def _values(actor: Actor, definition: Definition, reason: Reason, now: datetime) -> dict[str, Text]:
    """What fields were judged by, in words, by the place of their condition."""
    fields = catalogue_for(actor, named_fields(definition), now=now).fields
    asked = {one.at: fields[one.node.field] for one in nodes_of(root_of(definition)) if isinstance(one.node, FieldIs)}
    found = {one.at: value_text(asked[one.at], one.found) for one in _flat(reason) if one.at in asked}
    return {at: text for at, text in found.items() if text}


def _belongs_to(actor: Actor, definition: Definition, identifier: UUID) -> dict[UUID, bool]:
    """Which of the audiences asked about the guest is kept in."""
    asked = asked_in([definition]) & names_of_audiences(actor).keys()
    if not asked:
        return {}
    guest = kept_guest(actor, identifier)
    within = audiences_with(actor, numbers_of_guests(actor, {guest.guest_id, *guest.homes}).values())
    return {one: one in within for one in asked}


def _numbers(actor: Actor, counted: Counted, told: dict[str, Text]) -> AudienceNumbers:
    names = guest_names(actor, counted.sample)
    return AudienceNumbers(
        as_of=counted.as_of,
        today=counted.today,
        base=counted.base,
        guests=counted.guests,
        share=counted.share,
        conditions=tuple(NodeNumbers(one.at, told[one.at], one.guests) for one in counted.conditions),
        sample=tuple(SampledGuest(one, names[one].name) for one in counted.sample),
        reach=counted.reach,
    )


def _flat(reason: Reason) -> Iterator[Reason]:
    yield reason
    for part in reason.parts:
        yield from _flat(part)


def _plain(value: Value) -> Any:
    """As JSON says it."""
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return value.isoformat() if isinstance(value, date) else value


def _options(given: tuple[Option, ...]) -> tuple[AudienceOption, ...]:
    return tuple(AudienceOption(one.value, one.label) for one in given)


def _field(one: Field) -> AudienceField:
    return AudienceField(
        one.name, one.source, one.kind, one.label, one.meaning, one.unit, one.decimals, one.is_sensitive, _options(one.options),
        tuple(line.op for line in one.operators),
    )  # fmt: skip


def _property(one: Property) -> AudienceProperty:
    operators = tuple(line.op for line in one.operators)
    return AudienceProperty(one.name, one.kind, one.label, one.unit, one.decimals, _options(one.options), operators)
