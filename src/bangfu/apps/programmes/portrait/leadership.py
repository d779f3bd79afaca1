"""Who leads and who takes part, as the definition states it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition
from bangfu.core.programmes.parties import LeadingGroup, Party, Selection
from bangfu.web.wording import day, number

from .notes import Clause, Note, Notes, say


@dataclass(frozen=True, slots=True)
class Group:
    """A leading group with the offices in it."""

    title: str
    head: str
    offices: tuple[str, ...]
    secretariat: str
    duties: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class StatedParty:
    """A party of the definition."""

    code: str
    title: str
    role: str
    count: str
    named: str
    duties: tuple[str, ...]
    note: Note | None


def groups(definition: Definition, notes: Notes) -> list[Group]:
    """Leading groups and guidance committees."""
    stated = definition.parties.leading_groups if definition.parties else ()
    return [_group(group, notes) for group in stated]


def parties(definition: Definition, notes: Notes, areas: dict[str, str]) -> list[StatedParty]:
    """Who takes part, in the order of the definition."""
    stated = definition.parties.members if definition.parties else ()
    return [
        StatedParty(
            code=party.code,
            title=say(party.title),
            role=say(party.role.label),
            count=_count(party),
            named=_gathered(party, areas),
            duties=tuple(say(duty) for duty in party.duties),
            note=notes.of(party.source),
        )
        for party in stated
    ]


def meetings(definition: Definition, notes: Notes) -> list[Clause]:
    """The meetings that bind the parties."""
    stated = definition.parties.meetings if definition.parties else ()
    found = []
    for meeting in stated:
        details = [day(meeting.on)] if meeting.on else []
        if meeting.people:
            attended = _("%(count)s余人参加") if meeting.or_more else _("%(count)s人参加")
            details.append(attended % {"count": number(meeting.people)})
        found.append(Clause(say(meeting.title), notes.of(meeting.source), _("，").join(details)))
    return found


def area_codes(definition: Definition) -> set[str]:
    """Areas that the parties' selections speak of."""
    stated = definition.parties.members if definition.parties else ()
    return {party.selects.area for party in stated if party.selects and party.selects.area}


def _group(group: LeadingGroup, notes: Notes) -> Group:
    note = notes.of(group.source)
    return Group(
        title=say(group.title),
        head=say(group.head.title) if group.head else "",
        offices=tuple(say(office.title) for office in group.offices),
        secretariat=say(group.secretariat.title) if group.secretariat else "",
        duties=tuple(say(duty) for duty in group.duties),
        source=_("依据 %(mark)s") % {"mark": note.mark} if note else "",
    )


def _count(party: Party) -> str:
    count = party.count or len(party.institutions)
    return _("%(count)s家") % {"count": number(count)} if count else "—"


def _gathered(party: Party, areas: dict[str, str]) -> str:
    """Which institutions a party gathers: by name, or by what they are."""
    if party.institutions:
        return _("、").join(say(named.title) for named in party.institutions)
    return _selection(party.selects, areas) if party.selects else "—"


def _selection(chosen: Selection, areas: dict[str, str]) -> str:
    parts = []
    if chosen.area is not None:
        parts.append(areas.get(chosen.area, chosen.area) or _("全国"))
    if chosen.weak:
        parts.append(_("薄弱机构"))
    parts.extend(say(level.label) for level in chosen.levels)
    parts.append(_("、").join(say(category.label) for category in chosen.categories))
    return " · ".join(part for part in parts if part)
