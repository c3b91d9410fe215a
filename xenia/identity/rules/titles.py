"""What the title beside a name tells of its bearer: sex, and whether a grown-up is meant. Pure (rule M15)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

CHILD_BELOW_YEARS = 12
"""Below this age nobody is called 先生 or MR: airlines' MSTR, CHD and INF end at the twelfth birthday (IATA Resolution 722)."""
_LOCAL = re.compile(r"(先生|女士|小姐|太太|夫人|阿姨|叔叔)\s*$")
_LATIN = re.compile(r"(?:\b|(?<=[a-z]))(mrs|mr|ms|mstr|miss|mme|madam|sir)\.?\s*$|^\s*(mrs|mr|ms|miss|mstr|mme|madam|sir)\b")
_MEN = frozenset(("先生", "叔叔", "mr", "mstr", "sir"))
_WOMEN = frozenset(("女士", "小姐", "太太", "夫人", "阿姨", "mrs", "ms", "miss", "mme", "madam"))
_GROWN = frozenset(("先生", "太太", "夫人", "阿姨", "叔叔", "mr", "mrs", "sir", "mme", "madam"))


@dataclass(frozen=True)
class Title:
    """`gender`: m, f or "". `is_grown`: nobody under twelve is called so."""

    gender: str = ""
    is_grown: bool = False


NONE = Title()


@lru_cache(maxsize=200_000)
def read_title(name: str, latin: str = "") -> Title:
    """Returns what the title in either cell tells; NONE without one. In Latin letters a title is glued only after the slash of the GDS."""
    for text in (name, latin):
        low = unicodedata.normalize("NFKC", text).lower()
        if found := _LOCAL.search(low):
            return _title(found[1])
        found = _LATIN.search(low)
        if found and not _is_part_of_word(low, found):
            return _title(found[1] or found[2])
    return NONE


def _is_part_of_word(low: str, found: re.Match[str]) -> bool:
    """Whether the letters of the title end a word that is no given name of the GDS: Williams is no MS."""
    before = low[: found.start(1)] if found[1] else ""
    return before[-1:].isalpha() and "/" not in before


def _title(word: str) -> Title:
    return Title("m" if word in _MEN else "f" if word in _WOMEN else "", word in _GROWN)
