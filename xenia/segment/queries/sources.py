"""Where fields of conditions come from: each source lists its fields for an actor, and puts its table before a session when it is asked
about. Rule AU18 of docs/algorithms/audiences.md. What lives in PostgreSQL is read in one question for all guests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts.scores import kinds_of, scores_of
from xenia.insight.facts.standing import standing
from xenia.insight.facts.value import tiers, values
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.queries.features import list_features
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.scores import Scored, latest_scoring
from xenia.insight.queries.standing import InUse
from xenia.insight.queries.standing_words import list_groups, list_stages, list_tiers
from xenia.insight.queries.value import scored_version
from xenia.insight.types.judged import Subject
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.lake.read import Session
from xenia.loyalty.queries.tier_table import list_ladders, tier_table
from xenia.profile.queries.birthdays import birthday_table
from xenia.profile.queries.tag_table import tag_table
from xenia.profile.queries.tags import list_tags
from xenia.segment.facts.sources import flags_of, given_members, sets_of, side_by_side
from xenia.segment.rules import guest_fields as rules
from xenia.segment.rules.feature_fields import SOURCE as FEATURE
from xenia.segment.rules.feature_fields import fields_of_features
from xenia.segment.types.catalogue import Field
from xenia.trust.queries.consent import contactable
from xenia.trust.queries.purposes import list_purposes
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class Asked:
    """What a source is asked with: for whom and when, the session its table is given to, the base (`everybody`, features of the snapshot in
    use), the links of today (`people`), and the columns that conditions ask about."""

    actor: Actor
    now: datetime
    session: Session
    used: InUse
    everybody: Table
    people: pa.Table
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One place that knows something of guests. `fields`: those the actor may ask about. `table`: a row a guest with the columns asked."""

    name: str
    fields: Callable[[Actor, datetime], tuple[Field, ...]]
    table: Callable[[Asked], Table]


def _currency(actor: Actor) -> str:
    return policies_in_force(actor).reporting.currency


def _feature_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    return fields_of_features(list_features(actor), _currency(actor))


def _standing_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    return rules.fields_of_standing(list_stages(actor), list_groups(actor))


def _value_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    return rules.fields_of_value(list_tiers(actor), _currency(actor))


def _value_table(asked: Asked) -> Table:
    return tiers(values(asked.used.version, scored_version()), policies_in_force(asked.actor).value)


def score_source(kinds: Sequence[ModelKind] = KINDS) -> Source:
    """Returns the source of what models in use say; it has no fields before the first scoring. It tells nothing, so it takes no actor."""

    def fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
        used = scoring_in_use(actor)
        scores = [score for kind in kinds_of(Subject.GUEST, kinds) if used and kind.name in used.models for score in kind.scores]
        return rules.fields_of_scores(scores, _currency(actor))

    def table(asked: Asked) -> Table:
        return scores_of(Subject.GUEST, kinds, latest_scoring(asked.actor).version)

    return Source(rules.SCORE, fields, table)


def scoring_in_use(actor: Actor) -> Scored | None:
    """Returns the newest scoring of guests, None before the first."""
    try:
        return latest_scoring(actor)
    except NotFound:
        return None


def _tag_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    return (rules.field_of_tags(list_tags(actor)),)


def _tag_table(asked: Asked) -> Table:
    held = asked.session.give("segment_tags", tag_table(asked.actor))
    return sets_of(asked.everybody, held, "code", rules.CODES)


def _consent_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    return rules.fields_of_consent(list_purposes(actor))


def _consent_table(asked: Asked) -> Table:
    places, columns = rules.places_of_consent(list_purposes(asked.actor)), sorted(asked.columns)
    found = {one: contactable(asked.actor, places[one][0].code, places[one][1], now=asked.now) for one in columns}
    others = {one: given_members(asked.session, f"segment_consent_{place}", found[one].others) for place, one in enumerate(columns)}
    return flags_of(asked.everybody, {one: found[one].usual for one in columns}, others)


def _tier_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    if not actor.may(Permission.VIEW_LOYALTY):
        return ()
    ladders = list_ladders(actor, now=now)
    return tuple(rules.field_of_ladder(one.programme.code, one.programme.name, one.tiers) for one in ladders)


def _tier_table(asked: Asked) -> Table:
    ladders = {one.programme.code: one for one in list_ladders(asked.actor, now=asked.now)}
    current = frozenset(asked.people["guest_id"].unique().to_pylist())
    held = {
        code: asked.session.give(f"segment_tier_{place}", tier_table(asked.actor, ladders[code], current))
        for place, code in enumerate(sorted(asked.columns))
    }
    return side_by_side(held, "tier")


def _profile_fields(actor: Actor, now: datetime) -> tuple[Field, ...]:
    actor.require(Permission.VIEW_GUESTS)
    return (rules.field_of_birthday(),)


def _profile_table(asked: Asked) -> Table:
    held = asked.session.give("segment_birthdays", birthday_table(asked.actor, asked.people))
    return held.select("guest_id", **{rules.BIRTHDAY: held.code})


SOURCES = (
    Source(FEATURE, _feature_fields, lambda asked: asked.everybody),
    Source(rules.STANDING, _standing_fields, lambda asked: standing(asked.used.version)),
    Source(rules.VALUE, _value_fields, _value_table),
    score_source(),
    Source(rules.TAG, _tag_fields, _tag_table),
    Source(rules.CONSENT, _consent_fields, _consent_table),
    Source(rules.TIER, _tier_fields, _tier_table),
    Source(rules.PROFILE, _profile_fields, _profile_table),
)
"""In the order of a menu. Whoever knows something more of guests adds a line."""
