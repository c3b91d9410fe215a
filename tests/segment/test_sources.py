"""Sources of conditions made of small tables, on both engines. Rule AU18."""

from typing import Any

import pyarrow as pa

from xenia.lake import read
from xenia.segment.facts.ground import in_drawn_order
from xenia.segment.facts.membership import MEMBERS
from xenia.segment.facts.sources import base_of, flags_of, given_members, sets_of, side_by_side
from xenia.segment.facts.values import most_frequent

HELD = pa.schema([("guest_id", pa.string()), ("code", pa.string())])
VALUES = pa.schema([("guest_id", pa.string()), ("value", pa.string())])


def given(session: read.Session, name: str, schema: pa.Schema, *columns: list[Any]) -> Any:
    return session.give(name, pa.table(list(columns), schema=schema))


def rows(session: read.Session, expression: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(row.values()) for row in session.execute(expression).to_pylist())


def test_au16_the_base_is_who_is_in_the_snapshot_still_a_guest_and_not_left_out(session: read.Session) -> None:
    features = given(session, "known", MEMBERS, ["a", "b", "gone"])
    people = given(session, "people", pa.schema([("record_id", pa.string()), ("guest_id", pa.string())]), ["1", "2", "3"], ["a", "a", "b"])
    out = given_members(session, "out", pa.array(["b", "x"], pa.string()))
    assert rows(session, base_of(features, people, out)) == [("a",)]


def test_au18_who_has_no_word_is_known_to_have_none(session: read.Session) -> None:
    everybody = given(session, "everybody", MEMBERS, ["a", "b"])
    held = given(session, "held", HELD, ["a", "a", "x"], ["gold", "vip", "gold"])
    found = {guest: sorted(words) for guest, words in rows(session, sets_of(everybody, held, "code", "codes"))}
    assert found == {"a": ["gold", "vip"], "b": []}


def test_au18_a_flag_is_what_is_usual_but_for_the_others(session: read.Session) -> None:
    everybody = given(session, "everybody", MEMBERS, ["a", "b"])
    others = {one: given_members(session, f"others_{one}", pa.array(["b", "x"], pa.string())) for one in ("yes", "no")}
    assert rows(session, flags_of(everybody, {"yes": True, "no": False}, others)) == [("a", True, False), ("b", False, True)]


def test_columns_of_several_tables_stand_side_by_side(session: read.Session) -> None:
    one, two = given(session, "one", HELD, ["a", "b"], ["x", "y"]), given(session, "two", HELD, ["b", "c"], ["z", "w"])
    found = session.execute(side_by_side({"one": one, "two": two}, "code")).to_pylist()
    assert sorted((row["guest_id"], row["one"], row["two"]) for row in found) == [("a", "x", None), ("b", "y", "z"), ("c", None, "w")]


def test_values_are_counted_by_guests_and_found_by_their_beginning(session: read.Session) -> None:
    values = given(session, "said", VALUES, ["a", "b", "c", "d", "e"], ["Tokyo", "Tokyo", "tours", "", None])
    asked = [most_frequent(values, beginning, most) for beginning, most in (("", 9), ("TO", 1), ("tou", 9), ("%", 9))]
    found = [[(row["value"], row["guests"]) for row in session.execute(one).to_pylist()] for one in asked]
    assert found == [[("Tokyo", 2), ("tours", 1)], [("Tokyo", 2)], [("tours", 1)], []]


def test_a_sample_is_as_good_as_drawn_and_the_same_each_time(session: read.Session) -> None:
    ids = [f"0192f0a{first}-0000-7000-8000-00000000000{last}" for first, last in ((1, 3), (2, 1), (3, 2))]
    everybody = given(session, "everybody", MEMBERS, ids)
    assert session.execute(in_drawn_order(everybody))["guest_id"].to_pylist() == [ids[1], ids[2], ids[0]]
