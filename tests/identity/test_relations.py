"""The people around guests: inferred from what lies in PostgreSQL, said by people, read by whoever sees them."""

from itertools import count
from uuid import UUID, uuid4

import pytest

from tests.cast import DIRECTOR, NOON, Company, House, join_guests, make_guests
from tests.identity.pairs import LINKER
from xenia.connect.actions import people
from xenia.connect.models import Booking, GuestRecord
from xenia.identity import models
from xenia.identity.actions.relations import infer_all, infer_relations
from xenia.identity.actions.said_relations import Said, add_relation, confirm_relation, deny_relation, remove_relation
from xenia.identity.queries.links import guest_of
from xenia.identity.queries.relations import PEOPLE_MAX, get_graph, get_relations
from xenia.identity.types import RelationKind, RelationState
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.trust.models.audit import AuditEntry

pytestmark = pytest.mark.django_db
KEYS = count(100)
K = RelationKind


@pytest.fixture
def guests(company: Company) -> dict[str, UUID]:
    """The guest of each name: 林薇 and 王秀英 share a phone and a trip, 林薇 booked one more for her mother; 张伟 is alone."""
    return {name: guest_of(DIRECTOR, record) for name, record in company.guests.items()}


def newcomers(house: House, *names: str, **said: str) -> list[UUID]:
    """Records of further people of the house, a guest each."""
    scope = people.RecordScope(house.source_id, house.unit_id, house.run_id, NOON, "CN")
    told = {f"N{next(KEYS)}": {"name": name, "phone": "", "email": "", "company": "", **said} for name in names}
    records = people.resolve_records(scope, told)
    marks = {"order_at": NOON, "content_hash": b"c" * 16, "row_number": 2}
    people.write_records(scope, [{"guest_key": key, **marks, **fields} for key, fields in told.items()], records, NOON)
    make_guests(*records.values())
    return [records[key] for key in told]


def book(house: House, booker: UUID | None, *travellers: UUID, times: int = 1, **more) -> None:
    for _ in range(times):
        Booking.objects.create(
            booking_id=new_id(), source_id=house.source_id, unit_id=house.unit_id, booking_key=f"R{next(KEYS)}", line="hotel", booker_id=booker,
            traveller_ids=list(travellers), content_hash=b"c" * 16, order_at=NOON, run_id=house.run_id, row_number=2, **{"status": "confirmed"} | more,
        )  # fmt: skip


def around(guest_id: UUID, actor=DIRECTOR) -> set[tuple[str, str, str]]:
    """Kind, the other's name and the state of each relation."""
    return {(one.kind, one.name, one.state) for one in get_relations(actor, guest_id).relations}


def kept() -> list[tuple]:
    return sorted(models.Relation.objects.values_list("from_id", "to_id", "kind", "confidence", "bookings", "state"))


def test_g1_a_mother_and_daughter_are_a_household_by_their_phone_and_trip(guests: dict[str, UUID]) -> None:
    assert infer_all(LINKER, NOON) == 1
    (line,) = get_relations(DIRECTOR, guests["林薇"]).relations
    assert (line.kind, line.name, line.bookings, line.confidence, line.sureness) == (K.HOUSEHOLD, "王秀英", 1, 0.647, "likely")
    assert around(guests["王秀英"]) == {("household", "林薇", "inferred")}
    assert around(guests["张伟"]) == set()


def test_inferring_some_comes_to_the_same_as_inferring_all_and_may_be_repeated(company: Company, guests: dict[str, UUID]) -> None:
    a, b, c = newcomers(company.shanghai, "陈晨", "周舟", "吴越", company="北辰重工")
    book(company.shanghai, a, b, times=4), book(company.shanghai, a, c, times=4), book(company.shanghai, b, b, c, payer_id=c, times=2)
    infer_all(LINKER, NOON)
    whole = kept()
    assert {row[2] for row in whole} == {"household", "assistant_of", "companion"}
    models.Relation.objects.all().delete()
    for guest in models.Guest.objects.values_list("id", flat=True):
        infer_relations(actor=LINKER, guest_ids=[guest, uuid4()], now=NOON)
    assert kept() == whole
    assert infer_all(LINKER, NOON) == len(whole)
    assert kept() == whole


