"""A mapping is suggested from the header and the first rows."""

from typing import Any

import pytest

from xenia.connect.rules.codes import code_list
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.rules.suggest import CODE_WORDS, fitted, suggest_mapping

Record = dict[str, Any]


def suggested(header: str, *rows: str) -> list[Record]:
    """The records suggested for a file; the document is one the product accepts."""
    names = header.split(",")
    document = suggest_mapping(names, [row.split(",") for row in rows])
    parse_mapping(document, header=names)
    records: list[Record] = document["records"]
    return records


def columns(record: Record) -> dict[str, str]:
    return {name: how["from"] for name, how in record["fields"].items() if "from" in how and "." not in name}


def test_a_chinese_booking_export_is_a_booking_with_its_guest_beside() -> None:
    booking, guest = suggested(
        "订单号,状态,预订时间,入住日期,离店日期,房间数,总价,姓名,手机,备注",
        "1,已取消,2026-03-01 10:00,2026-05-01,2026-05-02,1,88,林薇,138,无",
    )
    assert booking["kind"] == "booking"
    assert columns(booking) == {
        "booking_key": "订单号", "status": "状态", "booked_at": "预订时间", "starts_on": "入住日期", "ends_on": "离店日期", "rooms": "房间数", "total": "总价",
    }  # fmt: skip
    assert booking["fields"]["status"]["table"] == {"已取消": "cancelled"}
    assert (guest["kind"], columns(guest)) == ("guest", {"name": "姓名", "phone": "手机"})
    assert booking["fields"]["attributes.备注"] == {"from": "备注"}


def test_an_english_booking_export_is_read_whatever_case_and_signs_its_header_has() -> None:
    (booking,) = suggested("Confirmation No.,Reservation Status,Arrival Date,Departure Date,Adults,Total Amount,Currency", "1,CHECKED OUT,1/13/2026,1/15/2026,2,10,USD")  # fmt: skip
    assert columns(booking) == {
        "booking_key": "Confirmation No.", "status": "Reservation Status", "starts_on": "Arrival Date", "ends_on": "Departure Date",
        "adults": "Adults", "total": "Total Amount",
    }  # fmt: skip
    assert booking["fields"]["total"]["currency"] == {"from": "Currency"}
    assert booking["fields"]["status"]["table"] == {"CHECKED OUT": "completed"}
    assert booking["fields"]["starts_on"]["format"] == "%m/%d/%Y"


def test_a_contact_export_is_guests() -> None:
    (guest,) = suggested("Contact ID,First Name,Last Name,Email,Mobile Phone,Birthdate,Gender", "1,Wei,Lin,a@b.c,138,1988-03-09,F")
    assert (guest["kind"], guest["fields"]["gender"]["table"]) == ("guest", {"F": "female"})
    assert columns(guest)["surname"] == "Last Name"


def test_a_chinese_member_list_is_guests() -> None:
    (guest,) = suggested("会员号,姓名,性别,手机号,证件号,生日,会员等级", "1,林薇,女,138,E1,1988-03-09,金卡")
    assert guest["kind"] == "guest"
    assert columns(guest) == {
        "guest_key": "会员号", "name": "姓名", "gender": "性别", "phone": "手机号", "id_number": "证件号", "birth_date": "生日", "membership_tier": "会员等级",
    }  # fmt: skip


def test_reviews_calls_and_events_are_told_apart() -> None:
    kinds = [
        suggested("评价编号,会员号,评分,评价内容,评价时间", "1,2,5,好,2026-01-01")[0]["kind"],
        suggested("call_id,call_time,duration,agent,subject", "1,2026-01-01 10:00,60,A,退票")[0]["kind"],
        suggested("messageId,event,userId,anonymousId,timestamp", "1,Viewed,2,3,2026-01-01T10:00:00Z")[0]["kind"],
    ]
    assert kinds == ["feedback", "interaction", "event"]


