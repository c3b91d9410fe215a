"""By which words a guest is found, and what a typed text looks for among them (rules S12 to S15, docs/algorithms/survivorship.md). Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from opencc import OpenCC

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
ALL_HAN = re.compile(rf"{HAN.pattern}*")
SIGNS = re.compile(r"[^\w]+")
PHONE_TAIL = re.compile(r"((?:[^0-9]*[\s\u3400-\u9fff])?)([0-9]{4})")
ANYWHERE_MIN = 3
WORDS_MAX = 8
"""A text of more words is cut: nobody is found by the ninth word of a name."""


def words_of(name: str, latin: str, pinyin: str, membership: str) -> set[str]:
    """Rule S12. The words of one record: hanzi in simplified form, whole and without the surname, hanzi with initials (`王xm`), pinyin
    apart, joined and as initials, Latin in both orders, and the membership number."""
    latin_words = _latin(latin)
    words = {*pinyin.lower().split(), *latin_words, *_joined(latin_words), *_latin(membership)}
    if not HAN.search(name):
        return words | set(_latin(name)) | _joined(_latin(name))
    han = "".join(_simplified(name).split()).lower()
    return words | {han, *_without_surname(han, pinyin), *_with_initials(han, pinyin)}


def line_of(words: Iterable[str]) -> str:
    """All words in one text, each with a space before and behind, so that a word is found by its beginning. A word that another begins
    with is found by that one and left out."""
    ordered = sorted(set(words))
    longest = [word for word, following in pairwise(ordered) if not following.startswith(word)] + ordered[-1:]
    return f" {' '.join(longest)} " if longest else ""


def looked_for(text: str) -> tuple[str, ...]:
    """Rule S13. What the line of a guest must hold, all of it: the beginning of each word typed, in any order; three hanzi anywhere."""
    typed = _simplified(text).lower()
    if HAN.search(typed):
        han = "".join(SIGNS.split(typed))
        return ((han if _is_all_han(han) and len(han) >= ANYWHERE_MIN else f" {han}"),) if han else ()
    return tuple(f" {word}" for word in SIGNS.split(typed)[:WORDS_MAX] if word)


def phone_tail_of(text: str) -> tuple[str, str] | None:
    """Rule S15. `5678`, `王 5678`, `王5678`, `wei 5678` -> the last four digits of a phone, and the name beside them ("" for none)."""
    typed = PHONE_TAIL.fullmatch(text.strip())
    return (typed[1].strip(), typed[2]) if typed else None


def is_found(line: str, parts: Sequence[str]) -> bool:
    """Rule S13 for one guest: whether the line holds every part."""
    return bool(parts) and all(part in line for part in parts)


def _latin(text: str) -> list[str]:
    return [word for word in SIGNS.split(_simplified(text).lower()) if word and not HAN.search(word)]


def _joined(words: list[str]) -> set[str]:
    """`wang`, `wei` -> `wangwei`, `weiwang`, `ww`."""
    if len(words) < 2:
        return set()
    return {"".join(words), "".join([*words[1:], words[0]]), "".join(word[0] for word in words)}


def _without_surname(han: str, pinyin: str) -> set[str]:
    """`王小明` -> `小明`, `xiaoming`, `xiaomingwang`; of four hanzi the surname may have one or two."""
    syllables = pinyin.split()[: len(han)]
    words = set()
    for letters in (1, 2)[: max(0, len(han) - 2)]:
        given = "".join(syllables[letters:])
        words |= {han[letters:], given, given + "".join(syllables[:letters])}
    return words


def _with_initials(han: str, pinyin: str) -> set[str]:
    """`王小明` -> `王xm`, `王小m`: how people shorten a name while they type."""
    syllables = pinyin.split()[: len(han)]
    if len(syllables) != len(han) or not _is_all_han(han):
        return set()
    initials = "".join(syllable[0] for syllable in syllables)
    return {han[:kept] + initials[kept:] for kept in range(1, len(han))}


def _is_all_han(text: str) -> bool:
    return ALL_HAN.fullmatch(text) is not None


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    converted: str = _converter().convert(text) if HAN.search(text) else text
    return converted