def test_what_bookings_no_longer_tell_goes_and_what_changed_is_told_anew(company: Company, guests: dict[str, UUID]) -> None:
    infer_all(LINKER, NOON)
    GuestRecord.objects.filter(record_id=company.guests["王秀英"]).update(phone_index=None)
    infer_relations(actor=LINKER, guest_ids=[guests["林薇"]], now=NOON)
    assert around(guests["林薇"]) == {("companion", "王秀英", "inferred")}
    Booking.objects.all().update(status="cancelled")
    infer_relations(actor=LINKER, guest_ids=[guests["王秀英"]], now=NOON)
    assert kept() == []


def test_g1_a_coach_full_of_people_says_nothing_and_a_party_of_nine_does(company: Company) -> None:
    party = newcomers(company.shanghai, *(f"游{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"))
    GuestRecord.objects.filter(record_id__in=party).update(name_pinyin="")
    book(company.beijing, None, *party, times=3)
    infer_all(LINKER, NOON)
    assert models.Relation.objects.filter(kind="companion").count() == 0
    Booking.objects.filter(traveller_ids__contains=party).update(traveller_ids=party[:9])
    infer_all(LINKER, NOON)
    assert models.Relation.objects.filter(kind="companion").count() == 36


def test_g2_an_agency_with_many_guests_is_related_to_nobody(company: Company, guests: dict[str, UUID]) -> None:
    (agency,) = newcomers(company.shanghai, "票务中心")
    for person in newcomers(company.shanghai, *(f"散客{place}" for place in range(21))):
        book(company.shanghai, agency, person, times=2)
    infer_all(LINKER, NOON)
    assert around(agency) == set()
    infer_relations(actor=LINKER, guest_ids=[guest_of(DIRECTOR, agency)], now=NOON)
    assert around(agency) == set()


def test_g5_a_phone_of_nine_people_ties_nobody(company: Company) -> None:
    nine = newcomers(company.beijing, *(f"客{letter}" for letter in "甲乙丙丁戊己庚辛壬"), phone="+8613011112222")
    infer_all(LINKER, NOON)
    assert not models.Relation.objects.filter(from_id__in=[guest_of(DIRECTOR, one) for one in nine]).exists()


def test_g10_a_denied_household_stays_denied_and_companions_come_forward_until_the_word_is_taken_back(guests: dict[str, UUID]) -> None:
    infer_all(LINKER, NOON)
    relation = get_relations(DIRECTOR, guests["林薇"]).relations[0].id
    deny_relation(actor=DIRECTOR, relation_id=relation, now=NOON)
    infer_all(LINKER, NOON)
    assert around(guests["林薇"]) == {("household", "王秀英", "denied"), ("companion", "王秀英", "inferred")}
    remove_relation(actor=DIRECTOR, relation_id=relation, now=NOON)
    assert around(guests["林薇"]) == {("household", "王秀英", "inferred")}
    assert list(AuditEntry.objects.filter(action__startswith="relation.").order_by("id").values_list("action", flat=True)) == [
        "relation.denied", "relation.removed",
    ]  # fmt: skip


def test_g10_a_confirmed_relation_outlives_its_bookings_and_a_guess_cannot_be_taken_back(guests: dict[str, UUID]) -> None:
    infer_all(LINKER, NOON)
    relation = get_relations(DIRECTOR, guests["林薇"]).relations[0].id
    with pytest.raises(Conflict, match="nobody has said anything"):
        remove_relation(actor=DIRECTOR, relation_id=relation, now=NOON)
    confirm_relation(actor=DIRECTOR, relation_id=relation, now=NOON)
    Booking.objects.all().delete()
    infer_all(LINKER, NOON)
    assert around(guests["林薇"]) == {("household", "王秀英", "confirmed")}


