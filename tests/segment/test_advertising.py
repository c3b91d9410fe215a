"""Members for an advertising platform: rule AU26, and the seed of W2."""

from dataclasses import replace

import pytest

from tests.cast import DIRECTOR, NOON, PHONE
from tests.segment.company import LATER, House, say
from tests.segment.company import house as house
from tests.segment.kept import made
from xenia.kernel.errors import Invalid, Refused
from xenia.kernel.texts import Text
from xenia.segment.queries.exports import advertising_columns, advertising_rows, advertising_size
from xenia.segment.rules.advertising import PLATFORMS, hashed_rows, phone_for, seed_row
from xenia.segment.types.tree import Everyone
from xenia.trust.actions.purposes import publish_notice
from xenia.trust.types.consent import Channel, NewNotice, Said
from xenia.trust.types.exports import ExportScope

MOBILE, ABROAD, MAIL = "+8613800138000", "+819012345678", " Lin.Wei@Gmail.com"
MD5_NATIONAL = "7945bd83237335e5376ff44d62e4f0ae"
SHA_NATIONAL = "a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc"
SHA_PLUS = "ec61f3c620a98bdead8c1f1f0ae747abd1b62a0c2dba4fd4bc22cf0d1d8653e5"
SHA_DIGITS = "bf08aacce7f9b2452863cf99373043c3333f0e3127f1f787c4abb46ab6cf2b83"
SHA_MAIL = "36e096331f410d0c65e701c172de1ee21e53a00b1a35fd2f2478cb5a181ae364"
SHA_MAIL_DOTLESS = "f0c3f1dc4bad7979f7eaace275c1f0a98e279e8d4ba24646fb064c38cb893faa"


@pytest.mark.parametrize(
    ("platform", "rows"),
    [
        ("tencent", [(MD5_NATIONAL,)]), ("ocean_engine", [(SHA_NATIONAL,)]), ("google", [(SHA_MAIL_DOTLESS, SHA_PLUS)]),
        ("meta", [(SHA_MAIL, SHA_DIGITS)]), ("tiktok", [(SHA_MAIL, SHA_PLUS)]),
    ],
)  # fmt: skip
def test_au26_values_are_written_as_the_platform_says_before_they_are_hashed(platform: str, rows: list[tuple[str, ...]]) -> None:
    assert hashed_rows(PLATFORMS[platform], [MAIL, "lin.wei@gmail.com"], [MOBILE, MOBILE]) == rows


def test_au26_a_value_that_the_platform_does_not_take_is_left_out() -> None:
    assert hashed_rows(PLATFORMS["tencent"], [MAIL], [ABROAD, "", "+86 21 6288"]) == []
    assert phone_for(PLATFORMS["meta"], ABROAD) == "819012345678"
    assert hashed_rows(PLATFORMS["meta"], ["nobody"], []) == []


def test_au26_a_guest_of_more_numbers_than_addresses_stands_in_as_many_rows() -> None:
    rows = hashed_rows(PLATFORMS["google"], ["a@b.cn"], [MOBILE, ABROAD])
    assert [bool(one[0]) for one in rows] == [True, False]
    assert {one[1] for one in rows} > {SHA_PLUS}


def test_w2_a_seed_is_as_wide_as_the_rows_and_another_for_each_canary() -> None:
    seeds = [seed_row(PLATFORMS["google"], one) for one in ("XE-AAAAAAAA", "XE-BBBBBBBB")]
    assert ([len(one) for one in seeds], len(set(seeds))) == ([2, 2], 2)
    assert len(seed_row(PLATFORMS["tencent"], "XE-AAAAAAAA")) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_au26_only_who_agreed_to_be_handed_over_is_in_the_file(house: House) -> None:
    scope = ExportScope({"audience": str(made(Everyone(), LATER)), "platform": "google"}, False, "zh-CN")
    assert list(advertising_rows(DIRECTOR, scope, now=LATER)) == []
    words = NewNotice(
        Text("向列明的合作伙伴提供。", "We hand data to partners who are named."), Text("", ""), asks_again=False, in_use_from=NOON
    )
    publish_notice(actor=DIRECTOR, purpose="sharing", notice=words, now=NOON)
    say(house.lin, "sharing", Channel.ALL, Said.GIVEN)
    say(house.wang, "sharing", Channel.ALL, Said.WITHDRAWN)
    rows = list(advertising_rows(DIRECTOR, scope, now=LATER))
    assert [set(one.people) for one in rows] == [set(house.records)]
    assert rows[0].cells == hashed_rows(PLATFORMS["google"], ["lin.wei@example.com"], [PHONE])[0]
    assert [one.title.zh for one in advertising_columns(DIRECTOR, scope)] == ["Email", "Phone"]
    assert advertising_size(DIRECTOR, scope).people == 3


@pytest.mark.slow
@pytest.mark.django_db
def test_au26_who_may_not_reveal_contact_values_takes_no_digests_out(house: House) -> None:
    scope = ExportScope({"audience": str(made(Everyone(), LATER)), "platform": "meta"}, False, "en")
    with pytest.raises(Refused):
        advertising_size(replace(DIRECTOR, permissions=DIRECTOR.permissions - {"reveal_contacts"}), scope)
    with pytest.raises(Invalid, match="tencent"):
        advertising_size(DIRECTOR, replace(scope, where={**scope.where, "platform": "billboard"}))
