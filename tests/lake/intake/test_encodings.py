"""Which encoding a file is written in, and that every one of them reads the same."""

import codecs

import pytest

from tests.lake.intake.reading import look, read

SIMPLIFIED = "姓名,城市,备注\n张三,巴黎,酒店很干净\n李四,东京,早餐不错\n"
TRADITIONAL = "姓名,城市,備註\n張三,巴黎,飯店很乾淨\n李四,東京,早餐不錯\n"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (SIMPLIFIED.encode(), "utf-8"),
        (SIMPLIFIED.encode("utf-8-sig"), "utf-8-sig"),
        (SIMPLIFIED.encode("gbk"), "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
        (SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_simplified_chinese_reads_the_same_in_every_encoding(data: bytes, found: str) -> None:
    shape = look(data)
    assert shape.encoding == found
    assert shape.encoding_confidence >= 0.9
    assert read(data).rows[0] == {"姓名": "张三", "城市": "巴黎", "备注": "酒店很干净", "_row": 2}


def test_big5_is_told_from_gb18030() -> None:
    data = TRADITIONAL.encode("big5")
    assert look(data).encoding == "big5"
    assert read(data).rows[1] == {"姓名": "李四", "城市": "東京", "備註": "早餐不錯", "_row": 3}


def test_traditional_characters_in_gb18030_are_not_taken_for_big5() -> None:
    assert look(TRADITIONAL.encode("gb18030")).encoding == "gb18030"


def test_a_short_list_of_names_is_enough() -> None:
    assert look("姓名\n王伟\n李娜\n".encode("gbk")).encoding == "gb18030"
    assert look("姓名\n陳怡君\n林志明\n".encode("big5")).encoding == "big5"


def test_western_letters_are_not_taken_for_chinese() -> None:
    data = "hotel,city\nHôtel de la Gare,Besançon\nCafé Zürich,Málaga\nPensão São João,Évora\n".encode("cp1252")
    shape = look(data)
    assert shape.encoding not in {"gb18030", "big5", "utf-8"}
    assert read(data, encoding="cp1252").rows[0]["city"] == "Besançon"


def test_the_encoding_can_be_overridden_by_any_usual_name() -> None:
    data = "姓名\n张三\n".encode("gbk")
    assert read(data, encoding="GB2312").rows[0]["姓名"] == "张三"
    assert look(data, encoding="GBK").encoding == "GBK"


def test_an_unknown_encoding_is_refused_with_the_choices() -> None:
    fault = read(b"a,b\n1,2\n", encoding="klingon").fault
    assert fault is not None
    assert fault.message == "The encoding klingon is not known. Choose utf-8, gb18030, big5, utf-16-le or utf-16-be."


@pytest.mark.slow
def test_chinese_that_begins_after_megabytes_of_ascii_is_still_read() -> None:
    data = b"id,city\n" + b"1,Paris\n" * 600_000 + "2,上海\n3,北京的酒店\n".encode("gbk")
    for one_way in (False, True):
        outcome = read(data, one_way=one_way)
        assert outcome.rows[-2]["city"] == "上海"
        assert outcome.rejects == []


@pytest.mark.slow
def test_a_character_cut_by_the_edge_of_a_block_is_whole() -> None:
    data = ("id,city\n" + "1,巴黎很好\n" * 300_000).encode()
    outcome = read(data, one_way=True)
    assert len(outcome.rows) == 300_000
    assert {row["city"] for row in outcome.rows} == {"巴黎很好"}


def test_the_euro_sign_of_windows_gbk_is_read() -> None:
    data = "城市,价格\n巴黎,".encode("gbk") + b"\x8020\n" + "东京,100元\n".encode("gbk")
    assert read(data, encoding="gbk").rows[0]["价格"] == "€20"


def test_a_damaged_utf8_file_stays_utf8_with_a_warning() -> None:
    shape = look(SIMPLIFIED.encode() * 5 + b"\xff\xfe,x,y\n")
    assert shape.encoding == "utf-8"
    assert [warning.code for warning in shape.warnings] == ["encoding_mixed"]
