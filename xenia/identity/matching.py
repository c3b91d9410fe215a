"""The statistical model of matching: trained and applied by Splink on DuckDB, over the readings of `rules.reading`.

Fellegi and Sunter (1969), A Theory for Record Linkage; m by expectation maximisation as in Winkler (2000); Linacre et al. (2022), Splink.
Shapes: a frame is one row per record, in the order of the readings given; pairs come back as positions in it. The comparisons are those of
`rules.comparing`, written in SQL; a test holds both to the same levels and weights.
"""

import json
import logging
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals import splink_logging
from splink.internals.comparison_level_creator import ComparisonLevelCreator
from splink.internals.exceptions import EMTrainingException

from xenia.identity.rules.blocking import keys_of, records_max
from xenia.identity.rules.comparing import (
    ALIKE_MIN,
    COMPARISONS,
    MAILBOX_LETTERS_MIN,
    NEAR_LETTERS_MIN,
    SIMILAR_LETTERS_MIN,
    SIMILAR_MIN,
    WORDS_SHARED_MIN,
)
from xenia.identity.rules.names import split_local
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.weighing import Model, bits_of_source, count_names, from_document, shares
from xenia.lake.engine import own_duckdb

START_FILE = Path(__file__).with_name("start_model.json")
"""Chances and how common names are, learnt from made people (benchmarks/identity): what a company starts from."""
TRAINED_FROM = 5_000
"""With fewer records nothing is learnt: rare levels would be guessed from a handful of pairs."""
RECORDS_AGAIN, RECORDS_FEWEST = 0.9, 2_000
"""Untrained it is taken that a record has about one other of the same person, among so many at least: a name alone joins nobody."""
U_PAIRS = 2_000_000
"""Random pairs on which u of the levels that are not rare is measured."""
EM_PAIRS_MAX, PRIOR_ROUNDS = 3_000_000, 20
M_FLOOR, U_FLOOR = 1e-4, 1e-9
NEVER_SEEN_PAIRS = 0.5
"""Where no two people were seen to share a value, half a pair is taken to."""
NAMED_U, NAMED_PAIRS, NAMED_RECORDS_MAX = 0.0005, 200, 200_000
"""That two namesakes have one address made of their name, told by so many pairs to begin with; among how many records more are sought."""
_SLIP = "damerau_levenshtein({0}, {1}) <= 1"
_SIMILAR = f"least(length({{0}}), length({{1}})) >= {SIMILAR_LETTERS_MIN} and jaro_winkler_similarity({{0}}, {{1}}) >= {SIMILAR_MIN}"
_WORDS = "len(list_intersect(words_l, words_r))"
_ENOUGH_WORDS = f"{_WORDS} >= {WORDS_SHARED_MIN} and 2 * {_WORDS} >= least(len(words_l), len(words_r))"
_NEAR_ADDRESSES = f"({_ENOUGH_WORDS}) or ({_SIMILAR.format('address_l', 'address_r')})"
_SURNAME = (
    "(weak_l or weak_r) and list_has_any(surnames_l, surnames_r)"
    " and (len(initials_l) = 0 or len(initials_r) = 0 or list_has_any(initials_l, initials_r))"
)
_NEAR_NAMES = " or ".join(
    f"(length({one}_l) >= {NEAR_LETTERS_MIN} and length({other}_r) >= {NEAR_LETTERS_MIN} and {_SLIP.format(one + '_l', other + '_r')})"
    for one in ("first", "second")
    for other in ("first", "second")
)
_ALIKE_NAMES = " or ".join(
    f"coalesce(jaro_winkler_similarity({one}_l, {other}_r) >= {ALIKE_MIN}, false)"
    for one in ("first", "second")
    for other in ("first", "second")
)
_NEAR_DATES = (
    "(year(born_l) = year(born_r) and ((month(born_l) = day(born_r) and day(born_l) = month(born_r))"
    " or month(born_l) = month(born_r) or day(born_l) = day(born_r)))"
    " or (month(born_l) = month(born_r) and day(born_l) = day(born_r) and abs(year(born_l) - year(born_r)) in (1, 10))"
)
_NO_NAME = "surnames_l is null or surnames_r is null or "
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "local": (
        _NO_NAME + "not (has_local_l and has_local_r)",
        "local_l = local_r",
        "list_has_any(sounds_l, sounds_r)",
        _SURNAME,
        "list_has_any(surnames_l, surnames_r)",
    ),
    "latin": (
        _NO_NAME + "(has_local_l and has_local_r)",
        "list_has_any(sounds_l, sounds_r)",
        _NEAR_NAMES,
        f"not ({_SURNAME}) and not (chinese_l and chinese_r) and ({_ALIKE_NAMES})",
        _SURNAME,
        "list_has_any(surnames_l, surnames_r)",
    ),
    "born": ("born_l is null or born_r is null", "born_l = born_r", _NEAR_DATES),
    "phone": (
        "phones_l is null or phones_r is null",
        "list_has_any(phones_l, phones_r)",
        _SLIP.format("phone_l", "phone_r"),
    ),
    "mail": (
        "mail_l is null or mail_r is null or (mail_l <> mail_r and mailbox_l = mailbox_r and (named_l or named_r))",
        "mail_l = mail_r and not (named_l or named_r)",
        "mail_l = mail_r",
        f"mailbox_l = mailbox_r and length(mailbox_l) >= {MAILBOX_LETTERS_MIN}",
    ),
    "document": (
        "document_l is null or document_r is null or kind_l <> kind_r or country_l <> country_r",
        "document_l = document_r",
        _SLIP.format("alike_l", "alike_r"),
    ),
    "gender": ("gender_l is null or gender_r is null", "gender_l = gender_r"),
    "city": ("city_l is null or city_r is null", "city_l = city_r", _SIMILAR.format("city_l", "city_r")),
    "address": ("address_l is null or address_r is null", "address_l = address_r", _NEAR_ADDRESSES),
    "company": ("company_l is null or company_r is null", "company_l = company_r"),
    "booking": (
        "bookings_l is null or bookings_r is null",
        "list_has_any(bookings_l, bookings_r) and source_l <> source_r",
        "list_has_any(bookings_l, bookings_r)",
    ),
}
"""Of each comparison: where it says nothing, then its levels from the highest down; level 0 is what remains."""
_BY_VALUE = {("local", 4): "local", ("local", 3): "sound", ("latin", 5): "sound", ("city", 2): "city", ("company", 1): "company"}
"""Levels that weigh by how common the value is, and the column of the value."""
_FIXED_M = {("local", 1): 0.004, ("local", 0): 0.001, ("latin", 1): 0.006, ("latin", 0): 0.002}
"""That one person has two given names or two surnames is not learnt from data: families share phones, and would teach it."""
CHINESE_SHARE_MIN = 0.5
"""Where fewer records have a Chinese name it is learnt all the same: foreign names are misspelt, shortened and in any order."""
START_M: Mapping[str, tuple[float, ...]] = {
    "local": (0.001, 0.004, 0.03, 0.03, 0.93),
    "latin": (0.002, 0.006, 0.05, 0.01, 0.03, 0.9),
    "born": (0.02, 0.04, 0.94),
    "phone": (0.13, 0.02, 0.85),
    "mail": (0.1, 0.02, 0.28, 0.6),
    "document": (0.02, 0.07, 0.91),
    "gender": (0.02, 0.98),
    "city": (0.1, 0.02, 0.88),
    "company": (0.1, 0.9),
    "booking": (0.6, 0.15, 0.25),
    "address": (0.3, 0.2, 0.5),
}
"""m of each level, from level 0 upwards, where a company's data is too little to learn from."""


