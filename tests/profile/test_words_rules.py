"""What may be written, attached and entered: pure rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.profile.rules.attachments import media_type_of
from xenia.profile.rules.by_hand import checked_fields, require_leading
from xenia.profile.rules.staff import check_call, check_due, clean_text, is_overdue, require_version
from xenia.profile.rules.tags import checked_draft, code_of, likeness, near_names
from xenia.profile.types.staff import CallDirection, CallOutcome, NewCall, TaskState
from xenia.profile.types.tags import TagDraft, TagWay

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
PNG, PDF = b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7\n"
DOCX = b"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml"


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (PNG, "passport.PNG", "image/png"),
        (PDF, "合同.pdf", "application/pdf"),
        (DOCX, "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("座位靠窗".encode(), "note.txt", "text/plain"),
        ("座位靠窗".encode("gb18030"), "note.csv", "text/csv"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls", "application/vnd.ms-excel"),
    ],
)
def test_a_file_is_told_by_what_it_holds(head: bytes, name: str, media_type: str) -> None:
    assert media_type_of(head, name) == media_type


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"MZ\x90\x00", "photo.png"),
        (b"<html><script>", "page.html"),
        (b"<svg onload=alert(1)>", "a.svg"),
        (DOCX, "macro.docm"),
        (b"PK\x03\x04 payload.exe", "letter.docx"),
        (PNG, "photo.pdf"),
        (b"\x00\x01\x02", "note.txt"),
        (b"", "empty.txt"),
        (PDF, "no_ending"),
    ],
)
def test_a_program_a_page_or_a_file_under_a_false_name_is_refused(head: bytes, name: str) -> None:
    with pytest.raises(Invalid, match="image, a PDF"):
        media_type_of(head, name)


def test_a_text_is_trimmed_and_has_a_length() -> None:
    assert clean_text("  靠窗\x00 ", 10) == "靠窗"
    for text in (" \n ", "x" * 11):
        with pytest.raises(Invalid):
            clean_text(text, 10)


def test_a_task_is_overdue_when_its_day_is_over_and_it_is_open() -> None:
    assert [is_overdue(TaskState.OPEN, TODAY - timedelta(days=days), TODAY) for days in (0, 1)] == [False, True]
    assert not is_overdue(TaskState.DONE, TODAY - timedelta(days=9), TODAY)


def test_a_day_that_is_over_is_no_due_date_but_may_stay_one() -> None:
    yesterday = TODAY - timedelta(days=1)
    check_due(yesterday, TODAY, was=yesterday)
    for day in (yesterday, date(2040, 1, 1)):
        with pytest.raises(Invalid):
            check_due(day, TODAY)


def test_a_call_ahead_or_of_a_day_is_refused() -> None:
    fine = NewCall(CallDirection.INBOUND, CallOutcome.SOLVED, NOW, 60, "改签")
    check_call(fine, NOW)
    for began_at, seconds in ((NOW + timedelta(hours=1), 60), (NOW, 100_000)):
        with pytest.raises(Invalid):
            check_call(NewCall(fine.direction, fine.outcome, began_at, seconds, ""), NOW)


def test_two_who_write_at_once_hear_who_was_first() -> None:
    require_version(3, 3, "")
    with pytest.raises(Conflict, match="周敏 changed this meanwhile"):
        require_version(4, 3, "周敏")


def test_entered_fields_come_out_in_the_form_that_is_kept() -> None:
    given = {
        "name": " 李雷 ",
        "phone": "138 0000 1234",
        "email": "Li.Lei@Example.COM",
        "birth_date": "1990-02-28",
        "nationality": "cn",
        "vip": "true",
    }
    kept = checked_fields(given, TODAY)
    assert kept == {
        "name": "李雷", "phone": "+8613800001234", "email": "li.lei@example.com", "birth_date": "1990-02-28", "nationality": "CN", "vip": True,
    }  # fmt: skip


def test_a_document_gets_its_kind_and_country() -> None:
    assert checked_fields({"id_number": "e1234 1234"}, TODAY) == {"id_number": "E12341234", "id_type": "passport", "id_country": "CN"}
    assert checked_fields({"id_type": "passport"}, TODAY) == {}


def test_every_wrong_field_is_named_in_one_answer() -> None:
    wrong = {"phone": "123", "email": "nobody", "birth_date": "2030-01-01", "gender": "x", "nationality": "ZZ", "name": "好"}
    with pytest.raises(Invalid) as refused:
        checked_fields(wrong, TODAY)
    assert refused.value.context == {"fields": ["birth_date", "email", "gender", "nationality", "phone"]}
    assert "“123”不是有效的电话号码" in refused.value.message_zh


def test_a_guest_nobody_would_find_again_is_refused() -> None:
    require_leading({"phone": "+8613800001234"})
    with pytest.raises(Invalid, match="Give a name, a phone"):
        require_leading({"city": "上海"})


def test_names_of_tags_are_alike_whatever_their_case_width_order_and_fillers() -> None:
    assert likeness(Text("高价值客人", "High value guests"), Text("高价值客户", "Value, high")) == 100
    assert likeness(Text("亲子", "Family"), Text("商务", "Business")) < 50
    assert code_of(Text("高净值", "")) == "gao_jing_zhi"
    assert code_of(Text("", "High value!")) == "high_value"


def test_near_names_come_nearest_first() -> None:
    known = {1: Text("商务常旅客", "Frequent business traveller"), 2: Text("商务旅客", "Business traveller"), 3: Text("亲子", "Family")}
    near = near_names(Text("商务旅客", "Business travellers"), known)  # type: ignore[arg-type]
    assert next(one for one, _ in near) == 2
    assert 3 not in [one for one, _ in near]


def test_a_tag_says_in_words_whom_it_is_for() -> None:
    draft = TagDraft(Text(" 亲子 ", "Family"), Text("带孩子出行的客人", "Guests who travel with children"), TagWay.MANUAL, "", None)
    assert checked_draft(draft).name.zh == "亲子"
    with pytest.raises(Invalid, match="whom the tag is for"):
        checked_draft(TagDraft(draft.name, Text("无", "-"), TagWay.MANUAL, "", None))
