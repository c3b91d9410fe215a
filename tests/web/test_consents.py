"""Consent and the pricing guard over HTTP: what the desk does, what an import answers, what the officer sees."""

import pytest

from tests.cast import NOON, Company
from xenia.identity.actions.links import link_records
from xenia.kernel.actor import product_actor

JSON = "application/json"
WORDS = {"text_zh": "我们会通过您选择的渠道发送优惠与活动。", "text_en": "We send offers and events on the channels you choose."}
YES = {"purpose": "marketing", "channel": "sms", "said": "given", "notice_version": 1}


@pytest.fixture
def address(company: Company, browser_of) -> str:
    """The consents of Lin Wei, whose record has a guest, under a published notice."""
    link_records(actor=product_actor("tests", "link_records"), record_ids=list(company.guests.values()), now=NOON)
    assert browser_of("chen").post("/api/consents/purposes/marketing/notices", WORDS, content_type=JSON).json() == {"version": 1}
    return f"/api/guests/{company.guests['林薇']}/consents"


def sms(browser, address: str) -> dict:
    held = browser.get(address).json()["standings"]
    return next(one for one in held if (one["purpose"], one["channel"]) == ("marketing", "sms"))


def test_the_desk_records_and_takes_back_at_once_with_proof(browser_of, address: str) -> None:
    clerk = browser_of("zhao")
    assert sms(clerk, address)["reason"] == "not_asked"
    assert clerk.post(address, YES, content_type=JSON).status_code == 204
    assert sms(clerk, address)["reason"] == "given"
    assert clerk.post(address, YES | {"said": "withdrawn"}, content_type=JSON).status_code == 204
    assert sms(clerk, address)["reason"] == "withdrawn"
    last, first = clerk.get(f"{address}/history").json()
    assert (last["said"], first["said"], first["recorded_by"], first["notice_version"], first["way"]) == (
        "withdrawn",
        "given",
        "赵敏",
        1,
        "desk",
    )


def test_no_more_of_anything_is_one_call(browser_of, address: str) -> None:
    clerk = browser_of("sun")
    assert clerk.post(f"{address}/withdraw-all", {"way": "call"}, content_type=JSON).json() == {"decisions": 11}
    assert {one["reason"] for one in clerk.get(address).json()["standings"]} == {"withdrawn", "not_needed"}


def test_consents_of_a_guest_of_another_unit_do_not_exist(browser_of, company: Company, address: str) -> None:
    clerk = browser_of("zhao")
    other = address.replace(str(company.guests["林薇"]), str(company.guests["张伟"]))
    for answer in (clerk.get(other), clerk.get(f"{other}/history"), clerk.post(other, YES, content_type=JSON)):
        assert (answer.status_code, answer.json()["code"]) == (404, "guest_not_found")


def test_those_who_may_not_record_see_and_change_nothing(browser_of, address: str) -> None:
    analyst, officer = browser_of("he"), browser_of("chen")
    assert analyst.post(address, YES, content_type=JSON).status_code in (403, 404)
    assert analyst.get("/api/consents/numbers").json()["code"] == "permission_missing"
    assert officer.get("/api/consents/numbers").json() == []


def test_an_import_names_people_by_the_sources_key_and_answers_row_by_row(browser_of, company: Company, address: str) -> None:
    row = YES | {"decided_at": "2026-01-01T00:00:00Z"}
    now = browser_of("chen").get(address)  # the notice is in use from the moment it was published
    assert now.status_code == 200
    rows = [
        {"source": "shanghai-pms", "key": "G1", "said": "refused", **{name: row[name] for name in ("purpose", "channel", "decided_at")}},
        {"source": "shanghai-pms", "key": "G404", **row},
        {"record_id": str(company.guests["张伟"]), **row},
    ]
    answer = browser_of("chen").post("/api/consents/import", {"rows": rows}, content_type=JSON).json()
    assert (answer["accepted"], [one["row"] for one in answer["refused"]]) == (1, [2, 3])
    assert "no such guest" in answer["refused"][0]["text"]["en"]
    assert "was not in use when this was decided" in answer["refused"][1]["text"]["en"]


