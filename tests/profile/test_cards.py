"""Cards follow the records: made, made anew, and removed."""

import pytest
from django.db import transaction

from tests.cast import DIRECTOR, LIN_WEI, NOON, PEOPLE, WANG_XIUYING, Company, join_guests, load, open_source, people_file
from xenia import wiring
from xenia.connect.models import GuestRecord, GuestUnit
from xenia.identity.jobs import on_records_arrived
from xenia.identity.models import GuestLink
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Refused
from xenia.news.models import News
from xenia.profile import jobs
from xenia.profile.actions.cards import refresh_cards
from xenia.profile.models.cards import Card


def card_of(record_id) -> Card:
    return Card.objects.get(guest_id=GuestLink.objects.get(record_id=record_id).guest_id)


def test_a_card_holds_the_units_places_and_words_of_all_records(company: Company) -> None:
    lin, zhang = company.guests["林薇"], company.guests["张伟"]
    GuestUnit.objects.create(record_id=lin, unit_id=company.beijing.unit_id)
    join_guests(lin, zhang)
    card = card_of(lin)
    assert set(card.unit_ids) == {company.shanghai.unit_id, company.beijing.unit_id}
    assert (card.places, set(card.source_ids)) == (["p/上海", "p/北京"], {company.shanghai.source_id, company.beijing.source_id})
    assert (" 林薇 " in card.words, " zhangwei " in card.words, card.newest_at) == (True, True, NOON)


def test_a_card_follows_its_record_and_goes_with_it(company: Company) -> None:
    lin = company.guests["林薇"]
    guest = card_of(lin).guest_id
    GuestRecord.objects.filter(record_id=lin).update(name="林微", city="苏州")
    assert refresh_cards(actor=DIRECTOR, guest_ids=[guest, guest], now=NOON) == 1
    assert (" 林微 " in card_of(lin).words, card_of(lin).places) == (True, ["c/苏州", "p/上海"])
    GuestLink.objects.filter(record_id=lin).delete()
    assert (refresh_cards(actor=DIRECTOR, guest_ids=[guest], now=NOON), Card.objects.filter(guest_id=guest).exists()) == (0, False)


def test_a_merge_leaves_one_card_and_a_split_makes_two(company: Company) -> None:
    lin, mother = company.guests["林薇"], company.guests["王秀英"]
    first, second = sorted((card_of(lin).guest_id, card_of(mother).guest_id), key=lambda one: GuestLink.objects.get(home_id=one).record_id)
    GuestLink.objects.filter(guest_id=second).update(guest_id=first)
    jobs.on_guests_merged({"merges": [{"guest_id": str(first), "former_ids": [str(second)]}]})
    assert Card.objects.filter(guest_id__in=[first, second]).count() == 1
    GuestLink.objects.filter(home_id=second).update(guest_id=second)
    jobs.on_guest_split({"splits": [{"guest_id": str(first), "parted_ids": [str(second)]}]})
    assert Card.objects.filter(guest_id__in=[first, second]).count() == 2


def test_who_may_not_see_guests_makes_no_card(company: Company) -> None:
    with pytest.raises(Refused):
        refresh_cards(actor=product_actor("stranger"), guest_ids=[card_of(company.guests["林薇"]).guest_id], now=NOON)


@pytest.mark.django_db
def test_an_import_makes_cards_through_the_news_and_may_be_told_twice() -> None:
    run = load(open_source(), people_file(LIN_WEI, WANG_XIUYING), PEOPLE)
    with transaction.atomic():
        on_records_arrived({"run_id": str(run.id)})
    told = News.objects.filter(kind="GuestsChanged")
    for news in [*told, *told]:
        for handler in wiring.SUBSCRIPTIONS[news.kind]:
            handler(news.payload)
    assert {guest for news in told for guest in news.payload["guest_ids"]} == {
        str(guest) for guest in Card.objects.values_list("guest_id", flat=True)
    }
    assert Card.objects.count() == 2
