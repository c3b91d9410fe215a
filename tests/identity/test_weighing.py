"""What evidence weighs, and that SQL and Python weigh the same."""

import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity.records import write_set
from tests.identity.readings import TODAY, read, start_model
from xenia.identity.matching import find_pairs, start, train
from xenia.identity.queries.evaluation import read_rows
from xenia.identity.rules.blocking import keys_of
from xenia.identity.rules.reading import Reading, read_record
from xenia.identity.rules.sharing import PEOPLE_OF_A_CONTACT_MAX, shared_contacts, without_shared
from xenia.identity.rules.weighing import Names, chance, evidence, from_document, levels_of, to_document, weigh

MODEL = start_model()


def made_readings(folder: Path, people: int) -> list[Reading]:
    records, _ = write_set(folder, people, seed=5)
    return [read_record(row, today=TODAY) for row in read_rows(records, "record_id")]


def test_m29_a_rare_name_weighs_more_than_a_common_one() -> None:
    common, _ = weigh(MODEL, read(name="王伟"), read(name="王伟"))
    rare, _ = weigh(MODEL, read(name="万俟明轩"), read(name="万俟明轩"))
    assert rare > common + 5


def test_m29_records_of_one_person_do_not_make_their_name_common() -> None:
    names = Names({"王": 700, "钟": 300}, {"伟": 60, "离": 5}, {"王|伟": 40, "钟|离": 5}, 10_000)
    assert names.share("钟", "离") == pytest.approx(300 / 10_000 * 0.5 / 10_000)
    assert names.share("王", "伟") == pytest.approx((40 - 6) / 10_000)


def test_m20_m29_the_bars_of_the_waterfall_and_the_start_add_up_to_the_weight() -> None:
    one, other = read(name="王伟", phone="13805712233", city="上海"), read(name="王伟", phone="13805712233", birth_date="1988-03-04")
    bits, levels = weigh(MODEL, one, other)
    bars = evidence(MODEL, levels, one, other)
    assert [bar.comparison for bar in bars] == ["phone", "local"]
    assert MODEL.prior_bits + sum(bar.bits for bar in bars) == pytest.approx(bits)


def test_an_even_chance_is_no_bits() -> None:
    assert (chance(0), round(chance(3), 3), round(chance(-3), 3)) == (0.5, 0.889, 0.111)


def test_m16_a_phone_of_more_people_than_a_family_has_is_an_offices() -> None:
    agency = [read(name=f"{surname}伟", phone="13911110000") for surname in "王李张刘陈杨赵黄周"]
    family = [read(name=f"王{given}", phone="13905712233") for given in "伟芳娜静"]
    shared = shared_contacts([*agency, *family])
    assert shared == {"+8613911110000": PEOPLE_OF_A_CONTACT_MAX + 1}
    assert without_shared(agency[0], shared.keys()).phones == ()
    assert without_shared(family[0], shared.keys()) is family[0]


def test_m28_records_are_looked_for_under_contacts_and_under_names_with_one_thing_more() -> None:
    keys = keys_of(read(name="王伟", phone="13805712233", birth_date="1988-03-04", city="上海"))
    assert keys == ["phone +8613805712233", "name wang|wei", "wang|wei 1988-03-04", "wang|wei 上海", "born wang 1988-03-04"]
    assert keys_of(read(name="无", phone="13800138000", email="test@test.com", birth_date="1900-01-01")) == []


def test_a_model_is_a_file_that_another_company_reads() -> None:
    assert from_document(to_document(MODEL)) == MODEL


def test_m21_to_m29_sql_and_python_find_the_same_weight_for_every_pair(tmp_path: Path) -> None:
    readings = made_readings(tmp_path, 1_500)
    model = start(readings)
    found = find_pairs(readings, model, bits_min=-30.0)
    assert len(found) > 3_000
    assert all(weight == pytest.approx(weigh(model, readings[left], readings[right])[0]) for left, right, weight in found)


@pytest.mark.slow
def test_training_learns_from_the_companys_own_records(tmp_path: Path) -> None:
    readings = made_readings(tmp_path, 4_000)
    model = train(readings, seed=1)
    assert 1e-5 < model.prior < 1e-3
    for code, chances in model.chances.items():
        assert math.isclose(sum(m for m, _ in chances), 1.0, abs_tol=0.01), code
    assert math.log2(model.chances["phone"][2][0] / model.chances["phone"][2][1]) > 10


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(("王伟", "王薇", "王先生", "李娜", "🙂", "ﷺ أحمد", "王", "单" * 60, "Wei Wang", "J. Li", "")),
        "name_latin": st.sampled_from(("WANG/WEI MR", "LI/NA", "WANG", "")),
        "phone": st.sampled_from(("13805712233", "13805712234", "13800138000", "abc")),
        "email": st.sampled_from(("wei.wang@qq.com", "x1988y@qq.com", "test@test.com", "@@")),
        "birth_date": st.dates(date(1899, 1, 1), date(2027, 1, 1)).map(str),
        "id_number": st.sampled_from(("11010519491231002X", "E34567812", "000")),
        "city": st.text(max_size=5),
    },
)


@given(CELLS, CELLS)
def test_any_two_records_are_weighed_alike_from_either_side(one: dict[str, str], other: dict[str, str]) -> None:
    left, right = read(**one), read(**other)
    assert levels_of(left, right) == levels_of(right, left)
    assert weigh(MODEL, left, right)[0] == pytest.approx(weigh(MODEL, right, left)[0])


@given(CELLS)
def test_fillers_alone_never_join(cells: dict[str, str]) -> None:
    filled = {"phone": "13800138000", "email": "test@test.com", "birth_date": "1900-01-01", "name": "无", "company": "N/A"}
    assert weigh(MODEL, read(**filled), read(**cells | filled))[0] <= MODEL.prior_bits + 1
