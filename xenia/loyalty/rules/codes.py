"""Codes that are worth something: how they look, and which cannot be right. Rule CO1 of docs/algorithms/coupons.md. Pure."""

import re

from stdnum.iso7064 import mod_97_10

from xenia.kernel.errors import Invalid

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O, U, which hands and eyes take for others."""
BODY, CHECK, CHANCE_BYTES = 14, 2, 9
WHOLE = BODY + CHECK
CHOSEN = re.compile(r"[A-Z0-9]{4,12}")
_TYPED = str.maketrans("ILO", "110")


def code_of(chance: bytes) -> str:
    """Rule CO1: returns the code of CHANCE_BYTES of chance: 14 letters (70 bits) and two check digits (ISO/IEC 7064, MOD 97-10)."""
    number = int.from_bytes(chance, "big")
    body = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(BODY)))
    return body + mod_97_10.calc_check_digits(body)


def shown(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def checked_code(said: str) -> str:
    """Rule CO1: returns a code as it was typed, in one form; raises Invalid for one that cannot be right, before anything is looked up:
    neither a code chosen by a company (4 to 12 letters and digits) nor sixteen whose check digits fit."""
    plain = re.sub(r"[\s-]", "", said).upper()
    if len(plain) == WHOLE:
        plain = plain.translate(_TYPED)
        if set(plain) <= set(LETTERS) and plain[BODY:].isdigit() and mod_97_10.is_valid(plain):
            return plain
    elif CHOSEN.fullmatch(plain):
        return plain
    raise wrong_code()


def checked_chosen(said: str) -> str:
    """Returns a code that a company chose for everybody; raises Invalid for one that could be taken for a code of one coupon."""
    plain = said.strip().upper()
    if not CHOSEN.fullmatch(plain):
        raise Invalid(
            "chosen_code_invalid",
            f"{said!r} cannot be the code; take 4 to 12 letters and digits.",
            f"“{said}”不能作为优惠码；请用 4 至 12 位字母或数字。",
        )
    return plain


def wrong_code() -> Invalid:
    """The error for a code that cannot be right; it does not repeat what was typed."""
    return Invalid("code_wrong", "This code cannot be right; look at it again, letter by letter.", "此码有误；请逐位核对后重新输入。")