def test_a_number_leads_to_its_guests(browser_of, company: Company, address: str) -> None:
    browser_of("zhao").post(address, YES, content_type=JSON)
    officer = browser_of("chen")
    assert officer.get("/api/consents/numbers").json() == [{"purpose": "marketing", "channel": "sms", "reason": "given", "guests": 1}]
    where = {"purpose": "marketing", "channel": "sms", "reason": "given"}
    assert [one["name"] for one in officer.get("/api/consents/guests", where).json()["items"]] == ["林薇"]


def test_a_new_version_is_previewed_and_then_asks_again(browser_of, address: str) -> None:
    browser_of("zhao").post(address, YES, content_type=JSON)
    officer = browser_of("chen")
    counted = {one["channel"]: one["guests"] for one in officer.get("/api/consents/purposes/marketing/asked-again").json()}
    assert (counted["sms"], counted["email"]) == (1, 0)
    changed = WORDS | {"change_zh": "新增合作品牌。", "change_en": "Partner brands are new.", "asks_again": True}
    assert officer.post("/api/consents/purposes/marketing/notices", changed, content_type=JSON).json() == {"version": 2}
    assert sms(officer, address)["reason"] == "outdated"
    assert browser_of("zhao").post(address, YES, content_type=JSON).json()["code"] == "notice_outdated"


def test_a_purpose_is_changed_by_those_who_manage_consent(browser_of, address: str) -> None:
    officer = browser_of("chen")
    held = next(one for one in officer.get("/api/consents/purposes").json() if one["code"] == "research")
    change = {
        "name_zh": "调研", "name_en": "Research", "description_zh": "问卷。", "description_en": "Surveys.", "pipl_basis": "consent",
        "gdpr_basis": "consent", "channels": held["channels"], "valid_months": 6,
    }  # fmt: skip
    assert officer.put("/api/consents/purposes/research", change, content_type=JSON).json() == {"asks_again": False}
    assert browser_of("sun").put("/api/consents/purposes/research", change, content_type=JSON).status_code == 403
    assert officer.post("/api/consents/purposes", change | {"code": "research"}, content_type=JSON).json()["code"] == "purpose_taken"


ROOM = {
    "kind": "price", "decided_by": "tariff", "model_version": "7", "offer": "BZSH-DLX", "price_minor": 98_000, "public_price_minor": 98_000,
    "currency": "CNY", "explanation_zh": "当日公开价。", "explanation_en": "The public price of the day.",
}  # fmt: skip


def test_a_price_by_profile_is_refused_over_http_and_an_honest_one_explained(browser_of, company: Company, address: str) -> None:
    officer, made = browser_of("chen"), ROOM | {"record_id": str(company.guests["林薇"])}
    refused = officer.post("/api/decisions", made | {"inputs": [{"kind": "device", "value": "ios"}]}, content_type=JSON).json()
    assert (refused["code"], "设备" in refused["detail"]) == ("priced_by_profile", True)
    created = officer.post("/api/decisions", made | {"inputs": [{"kind": "date", "value": "2026-05-01"}]}, content_type=JSON)
    told = officer.get(f"/api/decisions/{created.json()['id']}").json()
    assert (told["inputs"][0]["name"]["zh"], told["decision"]["explanation"]["zh"]) == ("日期", "当日公开价。")
    assert [one["offer"] for one in officer.get("/api/decisions").json()["items"]] == ["BZSH-DLX"]
    own = browser_of("zhao").get(f"/api/guests/{company.guests['林薇']}/decisions").json()["items"]
    assert [one["id"] for one in own] == [created.json()["id"]]


def test_a_unit_is_told_why_its_own_guest_got_a_price_and_nothing_of_another_guest(browser_of, company: Company, address: str) -> None:
    own, other = (str(company.guests[name]) for name in ("林薇", "王秀英"))
    made = ROOM | {"record_id": own, "inputs": [{"kind": "date", "value": "2026-05-01"}]}
    why = f"/api/decisions/{browser_of('chen').post('/api/decisions', made, content_type=JSON).json()['id']}"
    clerk = browser_of("zhao")
    assert clerk.get(why, {"record_id": own}).json()["decision"]["offer"] == "BZSH-DLX"
    assert clerk.get(why, {"record_id": other}).status_code == 404
