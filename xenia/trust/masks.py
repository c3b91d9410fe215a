"""How a personal value is shown to someone who may not see it whole. Pure; a mask never tells more than its docstring."""


def mask_phone(phone: str) -> str:
    """`+8613812345678` -> `138****5678`; a short number keeps its last two digits."""
    digits = phone.removeprefix("+86")
    if len(digits) < 8:
        return "****" + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"


def mask_email(email: str) -> str:
    """`li.na@example.com` -> `l***@example.com`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain}"


def mask_document(number: str) -> str:
    """`E12341234` -> `E****1234`; up to five characters show only the last one."""
    if len(number) <= 5:
        return "****" + number[-1:]
    return f"{number[:1]}****{number[-4:]}"


def mask_text(value: str) -> str:
    """Any other personal text: the first character and three stars."""
    return f"{value[:1]}***"
