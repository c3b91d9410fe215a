"""Consent of a guest of several ids: the stricter wins, a later word is the whole guest's, and apart each has its own again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DIRECTOR, NOON
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.actions import consent, purposes
from xenia.trust.actions.guest_groups import regroup_guests
from xenia.trust.models.consent import ConsentDecision, GuestGroup
from xenia.trust.models.requests import Restriction
from xenia.trust.queries import consent as queries
from xenia.trust.queries.restrictions import is_restricted, restricted_among, restrictions_of
from xenia.trust.types.consent import Channel, ConsentReason, NewDecision, NewNotice, Said, StandingFilter, Way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("foundations")]
A, B, C = sorted(new_id() for _ in range(3))
GIVEN, REFUSED, WITHDRAWN = Said
WORDS = NewNotice(Text("我们会发送优惠与活动。", "We send offers and events."), Text("", ""), asks_again=False)
DAY = timedelta(days=1)
END = NOON + 100 * DAY


@pytest.fixture(autouse=True)
def notice(foundations: None) -> None:
    purposes.publish_notice(actor=DIRECTOR, purpose="marketing", notice=WORDS, now=NOON - 400 * DAY)


def tell(said: Said, guest: UUID, day: int) -> None:
    new = NewDecision(guest, "marketing", Channel.SMS, said, NOON + day * DAY, Way.IMPORT, notice_version=1)
    consent.import_decisions(actor=DIRECTOR, rows=[new], now=END)


def group(*parts: Sequence[UUID], day: int) -> None:
    regroup_guests(actor=DIRECTOR, guests={one: min(part) for part in parts for one in part}, now=NOON + day * DAY)


def reason(guest: UUID, now: datetime = END) -> ConsentReason:
    return queries.may(DIRECTOR, guest, "marketing", Channel.SMS, now=now).reason


def test_n14_of_what_was_said_before_they_were_known_as_one_the_stricter_counts_for_both() -> None:
    tell(GIVEN, A, 2)
    tell(WITHDRAWN, B, 1)
    group([A, B], day=10)
    assert (reason(A), reason(B), reason(C)) == (ConsentReason.WITHDRAWN, ConsentReason.WITHDRAWN, ConsentReason.NOT_ASKED)
    assert [one.said for one in queries.list_decisions(DIRECTOR, A)] == [GIVEN, WITHDRAWN]


def test_n14_a_later_word_is_the_whole_guests_also_when_one_more_id_joins_that_said_nothing() -> None:
    tell(GIVEN, A, 2)
    tell(WITHDRAWN, B, 1)
    group([A, B], day=10)
    tell(GIVEN, A, 20)
    assert reason(A) is ConsentReason.GIVEN
    group([A, B, C], day=30)
    assert (reason(A), reason(C)) == (ConsentReason.GIVEN, ConsentReason.GIVEN)


def test_n14_the_one_more_id_that_had_refused_refuses_for_all() -> None:
    tell(GIVEN, A, 2)
    group([A, B], day=10)
    tell(GIVEN, A, 20)
    tell(REFUSED, C, 1)
    group([A, B, C], day=30)
    assert (reason(A), reason(B)) == (ConsentReason.REFUSED, ConsentReason.REFUSED)


def test_n14_lists_and_numbers_count_a_guest_of_several_ids_once() -> None:
    tell(GIVEN, A, 2)
    tell(WITHDRAWN, B, 1)
    group([A, B], day=10)
    where = StandingFilter("marketing", Channel.SMS, ConsentReason.WITHDRAWN)
    standing = next(one for one in queries.list_standings(DIRECTOR, B, now=END) if (one.purpose, one.channel) == ("marketing", Channel.SMS))
    assert [(one.reason, one.guests) for one in queries.list_numbers(DIRECTOR, now=END)] == [(ConsentReason.WITHDRAWN, 1)]
    assert [one.guest_id for one in queries.list_guests_standing(DIRECTOR, where=where, now=END).items] == [A]
    assert standing.reason is ConsentReason.WITHDRAWN


def test_n14_a_restriction_of_one_id_restricts_the_guest() -> None:
    Restriction.objects.create(guest_id=B, kind="processing", since=NOON)
    group([A, B], day=1)
    assert (is_restricted(DIRECTOR, A, now=END), restrictions_of(DIRECTOR, A, now=END)) == (True, ["processing"])
    assert restricted_among(DIRECTOR, [A, B, C], now=END) == {A, B}
    assert (reason(A), reason(C)) == (ConsentReason.RESTRICTED, ConsentReason.NOT_ASKED)
    many = queries.may_many(DIRECTOR, pa.array([str(A), str(C)]), "marketing", Channel.SMS, now=END)
    assert many.counts == {ConsentReason.RESTRICTED: 1, ConsentReason.NOT_ASKED: 1}


def test_n15_apart_each_has_its_own_word_again() -> None:
    tell(GIVEN, A, 2)
    tell(WITHDRAWN, B, 1)
    group([A, B], day=10)
    group([A], [B], day=20)
    assert (reason(A), reason(B)) == (ConsentReason.GIVEN, ConsentReason.WITHDRAWN)
    assert (GuestGroup.objects.count(), ConsentDecision.objects.count()) == (0, 2)


def test_n15_a_withdrawal_said_while_they_were_one_stays_with_both_and_a_consent_with_one() -> None:
    tell(GIVEN, B, 1)
    group([A, B], day=10)
    tell(WITHDRAWN, A, 15)
    group([A], [B], day=20)
    assert (reason(A), reason(B)) == (ConsentReason.WITHDRAWN, ConsentReason.WITHDRAWN)
    group([A, C], [B], day=30)
    tell(GIVEN, A, 35)
    group([A], [C], day=40)
    assert (reason(A), reason(C)) == (ConsentReason.GIVEN, ConsentReason.NOT_ASKED)


STEPS = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(Said), st.sampled_from("ABCD")),
    st.tuples(st.just("group"), st.lists(st.integers(0, 2), min_size=4, max_size=4)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=9))
def test_n14_one_guest_or_a_million_give_the_same_answer_whatever_happened(steps: list) -> None:
    ids = dict(zip("ABCD", sorted(new_id() for _ in range(4)), strict=True))
    for day, step in enumerate(steps):
        if step[0] == "tell":
            tell(step[1], ids[step[2]], day)
        else:
            group(*([one for one, place in zip(ids.values(), step[1], strict=True) if place == part] for part in set(step[1])), day=day)
    many = queries.may_many(DIRECTOR, pa.array([str(one) for one in ids.values()]), "marketing", Channel.SMS, now=END)
    assert {str(one) for one in ids.values() if reason(one).is_allowed} == set(many.guest_ids.to_pylist())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=9), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_n15_parting_or_joining_makes_nobody_allowed_who_said_no(steps: list, places: list[int]) -> None:
    ids = dict(zip("ABCD", sorted(new_id() for _ in range(4)), strict=True))
    for day, step in enumerate(steps):
        if step[0] == "tell":
            tell(step[1], ids[step[2]], day)
        else:
            group(*([one for one, place in zip(ids.values(), step[1], strict=True) if place == part] for part in set(step[1])), day=day)
    refused = [one for one in ids.values() if reason(one) is ConsentReason.WITHDRAWN]
    group(*([one for one, place in zip(ids.values(), places, strict=True) if place == part] for part in set(places)), day=50)
    own = [said_no_last(one) for one in refused]
    assert [reason(one).is_allowed for one, no in zip(refused, own, strict=True) if no] == [False] * sum(own)


def said_no_last(guest: UUID) -> bool:
    """Whether the id's own last word, those of its guest among them, was no."""
    last = ConsentDecision.objects.filter(guest_id=guest).order_by("-decided_at", "-id").first()
    return last is not None and last.said != GIVEN


def test_strangers_may_not_say_who_is_whom() -> None:
    with pytest.raises(Refused):
        regroup_guests(actor=product_actor("stranger"), guests={A: A, B: A}, now=NOON)
    assert not GuestGroup.objects.exists()
