"""What a person is given of what recommend keeps: the list as it stands, what was said of cities, and what was shown."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from xenia.identity.queries.links import guests_of, homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.recommend.models import Booked, CityAnswer, Click, GuestList, Impression
from xenia.recommend.rows import newest_run
from xenia.recommend.rules.words import words_of
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import Section

LISTED = (
    ("city", Text("城市", "City")),
    ("chance", Text("可能性", "Chance")),
    ("why", Text("理由", "Why")),
)
ANSWERED = (("at", Text("时间", "At")), ("city", Text("城市", "City")), ("answer", Text("答复", "Answer")))
SHOWN = (
    ("at", Text("时间", "At")),
    ("surface", Text("位置", "Where")),
    ("cities", Text("城市", "Cities")),
    ("chosen", Text("点击", "Chosen")),
    ("booked", Text("之后预订", "Booked after")),
)


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns everything that recommend keeps of the guests of these records."""
    actor.require(Permission.HANDLE_REQUESTS)
    guests = guests_of(actor, record_ids)
    ids = [*guests, *(one for one in homes_of(actor, guests) if one not in guests)]
    found = (
        ("recommendations", Text("推荐的目的地", "Destinations recommended"), LISTED, _listed(ids)),
        ("recommended_answers", Text("对目的地的答复", "What was said of destinations"), ANSWERED, _answered(ids)),
        ("recommended_shown", Text("展示过的推荐", "Recommendations shown"), SHOWN, _shown(ids)),
    )
    return [Section(name, "recommend", title, columns, tuple(rows)) for name, title, columns, rows in found if rows]


def _listed(ids: Sequence[UUID]) -> list[dict[str, object]]:
    run = newest_run()
    rows = GuestList.objects.filter(run_id=run.id, guest_id__in=ids) if run else ()
    return [{"city": item[0], "chance": item[1], "why": _why(item[0], item[3])} for row in rows for item in json.loads(row.items)]


def _why(city: str, told: Sequence[Sequence[int | str]]) -> str:
    said = (words_of(city, one) for one in told)
    return "; ".join(f"{words[1].zh} / {words[1].en}" for words in said if words)


def _answered(ids: Sequence[UUID]) -> list[dict[str, object]]:
    rows = CityAnswer.objects.filter(guest_id__in=ids).order_by("said_at", "id")
    return [{"at": row.said_at.isoformat(), "city": row.city, "answer": row.answer} for row in rows]


def _shown(ids: Sequence[UUID]) -> list[dict[str, object]]:
    rows = list(Impression.objects.filter(guest_id__in=ids).order_by("shown_at", "id"))
    clicks, booked = (_cities(one.objects.filter(impression__in=rows).values_list("impression_id", "city")) for one in (Click, Booked))
    return [
        {
            "at": row.shown_at.isoformat(), "surface": row.surface, "cities": ", ".join(item[1] for item in row.items),
            "chosen": ", ".join(clicks.get(row.id, ())), "booked": ", ".join(booked.get(row.id, ())),
        }
        for row in rows
    ]  # fmt: skip


def _cities(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for impression_id, city in pairs:
        found.setdefault(impression_id, []).append(city)
    return found
