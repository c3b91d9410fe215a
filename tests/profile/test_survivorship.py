"""Which value counts where records differ: rules S2 to S9."""

from dataclasses import replace

import pytest

from tests.profile.records import EARLY, LATE, said
from xenia.connect.types.said import RecordSaid
from xenia.profile.rules.survivorship import merged_attributes, merged_tags, survive
from xenia.profile.types.guests import Survived, WonBy


def field(name: str, *records: RecordSaid) -> Survived:
    (found,) = [one for one in survive(records) if one.field == name]
    return found


CASES = [
    ("S2 the desk before every system", WonBy.HAND, said("desk", EARLY, city="苏州"), said("push", LATE, city="上海")),
    ("S3 a document speaks of the name", WonBy.DOCUMENT, said("file", EARLY, city="王玮", document="E1"), said("push", LATE, city="王伟")),
    ("S4 a system before a file", WonBy.SOURCE, said("push", EARLY, city="上海"), said("file", LATE, city="杭州")),
    ("S4 a folder before a file", WonBy.SOURCE, said("folder", EARLY, city="上海"), said("file", LATE, city="杭州")),
    ("S5 the newest of one kind", WonBy.NEWEST, said("sql", LATE, city="上海"), said("push", EARLY, city="杭州")),
    ("S6 the fuller of one instant", WonBy.FULLEST, said("file", EARLY, city="杭州市西湖区"), said("file", EARLY, city="杭州")),
    ("S6 the first of what is equal", WonBy.FIRST, said("file", EARLY, city="杭州"), said("file", EARLY, city="上海")),
]


@pytest.mark.parametrize(("reason", "better", "worse"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_better_record_wins_in_either_order_and_the_other_stays_beside_it(reason: WonBy, better: RecordSaid, worse: RecordSaid) -> None:
    name = "name" if reason is WonBy.DOCUMENT else "city"
    records = [spoken(one, name) for one in (better, worse)]
    for order in (records, records[::-1]):
        found = field("place" if name == "city" else name, *order)
        assert (found.best.text, [other.text for other in found.others], found.reason) == (
            better.fields["city"],
            [worse.fields["city"]],
            reason,
        )


def spoken(record: RecordSaid, name: str) -> RecordSaid:
    return replace(record, fields={name: record.fields["city"]})


def test_s3_a_document_says_nothing_of_a_city() -> None:
    found = field("place", said("file", LATE, city="杭州", document="E1"), said("push", EARLY, city="上海"))
    assert (found.best.text, found.reason) == ("上海", WonBy.SOURCE)


def test_s7_values_that_differ_in_signs_case_and_order_are_one_with_all_their_voices() -> None:
    found = field("name_latin", said("file", EARLY, name_latin="WANG/WEI"), said("push", EARLY, name_latin="Wei Wang"))
    assert (found.best.text, len(found.best.voices), found.others, found.reason) == ("Wei Wang", 2, (), WonBy.AGREED)


def test_s7_one_voice_needs_no_reason() -> None:
    assert field("gender", said(gender="female"), said(name="林薇")).reason is WonBy.ONLY


def test_s7_a_value_is_as_strong_as_its_strongest_voice() -> None:
    records = said("file", EARLY, name="王伟"), said("file", LATE, name="王玮"), said("push", EARLY, name="王伟")
    assert field("name", *records).best.text == "王伟"


def test_s8_phones_hold_side_by_side_the_best_first() -> None:
    found = field("phone", said("file", EARLY, phone="138"), said("push", LATE, phone="139"), said("file", LATE, phone="138"))
    assert (found.best.text, [other.text for other in found.others], found.is_list) == ("139", ["138"], True)
    assert len(found.others[0].voices) == 2


def test_s8_a_city_never_takes_the_province_of_another_record() -> None:
    found = field("place", said("file", EARLY, province="浙江", city="杭州"), said("file", LATE, city="上海"))
    assert (found.best.parts, found.others[0].text) == (("", "上海"), "浙江 杭州")


def test_s8_a_tier_belongs_to_its_number() -> None:
    records = (
        said("push", EARLY, membership_number="G1", membership_tier="金卡"),
        said("file", LATE, membership_number="G2", membership_tier="银卡"),
    )
    assert field("membership", *records).best.parts == ("G1", "金卡")


def test_s9_tags_of_all_records_stand_once_and_own_fields_are_the_strongest_voices() -> None:
    old = said("file", EARLY, tags=("家庭",), attributes={"grade": "P5", "kept": "a"})
    new = said("push", LATE, tags=("常客", "家庭"), attributes={"grade": "P7", "empty": ""})
    assert (merged_tags([old, new]), merged_attributes([old, new])) == (("常客", "家庭"), {"grade": "P7", "kept": "a"})


def test_a_field_nobody_speaks_of_is_not_there() -> None:
    assert survive([said()]) == ()
