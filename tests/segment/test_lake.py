"""Audiences over the lake: the features of insight, happenings of facts, and guests of several records."""

from pathlib import Path

import pyarrow as pa
import pytest

from tests.insight.planted import CHEN, CHEN_GUEST, LIN, LIN_AT_THE_HOTEL, LIN_GUEST, MOTHER, MOTHER_GUEST, TODAY, add, booking, event
from tests.segment.cast import did, is_so
from xenia.insight.facts.happenings import happenings
from xenia.insight.facts.snapshot import SCHEMA
from xenia.insight.rules.catalogue import FEATURES
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.tables import ensure_tables
from xenia.segment.facts.membership import HAPPENING, PEOPLE, World, members_of
from xenia.segment.rules.behaviours import BEHAVIOURS
from xenia.segment.rules.feature_fields import fields_of_features
from xenia.segment.types.catalogue import Behaviour, catalogue_of
from xenia.segment.types.operators import Comparison, FieldKind, Op
from xenia.segment.types.tree import Act, All, Definition, Did, HowOften, LastDays, Node, Not, PropertyIs, Sequence, Step, Times

CATALOGUE = catalogue_of(fields_of_features(FEATURES, "CNY"), BEHAVIOURS)
LINKS = {LIN: LIN_GUEST, LIN_AT_THE_HOTEL: LIN_GUEST, MOTHER: MOTHER_GUEST, CHEN: CHEN_GUEST}
SPLIT = LINKS | {LIN_AT_THE_HOTEL: MOTHER_GUEST}
NAMES = {LIN_GUEST: "Lin", MOTHER_GUEST: "Mother", CHEN_GUEST: "Chen"}
TOKYO = (PropertyIs("destination", Comparison(Op.IS_ONE_OF, ("东京",))),)
TWICE = Did(Act("searched", TOKYO), Times(HowOften.AT_LEAST, 2), LastDays(14))
BOUGHT = is_so("feature.bookings", Op.AT_LEAST, 1)


@pytest.fixture
def lake(tmp_path: Path, engine: str) -> Lake:
    place = Lake(str(tmp_path / "lake"), engine)
    ensure_tables(place.url)
    searches = [
        event("Trip Searched", ago, key=f"{who}{ago}", record_id=who, destination="东京")
        for who, ago in ((LIN, 3), (LIN_AT_THE_HOTEL, 5), (CHEN, 4))
    ]
    add(place, "behaviour_events", *searches, event("Trip Searched", 2, record_id=CHEN, key="E", destination="巴黎"))
    add(place, "booking_versions", booking("B1", 2, booker_id=CHEN))
    return place


def inside(node: Node, lake: Lake, links: dict[str, str] | None = None) -> list[str]:
    pairs = links or LINKS
    people = pa.table({"record_id": list(pairs), "guest_id": list(pairs.values())}, schema=PEOPLE)
    rows = [{"guest_id": one, "bookings": int(one == CHEN_GUEST)} for one in NAMES]
    given = {"people": people, "features": pa.Table.from_pylist(rows, SCHEMA)}
    sources = {"feature": read.given("features", SCHEMA)}
    world = World(read.given("people", PEOPLE), sources, "feature", happenings("Asia/Shanghai", TODAY))
    found = read.execute(members_of(Definition(node), world, CATALOGUE, TODAY), units=None, given=given, lake=lake)
    return sorted(NAMES[one] for one in found["guest_id"].to_pylist())


def test_events_of_all_records_of_a_guest_count_together(lake: Lake) -> None:
    assert inside(All((TWICE, Not(did("booked")))), lake) == ["Lin"]


def test_a_split_takes_effect_at_the_next_read(lake: Lake) -> None:
    assert (inside(TWICE, lake, SPLIT), inside(did("searched"), lake, SPLIT)) == ([], ["Chen", "Lin", "Mother"])


def test_features_and_events_are_asked_together(lake: Lake) -> None:
    assert inside(All((BOUGHT, did("searched"))), lake) == ["Chen"]
    assert inside(Not(BOUGHT), lake) == ["Lin", "Mother"]


def test_a_sequence_over_two_fact_tables_is_found(lake: Lake) -> None:
    then_booked = Sequence(Act("searched", TOKYO), (Step(Act("booked"), 2),))
    never_booked = Sequence(Act("searched"), (Step(Act("booked"), 2, is_absent=True),))
    assert (inside(then_booked, lake), inside(never_booked, lake)) == (["Chen"], ["Lin"])


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.kind)
def test_every_behaviour_stands_in_its_table_with_all_its_properties(behaviour: Behaviour) -> None:
    columns = happenings("Asia/Shanghai", TODAY)[behaviour.table].schema().to_pyarrow()
    kinds = {FieldKind.TEXT: pa.string(), FieldKind.DATE: pa.date32(), FieldKind.REAL: pa.float64(), FieldKind.WHOLE: pa.int64()}
    assert {one.name: columns.field(one.name).type for one in HAPPENING} == {one.name: one.type for one in HAPPENING}
    assert [columns.field(one.column).type for one in behaviour.properties] == [kinds[one.kind] for one in behaviour.properties]


def test_every_feature_is_a_field_that_a_screen_can_list() -> None:
    fields = fields_of_features(FEATURES, "CNY")
    assert [one.column for one in fields] == SCHEMA.names[1:]
    assert all(one.operators and one.label.zh and one.meaning.en for one in fields)


def test_money_is_said_in_the_currency() -> None:
    units = {one.column: (one.unit, one.decimals) for one in fields_of_features(FEATURES, "CNY")}
    assert units["spend_minor"] == (Text("CNY", "CNY"), 2)
    assert units["night_minor_mean"] == (Text("每间每晚，CNY", "CNY a room and night"), 2)
    in_yen = next(one for one in fields_of_features(FEATURES, "JPY") if one.column == "spend_minor")
    assert (in_yen.unit.en, in_yen.decimals) == ("JPY", 0)
    assert units["bookings_90d"][1] == 0
