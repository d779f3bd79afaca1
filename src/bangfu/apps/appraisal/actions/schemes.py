"""Score tables: copied into a draft, changed, frozen, dropped."""

from datetime import datetime
from hashlib import sha256

import msgspec
from django.db import IntegrityError, transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.models import Scheme as Kept
from bangfu.apps.appraisal.queries import schemes as queries
from bangfu.apps.appraisal.queries.reach import CHANGE
from bangfu.apps.journal import actions as journal
from bangfu.core.appraisal import Scheme, alterations, as_text
from bangfu.core.programmes.words import Text
from bangfu.core.refusal import Refusal

from .holding import NotAllowed

_STEM = 40
"""How much of the source's code a copy's begins with; 64 signs are kept."""
_MOST_TOLD = 20


class EditionStands(Refusal):
    """The table has an edition of this year already."""


class NotADraft(Refusal):
    """A frozen or dropped edition never changes."""


class ChangedMeanwhile(Refusal):
    """Somebody else changed the draft since it was read."""


class TableHasMistakes(Refusal):
    """A table with mistakes is not frozen."""


@transaction.atomic
def copy_edition(
    *,
    source: Scheme,
    area_code: str,
    title: Text,
    number: int,
    of: Edition | None = None,
    keep_code: bool = False,
    by: User,
    at: datetime,
) -> Edition:
    """A new draft from a table: the next edition of one's own, or the first of another.

    ``of`` is the edition copied, ``None`` for a shipped table. With ``keep_code`` the draft is an
    edition of the same table. Raises ``NotAllowed`` or ``EditionStands``.
    """
    _require_area(area_code, by)
    if keep_code and of is not None:
        kept = Kept.objects.select_for_update().get(pk=of.scheme_id)
        _require_area(kept.area_code, by)
    else:
        kept = _new_table(source, area_code, title)
    table = msgspec.structs.replace(source, code=kept.code, edition=number, title=title)
    draft = _new_draft(kept, table, of=of, by=by, at=at)
    _record("scheme.drafted", draft, by=by, text=title.zh, source=of or source.title.zh)
    return draft


@transaction.atomic
def change_draft(
    *, edition: Edition, scheme: Scheme, version: int, by: User, at: datetime
) -> Edition:
    """Keep a draft's new content; ``version`` is the one that was read.

    Mistakes are kept too, so that a table can be built step by step; freezing asks for none.
    Raises ``NotAllowed``, ``NotADraft`` or ``ChangedMeanwhile``.
    """
    held = _held(edition, by)
    _require_version(held, version)
    before = queries.scheme_of_draft(held)
    fixed = msgspec.structs.replace(
        scheme, code=held.scheme.code, edition=held.number, kind=before.kind
    )
    text = as_text(fixed)
    if text == held.text:
        return held
    _keep(held, text, by=by, at=at)
    if not held.scheme.editions.filter(state=Edition.State.FROZEN).exists():
        _retitle(held.scheme, fixed.title)
    altered = alterations(before, fixed)
    told = [f"{one.place}：{one.before or '—'}→{one.after or '—'}" for one in altered]
    _record("scheme.changed", held, by=by, text=told[:_MOST_TOLD])
    return held


@transaction.atomic
def freeze_edition(*, edition: Edition, version: int, by: User, at: datetime) -> Edition:
    """Freeze a draft: from now on rounds may score by it and nothing of it changes.

    Raises ``NotAllowed``, ``NotADraft``, ``ChangedMeanwhile`` or ``TableHasMistakes``.
    """
    held = _held(edition, by)
    _require_version(held, version)
    scheme = queries.scheme_of_draft(held)
    wrong = queries.problems_of(scheme)
    if wrong:
        raise TableHasMistakes(
            zh=f"考核表还有{len(wrong)}处错误，改正后才能定稿。第一处：{wrong[0].zh}",
            en=f"Mend {len(wrong)} mistakes before the table is frozen. First: {wrong[0].en}",
        )
    held.state = Edition.State.FROZEN
    held.frozen_at, held.frozen_by = at, by
    held.digest = sha256(held.text.encode()).hexdigest()
    held.save(update_fields=["state", "frozen_at", "frozen_by", "digest"])
    _retitle(held.scheme, scheme.title)
    _record("scheme.frozen", held, by=by, digest=held.digest)
    return held


