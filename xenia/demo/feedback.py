"""Reviews: a rating from the quality of the place and the mood of the guest, and a text that praises and complains as the rating says."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import fates, review_words
from xenia.demo import orders as sold
from xenia.demo.block import Block
from xenia.demo.booking_engine import Sales
from xenia.demo.columns import Instants, Numbers, Texts, chance, draw, emptied, numbers_text, offset_text, pick, take, words_of
from xenia.demo.dirt import Columns
from xenia.demo.geography import PLACES
from xenia.demo.house import HOTELS
from xenia.demo.review_words import Aspect
from xenia.demo.stays import Profiles, Stays

ORDER_REVIEW_SHARE = 0.20
STAY_REVIEW_SHARE = 0.165
KINDS = {sold.AIR: "flight", sold.HOTEL: "hotel", sold.TOUR: "tour"}
PRAISE = {5: (2, 4), 4: (2, 3), 3: (1, 2), 2: (0, 1), 1: (0, 0)}
COMPLAINTS = {5: (0, 0), 4: (0, 1), 3: (1, 2), 2: (2, 3), 1: (2, 4)}
ENGLISH_SHARES = {"CN": 0.04, "HK": 0.2, "US": 1.0, "GB": 1.0, "JP": 0.7, "KR": 0.7}


@dataclass(frozen=True)
class Subject:
    """What one review is about; `kind` is hotel, flight or tour, `language` zh or en, `rating` 1 to 5."""

    kind: str
    language: str
    rating: int
    place: str
    days: int


@dataclass(frozen=True)
class Review:
    title: str
    content: str
    tags: tuple[str, ...]


def write_review(subject: Subject, rng: np.random.Generator) -> Review:
    """Returns a review whose praise and complaints are as many as the rating says; all choices come from `rng`."""
    mood = 2 if subject.rating >= 4 else 1 if subject.rating == 3 else 0
    aspects = review_words.ASPECTS[subject.kind, subject.language]
    order, random = rng.permutation(len(aspects)), iter(rng.random(24).tolist())
    good = _count(PRAISE[subject.rating], next(random))
    bad = _count(COMPLAINTS[subject.rating], next(random))
    praised, blamed = [aspects[place] for place in order[:good]], [aspects[place] for place in order[good : good + bad]]
    sentences = _sentences((praised, blamed), subject.language, random)
    opening = _one(review_words.OPENINGS[subject.language, mood], next(random))
    closing = _one(review_words.CLOSINGS[subject.language, mood], next(random))
    title = _one(review_words.TITLES[subject.language, mood], next(random))
    filled = {"place": subject.place, "days": subject.days, "minutes": 10 + int(next(random) * 15) * 5, "floor": 3 + int(next(random) * 26)}
    tags = tuple([aspect.praise_tag for aspect in praised] + [aspect.complaint_tag for aspect in blamed])
    return Review(title.format(**filled), f"{opening}{sentences}{closing}".format(**filled).strip(), tags)


def _sentences(aspects: tuple[list[Aspect], list[Aspect]], language: str, random: "iter[float]") -> str:  # type: ignore[valid-type]
    praised, blamed = aspects
    praise = [_one(aspect.praise, next(random)) for aspect in praised]
    blame = [_one(aspect.complaint, next(random)) for aspect in blamed]
    if praise and len(blame) == 1:
        but = _one(review_words.BUT[language], next(random))
        blame = [but + (blame[0] if language == "zh" else blame[0][0].lower() + blame[0][1:])]
    between, end = ("，", "。") if language == "zh" else (". ", ". ")
    return "".join(between.join(part) + end for part in (praise, blame) if part)


def _one(choices: tuple[str, ...], random: float) -> str:
    return choices[int(random * len(choices))]


def _count(bounds: tuple[int, int], random: float) -> int:
    return bounds[0] + int(random * (bounds[1] - bounds[0] + 1))


def _ratings(rng: np.random.Generator, quality: np.ndarray, mood: np.ndarray) -> Numbers:
    upset = chance(rng, len(quality), 0.09) * rng.uniform(1.2, 3.2, len(quality))
    return np.clip(np.rint(4.5 + quality + 0.3 * mood + rng.normal(0, 0.62, len(quality)) - upset), 1, 5).astype(np.int64)


def _languages(rng: np.random.Generator, nations: Texts) -> Texts:
    share = np.array([ENGLISH_SHARES[nation] for nation in nations])
    return np.where(chance(rng, len(nations), share), "en", "zh").astype(object)


def _moods(block: Block, person: Numbers) -> np.ndarray:
    return block.rng("moods").normal(0, 1, block.people.size)[person]


def _posted(block: Block, rng: np.random.Generator, ended: Instants) -> Instants:
    later = (rng.gamma(1.2, 40, len(ended)) * 3600).astype(np.int64).astype("timedelta64[s]")
    posted: Instants = np.minimum(ended.astype("datetime64[s]") + later, block.now)
    return posted


def _written(rng: np.random.Generator, subjects: list[Subject]) -> tuple[Texts, Texts, Texts]:
    reviews = [write_review(subject, rng) for subject in subjects]
    silent = chance(rng, len(reviews), 0.04)
    content = emptied(words_of([review.content for review in reviews]), silent)
    tags = emptied(words_of(["|".join(review.tags) for review in reviews]), silent)
    return words_of([review.title for review in reviews]), content, tags


def order_reviews_table(block: Block, sales: Sales) -> Columns:
    """Returns reviews.csv: what members wrote on the own platform about flights, tours and hotels they completed."""
    rng, orders = block.rng("order reviews"), sales.orders
    may = np.isin(orders.line, list(KINDS)) & (orders.status == fates.COMPLETED)
    rows = np.flatnonzero(may & chance(rng, len(may), ORDER_REVIEW_SHARE))
    posted = _posted(block, rng, orders.updated[rows])
    rows, posted = rows[np.argsort(posted, kind="stable")], np.sort(posted)
    nation, place = block.people.nation[orders.booker[rows]], orders.place[rows]
    language = _languages(rng, nation)
    own = np.array([hotel.quality for hotel in HOTELS] + [0.0])[orders.hotel[rows]]
    quality = own + np.where(orders.line[rows] == sold.AIR, -0.1, 0.05) + (place % 5 - 2) * 0.08
    rating = _ratings(rng, quality, _moods(block, orders.booker[rows]))
    facts = zip(orders.line[rows].tolist(), language, rating.tolist(), place.tolist(), (orders.nights[rows] + 1).tolist(), strict=True)
    subjects = [
        Subject(KINDS[line], tongue, mark, PLACES[where].zh if tongue == "zh" else PLACES[where].en, days)
        for line, tongue, mark, where, days in facts
    ]
    title, content, tags = _written(rng, subjects)
    return {
        "review_id": block.keys("V", np.arange(len(rows))),
        "order_no": sales.order_key[rows],
        "member_id": sales.accounts.key[sales.account[rows]],
        "rating": numbers_text(rating),
        "title": title,
        "content": content,
        "tags": tags,
        "language": language,
        "platform": pick(rng, ("APP", "WEB", "WECHAT"), len(rows), (0.6, 0.15, 0.25)),
        "posted_at": numbers_text((posted - np.timedelta64(8, "h")).astype(np.int64) * 1000 + rng.integers(0, 1000, len(rows))),
    }


def stay_reviews_table(block: Block, stays: Stays, profiles: Profiles) -> Columns:
    """Returns stay_reviews.csv: answers to the hotels' e-mail after check-out, on a scale of ten."""
    rng = block.rng("stay reviews")
    rows = np.flatnonzero((stays.status == fates.COMPLETED) & chance(rng, len(stays.status), STAY_REVIEW_SHARE))
    posted = _posted(block, rng, stays.updated[rows])
    rows, posted = rows[np.argsort(posted, kind="stable")], np.sort(posted)
    guest = stays.guest[rows]
    language = _languages(rng, block.people.nation[guest])
    rating = _ratings(rng, np.array([hotel.quality for hotel in HOTELS])[stays.hotel[rows]], _moods(block, guest))
    cities = {hotel.city: place.en for hotel in HOTELS for place in PLACES if place.zh == hotel.city}
    facts = zip(language, rating.tolist(), stays.hotel[rows].tolist(), stays.nights[rows].tolist(), strict=True)
    subjects = [Subject("hotel", tongue, mark, HOTELS[hotel].city if tongue == "zh" else cities[HOTELS[hotel].city], nights + 1)
                for tongue, mark, hotel, nights in facts]  # fmt: skip
    title, content, tags = _written(rng, subjects)
    number, size = block.keys("", rows), len(rows)
    touchpoint = take(("check_out", "room", "food", "staff", "facilities"), draw(rng, 5, size, (4, 3, 1, 1, 1)))
    return {
        "review_id": block.keys("H", np.arange(size)),
        "confirmation_no": take(("8",), np.zeros(size, dtype=np.int64)) + number,
        "profile_id": profiles.key[stays.profile[rows]],
        "property": take([hotel.code for hotel in HOTELS], stays.hotel[rows]),
        "score": numbers_text(np.maximum(rating * 2 - rng.integers(0, 2, size), 1)),
        "title": title,
        "comment": content,
        "tags": tags,
        "touchpoint": touchpoint,
        "language": language,
        "channel": pick(rng, ("EMAIL", "SMS", "TABLET"), size, (0.5, 0.35, 0.15)),
        "posted_at": offset_text(posted, np.full(size, 480)),
    }