def test_epoch_seconds_and_millis_are_seen_in_the_values() -> None:
    (seconds,) = suggested("orderid,ordertime,total", "1,1700000000,5")
    (millis,) = suggested("orderid,ordertime,total", "1,1700000000123,5")
    assert (seconds["fields"]["booked_at"]["format"], millis["fields"]["booked_at"]["format"]) == ("epoch_seconds", "epoch_millis")


def test_day_first_is_taken_where_nothing_tells() -> None:
    (booking,) = suggested("orderid,checkin,total", "1,05/06/2026,5")
    assert booking["fields"]["starts_on"]["format"] == "%d/%m/%Y"


def test_a_preset_is_fitted_to_the_columns_a_company_chose() -> None:
    document = {"name": "p", "records": [{"kind": "guest", "fields": {"guest_key": {"from": "a"}, "phone": {"from": "b"}}}, {"kind": "trait", "fields": {"value": {"from": "c"}}}]}  # fmt: skip
    assert fitted(document, ["a"])["records"] == [{"kind": "guest", "fields": {"guest_key": {"from": "a"}}}]


def test_columns_named_by_arguments_are_needed_too() -> None:
    document = {
        "name": "p",
        "records": [{"kind": "booking", "fields": {"booking_key": {"from": "a"}, "total": {"from": "b", "currency": {"from": "c"}}}}],
    }
    assert list(fitted(document, ["a", "b"])["records"][0]["fields"]) == ["booking_key"]


def test_a_header_nobody_knows_still_gives_a_mapping_that_can_be_used() -> None:
    suggested("aa,bb.cc,dd ee", "1,2,3")


@pytest.mark.parametrize(
    ("codes", "words", "code"),
    [
        ("line", "FLIGHT 机票 Air 国际机票", "air"),
        ("line", "HOTEL 酒店 民宿", "hotel"),
        ("line", "TRAIN 火车票 高铁 rail", "rail"),
        ("line", "CAR 租车 car_rental", "car"),
        ("line", "TICKET 门票 景点门票", "attraction"),
        ("line", "跟团游 tour Group-Tour", "tour"),
        ("status", "PENDING_PAYMENT 待付款", "requested"),
        ("status", "CheckedOut 已离店 已完成", "completed"),
        ("status", "CLOSED Canceled 已取消 已退款", "cancelled"),
        ("channel", "电话 phone", "call"),
    ],
)
def test_the_words_by_which_exports_say_a_code_are_known(codes: str, words: str, code: str) -> None:
    header = {"line": "产品类型", "status": "状态", "channel": "channel"}[codes]
    beside = "callid,calltime,duration" if codes == "channel" else "订单号,入住日期,离店日期"
    (record, *_) = suggested(f"{beside},{header}", *(f"1,,,{word}" for word in words.split()))
    table = record["fields"][codes]["table"]
    assert {word: table[word] for word in words.split()} == dict.fromkeys(words.split(), code)


def test_a_value_that_says_nothing_known_is_left_for_a_person() -> None:
    (booking,) = suggested("订单号,入住日期,总价,产品线", "1,,,机票", "2,,,盲盒")
    assert "盲盒" not in booking["fields"]["line"]["table"]
    assert booking["fields"]["line"]["table"]["机票"] == "air"


def test_words_that_usually_come_together_are_proposed_together_in_the_same_case() -> None:
    (booking,) = suggested("orderid,checkin,total,product_line", "1,,,FLIGHT")
    assert booking["fields"]["line"]["table"] == {
        "CAR": "car", "FLIGHT": "air", "HOTEL": "hotel", "INSURANCE": "insurance", "TICKET": "attraction", "TOUR": "tour", "TRAIN": "rail",
    }  # fmt: skip


def test_every_code_a_suggestion_names_is_one_of_its_list() -> None:
    assert {codes: set(words) - code_list(codes) for codes, words in CODE_WORDS.items()} == {codes: set() for codes in CODE_WORDS}