def frame(readings: Sequence[Reading], sound_of: Callable[[Reading], str]) -> pa.Table:
    """Returns one row per reading, `unique_id` its position. An empty text is null; keys that too many records carry are left out."""
    carried = Counter(key for reading in readings for key in keys_of(reading))
    column: dict[str, Any] = {name: [] for name in (*_COLUMNS, "unique_id", "sound", "keys")}
    for place, reading in enumerate(readings):
        keys = [_number(key) for key in keys_of(reading) if 1 < carried[key] <= records_max(key)]
        for name, of in _COLUMNS.items():
            column[name].append(of(reading))
        column["unique_id"].append(place)
        column["sound"].append(sound_of(reading) or None)
        column["keys"].append(keys)
    return pa.table({name: pa.array(values, _TYPES.get(name)) for name, values in column.items()})


def start(readings: Sequence[Reading]) -> Model:
    """Returns the model to begin with, where there are too few records to learn from: the shipped one, the prior fitting their number."""
    shipped = from_document(json.loads(START_FILE.read_text(encoding="utf-8")))
    cities, companies = shares(reading.city for reading in readings), shares(reading.company for reading in readings)
    return replace(shipped, prior=RECORDS_AGAIN / max(RECORDS_FEWEST, len(readings)), cities=cities, companies=companies)


