"""Names that people read and trust: of colleagues, roles, units, sources, machines. None may turn a line around or pass for another."""

import unicodedata
from collections.abc import Iterable

from xenia.kernel.errors import Conflict, Invalid

JOINERS = "\u200c\u200d"
"""Zero-width characters that Persian and some emoji need; every other invisible one is refused."""
_LOOKS_LIKE = {
    "a": "аɑα", "b": "ЬвƄ", "c": "сϲ", "d": "ԁ", "e": "еєҽ", "g": "ɡց", "h": "һհ", "i": "іιɩ", "j": "јϳ", "k": "кκ", "l": "ӏǀ",
    "m": "м", "n": "ոп", "o": "оοσօ", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕ", "t": "тτ", "u": "υս", "v": "νѵ", "w": "ԝѡω", "x": "хχ",
    "y": "уүγ", "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙӀ", "J": "Ј", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ",
    "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "УΥ", "Z": "Ζ",
}  # fmt: skip
LATIN = str.maketrans({other: latin for latin, others in _LOOKS_LIKE.items() for other in others})
"""Letters of Cyrillic, Greek, Armenian and IPA that look like a Latin one (of the tables of UTS 39, those of common fonts)."""


def require_plain(text: str) -> None:
    """Raises Invalid for a line break, another control character, or an invisible one: these turn text around, or hide in it."""
    found = next((character for character in text if _is_hidden(character)), None)
    if found is not None:
        raise Invalid(
            "name_unprintable",
            f"The name holds the invisible character U+{ord(found):04X}; type it again without copying it from elsewhere.",
            f"名称含有不可见字符 U+{ord(found):04X}；请手动重新输入。",
        )


def require_distinct(text: str, others: Iterable[str]) -> None:
    """Raises Conflict where `text` looks like another name but is written with other letters (Cyrillic а for Latin a)."""
    same, own = _folded(text), skeleton(text)
    twin = next((other for other in others if skeleton(other) == own and _folded(other) != same), None)
    if twin is not None:
        raise Conflict(
            "name_confusable",
            f"This looks exactly like {twin!r}, with letters of another alphabet; choose a name that can be told apart.",
            f"此名称与“{twin}”看起来相同，但用了其他字母表的字母；请换一个可区分的名称。",
        )


def skeleton(text: str) -> str:
    """Returns what the eye sees: compatibility forms folded, look-alikes as Latin letters, no difference of case or width."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(LATIN).casefold().split())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_hidden(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cc", "Zl", "Zp", "Cs") or (kind == "Cf" and character not in JOINERS)
