"""Names of people in every form that systems write them: hanzi, pinyin, GDS, with titles, in either order. Pure (rules M1, M3 to M9)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

import opencc
from pypinyin import pinyin_dict
from pypinyin.contrib.tone_convert import to_normal

from xenia.identity.rules import surnames
from xenia.identity.rules.placeholders import is_placeholder_name

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANZI = re.compile(f"[{HANZI}]")
_LOCAL = re.compile(rf"[{HANZI}\u3040-\u30ff\uac00-\ud7af]")
_DOTS = re.compile(r"[·•‧・∙.]")
_BRACKETS = re.compile(r"[()（）\[\]【】<>《》]")
_LOCAL_TITLES = re.compile(r"(先生|女士|小姐|太太|夫人|老师|经理|总监|教授|博士|医生|同学|师傅|阿姨|叔叔|老板|主任|总)$")
_LATIN_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mstr", "mst", "dr", "prof", "sir", "madam", "mme", "chd", "inf"))
_GLUED_TITLE = re.compile(r"(mstr|miss|mrs|mr|ms|chd|inf)$")
READINGS_MAX = 8
"""How many readings of one name are told apart; more are only found among very long names."""
CHARACTERS_READ_MAX = 6
"""A given name longer than this is no Chinese one: its first reading is enough."""


@dataclass(frozen=True)
class Name:
    """A name as the matcher compares it.

    `local`: hanzi in simplified form (or kana, hangul) without titles, spaces and dots; "" where there is none. `surname` and `given`: its
    parts, where it can be told apart. `latin`: every way to read it as (surname, given) in small letters without marks and spaces, ü as v;
    a reading without a given name is a surname alone. `is_initial`: some given name of `latin` is an initial only.
    """

    local: str = ""
    surname: str = ""
    given: str = ""
    latin: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.local and not self.latin

    @property
    def is_weak(self) -> bool:
        """Whether it says no more than a surname, or a surname and an initial: 王先生, W. WANG."""
        if self.local:
            return not self.given
        return all(len(given) < 2 for _, given in self.latin)


EMPTY = Name()


@lru_cache(maxsize=200_000)
def read_name(text: str, latin: str = "") -> Name:
    """Returns the name that a cell of names, and a cell of names in Latin letters beside it, hold; EMPTY for nothing and placeholders.

    The Latin cell adds readings: where a person writes 单 as DAN, both are kept (rule M6).
    """
    plain = tidied(text)
    if is_placeholder_name(plain):
        plain = ""
    local, rest = _parted(plain)
    beside = tidied(latin)
    readings = [*_latin_readings(rest), *(_latin_readings(beside) if not is_placeholder_name(beside) else ())]
    if not local:
        return Name(latin=_distinct(readings)) if readings else EMPTY
    surname, given = split_local(local)
    return Name(local, surname, given, _distinct([*_readings_of(surname, given), *readings]))


def tidied(text: str) -> str:
    """Returns the text in one form (rule M1): NFKC, traditional characters simplified, nothing invisible, no emoji, single spaces."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(letter if unicodedata.category(letter)[0] in "LNPZM" else " " for letter in folded)
    return _simplified(" ".join(kept.split())) if _HANZI.search(kept) else " ".join(kept.split())


def split_local(local: str) -> tuple[str, str]:
    """Returns surname and given name of a name in hanzi (rule M5); ("", the whole) where it begins with no surname that is known."""
    if local[:2] in surnames.DOUBLE:
        return local[:2], local[2:]
    if local[:1] in surnames.SINGLE or 1 < len(local) <= 3:
        return local[:1], local[1:]
    return "", local


def plain_latin(text: str) -> str:
    """Returns Latin letters small and without marks (rule M7): tones go; ü after l and n is v, however it is written: lü, lyu, lu:, lue."""
    low = re.sub(r"(?<=[ln])u(?:\u0308|:)", "v", _toneless(text.lower()))
    bare = "".join(letter for letter in unicodedata.normalize("NFD", low) if not unicodedata.combining(letter))
    bare = re.sub(r"(?<=[a-z])[1-5](?![0-9])", "", bare)
    return re.sub(r"l(?:yu|ue$|ue(?=[^a-z]))|\bnyu(?![a-z])", lambda found: found[0][0] + ("ve" if found[0][-1] == "e" else "v"), bare)


def _toneless(low: str) -> str:
    """Decomposed letters without tone marks; the diaeresis stays for the moment."""
    return "".join(letter for letter in unicodedata.normalize("NFD", low) if letter == "\u0308" or not unicodedata.combining(letter))


def loose(text: str) -> str:
    """Returns a reading without the difference between ü and u, which many systems cannot write: lv and lu are one (rule M7)."""
    return re.sub(r"(?<=[ln])v", "u", text)


def is_pinyin(text: str) -> bool:
    """Whether the letters fall into syllables of Mandarin, however they are cut."""
    return _cut(text) is not None


def _parted(plain: str) -> tuple[str, str]:
    """The local part of a name without titles and dots, and what is written in other letters."""
    rest = _LOCAL.sub(" ", plain)
    local = "".join(_LOCAL.findall(plain))
    while (found := _LOCAL_TITLES.search(local)) and found.start() > 0:
        local = local[: found.start()]
    return local, rest


