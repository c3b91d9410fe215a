"""Names as systems write them: rules M1 and M3 to M9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenia.identity.rules.names import EMPTY, is_pinyin, loose, plain_latin, read_name, split_local, tidied

SAME_PERSON = [
    "王伟",
    "王偉",
    "王伟先生",
    "王 伟",
    "WANG/WEI MR",
    "WANG/WEIMR",
    "wang wei",
    "Wáng Wěi",
    "WANGWEI",
    "Wang, Wei",
    "wang2 wei3",
    "王伟 (Wei Wang)",
]


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("ＷＡＮＧ／ＷＥＩ", "WANG/WEI"),
        ("歐陽　靖", "欧阳 靖"),
        ("🙂王伟🙂", "王伟"),
        ("王\u200f伟", "王 伟"),
        ("  a \t b\n", "a b"),
        ("", ""),
    ],
)
def test_m1_letters_have_one_form(written: str, tidy: str) -> None:
    assert tidied(written) == tidy


@pytest.mark.parametrize("written", SAME_PERSON)
def test_m4_m7_m8_every_form_of_one_name_shares_a_reading(written: str) -> None:
    assert ("wang", "wei") in read_name(written).latin


@pytest.mark.parametrize("written", ["王伟先生", "王伟 先生", "王伟总经理", "Mr. 王伟", "王伟女士"])
def test_m3_titles_are_no_part_of_a_name(written: str) -> None:
    assert read_name(written).local == "王伟"


@pytest.mark.parametrize("written", ["王总", "王先生", "王", "W. Wang", "WANG/W MR", "王小姐"])
def test_m9_m3_a_surname_with_a_title_or_an_initial_is_weak(written: str) -> None:
    assert read_name(written).is_weak


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("WANG/XIAOMING", ("wang", "xiaoming")),
        ("LI/CHUMS", ("li", "chu")),
        ("ZHANG/SAN MSTR", ("zhang", "san")),
        ("O'BRIEN/MARY-ANN MRS", ("obrien", "maryann")),
        ("OUYANG/NA NA CHD", ("ouyang", "nana")),
        ("WANG/", ("wang", "")),
    ],
)
def test_m4_the_form_of_the_gds_says_which_is_which(written: str, reading: tuple[str, str]) -> None:
    assert read_name(written).latin == (reading,)


@pytest.mark.parametrize(
    ("local", "parts"),
    [
        ("欧阳娜娜", ("欧阳", "娜娜")),
        ("欧文", ("欧", "文")),
        ("万俟雪", ("万俟", "雪")),
        ("王", ("王", "")),
        ("买买提吐尔逊", ("", "买买提吐尔逊")),
    ],
)
def test_m5_surname_and_given_name_of_hanzi(local: str, parts: tuple[str, str]) -> None:
    assert split_local(local) == parts


@pytest.mark.parametrize(
    ("written", "surname"),
    [
        ("单田芳", "shan"),
        ("仇英", "qiu"),
        ("曾国藩", "zeng"),
        ("解缙", "xie"),
        ("万俟雪", "moqi"),
        ("尉迟恭", "yuchi"),
        ("吕布", "lv"),
        ("區海倫", "ou"),
    ],
)
def test_m6_a_surname_is_read_as_surnames_are(written: str, surname: str) -> None:
    assert {reading[0] for reading in read_name(written).latin} == {surname}


def test_m6_both_readings_count_where_people_use_both() -> None:
    assert {surname for surname, _ in read_name("翟天临").latin} == {"zhai", "di"}
    assert {called for _, called in read_name("王乐乐").latin} == {"lele", "leyue", "yuele", "yueyue"}


def test_m6_what_stands_beside_the_hanzi_is_a_reading_too() -> None:
    assert ("dan", "tianfang") in read_name("单田芳", "DAN TIANFANG").latin


@pytest.mark.parametrize("written", ["吕布", "Lǚ Bù", "LYU BU", "LV/BU", "lu:3 bu4", "lv bu"])
def test_m7_u_with_diaeresis_in_every_spelling(written: str) -> None:
    assert ("lv", "bu") in read_name(written).latin


def test_m7_a_plain_u_agrees_loosely_only() -> None:
    assert ("lv", "bu") not in read_name("LU/BU").latin
    assert loose("lv") == loose("lu")
    assert (plain_latin("Xinyu"), plain_latin("Müller")) == ("xinyu", "muller")


@pytest.mark.parametrize("written", ["Wang Xiao-Ming", "Xiao Ming Wang", "wangxiaoming", "Wang Xiaoming", "WANG XIAO'MING"])
def test_m8_order_is_told_by_a_surname_at_one_end(written: str) -> None:
    assert ("wang", "xiaoming") in read_name(written).latin


def test_m8_where_both_ends_could_be_both_count() -> None:
    assert set(read_name("Wei Wang").latin) == {("wei", "wang"), ("wang", "wei")}
    assert set(read_name("John Smith").latin) == {("john", "smith"), ("smith", "john")}


@pytest.mark.parametrize(
    ("text", "is_so"), [("xiaoming", True), ("xian", True), ("smith", False), ("", False), ("zhuang", True), ("lve", True)]
)
def test_pinyin_is_told_from_other_letters(text: str, is_so: bool) -> None:
    assert is_pinyin(text) is is_so


@pytest.mark.parametrize("written", ["王" * 60, "a" * 60, "محمد علي", "🙂", "x", "Ꮳ", "‮王伟"])
def test_no_name_is_too_odd_to_read(written: str) -> None:
    name = read_name(written)
    assert name == EMPTY or name.local or name.latin


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_read_and_reading_it_again_says_the_same(written: str, latin: str) -> None:
    name = read_name(written, latin)
    assert read_name(name.local).local == name.local or name.is_weak or not name.local
    assert all(part == part.lower() and " " not in part for reading in name.latin for part in reading)
