"""Entries told as sentences (rule L9)."""

from xenia.kernel.texts import Text
from xenia.trust.rules.audit_words import sentence, subject_words


def test_l9_a_sentence_names_who_and_what_and_an_unknown_action_is_told_by_its_code() -> None:
    chen, run = Text("陈静", "Chen Jing"), subject_words("run", "0192aaaa-bbbb-cccc-dddd-eeeeffff0123")
    assert sentence("run.started", actor=chen, subject=run, details={}) == Text(
        "陈静 开始了导入 …ffff0123", "Chen Jing started import …ffff0123"
    )
    assert sentence("moon.seen", actor=chen, subject=run, details={}) == Text("陈静：moon.seen", "Chen Jing: moon.seen")
    assert (
        sentence("export.made", actor=chen, subject=run, details={"people": 1200}).en
        == "An export of Chen Jing was made: 1,200 people, … rows"
    )


def test_l9_codes_among_the_details_are_told_in_words() -> None:
    chen, guest = Text("陈静", "Chen Jing"), subject_words("record", "0192aaaa-bbbb-cccc-dddd-eeeeffff0123")
    shown = sentence("contact.shown", actor=chen, subject=guest, details={"fields": ["phone", "birth_date"]})
    assert shown.zh.endswith("看到未遮住的字段：手机、出生日期")
    assert shown.en.endswith("with these fields in clear: phone, birth date")