def train(readings: Sequence[Reading], *, seed: int) -> Model:
    """Returns a model of these records: u counted, m by expectation maximisation from `START_M`, the prior from what the pairs then say.

    `readings`: those of one company, shared contacts taken out. A comparison that the data says too little of keeps its start.
    """
    local, latin = count_names(readings)
    cities, companies = shares(reading.city for reading in readings), shares(reading.company for reading in readings)
    begun = Model(1e-4, {code: tuple((m, 0.5) for m in START_M[code]) for code in START_M}, local, latin, cities, companies)
    table = frame(readings, begun.sound_of)
    with own_duckdb() as connection:
        connection.register("people", table)
        linker = _linker(connection, table, begun)
        u = _learn_u(connection, linker, seed)
        m = _learn_m(connection, table, replace(begun, chances=_joined(START_M, u)))
    return _with_prior_seen(replace(begun, chances=_joined(m, u)), readings, table)


def find_pairs(readings: Sequence[Reading], model: Model, *, bits_min: float) -> list[tuple[int, int, float]]:
    """Returns the pairs of positions whose evidence weighs at least `bits_min`, the heaviest first; the lower position stands first."""
    found = _pairs(frame(readings, model.sound_of), model, bits_min)
    if not model.once:
        return found
    less = ((left, right, weight + bits_of_source(model, readings[left], readings[right])) for left, right, weight in found)
    return sorted((one for one in less if one[2] >= bits_min), key=lambda one: (-one[2], *one[:2]))


def _pairs(table: pa.Table, model: Model, bits_min: float) -> list[tuple[int, int, float]]:
    with own_duckdb() as connection:
        linker = _linker(connection, table, model)
        found = linker.inference.predict(threshold_match_weight=bits_min)
        sql = f"select unique_id_l, unique_id_r, match_weight from {found.physical_name} order by 3 desc, 1, 2"  # noqa: S608 - Splink's name
        return connection.sql(sql).fetchall()


_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_TYPES: Mapping[str, pa.DataType] = {
    "unique_id": pa.int32(), "keys": pa.list_(pa.int64()), "sounds": _TEXTS, "surnames": _TEXTS, "initials": _TEXTS, "words": _TEXTS,
    "phones": _TEXTS, "bookings": _TEXTS, "born": pa.date32(),
} | dict.fromkeys(("has_local", "weak", "named", "chinese"), pa.bool_()) | dict.fromkeys(
    ("local", "sound", "first", "second", "gender", "phone", "mail", "mailbox", "document", "kind", "country", "alike", "city", "company",
     "source", "address"), _TEXT,
)  # fmt: skip
_COLUMNS: Mapping[str, Callable[[Reading], Any]] = {
    "local": lambda r: r.local if r.local and not r.is_weak else None,
    "has_local": lambda r: bool(r.local),
    "sounds": lambda r: r.loose_names,
    "first": lambda r: next(iter(r.loose_names), None),
    "second": lambda r: r.loose_names[1] if len(r.loose_names) > 1 else None,
    "surnames": lambda r: r.surnames or None,
    "initials": lambda r: r.initials,
    "weak": lambda r: r.is_weak,
    "gender": lambda r: r.gender or None,
    "born": lambda r: r.birth_date,
    "phones": lambda r: r.phones or None,
    "phone": lambda r: next(iter(r.phones), None),
    "mail": lambda r: None if r.is_office else r.email or None,
    "named": lambda r: r.is_mailbox_named,
    "mailbox": lambda r: None if r.is_office else r.mailbox or None,
    "document": lambda r: r.document or None,
    "kind": lambda r: r.document_kind or None,
    "country": lambda r: r.document_country or None,
    "alike": lambda r: r.document_alike or None,
    "city": lambda r: r.city or None,
    "company": lambda r: r.company or None,
    "bookings": lambda r: r.bookings or None,
    "address": lambda r: r.address or None,
    "words": lambda r: list(dict.fromkeys(r.address.split())),
    "chinese": lambda r: r.is_chinese,
    "source": lambda r: r.source,
}


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _linker(connection: duckdb.DuckDBPyConnection, table: pa.Table, model: Model, *, fixed: bool = True) -> Linker:
    """A linker over the frame with the model's chances, its term frequencies taken from the model."""
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=model.prior,
        comparisons=[_comparison(one.code, model.chances[one.code], fixed) for one in COMPARISONS],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_matching_columns=False,
        max_iterations=15,
    )
    linker = Linker(api.register(table), settings)
    splink_logging.disable()  # else it writes every step to the terminal
    logging.getLogger("splink").setLevel(logging.ERROR)
    for column, shared in _values(table, model).items():
        linker.table_management.register_term_frequency_lookup(api.register(shared), column)
    return linker


