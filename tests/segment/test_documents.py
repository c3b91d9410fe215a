"""The JSON form: what is written is read again, and a refusal says where, what and what to do."""

import json
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings

from tests.segment.worlds import definitions
from tools.audience_schema import PAGE, page
from xenia.kernel.errors import Invalid
from xenia.segment.types.documents import read_document, read_text, write_document
from xenia.segment.types.operators import Comparison, Op
from xenia.segment.types.schema import schema
from xenia.segment.types.tree import Act, All, Between, Definition, Did, HowOften, LastDays, Not, PropertyIs, Sequence, Step, Times

TODAY = date(2026, 6, 15)
ID = "0192f0aa-0000-7000-8000-0000000000d6"
BOOKED: dict[str, Any] = {"did": "booked"}
SEARCHED_TOKYO = {
    "did": "searched",
    "where": [{"property": "destination", "op": "is_one_of", "value": ["东京"]}],
    "times": {"at_least": 2},
    "during": {"last_days": 14},
}
VALIDATOR = jsonschema_rs.validator_for(schema())


def whole(where: Any) -> dict[str, Any]:
    return {"version": 1, "where": where}


def refusal_of(where: Any) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read_document(whole(where))
    assert refused.value.message.startswith(refused.value.context["at"])
    assert "；" in refused.value.message_zh
    return refused.value


def test_au1_a_definition_is_read() -> None:
    tokyo = Act("searched", (PropertyIs("destination", Comparison(Op.IS_ONE_OF, ("东京",))),))
    often = Did(tokyo, Times(HowOften.AT_LEAST, 2), LastDays(14))
    never = Not(Did(Act("booked"), Times(HowOften.AT_LEAST, 1)))
    assert read_document(whole({"all": [SEARCHED_TOKYO, {"not": BOOKED}]})) == Definition(All((often, never)))


def test_au1_a_sequence_is_read() -> None:
    steps = [{"did": "searched"}, {"did": "viewed", "within_days": 3}, {"did": "booked", "within_days": 7, "absent": True}]
    sequence = Sequence(Act("searched"), (Step(Act("viewed"), 3), Step(Act("booked"), 7, is_absent=True)), Between(date(2026, 5, 1), None))
    assert read_document(whole({"sequence": steps, "during": {"from": "2026-05-01"}})) == Definition(sequence)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(definitions(TODAY))
def test_au1_what_is_written_is_read_again(definition: Definition) -> None:
    document = write_document(definition)
    assert read_text(json.dumps(document)) == definition
    assert VALIDATOR.is_valid(document)


REFUSED = [
    ({"all": []}, "where.all", "an empty list"),
    ({"any": [{"not": {"all": []}}]}, "where.any[0].not.all", "an empty list"),
    ({"all": [BOOKED, {"any": "x"}]}, "where.all[1].any", "a list […] belongs here"),
    ({}, "where", "exactly one of"),
    ({"all": [BOOKED], "any": [BOOKED]}, "where", "exactly one of"),
    ("everybody", "where", "an object {…} belongs here"),
    ({"everyone": False}, "where.everyone", "write true"),
    ({"not": [BOOKED]}, "where.not", "an object {…} belongs here"),
    ({"field": "feature.city_top", "op": "is_one_of", "value": [7]}, "where.value[0]", "text belongs here"),
    ({"field": "feature.city_top", "op": "contains", "value": 7}, "where.value", "text belongs here"),
    ({"field": "feature.city_top", "op": "contains", "value": "  "}, "where.value", "visible characters"),
    ({"field": "feature.city_top", "op": "contains", "value": "a\ud800"}, "where.value", "visible characters"),
    ({"field": "feature.bookings", "op": "at_least", "value": "3"}, "where.value", "a number belongs here"),
    ({"field": "feature.bookings", "op": "at_least", "value": True}, "where.value", "a number belongs here"),
    ({"field": "feature.bookings", "op": "at_least", "value": float("nan")}, "where.value", "a number belongs here"),
    ({"field": "feature.bookings", "op": "at_least", "value": 10**400}, "where.value", "a number belongs here"),
    ({"field": "feature.bookings", "op": "between", "value": [5, 1]}, "where.value", "the lesser first"),
    ({"field": "feature.bookings", "op": "between", "value": [5]}, "where.value", "both ends"),
    ({"field": "feature.bookings", "op": "at_least"}, "where", "value is missing"),
    ({"field": "feature.bookings", "op": "is_known", "value": 1}, "where.value", "takes no value"),
    ({"field": "feature.bookings", "op": "more", "value": 1}, "where.op", "use one of"),
    ({"field": "feature.bookings", "op": "at_least", "value": 1, "unit": "x"}, "where.unit", "may stand here"),
    ({"field": "Bookings!", "op": "is_known"}, "where.field", "a name of the catalogue"),
    ({"field": "feature.last_trip_on", "op": "before", "value": "2026-02-30"}, "where.value", "write a day"),
    ({"field": "feature.last_trip_on", "op": "before", "value": "1066-10-14"}, "where.value", "of the years 1900 to 2200"),
    ({"field": "feature.last_trip_on", "op": "within_last", "value": 3661}, "where.value", "from 1 to 3660"),
    ({"field": "feature.last_trip_on", "op": "in_months", "value": [13]}, "where.value[0]", "from 1 to 12"),
    (BOOKED | {"times": {"at_least": 0}}, "where.times.at_least", "from 1 to"),
    (BOOKED | {"times": {"at_least": 2.0}}, "where.times.at_least", "a whole number"),
    (BOOKED | {"times": {"twice": 2}}, "where.times", "at_least, at_most, exactly"),
    (BOOKED | {"during": {"last_days": 0}}, "where.during.last_days", "from 1 to 3660"),
    (BOOKED | {"during": {}}, "where.during", "last_days, or from and to"),
    (BOOKED | {"during": {"from": "2026-06-02", "to": "2026-06-01"}}, "where.during", "cannot be after the last"),
    (BOOKED | {"where": [{"property": "line", "op": "is_one_of", "value": []}]}, "where.where[0].value", "an empty list"),
    ({"sequence": [BOOKED]}, "where.sequence", "two steps at least"),
    ({"sequence": [BOOKED, BOOKED]}, "where.sequence[1]", "within_days is missing"),
    ({"sequence": [BOOKED, BOOKED | {"within_days": 1, "absent": True}, BOOKED | {"within_days": 1}]}, "where.sequence[1].absent", "only the last"),
    ({"audience": "families"}, "where.audience", "a UUID"),
    ({"list": ID.upper()}, "where.list", "a UUID in small letters"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "at", "told"), REFUSED)
