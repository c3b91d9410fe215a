"""No name turns a line around, hides a character, or passes for another one."""

import pytest

from tests.cast import DIRECTOR, NOON, Company
from xenia.connect.actions.sources import create_push_key
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.names import require_distinct, require_plain, skeleton
from xenia.kernel.texts import Text
from xenia.trust.actions.roles import create_role
from xenia.trust.actions.units import create_unit
from xenia.trust.types.access import RoleDraft, UnitKind

HIDDEN = {
    "override": "ad\u202enim", "isolate": "ad\u2066min", "mark": "admin\u200f", "arabic mark": "admin\u061c", "zero width": "ad\u200bmin",
    "word joiner": "ad\u2060min", "bom": "\ufeffadmin", "newline": "admin\nroot", "return": "admin\rroot", "escape": "\x1b[31madmin", "bell": "admin\a",
    "next line": "admin\x85x", "line separator": "admin\u2028x", "csi": "admin\x9b31m", "soft hyphen": "ad\u00admin", "tag": "admin\U000e0041",
}  # fmt: skip
TWINS = {"cyrillic": "Аdministrator", "greek": "Αdministrator", "mixed": "Аdmіnіstrаtоr", "ipa": "Adminisτrator", "small": "administrаtor"}


@pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_hidden_character_is_refused_by_its_number(name: str) -> None:
    with pytest.raises(Invalid, match="U\\+") as refused:
        require_plain(name)
    assert (refused.value.code, name in refused.value.message) == ("name_unprintable", False)


@pytest.mark.parametrize(
    "name", ["林薇", "O'Brien-Smith", "José Ñandú", "محمد علی", "می\u200cخواهم", "👩\u200d👩\u200d👧", "Ōsaka 大阪", "İstanbul"]
)
def test_names_as_people_have_them_are_taken(name: str) -> None:
    require_plain(name)


@pytest.mark.parametrize("name", TWINS.values(), ids=TWINS.keys())
def test_a_name_in_other_letters_does_not_pass_for_one_that_is_there(name: str) -> None:
    with pytest.raises(Conflict) as refused:
        require_distinct(name, ["Analyst", "Administrator"])
    assert (refused.value.code, "Administrator" in refused.value.message) == ("name_confusable", True)


@pytest.mark.parametrize(
    ("name", "other"), [("Li Na", "LI NA"), ("李娜", "李那"), ("Анна", "Иван"), ("Administrator", "Administrator"), ("Ｐ", "P")]
)
def test_the_same_name_and_another_name_are_no_twins(name: str, other: str) -> None:
    require_distinct(name, [other])


def test_a_skeleton_is_what_the_eye_sees() -> None:
    assert skeleton(" Раураl  ") == skeleton("paypal") == "paypal"


@pytest.mark.parametrize("name", [HIDDEN["override"], HIDDEN["newline"], HIDDEN["escape"], TWINS["cyrillic"]])
def test_roles_people_sources_and_units_refuse_such_names(browser_of, company: Company, name: str) -> None:
    browser = browser_of("chen")
    browser.post("/api/people", person("admin@yunxing.example", "Administrator"), content_type="application/json")
    browser.post("/api/sources", source("first", "Administrator"), content_type="application/json")
    tried = {
        "/api/people": person("x@yunxing.example", name),
        "/api/sources": source("second", name),
        "/api/roles": {"code": "twin", "name_zh": name, "name_en": name, "permissions": [], "clear_fields": []},
    }
    answers = {browser.post(path, body, content_type="application/json").json()["code"] for path, body in tried.items()}
    assert answers in ({"name_unprintable"}, {"name_confusable"})


def person(email: str, name: str) -> dict[str, object]:
    return {"email": email, "name": name, "role_codes": ["analyst"], "unit_codes": ["shanghai"]}


def source(code: str, name: str) -> dict[str, object]:
    return {"code": code, "name": name, "kind": "file", "unit_code": "shanghai"}


def test_keys_and_units_refuse_hidden_characters(company: Company) -> None:
    with pytest.raises(Invalid, match="invisible"):
        create_push_key(actor=DIRECTOR, source_id=company.shanghai.source_id, name=HIDDEN["override"], now=NOON)
    name = Text(HIDDEN["isolate"], "x")
    with pytest.raises(Invalid, match="invisible"):
        create_unit(actor=DIRECTOR, code="x", name=name, kind=UnitKind.TEAM, parent_code="group", now=NOON)
    with pytest.raises(Invalid, match="invisible"):
        create_role(actor=DIRECTOR, code="xx", draft=RoleDraft(Text("x", HIDDEN["csi"]), frozenset(), frozenset()), now=NOON)


@pytest.mark.parametrize("code", ["pms\n", "pms\u202e", "рms", "PMS", "a b", "../x", "pms\x00"])
def test_codes_are_small_latin_letters_to_the_last_one(browser_of, code: str) -> None:
    answer = browser_of("chen").post("/api/sources", source(code, "Name"), content_type="application/json")
    assert answer.status_code == 422
