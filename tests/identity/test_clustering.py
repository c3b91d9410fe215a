"""From pairs to people: the strongest first, never two who cannot be one, and always the same whatever came first."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.identity.readings import read, start_model
from xenia.identity.rules.clustering import Clusters, Edge, Judge, make_clusters
from xenia.identity.rules.judging import Bench
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.weighing import SAME_BITS_MIN, weigh

MODEL = start_model()
PHONE, OTHER_PHONE = "13805712233", "13911112222"


def apart(*pairs: tuple[str, str]) -> Judge[str]:
    """A judge for whom these pairs cannot be one person."""
    never = {frozenset(pair) for pair in pairs}

    def conflict(first: Sequence[str], second: Sequence[str]) -> bool:
        return any(frozenset((one, other)) in never for one in first for other in second)

    return Judge(conflict)


def people(found: Clusters[str]) -> list[str]:
    return sorted("".join(sorted(part)) for part in found.parts)


def clusters_of(*readings: Reading) -> list[list[int]]:
    """What becomes of these records under the model a company starts from."""
    known = dict(enumerate(readings))
    edges = [Edge(a, b, weigh(MODEL, known[a], known[b])[0]) for a in known for b in known if a < b]
    strong = [edge for edge in edges if edge.weight >= SAME_BITS_MIN]
    return sorted(sorted(part) for part in make_clusters(strong, judge=Bench(known, MODEL).judge(SAME_BITS_MIN)).parts)


def test_m30_the_stronger_pair_joins_first_and_the_weaker_gives_way() -> None:
    edges = [Edge("a", "b", 9.0), Edge("b", "c", 20.0)]
    assert people(make_clusters(edges, judge=apart(("a", "c")))) == ["bc"]
    assert make_clusters(edges, judge=apart(("a", "c"))).refused == (Edge("a", "b", 9.0),)


def test_m31_two_who_cannot_be_one_never_meet_over_a_third() -> None:
    wang = {"phone": PHONE, "email": "family1988@qq.com"}
    found = clusters_of(read(name="王伟", **wang), read(name="王先生", **wang), read(name="王芳", **wang))
    assert all(not {0, 2} <= set(part) for part in found)


def test_m32_all_evidence_of_two_groups_counts_not_only_their_best_pair() -> None:
    rare = "万俟明轩"
    one = read(name=rare, phone=PHONE, birth_date="1988-03-04", email="xiaobei1988@qq.com")
    other = read(name=rare, phone=OTHER_PHONE, birth_date="1971-11-30", email="zhouzhou77@163.com")
    silent = read(name=rare)
    assert clusters_of(one, silent, other) in ([], [[0, 1]], [[1, 2]])


def test_m33_a_record_that_fits_two_people_equally_is_given_to_neither() -> None:
    one = read(name="王伟", phone=PHONE, id_number="11010519491231002X")
    other = read(name="王伟", phone=PHONE, id_number="310101195401088929")
    assert clusters_of(one, other, read(name="王伟", phone=PHONE)) == []


def test_m34_a_persons_word_joins_and_keeps_apart_whatever_the_evidence_says() -> None:
    judge = apart(("a", "b"))
    assert people(make_clusters([], judge=judge, same=[("a", "b")])) == ["ab"]
    assert people(make_clusters([Edge("a", "b", 40.0)], judge=apart(), different=[("b", "a")])) == []
    assert people(make_clusters([Edge("b", "c", 40.0)], judge=apart(), same=[("a", "b")], different=[("a", "c")])) == ["ab"]


def test_one_traveller_of_five_systems_is_one_guest() -> None:
    found = clusters_of(
        read(name="王伟", phone=PHONE, source="calls"),
        read(name_latin="WANG/WEI MR", phone=PHONE, id_number="E34567812", id_type="passport", source="gds"),
        read(name="Wei Wang", id_number="E34567812", id_type="passport", email="xiaobei1988@qq.com", source="hotel"),
        read(name="王伟", email="xiaobei1988@qq.com", source="app"),
        read(name="李娜", phone=PHONE, source="calls"),
    )
    assert found == [[0, 1, 2, 3]]


RECORDS = "abcdefgh"
EDGES = st.lists(
    st.builds(Edge, st.sampled_from(RECORDS), st.sampled_from(RECORDS), st.integers(0, 30).map(float)).filter(lambda e: e.left < e.right),
    unique_by=lambda edge: (edge.left, edge.right),
)
PAIRS = st.lists(st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS)).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(EDGES, PAIRS, PAIRS, PAIRS, st.randoms())
def test_the_order_of_arrival_changes_nothing(edges, never, same, different, chance) -> None:
    before = make_clusters(edges, judge=apart(*never), same=same, different=different)
    shuffled = [list(one) for one in (edges, same, different)]
    for one in shuffled:
        chance.shuffle(one)
    again = make_clusters(shuffled[0], judge=apart(*never), same=shuffled[1], different=shuffled[2])
    assert set(before.parts) == set(again.parts)


@given(EDGES, PAIRS, PAIRS)
def test_nobody_is_lost_or_twice_and_who_cannot_be_one_never_is(edges, never, different) -> None:
    found = make_clusters(edges, judge=apart(*never), different=different)
    members = [record for part in found.parts for record in part]
    assert len(members) == len(set(members))
    assert all(not {one, other} <= part for one, other in (*never, *different) for part in found.parts)
