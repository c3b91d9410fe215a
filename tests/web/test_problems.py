"""Every error of the API is a problem with a code, a sentence in the reader's language and the request's id."""

import json

import pytest
import structlog
from django.test import Client

from xenia.connect import models
from xenia.web.logs import configure_logs

SHAPE = {"type", "title", "status", "code", "detail", "request_id", "fields"}


def problem_of(answer) -> dict:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == SHAPE
    assert (body["status"], body["request_id"], body["type"]) == (
        answer.status_code,
        answer["X-Request-ID"],
        f"urn:xenia:problem:{body['code']}",
    )
    return body


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/guests", 401, "sign_in_needed"),
        ("GET", "/api/nothing/here", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api/guests/not-an-id", 404, "not_found"),
        ("PUT", "/api/guests", 405, "method_not_allowed"),
    ],
)
def test_refusals_have_the_problem_shape(db: None, method: str, path: str, status: int, code: str) -> None:
    problem = problem_of(Client().generic(method, path))
    assert (problem["status"], problem["code"]) == (status, code)


def test_a_wrong_method_names_the_right_ones(db: None) -> None:
    assert sorted(Client().put("/api/guests")["Allow"].split(", ")) == ["GET", "POST"]


def test_wrong_fields_are_named_and_their_values_not_repeated(browser_of) -> None:
    answer = browser_of("chen").post("/api/sources", {"code": 7, "name": "secret value"}, content_type="application/json")
    problem = problem_of(answer)
    assert (problem["status"], problem["code"]) == (422, "input_invalid")
    assert {"body.code", "body.kind", "body.unit_code"} == {field["field"].replace("settings.", "") for field in problem["fields"]}
    assert "secret value" not in answer.content.decode()


@pytest.mark.parametrize(("asked", "sentence"), [("en-GB,en", "Sign in first."), ("zh-CN", "请先登录。"), ("", "请先登录。")])
def test_the_sentence_is_in_the_language_asked_for(db: None, asked: str, sentence: str) -> None:
    assert Client().get("/api/guests", headers={"Accept-Language": asked}).json()["detail"] == sentence


def test_an_unforeseen_fault_tells_the_id_and_nothing_else(browser_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.GuestRecord, "objects", None)
    problem = problem_of(browser_of("chen").get("/api/guests"))
    assert (problem["status"], problem["code"]) == (500, "fault")
    assert "NoneType" not in str(problem)


def test_a_trace_in_the_log_has_no_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    configured = structlog.get_config()
    configure_logs()
    try:
        phone = "+86138" + "00001111"
        raise LookupError("nothing there")
    except LookupError as error:
        structlog.get_logger().error("request_failed", exc_info=error)
    finally:
        structlog.configure(**configured)
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], "LookupError" in line["exception"], phone in str(line)) == ("request_failed", True, False)


def test_a_request_keeps_the_id_its_proxy_gave_it_and_never_a_forged_one(db: None) -> None:
    assert Client().get("/healthz", headers={"X-Request-ID": "proxy-12345678"})["X-Request-ID"] == "proxy-12345678"
    assert Client().get("/healthz", headers={"X-Request-ID": "a b\\n{}"})["X-Request-ID"].isalnum()
