"""Groups of guests: rules GR1 to GR6 on planted and on shapeless guests."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.insight.planted import NOW, TODAY, add, booking, links, on
from xenia.insight.facts.snapshot import NAME, SCHEMA, guest_features
from xenia.insight.groups import reading, stability
from xenia.insight.groups.catalogue import BY_NAME, NAMES
from xenia.insight.groups.describing import Sums, contrasts
from xenia.insight.groups.model import fit, load, renumbered, save
from xenia.insight.groups.product import _nothing_stable, explain, features_of, score, train
from xenia.insight.groups.reading import values_of
from xenia.insight.groups.scaling import fitted, usable
from xenia.insight.modelling import Asked, NotEnough
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.catalogue import BY_NAME as FEATURES
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.snapshots import write_snapshot

TRAITS = ("lead_days_mean", "nights_mean", "party_mean", "booking_minor_mean", "children_share", "hotel_share")
FAMILY, BUSINESS, FLYER = (60, 5, 4, 400_000, 0.9, 0.9), (4, 1, 1, 60_000, 0.02, 0.9), (25, 2, 2, 150_000, 0.1, 0.05)


def guests(kinds: tuple[tuple[float, ...], ...], count: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Guests in equal parts of each kind, with a quarter of noise, and which kind each is."""
    random = np.random.default_rng(seed)
    kind = np.arange(count) % len(kinds)
    values = np.array(kinds)[kind] * np.exp(random.normal(0, 0.25, (count, len(TRAITS))))
    values[:, 4:] = np.clip(values[:, 4:] + random.normal(0, 0.05, (count, 2)), 0, 1)
    return values, kind


def scaled(values: np.ndarray) -> np.ndarray:
    return fitted(values, TRAITS).apply(values)


def test_gr1_no_trait_outweighs_another_and_what_is_unknown_draws_nowhere() -> None:
    values, _ = guests((FAMILY, BUSINESS), 400)
    values[0, 0], values[1, 0] = np.nan, 1e9
    rows = scaled(values)
    assert np.allclose(rows.std(axis=0), 1, atol=0.01)
    assert rows[0, 0] == 0
    assert rows[1, 0] == pytest.approx(rows[:, 0].max())
    assert set(NAMES) <= set(FEATURES)


def test_gr1_a_trait_that_is_the_same_for_all_or_known_of_few_is_left_out() -> None:
    values, _ = guests((FAMILY, BUSINESS), 400)
    values[:, 1] = 2
    values[60:, 2] = np.nan
    assert usable(values, TRAITS) == [0, 3, 4, 5]


def test_gr2_three_planted_groups_are_found_as_three() -> None:
    values, kind = guests((FAMILY, BUSINESS, FLYER), 450)
    best, _ = stability.chosen(scaled(values), 1, draws=6)
    assert best is not None
    assert best.groups == 3
    assert best.agreement.mean() > 0.95
    assert best.gain(1).low > 0.3
    model = fit(values, fitted(values, TRAITS), 3, 1)
    placed, _ = model.place(values)
    assert all(len(set(placed[kind == one])) == 1 for one in range(3))


@pytest.mark.parametrize("seed", [1, 2])
def test_gr3_shapeless_guests_form_no_groups(seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(400, 8))
    best, near = stability.chosen(rows, seed, draws=6)
    assert best is None
    assert near.agreement.mean() < stability.STABLE_FROM


def test_gr4_a_group_keeps_its_number_and_a_new_one_gets_one_never_given() -> None:
    values, kind = guests((FAMILY, BUSINESS, FLYER), 600)
    scaling = fitted(values, TRAITS)
    before = replace(fit(values[kind != 2], scaling, 2, 1), numbers=(7, 4), given=9)
    model = fit(values, scaling, 3, 9)
    old = np.where(kind == 2, 0, before.place(values)[0])
    carried = renumbered(model, old, before, model.place(values)[0])
    new = carried.place(values)[0]
    assert carried.given == 10
    assert (new == np.where(kind == 2, 10, old)).all()


def test_gr4_the_same_fit_keeps_every_number() -> None:
    values, _ = guests((FAMILY, BUSINESS, FLYER), 300)
    before = replace(fit(values, fitted(values, TRAITS), 3, 1), numbers=(5, 2, 8), given=8)
    again = fit(values, fitted(values, TRAITS), 3, 2)
    carried = renumbered(again, before.place(values)[0], before, again.place(values)[0])
    assert (before.place(values)[0] == carried.place(values)[0]).all()
    assert carried.given == 8


def test_gr5_a_model_is_kept_as_text_and_places_as_before(tmp_path: Path) -> None:
    values, _ = guests((FAMILY, BUSINESS, FLYER), 300)
    model = fit(values, fitted(values, TRAITS), 3, 1)
    save(model, tmp_path)
    numbers, fits = load(tmp_path).place(values)
    assert (numbers == model.place(values)[0]).all()
    assert fits.min() > 1 / 3
    assert fits.max() <= 1


def sums(values: np.ndarray) -> Sums:
    return Sums(len(values), float(values.sum()), float((values**2).sum()))


