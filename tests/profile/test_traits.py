"""What a guest likes and needs, on a real database: who says it, who may read it, what sources tell."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import DIRECTOR, NOON, Company, add_facts, join_guests, stored_bytes
from xenia.kernel.errors import Invalid, NotFound
from xenia.profile.actions.traits import end_trait, import_told_traits, say_trait, tell_model_trait
from xenia.profile.models.traits import Trait
from xenia.profile.queries.traits import get_preferences, list_trait_kinds
from xenia.profile.types.traits import NewTrait, TraitSource
from xenia.trust.models.requests import Restriction

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def lin(company: Company):
    return company.guests["林薇"]


def held(actor, guest, now=LATER) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in get_preferences(actor, guest, now=now).holding:
        found.setdefault(one.kind, []).append(one.value_name.zh)
    return found


def test_a_new_word_follows_the_former_which_stays_as_history(company: Company, lin) -> None:
    zhao = company.actor("zhao")
    say_trait(actor=zhao, guest_id=lin, new=NewTrait("floor", "high"), now=NOON)
    say_trait(actor=company.actor("sun"), guest_id=lin, new=NewTrait("floor", "low"), now=LATER)
    shown = get_preferences(zhao, lin, now=LATER)
    assert [(one.value, one.said_by_name, one.confidence) for one in shown.holding] == [("low", "孙磊", 1.0)]
    assert [(one.value, one.valid_until) for one in shown.history] == [("high", LATER)]


def test_values_that_hold_together_are_all_shown(company: Company, lin) -> None:
    zhao = company.actor("zhao")
    for value in ("no_pork", "no_spice", "no_pork"):
        say_trait(actor=zhao, guest_id=lin, new=NewTrait("meal", value), now=NOON)
    assert held(zhao, lin) == {"meal": ["不吃猪肉", "不吃辣"]}


def test_a_need_of_health_lies_sealed_and_is_shown_to_those_who_edit(company: Company, lin) -> None:
    zhao = company.actor("zhao")
    say_trait(actor=zhao, guest_id=lin, new=NewTrait("allergy", "贝类"), now=NOON)
    assert "贝类".encode() not in stored_bytes("profile_trait")
    reader = replace(zhao, permissions=frozenset({"view_guests"}))
    (hidden,) = get_preferences(reader, lin, now=LATER).holding
    assert (hidden.kind, hidden.value, hidden.is_hidden) == ("allergy", "", True)
    assert held(zhao, lin) == {"allergy": ["贝类"]}


def test_a_word_ends_when_a_person_ends_it_or_its_time_is_over(company: Company, lin) -> None:
    zhao = company.actor("zhao")
    word = say_trait(actor=zhao, guest_id=lin, new=NewTrait("bed", "twin"), now=NOON)
    say_trait(actor=zhao, guest_id=lin, new=NewTrait("pillow", "soft", valid_until=LATER), now=NOON)
    end_trait(actor=zhao, trait_id=word, now=NOON + timedelta(minutes=1))
    assert held(zhao, lin) == {}
    with pytest.raises(NotFound, match="overruled by saying something else"):
        end_trait(actor=zhao, trait_id=word, now=LATER)
    with pytest.raises(Invalid, match="over at once"):
        say_trait(actor=zhao, guest_id=lin, new=NewTrait("bed", "king", valid_until=NOON), now=NOON)


def test_what_sources_tell_is_imported_once_and_goes_where_its_record_goes(company: Company, lin, empty_home: Path) -> None:
    add_facts(
        "guest_traits",
        company.shanghai,
        {"record_id": str(lin), "name": "座位", "value": "靠窗", "at": NOON},
        {"record_id": str(lin), "name": "premium_order", "value": "1", "at": NOON},
    )
    for _ in range(2):
        assert import_told_traits(actor=DIRECTOR, run_id=company.shanghai.run_id) == 2
    assert (held(DIRECTOR, lin), Trait.objects.count()) == ({"seat": ["靠窗"], "premium_order": ["1"]}, 2)
    join_guests(lin, company.guests["张伟"])
    assert held(company.actor("he"), lin) == {}
    source = get_preferences(DIRECTOR, company.guests["张伟"], now=LATER).holding[0]
    assert (source.source, source.source_name, source.confidence) == (TraitSource.RECORD, "外滩云行酒店 PMS", 0.8)


def test_a_model_is_heard_where_nobody_spoke_and_not_by_who_objects(company: Company, lin) -> None:
    model = {"model_name": "habits", "confidence": 0.7}
    tell_model_trait(actor=DIRECTOR, guest_id=lin, new=NewTrait("floor", "high"), now=NOON, **model)
    assert held(DIRECTOR, lin) == {"floor": ["高楼层"]}
    say_trait(actor=DIRECTOR, guest_id=lin, new=NewTrait("floor", "low"), now=NOON)
    tell_model_trait(actor=DIRECTOR, guest_id=lin, new=NewTrait("floor", "high"), now=LATER, **model)
    assert held(DIRECTOR, lin) == {"floor": ["低楼层"]}


def test_t6_a_guest_who_objects_to_profiling_has_no_model_s_word(company: Company, lin) -> None:
    told = tell_model_trait(actor=DIRECTOR, guest_id=lin, new=NewTrait("pace", "slow"), model_name="habits", confidence=0.9, now=NOON)
    guest_id = Trait.objects.get(id=told).guest_id
    Restriction.objects.create(guest_id=guest_id, kind="profiling", since=NOON)
    assert held(DIRECTOR, lin) == {}
    assert tell_model_trait(actor=DIRECTOR, guest_id=lin, new=NewTrait("pace", "slow"), model_name="x", confidence=0.9, now=LATER) is None


def test_the_catalogue_is_there_for_whoever_sees_guests(company: Company) -> None:
    assert {"seat", "allergy", "do_not_disturb"} <= {one.code for one in list_trait_kinds(company.actor("he"))}