@transaction.atomic
def drop_draft(*, edition: Edition, version: int, by: User, at: datetime) -> Edition:
    """Drop a draft; it stays on record. Raises as ``freeze_edition`` does, but for mistakes."""
    held = _held(edition, by)
    _require_version(held, version)
    held.state = Edition.State.DROPPED
    held.changed_at, held.changed_by = at, by
    held.save(update_fields=["state", "changed_at", "changed_by"])
    _record("scheme.dropped", held, by=by)
    return held


def _new_table(source: Scheme, area_code: str, title: Text) -> Kept:
    """A table with a code of its own; of two who copy at once the second takes the next code."""
    while True:
        try:
            with transaction.atomic():
                return Kept.objects.create(
                    code=_free_code(source.code, area_code),
                    title_zh=title.zh,
                    title_en=title.en,
                    kind=source.kind.value,
                    area_code=area_code,
                )
        except IntegrityError:
            # Somebody took the code between the question and the row: ask again.
            continue


def _new_draft(kept: Kept, table: Scheme, *, of: Edition | None, by: User, at: datetime) -> Edition:
    """A draft; one of the same year that was dropped is taken up again."""
    standing = kept.editions.filter(number=table.edition).first()
    if standing is None:
        return Edition.objects.create(
            scheme=kept,
            number=table.edition,
            text=as_text(table),
            copied_from=of,
            changed_at=at,
            changed_by=by,
        )
    if standing.state != Edition.State.DROPPED:
        raise EditionStands(
            zh=f"“{kept}”已有{table.edition}年版（{standing.get_state_display()}），"
            "请换一个年份，或修改已有的草稿。",
            en=f'"{kept}" has an edition {table.edition} already; choose another year.',
        )
    standing.state, standing.copied_from = Edition.State.DRAFT, of
    _keep(standing, as_text(table), by=by, at=at)
    return standing


def _keep(held: Edition, text: str, *, by: User, at: datetime) -> None:
    held.text = text
    held.version += 1
    held.changed_at, held.changed_by = at, by
    held.save(update_fields=["text", "version", "state", "copied_from", "changed_at", "changed_by"])


def _held(edition: Edition, by: User) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).select_related("scheme")
    held = rows.get(pk=edition.pk)
    _require_area(held.scheme.area_code, by)
    if held.state != Edition.State.DRAFT:
        raise NotADraft(
            zh=f"“{held}”{held.get_state_display()}，不能再改；如需调整，请复制成新的草稿。",
            en=f'"{held}" is {held.state} and never changes; copy it into a new draft instead.',
        )
    return held


def _require_version(held: Edition, version: int) -> None:
    if held.version != version:
        raise ChangedMeanwhile(
            zh="您打开之后，别人改过这份草稿。您填写的内容仍在下面，请核对后再保存一次。",
            en="Somebody changed this draft after you opened it. What you typed is still below; "
            "check it and save again.",
        )


def _require_area(area_code: str, by: User) -> None:
    if not by.scope_of(CHANGE).covers(area=area_code):
        raise NotAllowed(
            zh="您没有编制该地区考核表的权限。", en="You make no score tables for this area."
        )


def _retitle(kept: Kept, title: Text) -> None:
    if (kept.title_zh, kept.title_en) != (title.zh, title.en):
        kept.title_zh, kept.title_en = title.zh, title.en
        kept.save(update_fields=["title_zh", "title_en"])


def _free_code(code: str, area_code: str) -> str:
    """A code that no table has: the source's with the area's and, if need be, a number."""
    stem = f"{code[:_STEM].rstrip('_')}_{area_code or 'all'}"
    taken = set(Kept.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found


def _record(verb: str, edition: Edition, *, by: User, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=edition,
        area_code=edition.scheme.area_code,
        facts={
            name: [str(one) for one in told] if isinstance(told, list) else str(told)
            for name, told in facts.items()
        },
    )
