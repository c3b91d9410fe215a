"""An error says what happened in both languages, with a code for machines and a status for the web."""

import pytest

from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused, XeniaError


@pytest.mark.parametrize(("kind", "status"), [(XeniaError, 400), (Refused, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422)])
def test_each_kind_of_error_has_its_status(kind: type[XeniaError], status: int) -> None:
    error = kind("code", "What happened.", "发生了什么。", run="r1")
    assert (error.status, error.code, error.context) == (status, "code", {"run": "r1"})
    assert (error.message, error.message_zh, str(error)) == ("What happened.", "发生了什么。", "What happened.")


def test_an_error_without_a_chinese_sentence_says_its_english_one() -> None:
    assert Invalid("code", "What happened.").message_zh == "What happened."
