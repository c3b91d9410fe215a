"""Loading the demonstration company through the same actions as any company's exports."""

import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.connect.actions.loading import LoadOrder, load_file
from xenia.connect.actions.sources import create_source
from xenia.connect.queries.runs import get_run, list_runs
from xenia.connect.queries.sources import find_source_by_code
from xenia.connect.types.runs import Run
from xenia.demo.audiences import load_audiences
from xenia.demo.club import load_club
from xenia.demo.consents import load_consents, some_guests
from xenia.demo.house import UNITS
from xenia.demo.incidents import load_incidents
from xenia.demo.matched import wait_until_matched
from xenia.demo.offers import register_offers
from xenia.demo.people_of_the_house import PEOPLE, ROLES
from xenia.demo.rights import load_requests, some_records
from xenia.demo.sources import SOURCES, files_of, load_mapping
from xenia.demo.words import load_words
from xenia.demo.writer import CompanyFiles, write_company
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.actions.loyalty_index import order_index
from xenia.trust.actions.people import create_foundations, create_person
from xenia.trust.actions.roles import create_role
from xenia.trust.actions.units import create_unit, rename_company
from xenia.trust.queries.people import find_user_id, list_units
from xenia.trust.queries.roles import list_roles
from xenia.trust.types.access import NewPerson, Permission, UnitKind

GUESTS = 20_000
SEED = 20_260_101
Progress = Callable[[str], None]


@dataclass(frozen=True)
class SignIn:
    """Someone of the demonstration who can sign in."""

    email: str
    name: str
    title: str


def load_company(*, guests: int, seed: int, clock: Callable[[], datetime], progress: Progress) -> list[Run]:
    """Writes the export files into a folder that vanishes afterwards, loads them and returns the runs. Safe to repeat."""
    with tempfile.TemporaryDirectory(prefix="xenia-demonstration-") as folder:
        progress(f"writing the exports of {guests:,} people's journeys")
        company = write_company(Path(folder), guests=guests, seed=seed, until=_yesterday(clock()), progress=lambda what, share: None)
        runs = load_exports(company, clock=clock, progress=progress)
    _load_what_guests_said(product_actor("demonstration", *Permission), runs, seed, clock(), progress)
    return runs


def load_exports(company: CompanyFiles, *, clock: Callable[[], datetime], progress: Progress) -> list[Run]:
    """Loads the export files and returns the runs. Safe to repeat."""
    actor = product_actor("demonstration", *Permission)
    _found(actor, clock())
    return [run for source in SOURCES for run in _load_source(actor, source.code, company, clock, progress)]


def _load_what_guests_said(actor: Actor, runs: list[Run], seed: int, now: datetime, progress: Progress) -> None:
    """Consents of everybody whom the website or a hotel knows; prices, offers and requests of some of them; what went wrong."""
    asked = [run.id for run in runs if run.mapping_name in ("members", "travellers", "reservations")]
    taken = load_consents(actor, asked, seed=seed, now=now)
    if taken is None:
        return
    progress(f"同意管理: {taken.accepted:,} decisions of guests")
    guests = some_guests(actor, asked[0])
    progress(f"价格与优惠: {register_offers(actor, guests, now=now):,} prices and offers, each with its reasons")
    progress(f"权利请求: {load_requests(actor, some_records(asked[0]), now=now)} requests of guests")
    progress(f"安全事件: {load_incidents(actor, guests, now=now)} incidents, with what looks wrong")


def let_people_write(runs: list[Run], *, now: datetime, progress: Progress) -> None:
    """Lets those who can sign in write down what they know of some guests. After `create_people`; safe to repeat."""
    actor = product_actor("demonstration", *Permission)
    members = next((run for run in runs if run.mapping_name == "members"), None)
    if members is not None:
        progress(f"客人档案: notes, calls, tasks and preferences of {load_words(actor, some_guests(actor, members.id), now=now)} guests")


def let_club_run(runs: list[Run], *, clock: Callable[[], datetime], progress: Progress) -> None:
    """Gives the programme its three years, once the guests are matched: who a member is decides what is theirs; then has the loyalty index
    look back over the year, and the marketer keep her audiences, which ask about tiers. Safe to repeat."""
    actor = product_actor("demonstration", *Permission)
    if wait_until_matched(clock=clock, progress=progress):
        load_club(actor, runs, now=clock(), progress=progress)
        with suppress(NotFound):  # before the first snapshot: it is computed after it, the year before too
            order_index(actor=actor, with_past=True, now=clock())
        progress(f"受众: {load_audiences(actor, now=clock())} audiences, made anew every day")


def _yesterday(now: datetime) -> date:
    """The last whole day where the company is: its exports end with that day."""
    return (now.astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)).date()


def _found(actor: Actor, now: datetime) -> None:
    root, *below = UNITS
    create_foundations(company=root.name)
    rename_company(actor=actor, company=root.name, now=now)
    roles = {use.role.code for use in list_roles(actor)}
    for role in ROLES:
        if role.code not in roles:
            create_role(actor=actor, code=role.code, draft=role.draft, now=now)
    held = {unit.code for unit in list_units(actor)}
    for unit in below:
        if unit.code not in held:
            kind, parent_code = UnitKind(unit.kind), unit.parent_code or root.code
            create_unit(actor=actor, code=unit.code, name=unit.name, kind=kind, parent_code=parent_code, now=now)


def _load_source(actor: Actor, code: str, company: CompanyFiles, clock: Callable[[], datetime], progress: Progress) -> list[Run]:
    source = next(one for one in SOURCES if one.code == code)
    source_id = _source_id(actor, code, clock())
    runs = []
    for path, mapping in files_of(source, company):
        order = LoadOrder(path, source_id, document=load_mapping(mapping))
        run = get_run(actor, load_file(actor=actor, order=order, clock=clock))
        progress(f"{source.name.zh} {path.name}: {run.counts.read:,} rows, {run.counts.quarantined:,} in quarantine, {run.state.value}")
        runs.append(_that_brought(actor, run))
    return runs


def _that_brought(actor: Actor, run: Run) -> Run:
    """The run that brought the rows of a file: where the company was loaded before, this one found nothing new."""
    same = (one for one in list_runs(actor, source_id=run.source_id, size=200).items if one.file_name == run.file_name)
    return max(same, key=lambda one: one.counts.new, default=run)


def _source_id(actor: Actor, code: str, now: datetime) -> UUID:
    held = find_source_by_code(actor, code)
    source = next(one for one in SOURCES if one.code == code)
    return held.id if held else create_source(actor=actor, settings=source.settings(), now=now)


def create_people() -> tuple[str, list[SignIn]]:
    """Creates those of the demonstration's people who cannot sign in yet; returns their one password and who they are."""
    actor = product_actor("demonstration", *Permission)
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    made = []
    for person in PEOPLE:
        if find_user_id(person.email) is None:
            new = NewPerson(person.email, person.name, password, person.role_codes, person.unit_codes, person.title, person.language)
            create_person(actor=actor, person=new)
            made.append(SignIn(person.email, person.name, person.title))
    return password, made
