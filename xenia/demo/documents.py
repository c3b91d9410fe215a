"""Phones, documents and addresses of people who do not exist, well-formed so that checks pass.

Mobile numbers carry 00 after the prefix, resident ids the code of a province (issued to nobody) and passports the letters EX,
so that a reader sees at once that they are made up.
"""

from collections.abc import Sequence

import numpy as np

from xenia.demo.columns import Instants, Numbers, Texts, joined, numbers_text, take

_PREFIXES = (
    "130 131 132 133 135 136 137 138 139 147 150 151 152 153 155 156 157 158 159 166 173 175 176 177 178 "
    "180 181 182 183 185 186 187 188 189 191 193 195 196 198 199"
)
MOBILE_PREFIXES = tuple(_PREFIXES.split())
_MOBILES = len(MOBILE_PREFIXES) * 1_000_000
_STEP = 27_644_437
"""A prime, so that numbering people in steps of it visits every mobile number once."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = tuple("10X98765432")
_US_AREA_CODES = "202 206 212 213 303 305 312 314 404 408 415 503 512 602 617 619 646 702 713 718 808 818 917 949"
_US_AREAS = tuple(_US_AREA_CODES.split())
_FOREIGN_PATTERNS = {"GB": "+447400", "JP": "+819010", "KR": "+821020", "HK": "+85261"}
_FOREIGN_DIGITS = {"GB": 6, "JP": 6, "KR": 6, "HK": 6}
_DISTRICTS = "朝阳 海淀 和平 新城 江北 鼓楼 西湖 高新 滨江 南山 天河 武侯 思明 东湖 历下 中山 金水 岳麓"
DISTRICTS = tuple(_DISTRICTS.split())
_ROADS = "人民路 中山路 解放路 建设路 长江路 黄河路 文化路 学院路 迎宾大道 滨河路 和平街 光明街 花园路 星海路 春熙路 梧桐街 云海路 清泉路"
ROADS = tuple(_ROADS.split())
_ESTATES = "花园 新村 小区 家园 公寓 雅苑 名城 华庭 翠园 丽景"
ESTATES = tuple(_ESTATES.split())


def mobile_numbers(person: Numbers) -> Texts:
    """Returns a Chinese mobile number (11 digits) per person, no two alike below 40 million people."""
    number = (person * _STEP + 11_000_003) % _MOBILES
    return joined(take(MOBILE_PREFIXES, number // 1_000_000), "00", numbers_text(number % 1_000_000, 6))


def foreign_numbers(person: Numbers, nationality: Texts) -> Texts:
    """Returns a number with its country code, for US from the range kept for fiction."""
    number = (person * _STEP) % 1_000_003
    phones = joined("+1", take(_US_AREAS, number // 100 % len(_US_AREAS)), "55501", numbers_text(number % 100, 2))
    for country, head in _FOREIGN_PATTERNS.items():
        here, width = nationality == country, _FOREIGN_DIGITS[country]
        if here.any():
            phones[here] = joined(head, numbers_text(number[here] % 10**width, width))
    return phones


def resident_ids(codes: Sequence[str], code: Numbers, birth: Instants, serial: Numbers) -> Texts:
    """Returns 18-digit resident ids (GB 11643): codes[code], birth date, three digits (odd for men) and the check digit."""
    dates = birth.astype("datetime64[D]")
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    month = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    head = np.array([int(text) for text in codes], dtype=np.int64)[code]
    body = head * 10**11 + year * 10**7 + month * 10**5 + day * 10**3 + serial
    total = sum(weight * (body // 10 ** (16 - place) % 10) for place, weight in enumerate(_WEIGHTS))
    return joined(numbers_text(body, 17), take(_CHECKS, np.asarray(total) % 11))


def passports(person: Numbers) -> Texts:
    """Returns passport numbers EX0000000; a letter X is used by no issued passport series of this form."""
    return joined("EX", numbers_text((person * _STEP + 41) % 10_000_000, 7))


def addresses(rng: np.random.Generator, cities: Texts) -> Texts:
    """Returns a street address in each city."""
    size = len(cities)
    road, house = rng.integers(0, len(ROADS), size), rng.integers(1, 400, size)
    room = rng.integers(1, 33, size) * 100 + rng.integers(1, 5, size)
    estate = joined(take(DISTRICTS, rng.integers(0, len(DISTRICTS), size)), "区", take(ROADS, road), numbers_text(house), "号")
    return joined(cities, "市", estate, take(ESTATES, rng.integers(0, len(ESTATES), size)), numbers_text(room), "室")
