"""From a hand-over and a reader's standing to what their page offers."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.capacity.queries import not_independent
from bangfu.apps.completion import pages
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.evaluation import READERS
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.sides import Side
from bangfu.web.components import Fact
from bangfu.web.wording import day, in_english, span

from .forms import ItemForm, SettleForm
from .queries.handovers import Sheet, SignatureRow, not_ready
from .queries.reach import Standing


def handover_page(
    posting: Posting, sheet: Sheet | None, form: SettleForm | None, standing: Standing
) -> pages.Handover:
    """The page of one hand-over."""
    closed_to_all = not_ready(life_of(posting))
    open_to_reader = not closed_to_all and standing.may_change
    signing = _to_sign(sheet, standing) if sheet and open_to_reader else []
    hosts = Signatory.HOST in standing.signatories and open_to_reader
    return pages.Handover(
        pk=posting.pk,
        worker=posting.worker.name,
        host=posting.host.name,
        facts=facts(posting, sheet),
        sheet=sheet,
        lines=_lines(sheet, form),
        form=form,
        item_form=ItemForm(),
        said="" if posting.handed_over_on else closed_to_all,
        may_arrange=open_to_reader and not (sheet and sheet.signed),
        may_settle=form is not None,
        may_reopen=bool(open_to_reader and sheet and sheet.signed),
        may_finish=bool(hosts and sheet and sheet.complete),
        signing=signing,
        on_paper=_on_paper(sheet) if sheet and hosts else [],
        finishes=sheet is not None and _host_is_last(sheet),
        handed_over_on=posting.handed_over_on,
        untaught=[f"{skill.item.person_name}：{skill.title}" for skill in not_independent(posting)],
    )


def sheet_page(posting: Posting, sheet: Sheet) -> pages.HandoverSheet:
    """The printed list."""
    return pages.HandoverSheet(
        pk=posting.pk,
        worker=posting.worker.name,
        title=_("派驻人员交接清单"),
        facts=facts(posting, sheet),
        sheet=sheet,
    )


def may_settle(posting: Posting, sheet: Sheet, standing: Standing) -> bool:
    """Whether the reader may fill in the list: until the first signature."""
    return standing.may_change and not sheet.signed and not not_ready(life_of(posting))


def facts(posting: Posting, sheet: Sheet | None) -> list[Fact]:
    """What a hand-over says of its posting."""
    stated = [
        Fact(_("派驻人员"), posting.worker.name),
        Fact(_("派出单位"), posting.home.name),
        Fact(_("受援单位"), posting.host.name),
        Fact(_("科室"), posting.department_name),
        Fact(_("期限"), span(posting.starts_on, posting.ends_before)),
    ]
    if sheet is not None:
        stated += [
            Fact(_("交接日期"), day(sheet.on)),
            Fact(_("接收人"), sheet.successor or _("无人接替，由受援单位接收")),
        ]
    return stated


def read_by(side: Side) -> str:
    """Who may read an evaluation beside the one who gives it."""
    language = get_language() or ""
    others = [one.label.in_language(language) for one in Side if one in READERS[side] - {side}]
    return (", " if in_english() else "、").join(others)


def _lines(sheet: Sheet | None, form: SettleForm | None) -> list[pages.Line]:
    if sheet is None:
        return []
    if form is None:
        return [pages.Line(item=item) for item in sheet.items]
    return [
        pages.Line(
            item=item, done=form[f"done_{item.position}"], note=form[f"note_{item.position}"]
        )
        for item in sheet.items
    ]


def _to_sign(sheet: Sheet, standing: Standing) -> list[SignatureRow]:
    return [
        one for one in sheet.signatures if one.signatory in standing.signatories and one.at is None
    ]


def _on_paper(sheet: Sheet) -> list[SignatureRow]:
    """Whose signature only the printed sheet can bear."""
    return [one for one in sheet.signatures if not one.has_account and one.at is None]


def _host_is_last(sheet: Sheet) -> bool:
    return {one.signatory for one in sheet.signatures if one.at is None} == {Signatory.HOST}
