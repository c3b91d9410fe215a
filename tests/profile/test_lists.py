"""Lists of guests and the search: each guest once, only by what the reader sees."""

import pytest

from tests.cast import DIRECTOR, PHONE, SCRIPT, Company, join_guests
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.profile.queries import lists
from xenia.profile.queries.lists import count_guests, list_guests
from xenia.profile.queries.search import search
from xenia.profile.types.guests import GuestFilter

EVERYONE = {"林薇", "王秀英", "张伟", SCRIPT}


def names(actor: Actor, **where: object) -> list[str]:
    return [line.name for line in list_guests(actor, where=GuestFilter(**where)).items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("林薇", {"林薇"}),
        ("林", {"林薇"}),
        ("lin wei", {"林薇"}),
        ("wei", {"林薇", "张伟"}),
        ("lw", {"林薇"}),
        ("linw", {"林薇"}),
        ("林w", {"林薇"}),
        (PHONE, {"林薇", "王秀英"}),
        ("138 0000 1111", {"林薇", "王秀英"}),
        ("1111", {"林薇", "王秀英"}),
        ("林1111", {"林薇"}),
        ("lin 1111", {"林薇"}),
        ("赵 1111", set()),
        ("1112", set()),
        ("LIN.WEI@example.com", {"林薇"}),
        ("e12341234", {"林薇"}),
        ("G1", {"林薇", "张伟"}),
        ("<script>", {SCRIPT}),
        ("%", set()),
        ("_", set()),
        ("nobody", set()),
        ("  ", set()),
    ],
)
def test_guests_are_found(company: Company, text: str, found: set[str]) -> None:
    assert {guest.name for guest in search(company.actor("chen"), text).guests} == found


def test_a_guest_of_several_records_stands_in_a_list_once(company: Company) -> None:
    join_guests(company.guests["林薇"], company.guests["王秀英"])
    (line,) = list_guests(DIRECTOR, where=GuestFilter(text="林薇")).items
    assert (line.records, line.bookings, line.phone, line.sources) == (2, 3, "138****1111", ("外滩云行酒店 PMS",))
    assert sorted(names(DIRECTOR)) == sorted(EVERYONE - {"王秀英"})


def test_the_list_is_narrowed_by_source_place_and_run(company: Company) -> None:
    wheres = [
        {"source_id": company.beijing.source_id},
        {"province": "上海"},
        {"city": "上海"},
        {"run_id": company.beijing.run_id, "text": "张伟"},
    ]
    assert [set(names(DIRECTOR, **where)) for where in wheres] == [{"张伟", SCRIPT}, {"林薇", "王秀英"}, set(), {"张伟"}]


@pytest.mark.parametrize(
    ("where", "counted"),
    [({}, (4, True)), ({"province": "上海"}, (2, True)), ({"text": "1111"}, (2, True)), ({"province": "上海", "text": "林"}, (1, True))],
)
def test_a_filter_is_counted_as_it_is_listed(company: Company, where: dict[str, str], counted: tuple[int, bool]) -> None:
    found = count_guests(DIRECTOR, where=GuestFilter(**where))
    assert (found.guests, found.is_exact) == counted


def test_of_many_guests_the_most_there_can_be_is_told(company: Company, monkeypatch) -> None:
    monkeypatch.setattr(lists, "LOOKED_AT_MAX", 1)
    found = count_guests(DIRECTOR, where=GuestFilter(text="wei", source_id=company.beijing.source_id))
    assert (found.guests, found.is_exact) == (1, True)
    found = count_guests(DIRECTOR, where=GuestFilter(text="1111", province="上海"))
    assert (found.guests, found.is_exact) == (2, False)


def test_s14_nobody_is_found_by_a_word_of_a_record_the_reader_does_not_see(company: Company) -> None:
    join_guests(company.guests["林薇"], company.guests["张伟"])
    he = company.actor("he")
    assert (names(he, text="林薇"), names(he, text="lin"), names(he, text=PHONE), names(he, province="上海")) == ([], [], [], [])
    assert (names(he, text="张伟"), names(company.actor("zhao"), text="林薇")) == (["张伟"], ["林薇"])


def test_pages_follow_one_another_without_gap_or_repeat_past_guests_the_reader_may_not_find(company: Company, monkeypatch) -> None:
    monkeypatch.setattr(lists, "ROUNDS_MAX", 1)
    join_guests(company.guests["林薇"], company.guests["张伟"])
    seen, page, pages = [], None, 0
    while page is not None or not pages:
        answer = list_guests(company.actor("he"), where=GuestFilter(text="wei"), page=page, size=1)
        seen, page, pages = seen + [line.name for line in answer.items], answer.next, pages + 1
    assert (seen, pages <= 3) == (["张伟"], True)


def test_a_token_of_ones_own_making_is_refused(company: Company) -> None:
    with pytest.raises(Invalid, match="page token"):
        list_guests(DIRECTOR, where=GuestFilter(), page="WyJhIiwiYiJd")


def test_the_bookings_of_the_guests_found_stand_beside_them(company: Company) -> None:
    keys = [{one.booking_key for one in search(company.actor("chen"), text).bookings} for text in ("林薇", PHONE, "nobody")]
    assert keys == [{"S-1", "S-2", "S-3"}, {"S-1", "S-2", "S-3"}, set()]


def test_bookings_are_found_beside_guests(company: Company) -> None:
    found = search(company.actor("chen"), "S-1")
    assert ([booking.booking_key for booking in found.bookings], found.understood) == (["S-1"], ("key", "name"))
