"""What the business decided about showing a sealed value: for which purposes, and what a reference may look like. Pure."""

import re

from xenia.connect.types.guests import RevealPurpose
from xenia.kernel.errors import Invalid

REFERENCE = re.compile(r"[A-Za-z0-9._/#-]{1,40}")
_PERSONAL = (
    re.compile(r"(\+|00)[0-9]{7,15}"),  # a number with its country
    re.compile(r"(86)?1[3-9][0-9]{9}"),  # a Chinese mobile phone
    re.compile(r"0[0-9]{9,11}"),  # a landline with its area
    re.compile(r"[0-9]{17}[0-9X]"),  # a Chinese identity card
)
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{7,8}")


def require_purpose(purpose: RevealPurpose, reference: str) -> None:
    """Raises Invalid where `other` comes without a reference, or the reference is no booking or ticket number.

    The reference is kept in the audit log for ever, so it must not be the very value that is shown: letters, digits and `._/#-` only,
    at most 40, and nothing that looks like a phone, e-mail address or document.
    """
    if not reference and purpose is RevealPurpose.OTHER:
        raise Invalid(
            "reference_missing",
            "The purpose is other; give the booking or ticket number it is for.",
            "用途为“其他”时，请填写相关的预订号或工单号。",
        )
    if reference and (not REFERENCE.fullmatch(reference) or looks_personal(reference)):
        raise Invalid(
            "reference_personal",
            "The reference looks like a phone, e-mail or document number, or is a text; give a booking or ticket number.",
            "参考编号像是手机号、邮箱或证件号，或是一段文字；请填写预订号或工单号。",
        )


def looks_personal(reference: str) -> bool:
    """True for what has the form of a phone or identity card, however it is grouped, of an e-mail address, or of an ungrouped passport."""
    compact = re.sub(r"[^A-Za-z0-9+]", "", reference).upper()
    return "@" in reference or bool(_PASSPORT.fullmatch(reference.upper())) or any(one.fullmatch(compact) for one in _PERSONAL)


def is_value(reference: str, value: str) -> bool:
    """True where the reference holds the value that is about to be shown, or the value the reference."""
    plain, sealed = (re.sub(r"[^a-z0-9]", "", text.lower()) for text in (reference, value))
    return len(plain) > 5 and (plain in sealed or (bool(sealed) and sealed in plain))
