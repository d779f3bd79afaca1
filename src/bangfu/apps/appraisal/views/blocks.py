"""Points of a whole block given on one page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions, marking_turn
from bangfu.apps.appraisal.forms import sheets as forms
from bangfu.apps.appraisal.pages import sheets as pages
from bangfu.apps.appraisal.queries.reach import VIEW
from bangfu.apps.appraisal.sheet_presentation import Shown, told_points
from bangfu.core.appraisal.rules import Judgement
from bangfu.core.appraisal.scheme import Item
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .finding import found_subject


@dataclass(frozen=True, slots=True)
class Row:
    """An item, its form, and what the form began with."""

    item: Item
    form: forms.RowForm
    began: dict[str, Any]

    @property
    def changed(self) -> bool:
        """Whether points were typed that did not stand there, or a reason or file beside them."""
        given = self.form.cleaned_data
        if given["points"] is None:
            return False
        typed = told_points(given["points"])
        return bool(
            typed != self.began.get("points")
            or given["reason"].strip() != self.began.get("reason", "")
            or given.get("proofs")
        )


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def give_block(request: StaffRequest, pk: int, block: str) -> HttpResponse:
    subject = found_subject(request, pk)
    shown = Shown(subject)
    known = next((one for one in shown.scheme.blocks if one.code == block), None)
    if known is None:
        raise Http404
    turn = marking_turn.of(request.user, subject, shown.scheme)
    if not turn.mine:
        messages.error(request, turn.why_not)
        return redirect("sheet", pk=pk)
    rows = [
        _row(request, shown, item, turn.code)
        for item in shown.scheme.items
        if item.block == block and not shown.exempted(item.code)
    ]
    said = ""
    valid = [row.form.is_valid() for row in rows]  # Every row says what is wrong with it.
    if request.method == "POST" and all(valid):
        changed = [row for row in rows if row.changed]
        if not changed:
            said = _("没有改动任何一项，无需保存。")
        else:
            said = _given(request, shown, changed)
            if not said:
                messages.success(request, _("已保存%(count)s项评分。") % {"count": len(changed)})
                return redirect("sheet", pk=pk)
    elif request.method == "POST":
        said = _("有内容需要改正，本次没有保存任何一项。")
    page = pages.GiveBlock(
        pk=pk,
        subject=subject.key,
        round=subject.round_id,
        round_title=subject.round.title,
        title=in_own_language(known.title),
        level=turn.title,
        said=said,
        rows=[
            pages.BlockRow(item=shown.item(row.item, scores=False), form=row.form) for row in rows
        ],
        files=any("proofs" in row.form.fields for row in rows),
    )
    return show(request, page, status=422 if said else 200)


def _row(request: StaffRequest, shown: Shown, item: Item, level: str) -> Row:
    standing = shown.standing(item.code, level)
    began: dict[str, Any] = {"seen": standing.pk if standing else 0}
    points = standing.points if standing else shown.sheet.item(item.code).points
    if standing:
        began["reason"] = standing.reason
    if points is not None:
        began["points"] = told_points(points)
    rule = item.rule
    asked = isinstance(rule, Judgement) and shown.scheme.judged_at(item) == level
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.RowForm(
        *posted,
        prefix=item.code,
        initial=began,
        evidence=rule.evidence if asked and isinstance(rule, Judgement) else 0,
    )
    return Row(item, form, began)


def _given(request: StaffRequest, shown: Shown, rows: list[Row]) -> str:
    """The points kept; else a sentence, with the others beside their rows."""
    given = [
        actions.Given(
            item=row.item.code,
            points=row.form.cleaned_data["points"],
            reason=row.form.cleaned_data["reason"],
            files=row.form.cleaned_data.get("proofs") or (),
            seen=row.form.cleaned_data["seen"],
        )
        for row in rows
    ]
    try:
        actions.give_block(subject=shown.subject, given=given, by=request.user, at=timezone.now())
    except actions.RowsRefused as refused:
        for row in rows:
            if row.item.code in refused.rows:
                row.form.add_error("points", in_own_language(refused.rows[row.item.code]))
        return in_own_language(refused)
    except Refusal as refused:
        return in_own_language(refused)
    return ""