def _comparison(code: str, chances: Sequence[tuple[float, float]], fixed: bool) -> comparisons.CustomComparison:
    null, *conditions = _LEVELS[code]
    made: list[ComparisonLevelCreator | dict[str, Any]] = [levels.CustomLevel(null).configure(is_null_level=True)]
    for place, (m, u) in reversed(list(enumerate(chances))):
        level: ComparisonLevelCreator = levels.CustomLevel(conditions[len(chances) - 1 - place]) if place else levels.ElseLevel()
        column = _BY_VALUE.get((code, place))
        if column:
            level = level.configure(tf_adjustment_column=column, disable_tf_exact_match_detection=True)
        made.append(
            level.configure(
                m_probability=max(m, U_FLOOR), u_probability=max(u, U_FLOOR), fix_m_probability=fixed and (code, place) in _FIXED_M
            )
        )
    return comparisons.CustomComparison(made, output_column_name=code)


def _values(table: pa.Table, model: Model) -> dict[str, pa.Table]:
    """How common each value of the columns is that weigh by value."""
    shares_of: dict[str, dict[str, float]] = {"city": dict(model.cities), "company": dict(model.companies)}
    local = {one for one in table["local"].to_pylist() if one}
    shares_of["local"] = {name: model.local.share(*split_local(name)) for name in local}
    sounds = {one for one in table["sound"].to_pylist() if one}
    shares_of["sound"] = {sound: model.latin.share(*sound.split("|")) for sound in sounds}
    return {
        column: pa.table({column: pa.array(list(of), _TEXT), f"tf_{column}": pa.array(list(of.values()), pa.float64())})
        for column, of in shares_of.items()
    }


_TWO_PEOPLE = "not l.weak and not r.weak and len(l.sounds) > 0 and len(r.sounds) > 0 and not list_has_any(l.sounds, r.sounds)"
_SHARED = {
    ("phone", 2): ("phones", "true"),
    ("mail", 3): ("[mail]", "not (l.named or r.named)"),
    ("mail", 1): ("[mailbox]", f"l.mail <> r.mail and not (l.named or r.named) and length(l.mailbox) >= {MAILBOX_LETTERS_MIN}"),
    ("document", 2): ("[document]", "true"),
    ("address", 2): ("[address]", "true"),
    ("booking", 2): ("bookings", "l.source <> r.source"),
    ("booking", 1): ("bookings", "l.source = r.source"),
}
"""Levels of values that are all but unique: their u is counted, for among random pairs most that agree are one person."""


def _learn_u(connection: duckdb.DuckDBPyConnection, linker: Linker, seed: int) -> dict[str, tuple[float, ...]]:
    """u of each level, from level 0 upwards: on random pairs; for what is all but unique, on all pairs that names show to be two people."""
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=seed)
    learnt = {one: list(_chances(linker, one, "u")) for one in START_M}
    strong = _row(connection, "select avg((not weak and len(sounds) > 0)::int) from people")[0] or 0.0
    for (code, level), (values, condition) in _SHARED.items():
        column = values.strip("[]")
        seen, known = _row(
            connection,
            f"""with held as (select unique_id, unnest({values}) as value, * exclude unique_id from people where {column} is not null)
            select (select count(*) from held l join held r on l.value = r.value and l.unique_id < r.unique_id
                    where {condition} and {_TWO_PEOPLE}),
                   (select count(*) from people where {column} is not null)""",  # noqa: S608 - our own words
        )
        pairs = max(1.0, known * (known - 1) / 2)
        learnt[code][level] = min(0.5, max(NEVER_SEEN_PAIRS, seen / max(0.01, strong**2)) / pairs)
    learnt["mail"][2] = _named_u(connection)
    return {code: _whole(found) for code, found in learnt.items()}


