"""A mask shows enough to recognise a value and never enough to use it."""

import pytest

from xenia.trust.masks import mask_document, mask_email, mask_phone, mask_text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+8613812345678", "138****5678"),
        ("13812345678", "138****5678"),
        ("+819012345678", "+81****5678"),
        ("1234567", "****67"),
        ("12", "****12"),
        ("", "****"),
    ],
)
def test_a_phone_shows_its_first_and_last_digits(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [("li.na@example.com", "l***@example.com"), ("l@example.com", "l***@example.com"), ("", "***@"), ("nobody", "n***@")],
)
def test_an_email_shows_its_first_letter_and_where_it_is(email: str, shown: str) -> None:
    assert mask_email(email) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("E12341234", "E****1234"), ("110101198803090021", "1****0021"), ("12345", "****5"), ("", "****")]
)
def test_a_document_shows_its_first_and_last_characters(number: str, shown: str) -> None:
    assert mask_document(number) == shown


@pytest.mark.parametrize(("text", "shown"), [("林薇", "林***"), ("x", "x***"), ("", "***")])
def test_any_other_text_shows_its_first_character(text: str, shown: str) -> None:
    assert mask_text(text) == shown
