"""Erasing people, recommend's part: lists, answers and what was shown."""

from datetime import datetime

from xenia.identity.queries.links import homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.recommend.models import Booked, CityAnswer, Click, GuestList, Impression
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked


def erase_recommendations(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Takes the guests out of every list, answer and log, under every id they ever had."""
    actor.require("handle_requests")
    homes = {*erasure.guest_ids, *homes_of(actor, erasure.guest_ids)}
    Booked.objects.filter(guest_id__in=homes).delete()
    Click.objects.filter(guest_id__in=homes).delete()
    counts = {
        "recommended_lists": GuestList.objects.filter(guest_id__in=homes).delete()[0],
        "recommended_answers": CityAnswer.objects.filter(guest_id__in=homes).delete()[0],
        "recommended_shown": Impression.objects.filter(guest_id__in=homes).delete()[0],
    }
    return Worked({}, True, counts)


ERASE_STEPS = (
    EraseStep(
        "recommendations", Text("删除推荐、答复与展示记录", "Delete recommendations, answers and what was shown"), erase_recommendations
    ),
)