def test_a_relation_added_by_hand_is_confirmed_and_added_twice_is_one(guests: dict[str, UUID]) -> None:
    said = Said(guests["张伟"], guests["林薇"], K.ASSISTANT_OF)
    assert add_relation(actor=DIRECTOR, said=said, now=NOON) == add_relation(actor=DIRECTOR, said=said, now=NOON)
    line = get_relations(DIRECTOR, guests["林薇"]).relations[0]
    assert (line.kind, line.name, line.is_from, line.sureness) == (K.ASSISTANT_OF, "张伟", False, "said")


def test_g11_a_circle_of_assistants_is_refused_and_nothing_changes(guests: dict[str, UUID]) -> None:
    one, two, three = guests["林薇"], guests["王秀英"], guests["张伟"]
    for pair in ((one, two), (two, three)):
        add_relation(actor=DIRECTOR, said=Said(*pair, K.ASSISTANT_OF), now=NOON)
    for pair in ((two, one), (three, one)):
        with pytest.raises(Conflict, match="cannot be so the other way round"):
            add_relation(actor=DIRECTOR, said=Said(*pair, K.ASSISTANT_OF), now=NOON)
    assert models.Relation.objects.filter(kind="assistant_of").count() == 2


def test_oneself_and_the_erased_are_refused(guests: dict[str, UUID], company: Company) -> None:
    lin = guests["林薇"]
    join_guests(company.guests["林薇"], company.guests["王秀英"])
    with pytest.raises(Invalid, match="two different guests"):
        add_relation(actor=DIRECTOR, said=Said(lin, guests["王秀英"], K.HOUSEHOLD), now=NOON)
    with pytest.raises(NotFound, match="may have been erased"):
        add_relation(actor=DIRECTOR, said=Said(lin, uuid4(), K.HOUSEHOLD), now=NOON)
    with pytest.raises(NotFound, match="reload"):
        confirm_relation(actor=DIRECTOR, relation_id=uuid4(), now=NOON)
    assert kept() == []


def test_people_say_things_only_of_guests_they_see_and_with_the_permission(company: Company, guests: dict[str, UUID]) -> None:
    sun, he = company.actor("sun"), company.actor("he")
    made = add_relation(actor=DIRECTOR, said=Said(guests["张伟"], guests["林薇"], K.BOOKER_FOR), now=NOON)
    with pytest.raises(NotFound):
        deny_relation(actor=sun, relation_id=made, now=NOON)
    with pytest.raises(NotFound):
        add_relation(actor=sun, said=Said(guests["张伟"], guests["林薇"], K.HOUSEHOLD), now=NOON)
    with pytest.raises(Refused):
        deny_relation(actor=he, relation_id=made, now=NOON)
    assert models.Relation.objects.get(id=made).state == RelationState.CONFIRMED


def test_who_is_not_seen_is_counted_and_not_named(company: Company, guests: dict[str, UUID]) -> None:
    add_relation(actor=DIRECTOR, said=Said(guests["张伟"], guests["林薇"], K.BOOKER_FOR), now=NOON)
    shown = get_relations(company.actor("zhao"), guests["林薇"])
    assert ([one.name for one in shown.relations], shown.unseen) == (["王秀英"], 1)
    graph = get_graph(company.actor("zhao"), guests["林薇"])
    assert ([one.name for one in graph.people], len(graph.ties), graph.unseen) == (["林薇", "王秀英"], 1, 1)
    with pytest.raises(NotFound):
        get_relations(company.actor("zhao"), guests["张伟"])


