"""The rules of consent, by number: docs/algorithms/consent.md."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.rules import consent as rules
from xenia.trust.rules import purposes as purpose_rules
from xenia.trust.types.consent import (
    Channel,
    ConsentReason,
    GdprBasis,
    Mark,
    NewDecision,
    NewNotice,
    PiplBasis,
    Purpose,
    Said,
    SeparateConsent,
    Way,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
FIRST = {purpose.code: purpose for purpose in purpose_rules.FIRST_PURPOSES}
SERVICE, MARKETING, PROFILING = FIRST["service"], FIRST["marketing"], FIRST["profiling"]
OPINION = replace(SERVICE, code="opinion", pipl_basis=PiplBasis.PUBLISHED, gdpr_basis=GdprBasis.LEGITIMATE_INTERESTS)
GIVEN, REFUSED, WITHDRAWN = Said


def mark(said: Said, version: int = 1, at: datetime = JANUARY, until: datetime | None = None, place: int = 1) -> Mark:
    return Mark(said, version, at, until, UUID(int=place))


def said(said: Said = GIVEN, **changed) -> NewDecision:
    return replace(NewDecision(new_id(), "marketing", Channel.SMS, said, JANUARY, Way.DESK, notice_version=1), **changed)


def fault(new: NewDecision, purpose: Purpose | None = MARKETING, versions: dict[int, datetime] | None = None) -> str:
    found = rules.fault_of(purpose, {1: datetime(2026, 1, 1, tzinfo=UTC)} if versions is None else versions, new, NOW)
    return found.en if found else ""


@pytest.mark.parametrize(
    ("purpose", "said", "reason"),
    [
        (SERVICE, None, ConsentReason.NOT_NEEDED),
        (SERVICE, REFUSED, ConsentReason.NOT_NEEDED),
        (OPINION, None, ConsentReason.NOT_NEEDED),
        (OPINION, REFUSED, ConsentReason.WITHDRAWN),
        (OPINION, WITHDRAWN, ConsentReason.WITHDRAWN),
    ],
)
def test_n1_what_rests_on_no_consent_is_allowed_unless_one_may_object(purpose: Purpose, said: Said | None, reason: ConsentReason) -> None:
    assert rules.reason_of(purpose, said) is reason


def test_n1_nothing_is_decided_about_what_rests_on_the_contract() -> None:
    assert "does not rest on consent" in fault(said(REFUSED, purpose="service", channel=Channel.ALL), SERVICE)
    assert fault(said(REFUSED, purpose="opinion", channel=Channel.ALL), OPINION) == ""


def test_n2_the_decision_made_last_counts_whenever_it_was_recorded() -> None:
    withdrawn, late_file = mark(WITHDRAWN, at=NOW, place=1), mark(GIVEN, at=JANUARY, place=9)
    assert rules.latest([withdrawn, late_file]) == withdrawn
    assert rules.latest([mark(GIVEN, at=NOW, place=9), withdrawn]) == withdrawn
    assert rules.latest([]) is None


def test_n3_silence_is_no() -> None:
    assert rules.judge(MARKETING, None, NOW) is ConsentReason.NOT_ASKED
    assert not ConsentReason.NOT_ASKED.is_allowed


@pytest.mark.parametrize("word", [REFUSED, WITHDRAWN])
def test_n4_no_is_no_under_every_later_notice_and_without_end(word: Said) -> None:
    assert rules.judge(replace(MARKETING, counts_from=3), mark(word), NOW + timedelta(days=9_999)) is ConsentReason(word.value)
    assert rules.expiry_of(MARKETING, word, JANUARY) is None


@pytest.mark.parametrize(
    ("given", "months", "ends"),
    [
        ("2026-01-31T09:00:00+00:00", 1, "2026-02-28T09:00:00+00:00"),
        ("2024-02-29T00:00:00+00:00", 24, "2026-02-28T00:00:00+00:00"),
        ("2026-11-15T08:30:00+00:00", 12, "2027-11-15T08:30:00+00:00"),
        ("2026-12-01T00:00:00+00:00", 1, "2027-01-01T00:00:00+00:00"),
    ],
)
def test_n5_a_consent_ends_on_the_same_day_or_the_months_last(given: str, months: int, ends: str) -> None:
    assert rules.expiry_of(replace(MARKETING, valid_months=months), GIVEN, datetime.fromisoformat(given)) == datetime.fromisoformat(ends)


def test_n5_it_is_expired_from_that_instant_on() -> None:
    ends = mark(GIVEN, until=NOW)
    assert rules.judge(MARKETING, ends, NOW - timedelta(seconds=1)) is ConsentReason.GIVEN
    assert rules.judge(MARKETING, ends, NOW) is ConsentReason.EXPIRED


@pytest.mark.parametrize(("version", "reason"), [(1, ConsentReason.OUTDATED), (2, ConsentReason.OUTDATED), (3, ConsentReason.GIVEN)])
def test_n6_a_version_that_asks_again_outdates_the_consents_before_it(version: int, reason: ConsentReason) -> None:
    assert rules.judge(replace(MARKETING, counts_from=3), mark(GIVEN, version), NOW) is reason


def test_n6_another_ground_or_article_asks_again_and_a_clearer_name_does_not() -> None:
    assert purpose_rules.asks_again(MARKETING, replace(MARKETING, separate=SeparateConsent.SHARING))
    assert purpose_rules.asks_again(SERVICE, replace(SERVICE, pipl_basis=PiplBasis.CONSENT))
    assert not purpose_rules.asks_again(MARKETING, replace(MARKETING, name=Text("营销", "News"), valid_months=6))


def test_n7_a_closed_purpose_is_not_allowed_and_takes_no_decisions() -> None:
    closed = replace(MARKETING, is_open=False)
    assert rules.judge(closed, mark(GIVEN), NOW) is ConsentReason.CLOSED
    assert "no longer in use" in fault(said(), closed)


def test_n8_a_decision_on_a_channel_the_purpose_does_not_have_is_turned_away() -> None:
    assert "has no channel 'sms'; it has all" in fault(said(purpose="profiling"), PROFILING)
    assert "There is no purpose 'marketing'" in fault(said(), None)


def test_n9_a_child_agrees_through_a_guardian_and_refuses_alone() -> None:
    assert "a guardian has to agree" in fault(said(is_child=True))
    assert fault(said(is_child=True, by_guardian=True)) == fault(said(REFUSED, is_child=True)) == ""
    assert fault(said(is_child=True), replace(MARKETING, guardian=False)) == ""


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"notice_version": 2}, "Version 2 of the notice was not in use"),
        ({"decided_at": datetime(2025, 12, 31, tzinfo=UTC)}, "Version 1 of the notice was not in use"),
        ({"decided_at": NOW + timedelta(seconds=1)}, "which is still to come"),
        ({"reference": "call with 13812345678"}, "looks like a phone"),
        ({"reference": "li.na@example.com"}, "looks like a phone"),
        ({"reference": "E12341234"}, "looks like a phone"),
        ({"guest_id": None}, "There is no such guest"),
        ({"reference": "Form 2026/117"}, ""),
    ],
)
def test_n10_a_consent_needs_its_proof(changed: dict, sentence: str) -> None:
    assert sentence in fault(said(**changed))
    assert bool(fault(said(**changed))) is bool(sentence)


def test_n10_without_a_published_notice_nobody_can_be_asked() -> None:
    assert "has no published notice" in fault(said(), versions={})
    assert fault(said(REFUSED), versions={}) == ""


def test_n10_at_the_desk_only_words_that_still_count_are_recorded() -> None:
    newer = replace(MARKETING, counts_from=2, notice_version=2)
    outdated = rules.outdated_fault(newer, said())
    assert outdated is not None
    assert "read out the new words" in outdated.en
    assert rules.outdated_fault(newer, said(notice_version=2)) is rules.outdated_fault(newer, said(WITHDRAWN)) is None


@pytest.mark.parametrize(
    ("a", "b", "winner"),
    [
        (mark(WITHDRAWN, at=JANUARY), mark(GIVEN, at=NOW), "a"),
        (mark(REFUSED, at=JANUARY), mark(GIVEN, at=NOW), "a"),
        (mark(REFUSED, at=NOW), mark(WITHDRAWN, at=JANUARY), "b"),
        (mark(GIVEN, 1), mark(GIVEN, 2), "a"),
        (mark(GIVEN, 2, until=datetime(2027, 1, 1, tzinfo=UTC)), mark(GIVEN, 2, until=datetime(2026, 6, 1, tzinfo=UTC)), "b"),
        (mark(GIVEN, 2), mark(GIVEN, 2, until=NOW), "b"),
        (mark(GIVEN, at=JANUARY), mark(GIVEN, at=NOW), "b"),
        (None, mark(GIVEN), "b"),
        (mark(WITHDRAWN), None, "a"),
    ],
)
def test_n11_the_stricter_wins_in_either_order(a: Mark | None, b: Mark | None, winner: str) -> None:
    wanted = a if winner == "a" else b
    assert (rules.stricter(a, b), rules.stricter(b, a)) == (wanted, wanted)
    assert rules.stricter(None, None) is None


MARKS = st.builds(
    mark,
    st.sampled_from(Said),
    st.integers(1, 3),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC)),
    st.one_of(st.none(), st.datetimes(datetime(2026, 2, 1), datetime(2026, 5, 1), timezones=st.just(UTC))),
    st.integers(1, 9),
)


@given(MARKS, MARKS)
def test_n11_a_merge_never_allows_what_one_of_the_two_did_not(a: Mark, b: Mark) -> None:
    purpose = replace(MARKETING, counts_from=2)
    merged = rules.judge(purpose, rules.stricter(a, b), NOW)
    if merged.is_allowed:
        assert rules.judge(purpose, a, NOW).is_allowed or rules.judge(purpose, b, NOW).is_allowed
        assert {a.said, b.said} == {GIVEN}


def test_n12_no_more_of_anything_names_every_channel_that_can_be_withdrawn() -> None:
    named = rules.to_withdraw([SERVICE, MARKETING, PROFILING, OPINION])
    assert [(purpose.code, channel.value) for purpose, channel in named] == [
        *(("marketing", channel) for channel in ("sms", "email", "wechat", "phone", "app_push", "post")),
        ("profiling", "all"),
        ("opinion", "all"),
    ]


def test_the_first_purposes_are_whole_and_name_the_articles_of_separate_consent() -> None:
    assert [purpose_rules.fault_of_purpose(purpose) for purpose in FIRST.values()] == [None] * 7
    assert {purpose.code: purpose.separate for purpose in FIRST.values() if purpose.separate} == {
        "sharing": "23", "sensitive_data": "29", "cross_border": "39",
    }  # fmt: skip
    assert [code for code, purpose in FIRST.items() if not purpose.needs_consent] == ["service"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": Text("营销", " ")}, "in Chinese and in English"),
        ({"channels": (Channel.ALL, Channel.SMS)}, "Choose either"),
        ({"channels": ()}, "Choose either"),
        ({"valid_months": 0}, "1 to 120 months, not 0"),
        ({"separate": SeparateConsent.SHARING, "pipl_basis": PiplBasis.CONTRACT}, "the ground has to be consent"),
    ],
)
def test_a_purpose_that_is_not_whole_is_named(changed: dict, sentence: str) -> None:
    found = purpose_rules.fault_of_purpose(replace(MARKETING, **changed))
    assert found is not None
    assert sentence in found.en


def test_a_notice_needs_both_languages_and_from_the_second_on_what_changed() -> None:
    words = Text("我们会向您发送优惠与活动信息。", "We will send you offers and news of events.")
    assert purpose_rules.fault_of_notice(NewNotice(words, Text("", ""), asks_again=False), version=1) is None
    assert purpose_rules.fault_of_notice(NewNotice(words, Text("", ""), asks_again=False), version=2) is not None
    assert purpose_rules.fault_of_notice(NewNotice(Text(words.zh, ""), Text("", ""), asks_again=False), version=1) is not None
