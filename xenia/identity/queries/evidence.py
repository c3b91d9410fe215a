"""What speaks for and against two records being one person, in bits: the bars of the waterfall."""

from dataclasses import dataclass
from uuid import UUID

from xenia.connect.queries.pairs import seen_among
from xenia.identity import models
from xenia.identity.rows import current_model, readings_of
from xenia.identity.rules.comparing import levels_of
from xenia.identity.rules.conflicts import Conflict, conflict_between
from xenia.identity.rules.judging import LEFT_OVER
from xenia.identity.rules.weighing import evidence
from xenia.identity.types import Evidence
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission

WHY_NOT = {
    Conflict.RESIDENT_NUMBERS: Text("两个有效的身份证号不同", "Two valid resident numbers differ"),
    Conflict.PASSPORTS: Text("同一国家的两本护照号码不同", "Two passports of one country differ"),
    Conflict.TRAVELLERS: Text("同一预订里的两位出行人", "Two travellers of one booking"),
    Conflict.AGE: Text("一位是成年人，一位不满十二岁", "One is a grown-up, one is below twelve"),
    Conflict.NAMES: Text("姓名不可能是同一个", "The names cannot be one name"),
}
LEFT_OVER_WORDS = Text("两个来源中都没有其他人选", "Nobody else is left in either source")


@dataclass(frozen=True)
class Weighed:
    """What two records say together. `start_bits`: what speaks for one person before anything is compared, far below zero."""

    evidence: tuple[Evidence, ...] = ()
    start_bits: float = 0.0
    conflict: Text | None = None


def weigh_pair(actor: Actor, left_id: UUID, right_id: UUID) -> Weighed:
    """Returns what two records say together; nothing before a model was trained, before both were read, or where the actor does not see
    both. The levels are compared anew, so that they tell of the records as they are now."""
    actor.require(Permission.VIEW_GUESTS)
    if len(seen_among(actor, [left_id, right_id])) < len({left_id, right_id}):
        return Weighed()
    readings = readings_of([left_id, right_id])
    left, right = readings.get(left_id), readings.get(right_id)
    if left is None or right is None:
        return Weighed()
    against = conflict_between(left, right)
    conflict = WHY_NOT[against] if against else None
    model = current_model()
    if model is None:
        return Weighed(conflict=conflict)
    bars = evidence(model, levels_of(left, right), left, right)
    return Weighed((*bars, *_left_over(left_id, right_id, model.prior_bits + sum(bar.bits for bar in bars))), model.prior_bits, conflict)


def _left_over(left_id: UUID, right_id: UUID, bits: float) -> tuple[Evidence, ...]:
    """What it adds that nobody else was left for either record when all were matched (rule M45)."""
    found = models.Match.objects.filter(left_id=min(left_id, right_id), right_id=max(left_id, right_id), rule=LEFT_OVER).first()
    return (Evidence("source", "left_over", LEFT_OVER_WORDS, found.weight - bits),) if found else ()
