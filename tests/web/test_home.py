"""The home page over HTTP: guests, beside the records that they were made of."""

from tests.cast import Company, join_guests


def figures(browser) -> dict[str, int]:
    return {figure["name"]: figure["value"] for figure in browser.get("/api/home").json()["figures"]}


def test_a_guest_of_two_records_counts_once(browser_of, company: Company) -> None:
    join_guests(company.guests["林薇"], company.guests["王秀英"])
    found = figures(browser_of("chen"))
    assert (found["guests"], found["records"]) == (3, 4)


def test_who_sees_one_unit_counts_its_guests(browser_of) -> None:
    assert figures(browser_of("zhao"))["guests"] == 2
