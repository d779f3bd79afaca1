"""Registering institutions and changing what is known of them, keeping what was."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.drafts import DepartmentDraft, InstitutionDraft, draft_of_institution
from bangfu.apps.registry.models import FormerCode, FormerName, Institution
from bangfu.core.standards import spelling, uscc

from .checks import (
    CHANGE_INSTITUTION,
    CodeTaken,
    UnknownInstitution,
    UnknownKind,
    hold,
    in_portions,
    refuse_ended,
    refuse_out_of_reach,
    refuse_too_early,
    refuse_unknown_areas,
)
from .departments import set_departments

# Facts that an institution simply has; name, code and parent have rules of their own.
_PLAIN = (
    "short_name",
    "category",
    "level",
    "grade",
    "area_code",
    "area_class",
    "is_weak",
    "address",
    "phone",
    "population_served",
)


def register_institution(
    *,
    draft: InstitutionDraft,
    on: date,
    by: User | None,
    departments: Iterable[DepartmentDraft] = (),
) -> Institution:
    """Enter one institution; raises as :func:`register_institutions`."""
    given = {uscc.normal(draft.code): tuple(departments)}
    return register_institutions(drafts=[draft], on=on, by=by, departments=given)[0]


@transaction.atomic
def register_institutions(
    *,
    drafts: Sequence[InstitutionDraft],
    on: date,
    by: User | None,
    departments: Mapping[str, Sequence[DepartmentDraft]] | None = None,
) -> list[Institution]:
    """Enter several institutions, all or none; ``departments`` are by institution code.

    A parent may be one of the drafts. A code that fails the check of GB 32100 is taken all the
    same. Raises ``CodeTaken``, ``UnknownArea``, ``UnknownKind``, ``UnknownInstitution`` (parent)
    or ``OutOfReach``.
    """
    drafts = [replace(draft, code=uscc.normal(draft.code)) for draft in drafts]
    refuse_out_of_reach(by, CHANGE_INSTITUTION, ((d.area_code, d.code) for d in drafts))
    _refuse_unknown_kinds(drafts)
    refuse_unknown_areas(draft.area_code for draft in drafts)
    _refuse_taken_codes([draft.code for draft in drafts])
    made = Institution.objects.bulk_create([_new(draft, on) for draft in drafts], batch_size=500)
    _set_parents(dict(zip((draft.code for draft in drafts), made, strict=True)), drafts)
    set_departments(
        {row: departments[row.code] for row in made if departments and row.code in departments}
    )
    journal.record_many(actor=by, events=[_event("institution.registered", row) for row in made])
    return made


def revise_institution(
    *, institution: Institution, draft: InstitutionDraft, on: date, by: User | None
) -> Institution:
    """Bring one institution to what a draft says; raises as :func:`revise_institutions`."""
    revise_institutions(pairs=[(institution, draft)], on=on, by=by)
    return institution


def rename_institution(
    *, institution: Institution, name: str, on: date, by: User | None
) -> Institution:
    """Give an institution another name from a day on; the old one stays with its dates."""
    draft = replace(draft_of_institution(institution), name=name)
    return revise_institution(institution=institution, draft=draft, on=on, by=by)


def recode_institution(
    *, institution: Institution, code: str, on: date, by: User | None
) -> Institution:
    """Give an institution another code from a day on; the old one stays with its dates."""
    draft = replace(draft_of_institution(institution), code=code)
    return revise_institution(institution=institution, draft=draft, on=on, by=by)


@transaction.atomic
def revise_institutions(
    *, pairs: Sequence[tuple[Institution, InstitutionDraft]], on: date, by: User | None
) -> int:
    """Bring institutions to what their drafts say, all or none; the number that changed.

    A new name or code takes effect on ``on``; the old one is kept with its dates. On the very day
    the old one began it counts as a correction and is not kept. What does not differ is not
    written and not journalled. Raises ``AlreadyEnded``, ``DayTooEarly`` and what
    :func:`register_institutions` raises.
    """
    hold(Institution, (row.pk for row, _ in pairs))
    changed = [_Change(row, draft_of_institution(row), _normal(draft)) for row, draft in pairs]
    changed = [change for change in changed if change.differences]
    for change in changed:
        refuse_ended(change.row.valid_to, change.row.name)
    refuse_out_of_reach(by, CHANGE_INSTITUTION, _places(changed))
    _refuse_unknown_kinds([change.after for change in changed])
    refuse_unknown_areas({c.after.area_code for c in changed if "area_code" in c.differences})
    _refuse_taken_codes([c.after.code for c in changed if "code" in c.differences])
    _keep_former(changed, on)
    for change in changed:
        _take(change.row, change.after)
    _set_parents({change.after.code: change.row for change in changed}, [c.after for c in changed])
    Institution.objects.bulk_update(
        [change.row for change in changed],
        ["code", "name", "name_pinyin", "name_initials", *_PLAIN],
        batch_size=200,
    )
    journal.record_many(actor=by, events=[change.event() for change in changed])
    return len(changed)


@dataclass(frozen=True, slots=True)
class _Change:
    row: Institution
    before: InstitutionDraft
    after: InstitutionDraft

    @property
    def differences(self) -> dict[str, list[object]]:
        """Before and after, by the name of what differs."""
        pairs = {
            field.name: [getattr(self.before, field.name), getattr(self.after, field.name)]
            for field in fields(InstitutionDraft)
            if field.name != "since"
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def event(self) -> Event:
        differences = self.differences
        verb = "institution.renamed" if set(differences) == {"name"} else "institution.changed"
        return _event(verb, self.row, **differences)


def _event(verb: str, row: Institution, **facts: object) -> Event:
    return Event(verb, row, area_code=row.area_code, institution_code=row.code, facts=facts)


def _normal(draft: InstitutionDraft) -> InstitutionDraft:
    return replace(draft, code=uscc.normal(draft.code))


def _places(changed: Iterable[_Change]) -> Iterable[tuple[str, str]]:
    """Where each institution is and where it is to be: both must be within reach."""
    for change in changed:
        yield change.before.area_code, change.before.code
        yield change.after.area_code, change.before.code


def _new(draft: InstitutionDraft, on: date) -> Institution:
    row = Institution(valid_from=draft.since or on)
    _take(row, draft)
    return row


def _take(row: Institution, draft: InstitutionDraft) -> None:
    row.code, row.name = draft.code, draft.name
    row.name_pinyin, row.name_initials = spelling.of_name(draft.name)
    for name in _PLAIN:
        setattr(row, name, getattr(draft, name))


def _keep_former(changed: Iterable[_Change], on: date) -> None:
    """Close the old names and codes on the day the new ones begin."""
    for change in changed:
        row = change.row
        if "name" in change.differences:
            began = _began(row.former_names.all(), row)
            refuse_too_early(on, began, row.name)
            if began < on:
                FormerName.objects.create(
                    institution=row, name=change.before.name, valid_from=began, valid_to=on
                )
        if "code" in change.differences:
            began = _began(row.former_codes.all(), row)
            refuse_too_early(on, began, row.name)
            if began < on:
                FormerCode.objects.create(
                    institution=row, code=change.before.code, valid_from=began, valid_to=on
                )


def _began(former: Iterable[FormerName | FormerCode], row: Institution) -> date:
    return max((one.valid_to for one in former), default=row.valid_from)


def _set_parents(rows: Mapping[str, Institution], drafts: Iterable[InstitutionDraft]) -> None:
    """Point each row at its parent, which may be among the rows themselves."""
    wanted = {draft.parent_code for draft in drafts if draft.parent_code}
    found = dict(rows)
    for some in in_portions(wanted - set(rows)):
        found.update({row.code: row for row in Institution.objects.filter(code__in=some)})
    for draft in drafts:
        row, parent = rows[draft.code], found.get(draft.parent_code)
        if draft.parent_code and (parent is None or parent.pk == row.pk):
            raise UnknownInstitution(
                zh=f"“{row.name}”的上级机构代码“{draft.parent_code}”没有登记，请先登记上级机构。",
                en=f"The parent of “{row.name}”, {draft.parent_code}, is not registered.",
            )
        row.parent = parent
    Institution.objects.bulk_update(list(rows.values()), ["parent"], batch_size=500)


def _refuse_unknown_kinds(drafts: Iterable[InstitutionDraft]) -> None:
    for draft in drafts:
        known = (
            draft.category in Institution.Category.values
            and draft.level in Institution.Level.values
            and draft.grade in Institution.Grade.values
            and (draft.area_class is None or 1 <= draft.area_class <= 6)
            and bool(draft.name.strip())
        )
        if not known:
            raise UnknownKind(
                zh=f"“{draft.name or draft.code}”的名称、类别、等级、等次或地区类别有误，请核对。",
                en=f"Name, category, level, grade or area class of “{draft.name or draft.code}” "
                "is none of those in use.",
            )


def _refuse_taken_codes(codes: Sequence[str]) -> None:
    repeated = next((code for code, times in Counter(codes).items() if times > 1), "")
    for some in in_portions(codes):
        repeated = repeated or (
            Institution.objects.filter(code__in=some).values_list("code", flat=True).first()
            or FormerCode.objects.filter(code__in=some).values_list("code", flat=True).first()
            or ""
        )
    if repeated:
        raise CodeTaken(
            zh=f"机构代码“{repeated}”已由其他机构使用或曾经使用，请核对。",
            en=f"The code “{repeated}” belongs or belonged to another institution.",
        )
