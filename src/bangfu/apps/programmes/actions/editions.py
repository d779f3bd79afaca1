"""Adopting editions of definitions. Nothing here changes or removes one."""

from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Edition, Programme, digest_of
from bangfu.core.programmes import Definition, normalised, read
from bangfu.core.refusal import Refusal


class OutsideYourArea(Refusal):
    """The programme's area lies outside the area of whoever adopts it."""


class EditionNotNewer(Refusal):
    """A newer edition of the programme was adopted before."""


class EditionDiffers(Refusal):
    """The edition was adopted before with another text; a change needs a new number."""


@transaction.atomic
def adopt_edition(
    *, text: str, by: User | None, on: date, note: str = "", file: str = "definition.toml"
) -> Edition:
    """Take a definition into force as it stands; the first one founds the programme.

    Adopting the same text again changes nothing and returns the edition there is. ``file`` is the
    name shown where the text has mistakes; ``by`` is ``None`` for the system. Raises
    ``DefinitionRefused``, ``OutsideYourArea``, ``EditionNotNewer`` or ``EditionDiffers``.
    """
    text = normalised(text)
    definition = read(text, file=file)
    refuse_outside(definition.area, by)
    programme = _held(definition)
    refuse_outside(programme.area_code, by)
    digest = digest_of(text)
    if standing := programme.editions.filter(digest=digest).first():
        return standing
    _refuse_unless_newer(programme, definition.edition)
    _follow(programme, definition)
    edition = Edition.objects.create(
        programme=programme,
        number=definition.edition,
        text=text,
        digest=digest,
        note=note.strip(),
        adopted_on=on,
        adopted_by=by,
    )
    journal.record(
        actor=by,
        verb="edition.adopted",
        subject=edition,
        area_code=programme.area_code,
        programme=programme.code,
        facts={"number": edition.number, "digest": digest, "note": edition.note},
    )
    return edition


def refuse_outside(area: str, by: User | None) -> None:
    """Raise ``OutsideYourArea`` unless a person's grants cover the area; the system's always do."""
    if by is None or by.scope_of("programmes.change_programme").covers(area=area):
        return
    where = area or "全国"
    raise OutsideYourArea(
        zh=f"该项目属于行政区划 {where}，不在您的管理范围内，请由当地主管部门办理。",
        en=f"The programme belongs to area {area or 'the nation'}, which you do not administer; "
        "its own authority must do this.",
    )


def _held(definition: Definition) -> Programme:
    """The programme's row, founded if need be, held until the transaction ends."""
    founded = {"title_zh": definition.title.zh, "area_code": definition.area}
    Programme.objects.get_or_create(code=definition.code, defaults=founded)
    return Programme.objects.select_for_update().get(code=definition.code)


def _refuse_unless_newer(programme: Programme, number: int) -> None:
    newest = programme.editions.order_by("-number").first()
    if newest is None or number > newest.number:
        return
    if number == newest.number:
        raise EditionDiffers(
            zh=f"第{number}版已采用且内容不同，已采用的版本不能修改；"
            f"请将 edition 改为大于 {number} 的数后重新提交。",
            en=f"Edition {number} was adopted with another text and cannot be changed; "
            f"set edition to more than {number} and submit it again.",
        )
    raise EditionNotNewer(
        zh=f"现行版本为第{newest.number}版，不能再采用较早的第{number}版；"
        f"请将 edition 改为大于 {newest.number} 的数。",
        en=f"Edition {newest.number} is in force, so edition {number} cannot be adopted; "
        f"set edition to more than {newest.number}.",
    )


def _follow(programme: Programme, definition: Definition) -> None:
    """Repeat in the programme's row what lists show of the edition in force."""
    programme.title_zh = definition.title.zh
    programme.title_en = definition.title.en
    programme.area_code = definition.area
    programme.starts_on = definition.term.starts_on if definition.term else None
    programme.ends_before = definition.term.ends_before if definition.term else None
    programme.save()