def _named_u(connection: duckdb.DuckDBPyConnection) -> float:
    """How often two namesakes have one address made of their name: among pairs of one name whose birth dates share nothing."""
    seen, pairs = _row(
        connection,
        f"""with held as (select sound, mail, named, born, phones from people where not weak and sound is not null and mail is not null
            and born is not null order by unique_id limit {NAMED_RECORDS_MAX})
        select count(*) filter (where l.mail = r.mail and l.named), count(*)
        from held l join held r on l.sound = r.sound and l.born < r.born
        where year(l.born) <> year(r.born) and month(l.born) <> month(r.born) and day(l.born) <> day(r.born)
            and not coalesce(list_has_any(l.phones, r.phones), false)""",  # noqa: S608 - our own words
    )
    return float((seen + NAMED_U * NAMED_PAIRS) / (pairs + NAMED_PAIRS))


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return connection.sql(sql).fetchone() or ()


def _learn_m(connection: duckdb.DuckDBPyConnection, table: pa.Table, start: Model) -> dict[str, tuple[float, ...]]:
    """m of each level, from level 0 upwards: the mean over pairs that share a name, a phone, an address, a document."""
    connection.register("people", table)
    is_foreign = pc.mean(table["chinese"].cast(pa.int8())).as_py() < CHINESE_SHARE_MIN
    taught: dict[tuple[str, int], list[float]] = defaultdict(list)
    for column in ("local", "phone", "mail", "document", *(("sound", "born") if is_foreign else ())):
        shared = f"select 1 from people where {column} is not null group by {column} having count(*) > 1 limit 1"  # noqa: S608
        if connection.sql(shared).fetchone():
            for level, m in _taught_by(_linker(connection, table, start, fixed=not is_foreign), column, start):
                taught[level].append(m)
    fixed = {} if is_foreign else _FIXED_M
    learnt = {}
    for code, begun in START_M.items():
        means = [sum(told) / len(told) if (told := taught[code, level]) else one for level, one in enumerate(begun)]
        learnt[code] = _whole([fixed.get((code, level), one) for level, one in enumerate(means)])
    return learnt


def _taught_by(linker: Linker, column: str, start: Model) -> Iterator[tuple[tuple[str, int], float]]:
    """m of the levels that pairs with one value of the column teach; nothing where there are too few of them."""
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column), max_pairs=EM_PAIRS_MAX)
    except (EMTrainingException, ValueError):  # ValueError: a level that no pair reaches came to a chance of 0
        return
    for code, begun in start.chances.items():
        for level, m in enumerate(_chances(linker, code, "m")):
            if m and not math.isclose(m, max(begun[level][0], U_FLOOR)):
                yield (code, level), m


def _chances(linker: Linker, code: str, of: str) -> list[float]:
    """m or u of each level that Splink found, from level 0 upwards; 0 for what it could not tell."""
    comparison = next(one for one in linker._settings_obj.comparisons if one.output_column_name == code)
    told = {one.comparison_vector_value: one for one in comparison.comparison_levels if not one.is_null_level}
    return [float((told[level].m_probability if of == "m" else told[level].u_probability) or 0.0) for level in sorted(told)]


def _whole(found: Sequence[float]) -> tuple[float, ...]:
    """The chances with a floor, adding up to one; level 0 takes what is left where the others are rare."""
    floored = [max(one, U_FLOOR) for one in found]
    return tuple(one / sum(floored) for one in floored)


def _joined(m: Mapping[str, Sequence[float]], u: Mapping[str, Sequence[float]]) -> dict[str, tuple[tuple[float, float], ...]]:
    return {code: tuple((max(one, M_FLOOR), other) for one, other in zip(m[code], u[code], strict=True)) for code in START_M}


def _with_prior_seen(model: Model, readings: Sequence[Reading], table: pa.Table) -> Model:
    """The model with the prior at which the pairs found add up to it: the share of all pairs that are, by their evidence, one person."""
    bits = np.array([weight for _, _, weight in _pairs(table, model, -60.0)]) - model.prior_bits
    every = max(1.0, len(readings) * (len(readings) - 1) / 2)
    prior = model.prior
    for _ in range(PRIOR_ROUNDS):
        shift = math.log2(prior / (1 - prior))
        prior = float(min(0.01, max(1e-9, (1 / (1 + np.exp2(-np.clip(bits + shift, -60, 60)))).sum() / every)))
    return replace(model, prior=prior)
