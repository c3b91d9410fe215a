"""Lists by file, and members who leave as one. Rules AU23 and AU24."""

from dataclasses import replace
from io import BytesIO

import pytest

from tests.cast import DIRECTOR, LIN_WEI
from tests.segment.cast import of
from tests.segment.company import LATER, House
from tests.segment.company import house as house
from tests.segment.kept import inside, made, rebuild, row_of
from xenia.kernel.errors import Invalid, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.segment.actions.lists import create_list
from xenia.segment.models.audiences import Audience
from xenia.segment.queries.exports import audience_columns, audience_rows, audience_size
from xenia.segment.queries.sandbox import try_definition
from xenia.segment.rules.lists import read_cells
from xenia.segment.types.audiences import ListMade, ListRead
from xenia.segment.types.documents import write_document
from xenia.segment.types.tree import All, Everyone, InList, Not
from xenia.trust.models.requests import Restriction
from xenia.trust.types.exports import ExportScope

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NAME = Text("名单", "List")


def read(text: str, actor: object = DIRECTOR) -> ListMade:
    return create_list(actor=actor, name=NAME, note="", stream=BytesIO(text.encode()), now=LATER)  # type: ignore[arg-type]


def test_au23_lines_lead_to_guests_and_add_up(house: House) -> None:
    lines = [*house.records, LIN_WEI.phone, house.zhang, house.zhang, new_id(), "Lin Wei"]
    found = read("guest_id,note\n" + "".join(f"{one},x\n" for one in lines))
    assert found.read == ListRead(lines=7, guests=2, repeated=2, unknown=1, several=1, unreadable=1)
    assert inside(found.id, LATER) == {house.lin, house.zhang}
    row = row_of(found.id)
    assert (row.kind, row.members, row.definition, str(row.made_on)) == ("list", 2, None, "2026-03-02")


def test_au23_a_list_is_a_condition_and_no_rebuild_changes_it(house: House) -> None:
    found = read(f"{house.lin}\n")
    others = made(Not(InList(found.id)), LATER, "名单之外")
    rebuild(LATER)
    assert (inside(found.id, LATER), inside(others, LATER)) == ({house.lin}, {house.wang, house.zhang})
    tried = try_definition(DIRECTOR, write_document(of(All((InList(found.id), Everyone())))), now=LATER)
    assert tried.numbers is not None
    assert (tried.numbers.guests, tried.sentence.zh) == (1, "在名单“名单”中的客人。")


@pytest.mark.parametrize(("text", "code"), [("", "list_empty"), ("guest_id\n\n", "list_empty"), ("x\nLin Wei\n", "list_of_nobody")])
def test_au23_a_file_that_leads_to_nobody_is_refused_and_nothing_is_kept(house: House, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert (refused.value.code, Audience.objects.count()) == (code, 0)


def test_au23_who_may_only_look_brings_no_list(house: House) -> None:
    with pytest.raises(Refused):
        read(f"{house.lin}\n", replace(DIRECTOR, permissions=DIRECTOR.permissions - {"edit_audiences"}))
    assert Audience.objects.count() == 0


def test_au23_cells_are_read_with_quotes_marks_and_either_line_end() -> None:
    one = str(new_id())
    found = read_cells([f'\ufeff"{one.upper()}";x\r\n', "+86 138 0013 8000\n", "a@b.cn\tx\n", "\n", "?\n"])
    assert (found.ids, found.contacts, found.unreadable, found.lines) == ([one], ["+86 138 0013 8000", "a@b.cn"], 1, 4)


def test_au23_more_contact_values_than_are_looked_up_are_refused() -> None:
    with pytest.raises(Invalid, match="200,000"):
        read_cells(f"{number:011d}\n" for number in range(200_001))


def test_au24_members_leave_by_id_and_name_and_who_objects_does_not(house: House) -> None:
    audience = made(Everyone(), LATER)
    scope = ExportScope({"audience": str(audience)}, False, "zh-CN")
    rows = list(audience_rows(DIRECTOR, scope, now=LATER))
    assert (len(rows), audience_size(DIRECTOR, scope).people, [one.name for one in audience_columns(DIRECTOR, scope)]) == (
        3,
        3,
        ["guest_id", "name"],
    )
    assert next(set(row.people) for row in rows if row.cells == (str(house.lin), "林薇")) == set(house.records)
    Restriction.objects.create(guest_id=house.zhang, kind="profiling", since=LATER)
    assert len(list(audience_rows(DIRECTOR, scope, now=LATER))) == 2
    with pytest.raises(Invalid):
        audience_columns(DIRECTOR, replace(scope, with_contacts=True))