def test_two_relations_that_a_merge_makes_one_are_shown_once_and_one_within_a_guest_disappears(
    company: Company, guests: dict[str, UUID]
) -> None:
    for other, kind in (("林薇", K.COMPANION), ("王秀英", K.COMPANION)):
        add_relation(actor=DIRECTOR, said=Said(guests["张伟"], guests[other], kind), now=NOON)
    infer_all(LINKER, NOON)
    join_guests(company.guests["林薇"], company.guests["王秀英"])
    assert [(kind, state) for kind, _, state in around(guests["张伟"])] == [("companion", "confirmed")]
    assert around(guests["王秀英"]) == {("companion", "张伟", "confirmed")}
    deny_relation(actor=DIRECTOR, relation_id=get_relations(DIRECTOR, guests["张伟"]).relations[0].id, now=NOON)
    assert [(kind, state) for kind, _, state in around(guests["张伟"])] == [("companion", "denied")]


def test_all_bookings_are_those_of_the_guest_whichever_record_they_name(company: Company) -> None:
    a, again, b = newcomers(company.shanghai, "郑和", "郑和", "冯唐")
    join_guests(a, again)
    book(company.shanghai, a, again, times=3), book(company.shanghai, a, b), book(company.shanghai, again, b)
    infer_all(LINKER, NOON)
    assert around(a) == {("booker_for", "冯唐", "inferred")}


def test_g5_a_child_beside_a_grown_person_is_a_household(company: Company) -> None:
    from datetime import date

    from xenia.identity.rows import sealed_reading
    from xenia.identity.rules.reading import read_record

    mother, child = newcomers(company.shanghai, "许晴", "丁丁")
    book(company.shanghai, mother, mother, child)
    for record, born in ((mother, "1988-03-09"), (child, "2018-03-09")):
        reading = read_record({"name": "某人", "birth_date": born}, today=date(2026, 3, 2))
        models.Reading.objects.create(record_id=record, reading_sealed=sealed_reading(record, reading), content_hash=b"h" * 16)
    infer_all(LINKER, NOON)
    assert around(mother) == {("household", "丁丁", "inferred")}


def test_g13_employers_come_from_what_records_say(company: Company) -> None:
    a, b = newcomers(company.shanghai, "褚时", "卫青", company="北辰重工")
    (again,) = newcomers(company.shanghai, "褚时", company="北辰重工")
    join_guests(a, again)
    book(company.shanghai, a, a, b)
    infer_all(LINKER, NOON)
    (told,) = get_relations(DIRECTOR, a).employers
    assert (told.name, told.confidence) == ("北辰重工", 0.6)
    assert len(get_graph(DIRECTOR, a).employers[0].guest_ids) == 2


def test_the_picture_reaches_two_steps_and_forty_people(company: Company) -> None:
    middle, near = newcomers(company.shanghai, "蒋门", "沈括")
    far = newcomers(company.shanghai, *(f"远{place}" for place in range(50)))
    first = guest_of(DIRECTOR, near)
    add_relation(actor=DIRECTOR, said=Said(guest_of(DIRECTOR, middle), first, K.HOUSEHOLD), now=NOON)
    models.Relation.objects.bulk_create(
        models.Relation(from_id=first, to_id=guest_of(DIRECTOR, one), kind=K.BOOKER_FOR, confidence=0.5, state="inferred", changed_at=NOON)
        for one in far
    )
    graph = get_graph(DIRECTOR, middle)
    assert (len(graph.people), graph.left_out, {one.steps for one in graph.people}) == (PEOPLE_MAX, 12, {0, 1, 2})
    assert len(graph.ties) == PEOPLE_MAX - 1


def test_relations_of_people_who_are_gone_are_swept_by_the_full_run(guests: dict[str, UUID]) -> None:
    models.Relation.objects.create(
        from_id=uuid4(), to_id=guests["林薇"], kind="household", confidence=1, state="confirmed", changed_at=NOON
    )
    infer_all(LINKER, NOON)
    assert {row[5] for row in kept()} == {"inferred"}