def _latin_readings(text: str) -> list[tuple[str, str]]:
    """Every (surname, given) that a name in Latin letters can be read as (rules M4, M8, M9)."""
    low = plain_latin(_BRACKETS.sub(" ", text))
    if "/" in low:
        surname, _, given = low.partition("/")
        return _from_parts(_words(surname), _without_title(_words(given), is_gds=True))
    if "," in low:
        surname, _, given = low.partition(",")
        return _from_parts(_words(surname), _without_title(_words(given)))
    words = _without_title(_words(low))
    if len(words) == 1:
        return _one_block(words[0])
    if not words:
        return []
    return _ordered(words)


def _words(text: str) -> list[str]:
    joined = re.sub(r"(?<=[a-z])['’`-](?=[a-z])", "", _DOTS.sub(" ", text))
    return re.findall(r"[^\W\d_]+", joined)


def _without_title(words: list[str], *, is_gds: bool = False) -> list[str]:
    """Without MR, MSTR and the like; in the GDS form also where it is glued to the given name (rule M4)."""
    kept = [word for word in words if word not in _LATIN_TITLES]
    if is_gds and kept and len(kept) == len(words) and (found := _GLUED_TITLE.search(kept[-1])) and found.start() > 0:
        bare = kept[-1][: found.start()]
        kept[-1] = bare if not is_pinyin(kept[-1]) or is_pinyin(bare) else kept[-1]
    return kept


def _from_parts(surname: list[str], given: list[str]) -> list[tuple[str, str]]:
    return [("".join(surname), "".join(given))] if surname or given else []


def _one_block(word: str) -> list[tuple[str, str]]:
    """WANGXIAOMING: every surname it can begin with, the rest syllables; a name of another language stays whole (rule M8)."""
    cuts = [(word[:at], word[at:]) for at in range(2, len(word)) if word[:at] in latin_surnames() and is_pinyin(word[at:])]
    return cuts or [(word, "")]


def _ordered(words: list[str]) -> list[tuple[str, str]]:
    """Surname first and surname last, where either can be; a pinyin surname at one end only decides (rule M8)."""
    first, last = (words[0], "".join(words[1:])), (words[-1], "".join(words[:-1]))
    known = latin_surnames()
    begins, ends = first[0] in known and _may_be_given(first[1]), last[0] in known and _may_be_given(last[1])
    if begins != ends:
        return [first if begins else last]
    return [first, last]


def _may_be_given(text: str) -> bool:
    return len(text) == 1 or is_pinyin(text)


def _readings_of(surname: str, given: str) -> Iterator[tuple[str, str]]:
    yield from product(_surname_readings(surname), _given_readings(given))


def _surname_readings(surname: str) -> list[str]:
    if surname in surnames.READINGS:
        return surnames.READINGS[surname].split()
    return _given_readings(surname)[:1]


def _given_readings(given: str) -> list[str]:
    if len(given) > CHARACTERS_READ_MAX:
        return ["".join(_sounds(letter)[0] for letter in given)]
    return ["".join(sounds) for sounds in product(*(_sounds(letter) for letter in given))][:READINGS_MAX]


@cache
def _sounds(letter: str) -> tuple[str, ...]:
    """The two commonest readings of a character, without tones; nothing where it has none."""
    told = pinyin_dict.pinyin_dict.get(ord(letter), "")
    return tuple(dict.fromkeys(_bare_sound(sound) for sound in told.split(",") if sound))[:2] or ("",)


def _bare_sound(sound: str) -> str:
    return str(to_normal(sound, v_to_u=False)).replace("ü", "v")


@cache
def latin_surnames() -> frozenset[str]:
    """How Chinese surnames are written in pinyin."""
    return frozenset(
        reading
        for surname in (*surnames.SINGLE, *surnames.DOUBLE)
        for reading in (_surname_readings(surname) if surname in surnames.READINGS or len(surname) == 1 else _given_readings(surname)[:1])
    )


@cache
def _syllables() -> frozenset[str]:
    """Every syllable of Mandarin without tones; u stands for ü too."""
    told = {_bare_sound(sound) for sounds in pinyin_dict.pinyin_dict.values() for sound in sounds.split(",") if sound}
    plain = {sound for sound in told if sound.isascii() and sound.isalpha() and re.search("[aeiouv]", sound)}
    return frozenset(plain | {loose(sound) for sound in plain})


SYLLABLE_LETTERS_MAX = 6


@lru_cache(maxsize=200_000)
def _cut(text: str) -> tuple[str, ...] | None:
    """The letters as syllables, the longest first; None where they do not fall into any."""
    if not text:
        return None
    for end in range(min(SYLLABLE_LETTERS_MAX, len(text)), 0, -1):
        if text[:end] in _syllables():
            if end == len(text):
                return (text,)
            rest = _cut(text[end:])
            if rest is not None:
                return (text[:end], *rest)
    return None


def _distinct(readings: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(readings))[: 2 * READINGS_MAX]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))
