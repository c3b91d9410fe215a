"""Writing where every guest stands, beside the features of the same version."""

from datetime import datetime
from uuid import UUID

from xenia.insight.facts.lifecycle import MOVES, MOVES_SCHEMA, booking_days, visits
from xenia.insight.facts.standing import SCHEMA, STANDING, moves_of, standing_of
from xenia.insight.types.policies import Policies
from xenia.kernel.actor import Actor
from xenia.lake.read import Session
from xenia.lake.snapshots import write_snapshot
from xenia.trust.types.access import Permission


def write_standing(asked: Session, *, actor: Actor, as_of: datetime, version: UUID, policies: Policies) -> None:
    """Writes stages, their history and the scores of all guests by the policies; the features of the version are written already. Safe to
    repeat."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    found = visits(booking_days(as_of), policies.lifecycle)
    asked.keep(found)
    write_snapshot(MOVES, MOVES_SCHEMA, asked.stream(moves_of(found, as_of, version)), version=version)
    write_snapshot(STANDING, SCHEMA, asked.stream(standing_of(found, as_of, version, policies.rfm)), version=version)