def test_au2_a_refusal_says_where_and_what_to_do(where: Any, at: str, told: str) -> None:
    refused = refusal_of(where)
    assert (refused.context["at"], told in refused.message) == (at, True), refused.message


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = BOOKED
    for _ in range(depth - 1):
        node = {"not": node}
    return node


def test_au2_a_tree_50_deep_gets_a_sentence() -> None:
    refused = refusal_of(nested(50))
    assert refused.message == (
        "where.not.not.not.not.not.not.not.not.not.not.not.not: found more than 12 groups within groups; "
        "save the inner part as an audience of its own and name that."
    )


def test_au2_twelve_deep_is_read_and_thirteen_not() -> None:
    assert write_document(read_document(whole(nested(12))))["where"] == nested(12)
    assert refusal_of(nested(13)).context["at"] == "where" + ".not" * 12


def test_au2_a_text_deeper_than_any_reader_gets_the_same_sentence() -> None:
    with pytest.raises(Invalid, match="more than 12 groups"):
        read_text('{"version":1,"where":' + '{"not":' * 100_000 + "0")


def test_au2_300_conditions_are_read_and_301_not() -> None:
    assert len(read_document(whole({"all": [BOOKED] * 299})).where.parts) == 299  # type: ignore[union-attr]
    assert "more than 300 conditions" in refusal_of({"all": [BOOKED] * 300}).message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"version":2,"where":{"everyone":true}}', "write version 1"),
        ('{"version":true,"where":{"everyone":true}}', "write version 1"),
        ('{"where":{"everyone":true}}', "version is missing"),
        ('{"version":1,"where":{"everyone":true},"name":"x"}', "only version, where may stand here"),
        ('{"version":1,"where":{"field":"a.b","op":"at_least","value":NaN}}', "an ordinary number"),
        ('{"version":1,"where":{"everyone":true,"everyone":true}}', "stands twice"),
        ("{", "mend the JSON"),
        ("[]", "an object {…} belongs here"),
        (" " * 1_000_001, "use a list"),
    ],
)
def test_au2_a_text_is_read_strictly(text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told.replace("{", r"\{").replace("}", r"\}")):
        read_text(text)


def test_the_schema_in_the_documents_is_that_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: python -m tools.audience_schema"


@pytest.mark.parametrize(
    "where", [{"all": []}, {"everyone": False}, {"field": "a.b", "op": "at_least", "value": "3"}, {"sequence": [BOOKED]}]
)
def test_the_schema_refuses_what_reading_refuses(where: Any) -> None:
    assert not VALIDATOR.is_valid(whole(where))
