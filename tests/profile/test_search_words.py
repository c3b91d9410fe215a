"""By which words a guest is found: rules S12, S13 and S15."""

import pytest

from xenia.connect.actions.people import pinyin_of
from xenia.profile.rules.search import is_found, line_of, looked_for, phone_tail_of, words_of

WANG_WEI = line_of(words_of("王伟", "WANG/WEI", pinyin_of("王伟"), "GM-88001"))
XIAOMING = line_of(words_of("王小明", "", pinyin_of("王小明"), ""))
JOHN = line_of(words_of("John O'Neill", "", "john o'neill", ""))
OUYANG = line_of(words_of("欧阳娜娜", "", pinyin_of("欧阳娜娜"), ""))

S13 = [
    (
        WANG_WEI,
        ["王伟", "王", "王偉", "ww", "wangw", "wei wang", "weiwang", "WANG/WEI", "王w", "gm-88001", "88001"],
        ["eiw", "伟王", "ang", "", "%"],
    ),
    (XIAOMING, ["小明", "王小", "王xm", "王小m", "wxm", "xiaoming", "xiao wang"], ["明", "王m", "xm wxmm"]),
    (JOHN, ["john", "oneill", "neill", "jo o", "johnoneill"], ["hn", "neil jack"]),
    (OUYANG, ["娜娜", "欧阳", "oynn", "阳娜娜"], ["娜阳"]),
]


@pytest.mark.parametrize(("line", "finding", "missing"), S13)
def test_s13_a_guest_is_found_by_the_beginnings_of_words_in_any_order(line: str, finding: list[str], missing: list[str]) -> None:
    assert [text for text in finding if not is_found(line, looked_for(text))] == []
    assert [text for text in missing if is_found(line, looked_for(text))] == []


def test_s12_every_word_stands_between_spaces_once() -> None:
    assert line_of(words_of("李娜", "LI/NA", pinyin_of("李娜"), "")) == " lina ln nali 李n 李娜 "


def test_a_record_without_a_name_has_no_words() -> None:
    assert line_of(words_of("", "", "", "")) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5678", ("", "5678")),
        (" 王5678 ", ("王", "5678")),
        ("王 小明 5678", ("王 小明", "5678")),
        ("wei wang 5678", ("wei wang", "5678")),
        ("678", None),
        ("15678", None),
        ("138 5678", None),
        ("S-5678", None),
        ("wang5678", None),
        ("", None),
    ],
)
def test_s15_four_digits_alone_or_behind_a_name_are_the_end_of_a_phone(text: str, said: tuple[str, str] | None) -> None:
    assert phone_tail_of(text) == said