def test_gr6_a_group_is_told_by_what_sets_it_apart() -> None:
    random = np.random.default_rng(1)
    lead = {
        True: np.log1p(np.full(200, 46.0)) + random.normal(0, 0.1, 200),
        False: np.log1p(np.full(800, 12.0)) + random.normal(0, 0.1, 800),
    }
    same = random.normal(0.5, 0.1, 1000)
    mine = {"lead_days_mean": sums(lead[True]), "weekend_share": sums(same[:200])}
    everybody = {"lead_days_mean": sums(np.concatenate(list(lead.values()))), "weekend_share": sums(same)}
    (told,) = [one for one in contrasts(mine, everybody) if abs(one.difference.value) > 1]
    assert told.words == Text("提前 46 天预订（其他 12 天）", "book 46 days ahead (others 12 days)")
    assert told.difference.low > 10
    assert told.difference.high > told.difference.value


def test_gr6_a_difference_that_may_be_none_is_not_told() -> None:
    random = np.random.default_rng(2)
    values = random.normal(size=1000)
    assert contrasts({"cities": sums(values[:100])}, {"cities": sums(values)}) == ()
    assert contrasts({"cities": sums(values[:1])}, {"cities": sums(values)}) == ()


def test_values_are_said_as_one_reads_them() -> None:
    assert BY_NAME["children_share"].said(0.723) == Text("72% 带孩子", "72% with children")
    assert BY_NAME["booking_minor_mean"].said(124_000) == Text("每单 ¥1,240", "¥1,240 a booking")
    assert BY_NAME["party_mean"].said(1.9) == Text("每单 1.9 人", "1.9 people a booking")


def company(lake: Lake, count: int = 330) -> dict[str, str]:
    """Guests of three kinds with two bookings each; returns record to guest."""
    made, random = [], np.random.default_rng(5)
    for n in range(count):
        lead, nights, adults, price, children, line = (
            (60, 5, 2, 400_000, 2, "hotel"),
            (4, 1, 1, 60_000, 0, "hotel"),
            (25, 2, 2, 150_000, 0, "air"),
        )[n % 3]
        for again in (500, 200):
            ago = again + int(random.integers(0, 40))
            starts = on(-ago + max(1, int(lead * random.uniform(0.8, 1.2))))
            made.append(booking(f"G{n} {again}", ago, booker_id=f"r{n}", line=line, total_minor=int(price * random.uniform(0.8, 1.2)),
                starts_on=starts, nights=nights, adults=adults, children=children))  # fmt: skip
    add(lake, "booking_versions", *made)
    return {f"r{n}": f"g{n}" for n in range(count)}


@pytest.fixture
def asked(lake: Lake, request: pytest.FixtureRequest) -> Iterator[Asked]:
    """The session over a company of so many guests."""
    pairs = company(lake, request.param)
    with read.session(units=None, given=given_to_facts(guest_map_of(links(pairs))), lake=lake) as session:
        yield Asked(session=session, as_of=NOW)


@pytest.mark.parametrize("asked", [330], indirect=True)
def test_gr1_to_gr4_the_product_trains_and_judges_on_later_guests(asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stability, "COUNTS", (3, 4))
    made = train(asked, 1)
    assert [one.name for one in made.judged.measures] == ["stability", "later"]
    assert made.judged.worth_publishing
    assert min(one.ours.value for one in made.judged.measures) > 0.9
    assert made.judged.fitted_from < made.judged.fitted_until < made.judged.judged_until == TODAY
    made.save(tmp_path)
    renamed = replace(load(tmp_path), numbers=(9, 8, 7), given=9)
    train(replace(asked, champion=renamed), 1).save(tmp_path)
    assert sorted(load(tmp_path).numbers) == [7, 8, 9]


@pytest.fixture
def scored(lake: Lake) -> Iterator[Asked]:
    """The session over a company of which a snapshot was made."""
    pairs, version = company(lake, 330), new_id()
    with read.session(units=None, given=given_to_facts(guest_map_of(links(pairs))), lake=lake) as session:
        write_snapshot(NAME, SCHEMA, session.stream(guest_features(NOW)), version=version, lake=lake)
        yield Asked(session=session, as_of=NOW, snapshot=version)


def test_gr5_the_product_places_and_explains(scored: Asked) -> None:
    rows = pa.Table.from_batches(reading.placed(scored))
    names = tuple(NAMES[place] for place in usable(values_of(rows, NAMES), NAMES))
    model = fit(values_of(rows, names), fitted(values_of(rows, names), names), 3, 1)
    placed = pa.Table.from_batches(score(model, scored))
    groups = dict(zip(placed["guest_id"].to_pylist(), placed["group_no"].to_pylist(), strict=True))
    assert len({groups[f"g{n}"] for n in (0, 3, 6)}) == 1
    assert len({groups[f"g{n}"] for n in (0, 1, 2)}) == 3
    reasons = explain(model, scored, "g0")
    assert all(one.weight > 0 and "群组" in one.words.zh for one in reasons)
    assert len(reasons) == 4
    assert explain(model, scored, "nobody") == ()
    assert features_of(model, scored).num_rows == 330


@pytest.mark.parametrize("asked", [30], indirect=True)
def test_gr3_too_few_guests_are_told_in_a_sentence(asked: Asked) -> None:
    with pytest.raises(NotEnough) as lacking:
        train(asked, 1)
    assert lacking.value.code == "groups_few_guests"
    assert "30" in lacking.value.message


def test_gr3_what_is_not_stable_is_said_in_words() -> None:
    near = stability.Tried(4, np.array([0.3, 0.34]), np.array([0.1, 0.1]))
    said = _nothing_stable(near, 500)
    assert "0.32" in said.message
    assert "没有形成稳定的群组" in said.message_zh
