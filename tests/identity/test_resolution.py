"""From records to people without anything stored, and how good that is."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.identity.records import write_set
from tests.identity.readings import TODAY, read
from xenia.cli.main import command_line
from xenia.identity.queries.evaluation import evaluate
from xenia.identity.resolution import cluster, resolve
from xenia.kernel.errors import Invalid


def parts(*cells: dict[str, str]) -> list[list[int]]:
    return sorted(sorted(part) for part in cluster(resolve([read(**one) for one in cells])).parts)


def test_m26_a_membership_number_joins_what_nothing_else_does() -> None:
    here = {"name": "王伟", "membership_number": "YX100", "phone": "13805712233"}
    assert parts(here, {"name_latin": "WANG/WEI", "membership_number": "yx100", "phone": "13911112222"}) == [[0, 1]]
    assert parts(here, {"name": "李娜", "membership_number": "YX100"}) == []


def test_placeholders_link_nobody_however_many_share_them() -> None:
    filler = {"name": "无", "phone": "13800138000", "email": "test@test.com", "birth_date": "1900-01-01", "company": "N/A"}
    assert parts(*[filler] * 50) == []


def test_five_thousand_people_on_one_agency_phone_stay_themselves() -> None:
    surnames, givens = "王李张刘陈杨赵黄周吴", "伟芳娜静磊洋勇艳杰娟"
    people = [{"name": f"{a}{b}{c}", "phone": "13911110000"} for a in surnames for b in givens for c in givens * 5]
    assert len(people) == 5_000
    assert all(len({people[place]["name"] for place in part}) == 1 for part in parts(*people))


@pytest.mark.parametrize("name", ["王", "😀", "ﻣﺤﻤﺪ", "‏محمد", "单" * 60, "A", "-", "'; DROP TABLE", "\u0000王伟"])
def test_names_of_any_kind_are_read_and_joined_with_nobody_else(name: str) -> None:
    assert parts({"name": name, "city": "上海"}, {"name": "李娜", "city": "上海"}, {"phone": "13805712233"}) == []


def test_the_measure_is_right_on_a_set_small_enough_to_count(tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    records = tmp_path / "records.csv"
    rows = [("a", "王伟"), ("b", "王伟"), ("c", "王伟"), ("d", "李娜")]
    with records.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("record_id", "name", "phone"), *((key, name, "13805712233") for key, name in rows)])
    truth.write_text("record_id,person_id\na,1\nb,1\nc,2\nd,3\n", encoding="utf-8")
    found = evaluate(records, truth, today=TODAY)
    assert (found.records, found.people, found.clusters, found.breaches) == (4, 3, 2, 0)
    assert (found.precision.value, found.recall.value, found.f1.value) == (0.3333, 1.0, 0.5)
    assert found.cluster_f1 == round(2 * 1 / 5, 4)


def test_the_command_prints_one_json_object_and_breaks_nothing_that_cannot_be_linked(tmp_path: Path) -> None:
    records, truth = write_set(tmp_path, 3_000, seed=11)
    told = CliRunner().invoke(command_line(), ["evaluate", "identity", str(records), str(truth), "--json"])
    found = json.loads(told.stdout)
    assert found["precision"] >= 0.97
    assert found["f1"] >= 0.8
    assert (found["cannot_link_breaches"], found["records"]) == (0, sum(1 for _ in records.open(encoding="utf-8")) - 1)
    assert found["f1_interval_95"][0] <= found["f1"] <= found["f1_interval_95"][1]


def test_a_truth_that_leaves_records_out_is_refused_with_their_number(tmp_path: Path) -> None:
    records, truth = tmp_path / "records.csv", tmp_path / "truth.csv"
    records.write_text("record_id,name\na,王伟\nb,李娜\n", encoding="utf-8")
    truth.write_text("record_id,person_id\na,1\n", encoding="utf-8")
    with pytest.raises(Invalid, match="does not say who b is"):
        evaluate(records, truth, today=TODAY)


def test_a_file_without_record_ids_is_refused_by_name(tmp_path: Path) -> None:
    records = tmp_path / "records.csv"
    records.write_text("id,name\na,王伟\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"records\.csv has no column record_id"):
        evaluate(records, records, today=TODAY)
