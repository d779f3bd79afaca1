"""The five programmes taken into force, with the institutions that take part in each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from bangfu.apps.programmes import actions as programmes
from bangfu.apps.programmes.models import Pairing, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Department
from bangfu.core.programmes import Definition, Text, as_toml, shipped
from bangfu.core.programmes.parties import Party as StatedParty
from bangfu.core.programmes.parties import Selection
from bangfu.web.wording import day

from .cast import Cast, Institution
from .rounds import CONTINUATION
from .rows import Register

MEASURED = """
code = "shandong_measure"
edition = 1
area = "37"
title = { zh = "全省驻点帮扶（演示，供测量）", en = "Support in a province (demonstration)" }

[dispatch]
forms = ["resident"]

[[dispatch.posts]]
code = "resident_doctor"
title = { zh = "驻点医师", en = "Resident doctor" }
form = "resident"
count = 5000
"""

Tie = tuple[Institution, Institution]
"""A sender and its host."""


def adopt_shipped(*, on: date) -> dict[str, Programme]:
    """Every definition that comes with the product, by code."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(shipped().glob("*.toml"))]
    editions = [programmes.adopt_edition(text=text, by=None, on=on) for text in texts]
    return {edition.programme.code: edition.programme for edition in editions}


def carry_on(programme: Programme, *, until: date, on: date) -> None:
    """Let a programme whose source has ended run on, as an edition that says so.

    The edition of the source stays in force for its own days and in the history.
    """
    stated = definition_of(programme)
    if stated.term is None or until <= stated.term.ends_before:
        return
    label = Text(
        zh=f"自{stated.term.starts_on.year}年起，{CONTINUATION}延续至今",
        en=f"since {stated.term.starts_on.year}, carried on for demonstration",
    )
    longer = msgspec.structs.replace(stated.term, ends_before=until, label=label, source=None)
    continued = msgspec.structs.replace(stated, edition=on.year, term=longer)
    last = day(stated.term.ends_before - timedelta(days=1))
    note = f"{CONTINUATION}版本：来源文件只到{last}，其后为延续。"
    programmes.adopt_edition(text=as_toml(continued), by=None, on=on, note=note)
    programme.refresh_from_db()


def adopt_measured(*, on: date) -> Programme:
    """The programme that a province's postings belong to."""
    return programmes.adopt_edition(text=MEASURED, by=None, on=on).programme


def join(
    programme: Programme,
    cast: Cast,
    register: Register,
    *,
    extra: Sequence[tuple[str, Institution]],
) -> None:
    """Have institutions take part as the definition's parties say.

    ``extra`` names further ones by the code of their party, where the definition only counts them.
    """
    definition = definition_of(programme)
    rows: dict[tuple[str, str], Party] = {}
    for party, institution in _members(definition, cast, extra):
        # An institution named for one party is not gathered into another of the same role.
        rows.setdefault(
            (institution.code, party.role.value),
            Party(
                programme=programme,
                institution=register.institutions[institution.code],
                role=party.role.value,
                party_code=party.code,
                starts_on=_begins(definition),
            ),
        )
    programmes.add_parties(parties=list(rows.values()), by=None)


def pair(programme: Programme, ties: Sequence[Tie], register: Register) -> None:
    """Tie senders to hosts for as long as the programme runs, department by department."""
    begins = _begins(definition_of(programme))
    opened = programmes.open_pairings(
        pairings=[
            Pairing(
                programme=programme,
                sender=register.institutions[sender.code],
                host=register.institutions[host.code],
                starts_on=begins,
            )
            for sender, host in ties
        ],
        by=None,
    )
    for pairing in opened:
        for own, theirs in _alike(pairing):
            programmes.pair_departments(
                pairing=pairing, sender_department=own, host_department=theirs, by=None
            )


def _members(
    definition: Definition, cast: Cast, extra: Sequence[tuple[str, Institution]]
) -> Iterator[tuple[StatedParty, Institution]]:
    """Institutions with the party they belong to: first by name, then by what a party selects."""
    stated = definition.parties.members if definition.parties else ()
    by_code = {party.code: party for party in stated}
    for party in stated:
        names = {named.title.zh for named in party.institutions}
        yield from ((party, one) for one in cast.institutions if names & {one.name, one.short_name})
    yield from ((by_code[code], one) for code, one in extra)
    for party in stated:
        if party.selects:
            yield from ((party, one) for one in cast.institutions if _selected(party.selects, one))


def _selected(wanted: Selection, one: Institution) -> bool:
    return (
        (not wanted.levels or one.level in {level.number for level in wanted.levels})
        and (not wanted.categories or one.category in set(wanted.categories))
        and one.area.startswith(wanted.area or "")
        and wanted.weak in (None, one.is_weak)
    )


def _alike(pairing: Pairing) -> Iterator[tuple[Department, Department]]:
    """Departments of the two that work in the same clinical subject."""
    own = {row.subject_code: row for row in Department.objects.filter(institution=pairing.sender)}
    for theirs in Department.objects.filter(institution=pairing.host):
        if theirs.subject_code in own:
            yield own[theirs.subject_code], theirs


def _begins(definition: Definition) -> date:
    return definition.term.starts_on if definition.term else date.min
