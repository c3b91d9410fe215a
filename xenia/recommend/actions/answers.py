"""What a guest says of a city is heard at once: it leaves the list, and may come back (rule RS7)."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.profile.queries.seen import KeptGuest, editable_guest
from xenia.recommend.models import CityAnswer
from xenia.recommend.queries.destinations import get_destinations
from xenia.recommend.rows import newest_run, row_of
from xenia.recommend.types import Answer, Destinations
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def answer_city(*, actor: Actor, guest_id: UUID, city: str, answer: Answer, now: datetime) -> Destinations:
    """Keeps that the guest is not interested in a city, or has been there, and returns the list without it; another answer of the same
    city takes the place of the first. Raises Invalid for a city that is not on the guest's list, Refused where the guest objects."""
    guest = _of_guest(actor, guest_id)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    run = newest_run()
    row = row_of(run.id, guest) if run else None
    known = CityAnswer.objects.filter(guest_id__in={guest.guest_id, *guest.homes}, city=city)
    if not known.exists() and (row is None or not _holds(row.items, city)):
        raise Invalid(
            "city_not_listed",
            f"{city} is not on the list of this guest; look at the list again, it may have been made anew.",
            f"“{city}”不在这位客人的清单中；清单可能已更新，请重新查看。",
        )
    known.exclude(guest_id=guest.guest_id).delete()
    said = {"answer": answer.value, "said_at": now, "said_by": actor.user_id}
    CityAnswer.objects.update_or_create(guest_id=guest.guest_id, city=city, defaults=said)
    _note(actor, "recommend.city_answered", guest, now)
    return get_destinations(actor, guest.guest_id, now=now)


@transaction.atomic
def take_back_answer(*, actor: Actor, guest_id: UUID, city: str, now: datetime) -> Destinations:
    """Lets go of what was said of a city, and returns the list with it again. Raises NotFound where nothing was said."""
    guest = _of_guest(actor, guest_id)
    if not CityAnswer.objects.filter(guest_id__in={guest.guest_id, *guest.homes}, city=city).delete()[0]:
        raise NotFound(
            "answer_unknown", f"Nothing was said of {city}; there is nothing to take back.", f"没有关于“{city}”的答复，无需撤回。"
        )
    _note(actor, "recommend.answer_taken_back", guest, now)
    return get_destinations(actor, guest.guest_id, now=now)


def _of_guest(actor: Actor, guest_id: UUID) -> KeptGuest:
    actor.require(Permission.VIEW_INSIGHT)
    guest = editable_guest(actor, guest_id)
    require_to_see_all(actor, guest)
    return guest


def _holds(items: str, city: str) -> bool:
    return any(one[0] == city for one in json.loads(items))


def _note(actor: Actor, action: str, guest: KeptGuest, now: datetime) -> None:
    record(actor, action, subject=Subject(SubjectKind.GUEST, str(guest.guest_id)), now=now)
