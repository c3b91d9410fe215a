"""What people do for guests, over HTTP: files go out as downloads only, conflicts and refusals are answers."""

from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Company
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

NOTE = {"text": "喜欢安静的房间"}


def sent(browser, path: str, body: dict, method: str = "post"):
    return getattr(browser, method)(path, body, content_type="application/json")


def test_a_note_is_written_read_changed_and_not_written_over(browser_of, company: Company) -> None:
    zhao, path = browser_of("zhao"), f"/api/guests/{company.guests['林薇']}"
    note = sent(zhao, f"{path}/notes", NOTE).json()["id"]
    assert sent(zhao, f"/api/notes/{note}", {"text": "高楼层", "version": 1}, "put").status_code == 204
    late = sent(browser_of("sun"), f"/api/notes/{note}", {"text": "低楼层", "version": 1}, "put")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    shown = zhao.get(f"{path}/moments").json()["items"]
    assert [(one["kind"], one["text"], one["version"]) for one in shown] == [("note", "高楼层", 2)]


def test_a_file_comes_back_as_a_download_that_no_page_can_run(browser_of, company: Company) -> None:
    zhao = browser_of("zhao")
    file = SimpleUploadedFile("../证明 1.pdf", b"%PDF-1.7 words")
    file_id = zhao.post(f"/api/guests/{company.guests['林薇']}/files", {"file": file}).json()["id"]
    answer = zhao.get(f"/api/files/{file_id}")
    assert b"".join(answer) == b"%PDF-1.7 words"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E8%AF%81%E6%98%8E%201.pdf"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert browser_of("he").get(f"/api/files/{file_id}").status_code == 404


def test_a_page_of_html_is_no_file_that_is_kept(browser_of, company: Company) -> None:
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    answer = browser_of("zhao").post(f"/api/guests/{company.guests['林薇']}/files", {"file": file})
    assert (answer.status_code, answer.json()["code"]) == (422, "file_kind_refused")


def test_a_guest_is_entered_by_hand_and_found_by_its_page(browser_of, company: Company, empty_home: Path) -> None:
    ensure_tables(ENV.lake_url)
    zhao = browser_of("zhao")
    made = sent(zhao, "/api/guests", {"fields": {"name": "韩梅梅", "phone": "13800008888"}})
    assert made.status_code == 201
    assert zhao.get(f"/api/guests/{made.json()['id']}").json()["line"]["name"] == "韩梅梅"
    wrong = sent(zhao, "/api/guests", {"fields": {"name": "x", "phone": "1"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "guest_fields_wrong")


def test_what_waits_is_counted_for_the_one_who_asks(browser_of, company: Company) -> None:
    sun, path = browser_of("sun"), f"/api/guests/{company.guests['林薇']}"
    me = sun.get("/api/session").json()["id"]
    task = {"text": "回电", "due_on": str(timezone.localdate() + timedelta(days=1)), "assignee_id": me}
    assert sent(browser_of("zhao"), f"{path}/tasks", task).status_code == 201
    sent(browser_of("zhao"), f"{path}/notes", NOTE | {"mention_ids": [me]})
    assert sun.get("/api/desk").json() == {"tasks": 1, "due": 0, "mentions": 1}
    assert [one["text"] for one in sun.get("/api/tasks").json()["items"]] == ["回电"]


def test_a_tag_with_nearly_the_same_name_is_refused_with_what_is_near(browser_of, company: Company) -> None:
    chen = browser_of("chen")
    tag = {"name_zh": "亲子", "name_en": "Family", "meaning_zh": "带孩子出行的客人", "meaning_en": "Travel with children"}
    made = sent(chen, "/api/tags", tag).json()["id"]
    again = sent(chen, "/api/tags", tag | {"name_zh": "亲子客人"})
    assert (again.status_code, again.json()["code"]) == (409, "tag_name_near")
    assert [one["id"] for one in chen.get("/api/tags/near?name_en=Families").json()] == [made]
    assert chen.put(f"/api/guests/{company.guests['林薇']}/tags/{made}").status_code == 204
    assert chen.get("/api/tags").json()[0]["coverage"] == 1


def test_a_preference_is_said_and_ended(browser_of, company: Company) -> None:
    zhao, path = browser_of("zhao"), f"/api/guests/{company.guests['林薇']}/traits"
    word = sent(zhao, path, {"kind": "seat", "value": "window"}).json()["id"]
    assert [one["value_name"]["zh"] for one in zhao.get(path).json()["holding"]] == ["靠窗"]
    assert zhao.delete(f"/api/traits/{word}").status_code == 204
    assert zhao.get(path).json()["holding"] == []
    assert sent(zhao, path, {"kind": "mood", "value": "good"}).status_code == 404


def test_who_has_the_phone_already_is_shown_before_a_second_guest_is_entered(browser_of, company: Company) -> None:
    zhao = browser_of("zhao")
    found = sent(zhao, "/api/guests/likely", {"phone": "138 0000 1111"}).json()
    assert ("林薇", ["phone"], "138****1111") in [(one["name"], one["agrees"], one["phone"]) for one in found]
    assert sent(zhao, "/api/guests/likely", {}).json() == []


def test_a_note_stands_in_the_timeline_among_what_sources_tell(browser_of, company: Company, empty_home: Path) -> None:
    ensure_tables(ENV.lake_url)
    zhao, path = browser_of("zhao"), f"/api/guests/{company.guests['林薇']}"
    sent(zhao, f"{path}/notes", NOTE)
    pages = [zhao.get(f"{path}/timeline?size=1").json()]
    while pages[-1]["next"]:
        pages.append(zhao.get(f"{path}/timeline", {"size": 1, "page": pages[-1]["next"]}).json())
    assert [page["items"][0]["kind"] for page in pages if page["items"]] == ["note", "booking", "booking", "booking"]
    assert [one["kind"] for one in zhao.get(f"{path}/timeline?kinds=note&kinds=file").json()["items"]] == ["note"]
