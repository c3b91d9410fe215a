"""Passwords made of the company's own words are the first that are guessed (ASVS 6.2.11)."""

import re

from django.core.exceptions import ValidationError

from xenia.trust.queries.people import get_company

PRODUCT_WORDS = ("xenia", "binzhi")
LETTERS_MIN = 4
"""Shorter words stand in too many honest passwords."""


class CompanyWords:
    """Refuses a password in which a word of the company's name or the product's is most of it. Django calls it for every new password."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError naming the word."""
        company = get_company()
        words = {word.lower() for word in re.findall(r"\w+", f"{company.zh} {company.en}") if len(word) >= LETTERS_MIN} | set(PRODUCT_WORDS)
        low = password.lower()
        found = next((word for word in sorted(words, key=len, reverse=True) if word in low and len(word) * 2 >= len(low)), None)
        if found:
            raise ValidationError(f"The password is mostly the word {found!r}, which everyone guesses first.", code="password_company_word")

    def get_help_text(self) -> str:
        """What a form may say beforehand."""
        return "Not made of the company's own name."
