"""Believable names: surnames by their real share, given names by year of birth and gender, foreign names in two scripts."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from pypinyin import Style, lazy_pinyin

from xenia.demo import name_words as words
from xenia.demo.columns import Flags, Numbers, Texts, chance, draw, joined, take, words_of

NATIONS = ("CN", "US", "GB", "JP", "KR", "HK")
NATION_SHARES = (0.948, 0.014, 0.007, 0.011, 0.010, 0.010)


@dataclass(frozen=True)
class Names:
    """`surname` and `given` in the script of the person's country, `_latin` as in the passport, in capitals."""

    surname: Texts
    given: Texts
    surname_latin: Texts
    given_latin: Texts


@dataclass(frozen=True)
class _Pool:
    local: tuple[str, ...]
    latin: tuple[str, ...]
    shares: tuple[float, ...]


@cache
def chinese_surnames() -> _Pool:
    rows = [row.split() for line in words.SURNAMES.strip().splitlines() for row in line.split("|")]
    return _Pool(tuple(row[0] for row in rows), tuple(row[1].upper() for row in rows), tuple(float(row[2]) for row in rows))


def _reading(character: str) -> str:
    return words.READINGS.get(character) or lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)[0].replace("v", "yu")


@cache
def chinese_given(cohort: int, gender: int) -> tuple[_Pool, _Pool]:
    """Returns one-character and two-character given names of a cohort (0 to 4) and gender (0 male, 1 female)."""
    singles = (words.MALE_SINGLES, words.FEMALE_SINGLES)[gender][cohort].split()
    first = (words.MALE_FIRST, words.FEMALE_FIRST)[gender][cohort].split()
    second = (words.MALE_SECOND, words.FEMALE_SECOND)[gender][cohort].split()
    doubles = [one + two for one in first for two in second if one != two]
    return _pool_of(singles), _pool_of(doubles)


def _pool_of(names: list[str]) -> _Pool:
    latin = tuple("".join(_reading(character) for character in name).upper() for name in names)
    return _Pool(tuple(names), latin, tuple(1 / (place + 12) for place in range(len(names))))


@cache
def foreign_pools(nation: str) -> tuple[_Pool, _Pool, _Pool]:
    """Returns surnames, men's and women's given names of a country."""
    if nation in ("US", "GB"):
        return tuple(_english(text) for text in (words.ENGLISH_SURNAMES, words.ENGLISH_MALE, words.ENGLISH_FEMALE))  # type: ignore[return-value]
    texts = {
        "JP": (words.JAPANESE_SURNAMES, words.JAPANESE_MALE, words.JAPANESE_FEMALE),
        "KR": (words.KOREAN_SURNAMES, words.KOREAN_MALE, words.KOREAN_FEMALE),
        "HK": (words.CANTONESE_SURNAMES, words.CANTONESE_MALE, words.CANTONESE_FEMALE),
    }[nation]
    return tuple(_pairs(text) for text in texts)  # type: ignore[return-value]


def _english(text: str) -> _Pool:
    names = text.split()
    return _Pool(tuple(names), tuple(name.upper() for name in names), (1.0,) * len(names))


def _pairs(text: str) -> _Pool:
    rows = [pair.split() for pair in text.split("|")]
    return _Pool(tuple(row[0] for row in rows), tuple(row[1] for row in rows), (1.0,) * len(rows))


def draw_names(rng: np.random.Generator, nation: Texts, birth_year: Numbers, gender: Numbers, surname_from: Numbers) -> Names:
    """Returns a name per person; `surname_from` is the row whose surname the person carries (one's own row for a new surname)."""
    size = len(nation)
    names = Names(*(words_of([None] * size) for _ in range(4)))
    for country in NATIONS:
        here = nation == country
        if not here.any():
            continue
        if country == "CN":
            _fill(names.surname, names.surname_latin, here, chinese_surnames(), rng)
            _fill_chinese_given(names, here, birth_year, gender, rng)
        else:
            surnames, male, female = foreign_pools(country)
            _fill(names.surname, names.surname_latin, here, surnames, rng)
            _fill(names.given, names.given_latin, here & (gender == 0), male, rng)
            _fill(names.given, names.given_latin, here & (gender == 1), female, rng)
    return Names(names.surname[surname_from], names.given, names.surname_latin[surname_from], names.given_latin)


def _fill_chinese_given(names: Names, here: Flags, birth_year: Numbers, gender: Numbers, rng: np.random.Generator) -> None:
    cohort = np.searchsorted(words.COHORT_STARTS, birth_year, side="right") - 1
    single = chance(rng, len(here), np.array(words.SINGLE_SHARES)[np.maximum(cohort, 0)])
    for number in range(len(words.COHORT_STARTS)):
        for sex in (0, 1):
            rows = here & (cohort == number) & (gender == sex)
            singles, doubles = chinese_given(number, sex)
            _fill(names.given, names.given_latin, rows & single, singles, rng)
            _fill(names.given, names.given_latin, rows & ~single, doubles, rng)


def _fill(local: Texts, latin: Texts, rows: Flags, pool: _Pool, rng: np.random.Generator) -> None:
    chosen = draw(rng, len(pool.local), int(rows.sum()), pool.shares)
    local[rows] = take(pool.local, chosen)
    latin[rows] = take(pool.latin, chosen)


def display_names(surname: Texts, given: Texts, nation: Texts) -> Texts:
    """Returns 王伟 for the countries that put the surname first in their own script, James Smith for the others."""
    western = (nation == "US") | (nation == "GB")
    return np.where(western, joined(given, " ", surname), joined(surname, given)).astype(object)


def gds_names(surname_latin: Texts, given_latin: Texts, gender: Numbers, age: Numbers) -> Texts:
    """Returns WANG/WEI MR as reservation systems write it; MSTR and MISS below twelve."""
    titles = take(("MR", "MS", "MSTR", "MISS"), gender + 2 * (age < 12))
    return joined(surname_latin, "/", given_latin, " ", titles)
