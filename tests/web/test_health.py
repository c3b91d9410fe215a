"""Health says the truth about each part."""

from django.db import connection
from django.test import Client


def test_the_process_says_that_it_answers(db: None) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_without_a_worker_the_product_is_not_ready(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["parts"]) == (
        503,
        {"database": "ok", "migrations": "ok", "worker": "not well", "lake": "ok", "keys": "ok"},
    )


def test_with_a_worker_that_beats_the_product_is_ready(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
