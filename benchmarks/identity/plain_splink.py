"""The peer: Splink as somebody who knows it well sets it up within an hour, without anything made for Chinese names."""

import csv
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from pypinyin import lazy_pinyin
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals import splink_logging

Pairs = list[tuple[str, str]]


def link(
    records: Path, *, with_documents: bool, probability_min: float = 0.9, keys_of: Mapping[str, list[int]] | None = None
) -> list[list[str]]:
    """Returns the clusters, lists of record ids, of the connected components above the probability; under `keys_of` instead of its own
    blocking where they are given."""
    with records.open(encoding="utf-8") as lines:
        table = pa.Table.from_pylist([_tidied(row, with_documents) for row in csv.DictReader(lines)], _SCHEMA)
    if keys_of is not None:
        keys = pa.array([keys_of[one] for one in table["unique_id"].to_pylist()], pa.list_(pa.int64()))
        table = table.append_column("keys", keys)
    api = DuckDBAPI(duckdb.connect())
    rules: list[Any] = [
        block_on("phone"),
        block_on("email"),
        block_on("name", "born"),
        block_on("name", "city"),
        block_on("given", "surname", "booking"),
    ]
    compared: list[Any] = [
        cl.JaroWinklerAtThresholds("surname", [0.9]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("given", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("born"),
        cl.LevenshteinAtThresholds("phone", [1]),
        cl.LevenshteinAtThresholds("email", [1]),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.ExactMatch("gender"),
    ]
    if with_documents:
        rules.append(block_on("document"))
        compared.append(cl.LevenshteinAtThresholds("document", [1]))
    if keys_of is not None:
        rules = [block_on("keys", arrays_to_explode=["keys"])]
    settings = SettingsCreator(link_type="dedupe_only", comparisons=compared, blocking_rules_to_generate_predictions=rules)
    linker = Linker(api.register(table), settings)
    splink_logging.disable()
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("phone", "given"), block_on("email", "given")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("given", "surname"), block_on("phone"), block_on("email")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=probability_min)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=probability_min)
    parts: dict[str, list[str]] = {}
    for row in grouped.as_record_list():
        parts.setdefault(str(row["cluster_id"]), []).append(str(row["unique_id"]))
    return list(parts.values())


_COLUMNS = ("unique_id", "name", "surname", "given", "gender", "born", "phone", "email", "document", "city", "booking")
_SCHEMA = pa.schema([(column, pa.string()) for column in _COLUMNS])


def _tidied(row: dict[str, str], with_documents: bool) -> dict[str, str | None]:
    """Small letters, digits of phones, pinyin of hanzi, the order of GDS names: what an hour allows."""
    text = re.sub(r"(先生|女士)$", "", row["name"].strip())
    latin = re.sub(r"\b(MR|MS|MRS|MISS|MSTR)$", "", (row["name_latin"] or "").strip()).strip()
    words = lazy_pinyin(text) if re.search(r"[\u4e00-\u9fff]", text) else re.split(r"[/ ,]+", (latin or text).lower())
    surname, given = (words[0], "".join(words[1:])) if words else ("", "")
    born = re.sub(r"\D", "", row["birth_date"])
    made = {
        "unique_id": row["record_id"],
        "name": f"{surname} {given}".strip(),
        "surname": surname,
        "given": given,
        "gender": {"男": "M", "女": "F"}.get(row["gender"], row["gender"]),
        "born": born if len(born) == 8 else "",
        "phone": re.sub(r"\D", "", row["phone"])[-11:],
        "email": row["email"].lower(),
        "document": row["id_number"].upper() if with_documents else "",
        "city": row["city"],
        "booking": row["booking_ref"],
    }
    return {column: value or None for column, value in made.items()}
