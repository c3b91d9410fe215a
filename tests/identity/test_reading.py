"""A whole record as the matcher compares it."""

from datetime import date

from xenia.identity.rules.reading import Reading, read_record

TODAY = date(2026, 11, 22)


def read(**cells: str) -> Reading:
    return read_record(cells, today=TODAY)


def test_m6_m7_records_of_five_systems_share_a_reading() -> None:
    written = (
        {"name": "单田芳"},
        {"name": "單田芳 女士"},
        {"name_latin": "SHAN/TIANFANG MS"},
        {"name": "Tianfang Shan"},
        {"name": "shantianfang"},
    )
    assert all("shan|tianfang" in read(**cells).names for cells in written)


def test_m13_a_resident_number_tells_birth_date_and_gender_where_the_cells_are_empty() -> None:
    found = read(name="李静", id_number="11010519491231002X")
    assert (found.birth_date, found.gender, found.document) == (date(1949, 12, 31), "f", "resident_id 11010519491231002X")


def test_m2_a_record_of_fillers_holds_nothing_to_compare() -> None:
    found = read(
        name="客人", phone="13800138000", email="test@test.com", birth_date="1900-01-01", id_number="000000", city="未知", company="N/A"
    )
    assert found == read()


def test_m9_an_initial_is_kept_apart_from_whole_names() -> None:
    found = read(name="W. Wang")
    assert (found.names, found.initials, found.is_weak) == ((), ("wang|w",), True)


def test_m18_cities_are_compared_without_what_every_one_carries() -> None:
    assert [read(city=told).city for told in ("上海市", "上海", "延边朝鲜族自治州", "未知")] == ["上海", "上海", "延边朝鲜族", ""]


def test_m19_companies_are_compared_without_their_legal_form() -> None:
    assert {read(company=told).company for told in ("云行科技有限公司", "云行科技（集团）股份有限公司", "云行科技")} == {"云行科技"}
    assert read(company="Northwind Co., Ltd.").company == "northwind"


def test_m11_an_office_is_marked_so_that_its_address_joins_nobody() -> None:
    assert read(email="booking@yunxing.cn").is_office


def test_m17_sex_is_read_however_it_is_written() -> None:
    assert [read(gender=told).gender for told in ("男", "M", "1", "女", "female", "2", "其他", "")] == ["m"] * 3 + ["f"] * 3 + ["", ""]
