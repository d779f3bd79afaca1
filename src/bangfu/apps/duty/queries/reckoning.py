"""What a person's service comes to by the rules of programmes and titles: rows to values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bangfu.apps.duty.models import EarlierService
from bangfu.apps.duty.recorded import Recorded
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty import (
    Passbook,
    Person,
    Progress,
    Service,
    ServiceRules,
    passbook_of,
    settings,
    title_rules,
    working_days,
)
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary import Form, Place
from bangfu.core.programmes.words import Text

COUNTY_DISTRICTS_FROM = 21
"""From this number on the last two digits of a county-level code name a county or its city."""


def places_of(host: Institution, *, on: date) -> frozenset[Place]:
    """The classes of place that rules distinguish; those no code tells are listed with the rules.

    An area's class is that of the day a posting began.
    """
    found: set[Place] = set()
    if host.category == Institution.Category.TOWNSHIP_HOSPITAL:
        found |= {Place.TOWNSHIP_HOSPITAL, Place.COUNTY_OR_BELOW}
    elif host.category == Institution.Category.COMMUNITY_HEALTH_CENTRE:
        found |= {Place.COMMUNITY_HEALTH_CENTRE, Place.COUNTY_OR_BELOW}
    elif _in_a_county(host.area_code):
        found |= {Place.COUNTY_HOSPITAL, Place.COUNTY_OR_BELOW}
    return frozenset(found) | title_rules.shipped().listed(host.area_code, on)


def _in_a_county(area: str) -> bool:
    return len(area) >= 6 and int(area[4:6]) >= COUNTY_DISTRICTS_FROM


def reckoned_of(
    worker: Worker,
    known: Mapping[int, Recorded],
    definitions: Mapping[int, Definition | None],
    *,
    on: date,
    earlier: Iterable[EarlierService] | None = None,
) -> Passbook:
    """What a person has served and is asked, with the years entered before: two queries.

    One where ``earlier`` is known already.
    """
    parties = _parties([one.posting for one in known.values()])
    rows = earlier_service(worker) if earlier is None else earlier
    return _reckoned(worker, known, definitions, parties, _years_by_place(rows), on=on)


def progress_of(
    known: Mapping[int, Recorded], definitions: Mapping[int, Definition | None], *, on: date
) -> dict[int, tuple[Progress, ...]]:
    """What programmes ask of everybody recorded, each told at the latest posting: one query."""
    parties = _parties([one.posting for one in known.values()])
    of_worker: dict[int, dict[int, Recorded]] = defaultdict(dict)
    for key, one in known.items():
        of_worker[one.posting.worker_id][key] = one
    found: dict[int, tuple[Progress, ...]] = {}
    for own in of_worker.values():
        worker = next(iter(own.values())).posting.worker
        reckoned = _reckoned(worker, own, definitions, parties, {}, on=on)
        latest = {
            one.posting.programme.code: key
            for key, one in sorted(own.items(), key=lambda pair: pair[1].posting.starts_on)
        }
        for code, asked in reckoned.requirements.items():
            found[latest[code]] = asked
    return found


def earlier_service(worker: Worker) -> list[EarlierService]:
    """What the own unit entered of service before this system: one query."""
    return list(EarlierService.objects.filter(worker=worker, withdrawn_at__isnull=True))


def _years_by_place(rows: Iterable[EarlierService]) -> dict[Place, int]:
    found: dict[Place, int] = defaultdict(int)
    for row in rows:
        found[Place.of(row.place)] += row.years
    return dict(found)


def _reckoned(
    worker: Worker,
    known: Mapping[int, Recorded],
    definitions: Mapping[int, Definition | None],
    parties: Mapping[tuple[int, int], frozenset[str]],
    served_years: Mapping[Place, int],
    *,
    on: date,
) -> Passbook:
    """A person's passbook of some postings, as the core reckons it: one query, of their parties."""
    held = settings.shipped()
    postings = [one.posting for one in known.values()]
    rules = {
        posting.programme.code: ServiceRules(
            definition=definitions[posting.programme_id] or _unstated(posting), settings=held
        )
        for posting in postings
    }
    return passbook_of(
        [_service(one, parties) for one in known.values()],
        rules=rules,
        titles=title_rules.shipped(),
        area=worker.home.area_code,
        person=Person(age=_age(worker.birth_date, on), served_years=served_years),
        until=on,
        calendar=working_days.shipped(),
        settings=held,
    )


def _unstated(posting: Posting) -> Definition:
    """A programme without an edition asks for nothing."""
    return Definition(
        code=posting.programme.code,
        edition=1,
        area=posting.programme.area_code,
        title=Text(zh=posting.programme.title_zh),
    )


def _service(one: Recorded, parties: Mapping[tuple[int, int], frozenset[str]]) -> Service:
    posting = one.posting
    host_parties = parties.get((posting.programme_id, posting.host_id), frozenset())
    return Service(
        account=one.account,
        programme=posting.programme.code,
        host=posting.host.code,
        form=Form.of(posting.form),
        places=places_of(posting.host, on=one.stay.days.starts_on),
        post=posting.need.post_group,
        sender_parties=parties.get((posting.programme_id, posting.home_id), frozenset()),
        host_parties=host_parties,
        designated=bool(host_parties),
    )


def _parties(postings: Sequence[Posting]) -> dict[tuple[int, int], frozenset[str]]:
    """The codes of the parties that hosts and senders are in their programmes."""
    places = {posting.host_id for posting in postings} | {posting.home_id for posting in postings}
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Party.objects.filter(
        programme__in={posting.programme_id for posting in postings}, institution__in=places
    )
    for programme, institution, code in rows.values_list(
        "programme_id", "institution_id", "party_code"
    ):
        found[programme, institution].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _age(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
