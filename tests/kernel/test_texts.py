"""A text speaks the language it is asked in."""

import pytest

from xenia.kernel.texts import Text


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", "云行旅业"), ("ZH", "云行旅业"), ("en", "Yunxing Travel"), ("fr", "Yunxing Travel")]
)
def test_a_text_is_chinese_for_those_who_ask_in_chinese_and_english_for_all_others(language: str, said: str) -> None:
    assert Text("云行旅业", "Yunxing Travel").in_language(language) == said
