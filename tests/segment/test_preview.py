"""The sandbox's numbers from files, PostgreSQL and the lake: who fits, who is never in, who may be contacted, and why one guest is in."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cast import DIRECTOR, NOON, join_guests
from tests.insight.kinds import Coin
from tests.insight.test_scoring import in_use, score
from tests.segment.cast import TWICE_LATELY, did, is_so, of
from tests.segment.company import LATER, NOW, House, say
from tests.segment.company import house as house
from xenia.identity.actions.erasure import erase_links
from xenia.identity.models import GuestLink
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.segment.queries.catalogue import get_catalogue
from xenia.segment.queries.explaining import explain_guest
from xenia.segment.queries.preview import preview_audience
from xenia.segment.queries.sources import score_source
from xenia.segment.queries.values import suggest_values
from xenia.segment.types.documents import read_document
from xenia.segment.types.guests import Reason
from xenia.segment.types.operators import FieldKind, Op
from xenia.segment.types.preview import Counted
from xenia.segment.types.tree import (
    Act,
    All,
    AnyOf,
    Everyone,
    HowOften,
    InAudience,
    LastDays,
    Node,
    Not,
    Sequence,
    Step,
    Times,
    named_fields,
)
from xenia.trust.models.requests import Restriction
from xenia.trust.types.consent import Channel, ConsentReason, Said
from xenia.trust.types.rights import Erasure

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WECHAT = is_so("consent.marketing_wechat", Op.IS_TRUE)
FAMILY = is_so("tag.codes", Op.HAS_ANY, ("family",))
BOUGHT = is_so("feature.bookings", Op.AT_LEAST, 1)


def counted(node: Node, now: Any = LATER) -> Counted:
    found = preview_audience(DIRECTOR, of(node), now=now)
    assert found.findings == ()
    assert found.counted is not None
    return found.counted


def held(reason: Reason) -> dict[str, bool]:
    """Whether each condition holds, by its place."""
    return {reason.at: reason.holds} | {at: is_so for part in reason.parts for at, is_so in held(part).items()}


def inside(node: Node) -> set[Any]:
    return set(counted(node).sample)


def test_au17_a_preview_counts_the_whole_and_every_condition_alone(house: House) -> None:
    found = counted(All((did("searched"), BOUGHT, Not(WECHAT))))
    assert (found.base, found.guests, found.share, found.sample) == (3, 1, pytest.approx(1 / 3), (house.zhang,))
    alone = {one.at: one.guests for one in found.conditions}
    assert alone == {"where": 1, "where.all[0]": 2, "where.all[1]": 2, "where.all[2]": 2, "where.all[2].not": 1}


def test_au17_reach_says_how_many_may_be_contacted_and_why_not(house: House) -> None:
    reach = {(one.channel, one.reason): one.guests for one in counted(Everyone()).reach if one.purpose == "marketing"}
    wechat = {reason: guests for (channel, reason), guests in reach.items() if channel is Channel.WECHAT}
    assert wechat == {ConsentReason.GIVEN: 1, ConsentReason.WITHDRAWN: 1, ConsentReason.NOT_ASKED: 1}
    assert reach[Channel.SMS, ConsentReason.NOT_ASKED] == 3


def test_everybody_and_nobody_are_audiences(house: House) -> None:
    everybody, nobody = counted(Everyone()), counted(Not(Everyone()))
    assert (everybody.guests, everybody.share, set(everybody.sample)) == (3, 1.0, set(house.grown_up))
    assert (nobody.guests, nobody.base, nobody.share, nobody.sample, nobody.reach) == (0, 3, 0.0, (), ())


def test_au16_a_guest_of_two_records_is_counted_once_with_what_both_did(house: House) -> None:
    twice = counted(TWICE_LATELY)
    assert (twice.guests, twice.sample) == (1, (house.lin,))


def test_au16_guests_who_became_one_since_the_snapshot_are_one(house: House) -> None:
    records = GuestLink.objects.filter(guest_id__in=[house.wang, house.zhang]).values_list("record_id", flat=True)
    one = join_guests(*records)
    with_features = {house.lin, one} - {house.wang}  # those of the id they go by, which is either's
    assert (counted(Everyone()).base, inside(did("searched")), inside(BOUGHT)) == (2, {house.lin, one}, with_features)
    for identifier in (house.wang, house.zhang):
        told = explain_guest(DIRECTOR, of(AnyOf((did("searched"), BOUGHT))), identifier, now=LATER)
        assert (told.guest_id, held(told.reason)["where.any[0]"], held(told.reason)["where.any[1]"]) == (one, True, one in with_features)


def test_au16_who_objects_or_is_restricted_is_in_no_audience(house: House) -> None:
    Restriction.objects.create(guest_id=house.zhang, kind="profiling", since=NOON)
    Restriction.objects.create(guest_id=house.wang, kind="processing", since=NOON)
    assert (counted(Everyone()).base, inside(Everyone())) == (1, {house.lin})
    with pytest.raises(Refused):
        explain_guest(DIRECTOR, of(Everyone()), house.zhang, now=LATER)


def test_au16_a_child_is_in_where_a_guardian_agreed_to_profiling(house: House) -> None:
    with pytest.raises(NotFound, match="No audience can hold"):
        explain_guest(DIRECTOR, of(Everyone()), house.child, now=LATER)
    say(house.child, "profiling", Channel.ALL, Said.GIVEN, is_child=True, by_guardian=True)
    assert (counted(Everyone()).base, house.child in inside(Everyone())) == (4, True)
    assert explain_guest(DIRECTOR, of(Everyone()), house.child, now=LATER).reason.holds


def test_au16_an_erased_guest_is_gone_at_once(house: House) -> None:
    erase_links(DIRECTOR, Erasure(new_id(), house.records, (house.lin,), (), {}, (), ()), None, LATER)
    assert inside(Everyone()) == {house.wang, house.zhang}
    assert counted(TWICE_LATELY).guests == 0
    with pytest.raises(NotFound):
        explain_guest(DIRECTOR, of(Everyone()), house.lin, now=LATER)


def test_au18_tags_consent_and_tiers_are_known_of_whom_they_are_about(house: House) -> None:
    assert (inside(FAMILY), inside(is_so("tag.codes", Op.HAS_NONE, ("family",)))) == ({house.lin}, {house.wang, house.zhang})
    assert (inside(WECHAT), inside(is_so("consent.marketing_wechat", Op.IS_FALSE))) == ({house.lin}, {house.wang, house.zhang})
    tier = f"tier.{house.programme.lower()}"
    assert inside(is_so("profile.birthday", Op.ANNIVERSARY_WITHIN_NEXT, 8)) == {house.lin}
    assert (inside(is_so(tier, Op.IS_ONE_OF, ("CLASSIC",))), inside(is_so(tier, Op.IS_EMPTY))) == ({house.lin}, {house.wang, house.zhang})


def test_au18_every_field_there_is_can_be_written_down(house: House) -> None:
    names = list(get_catalogue(DIRECTOR, now=LATER).fields)
    read = [read_document({"version": 1, "where": {"field": name, "op": "is_known"}}) for name in names]
    assert [named_fields(one) for one in read] == [(name,) for name in names]
    assert f"tier.{house.programme.lower()}" in names


def test_au18_a_score_of_a_model_in_use_is_a_field(house: House) -> None:
    coin = Coin(auc=0.8).kind()
    in_use(coin)
    score(coin)
    sources, likely = [score_source([coin])], of(is_so("score.coin_chance", Op.AT_LEAST, 0.8))
    fields = get_catalogue(DIRECTOR, now=LATER, sources=sources).fields
    found = preview_audience(DIRECTOR, likely, now=LATER, sources=sources).counted
    assert {name: one.kind for name, one in fields.items()} == {"score.coin_chance": FieldKind.SHARE}
    assert found is not None
    assert (found.guests, found.base) == (3, 3)


def test_what_is_gone_is_told_instead_of_numbers(house: House) -> None:
    gone = new_id()
    found = preview_audience(DIRECTOR, of(All((is_so("feature.gone", Op.IS_KNOWN), InAudience(gone)))), now=LATER)
    assert ([(one.at, one.code) for one in found.findings], found.counted) == (
        [("where.all[0]", "field_gone"), ("where.all[1]", "audience_gone")],
        None,
    )
    with pytest.raises(Conflict, match="frozen"):
        explain_guest(DIRECTOR, of(InAudience(gone)), house.lin, now=LATER)


@pytest.mark.parametrize(
    "actor",
    [
        replace(DIRECTOR, permissions=frozenset({"view_guests"})),
        replace(DIRECTOR, permissions=frozenset({"view_insight"})),
        replace(DIRECTOR, units=frozenset()),
    ],
    ids=["no insight", "no guests", "some units"],
)
def test_only_who_sees_the_whole_company_asks_about_audiences(house: House, actor: Actor) -> None:
    with pytest.raises(Refused):
        preview_audience(actor, of(Everyone()), now=LATER)
    with pytest.raises(Refused):
        suggest_values(actor, "tag.codes", now=LATER)
    with pytest.raises(Refused):
        explain_guest(actor, of(Everyone()), house.lin, now=LATER)


def test_the_catalogue_lists_what_the_actor_may_ask_about(house: House) -> None:
    fields = get_catalogue(DIRECTOR, now=LATER).fields
    sources = list(dict.fromkeys(one.source for one in fields.values()))
    assert sources == ["feature", "standing", "value", "tag", "consent", "tier", "profile"]
    assert all(
        one.label.zh and one.label.en and one.operators and name == f"{one.source}.{one.column.lower()}" for name, one in fields.items()
    )
    assert [one.value for one in fields["value.tier"].options] == ["high", "middle", "low"]
    blind = replace(DIRECTOR, permissions=DIRECTOR.permissions - {"view_loyalty"})
    assert "tier" not in {one.source for one in get_catalogue(blind, now=LATER).fields.values()}


def test_au17_values_are_suggested_by_how_many_guests_have_them(house: House) -> None:
    said = suggest_values(DIRECTOR, "searched.destination", now=LATER)
    assert [(one.value, one.guests) for one in said] == [("东京", 1), ("巴黎", 1)]
    assert [one.value for one in suggest_values(DIRECTOR, "searched.destination", "巴", now=LATER)] == ["巴黎"]
    tags = [suggest_values(DIRECTOR, "tag.codes", beginning, now=LATER) for beginning in ("亲", "FAM", "x")]
    assert [[(one.value, one.label.zh, one.guests) for one in found] for found in tags] == [[("family", "亲子", 1)]] * 2 + [[]]


def test_values_of_numbers_and_of_nothing_are_refused(house: House) -> None:
    with pytest.raises(Invalid, match="not words"):
        suggest_values(DIRECTOR, "feature.bookings", now=LATER)
    with pytest.raises(NotFound):
        suggest_values(DIRECTOR, "searched.gone", now=LATER)


def test_one_guest_is_told_why_and_until_when(house: House) -> None:
    lin, zhang = (explain_guest(DIRECTOR, of(TWICE_LATELY), one, now=LATER) for one in (house.lin, house.zhang))
    assert (lin.reason, lin.changes_on, lin.today) == (Reason("where", True, 2), date(2026, 3, 6), date(2026, 3, 2))
    assert (zhang.reason, zhang.changes_on) == (Reason("where", False, 0), None)
    assert lin.as_of == NOW


EVERYTHING = AnyOf(
    (
        did("searched", Times(HowOften.AT_LEAST, 2), LastDays(14)),
        did("searched", Times(HowOften.AT_MOST, 1)),
        did("searched", once_per="destination"),
        did("booked", Times(HowOften.EXACTLY, 0)),
        did("travelled", once_per="day"),
        Sequence(Act("searched"), (Step(Act("booked"), 3),)),
        Sequence(Act("booked"), (Step(Act("searched"), 3),)),
        Sequence(Act("searched"), (Step(Act("booked"), 1, is_absent=True),)),
        BOUGHT,
        is_so("feature.last_booked_on", Op.WITHIN_LAST, 14),
        is_so("feature.spend_minor", Op.ABOVE, 60_000),
        is_so("feature.is_agency", Op.IS_FALSE),
        is_so("feature.city_top", Op.IS_NONE_OF, ("北京",)),
        is_so("standing.stage", Op.IS_ONE_OF, ("new", "growing")),
        is_so("standing.since", Op.LONGER_AGO, 30),
        is_so("standing.group", Op.IS_KNOWN),
        is_so("value.tier", Op.IS_ONE_OF, ("high", "middle")),
        is_so("value.value_minor", Op.AT_LEAST, 1),
        is_so("tag.codes", Op.HAS_NONE, ("family",)),
        is_so("tag.codes", Op.IS_EMPTY),
        Not(WECHAT),
        is_so("consent.service_all", Op.IS_TRUE),
        is_so("tier.yun", Op.CONTAINS, "CLASS"),
        is_so("profile.birthday", Op.IN_MONTHS, (2, 11)),
        is_so("profile.birthday", Op.IN_THIS_MONTH),
        Everyone(),
    )
)


def test_one_guest_and_all_guests_are_judged_alike_at_every_condition(house: House) -> None:
    found = counted(EVERYTHING)
    told = [held(explain_guest(DIRECTOR, of(EVERYTHING), one, now=LATER).reason) for one in house.grown_up]
    assert {one.at: one.guests for one in found.conditions} == {at: sum(one[at] for one in told) for at in told[0]}
    some = [one.at for one in found.conditions if 0 < one.guests < found.base]
    assert len(some) >= 10
