"""The destinations of a guest: read from the lists, without what the guest does not want (rules RS5 and RS7)."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.insight.queries.register import find_version_in_use
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.kernel.texts import Text
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.recommend.models import CityAnswer as AnswerRow
from xenia.recommend.models import ListRun as RunRow
from xenia.recommend.rows import newest_run, row_of
from xenia.recommend.rules.recommending import next_ones
from xenia.recommend.rules.words import words_of
from xenia.recommend.types import Answer, CityAnswer, Destination, Destinations, ListRun, ListState, WhyCity
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

RUNS = 20
NO_MODEL = Text(
    "还没有可用的推荐模型。请在“洞察 → 模型”中训练“下一站”，训练完成后会自动生成清单。",
    "No model recommends destinations yet. Train “Next city” under Insight, Models; lists follow by themselves.",
)
NO_LIST = Text(
    "还没有这位客人的清单。清单每晚生成；同业客户，以及监护人未同意的 14 岁以下儿童不生成。",
    "There is no list of this guest yet. Lists are made every night, but not for agencies nor for children under 14 without a "
    "guardian's consent.",
)


def get_destinations(actor: Actor, identifier: UUID, *, now: datetime) -> Destinations:
    """Returns the first four destinations of the guest that an id means, with reasons, or why there are none. Raises NotFound where the
    actor sees no record of theirs, and Refused where the guest has records or bookings that the actor does not see."""
    actor.require(Permission.VIEW_INSIGHT)
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    return _told(actor, guest, now)


def _told(actor: Actor, guest: KeptGuest, now: datetime) -> Destinations:
    try:
        require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    except Refused as objects:
        return _nothing(actor, guest, ListState.OBJECTS, Text(objects.message_zh, objects.message))
    run = newest_run()
    if run is None:
        has_model = find_version_in_use(actor, "next_city") is not None
        return _nothing(actor, guest, ListState.NO_LIST, NO_LIST) if has_model else _nothing(actor, guest, ListState.NO_MODEL, NO_MODEL)
    row = row_of(run.id, guest)
    if row is None:
        return _nothing(actor, guest, ListState.NO_LIST, NO_LIST)
    answers = answers_of(actor, guest)
    items = _items(json.loads(row.items), {one.city for one in answers})
    return Destinations(guest.guest_id, ListState.READY, None, run.id, run.as_of, run.version_number, items, answers)


def _nothing(actor: Actor, guest: KeptGuest, state: ListState, message: Text) -> Destinations:
    return Destinations(guest.guest_id, state, message, None, None, None, (), answers_of(actor, guest))


def answers_of(actor: Actor, guest: KeptGuest) -> tuple[CityAnswer, ...]:
    """What was said of cities under any id of the guest, the newest first; of a city that two ids have, the newer counts."""
    actor.require(Permission.VIEW_INSIGHT)
    rows = list(AnswerRow.objects.filter(guest_id__in={guest.guest_id, *guest.homes}).order_by("-said_at", "-id"))
    names = peer_names(actor, (row.said_by for row in rows))
    found: dict[str, CityAnswer] = {}
    for row in rows:
        said = CityAnswer(row.city, Answer(row.answer), row.said_at, names.get(row.said_by, "") if row.said_by else "")
        found.setdefault(row.city, said)
    return tuple(found.values())


def _items(kept: Sequence[Sequence[Any]], unwanted: Collection[str]) -> tuple[Destination, ...]:
    by_city = {one[0]: one for one in kept}
    shown = next_ones(tuple(by_city), frozenset(unwanted))
    return tuple(
        Destination(place, city, float(by_city[city][1]), float(by_city[city][2]), _why(city, by_city[city][3]))
        for place, city in enumerate(shown, start=1)
    )


def _why(city: str, told: Sequence[Sequence[int | str]]) -> tuple[WhyCity, ...]:
    said = ((str(one[0]), words_of(city, one)) for one in told)
    return tuple(WhyCity(code, words[0], words[1]) for code, words in said if words)


def list_runs(actor: Actor) -> list[ListRun]:
    """Returns the newest makings of lists, those under way on top."""
    actor.require(Permission.VIEW_INSIGHT)
    return [_run(row) for row in RunRow.objects.order_by("-ordered_at", "-id")[:RUNS]]


def _run(row: RunRow) -> ListRun:
    message = Text(row.message["zh"], row.message["en"]) if row.message else None
    return ListRun(
        row.id, row.state, row.done, row.total, row.guests, message, row.cancel_asked, row.as_of, row.ordered_at, row.ended_at
    )  # fmt: skip
