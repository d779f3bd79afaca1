"""Entering what stays behind: first what, then the form."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities.actions import EntryRefused
from bangfu.apps.capacity import actions, forms, pages, presentation
from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import CHANGE, visible_to
from bangfu.apps.capacity.queries.entering import (
    LISTED,
    fitting,
    kinds_of,
    tie_asked,
    ties_of,
)
from bangfu.apps.evidence.actions import add_to_record
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

NAMED = ("at", "giver", "host")
"""What another page's address says about the place."""


@staff(CHANGE)
@require_safe
def choose_kind(request: StaffRequest) -> HttpResponse:
    offered = kinds_of(request.user)
    if (kind := request.GET.get("kind", "")) in offered:
        kept = {name: request.GET[name] for name in NAMED if request.GET.get(name)}
        return redirect(f"{reverse('new_capacity', args=[kind])}?{urlencode(kept)}")
    kinds = [
        pages.KindLink(
            in_own_language(one.kind.title),
            presentation.kind_note(one.course.posting.value),
            one.kind.icon.replace("_", "-"),
            reverse("new_capacity", args=[code]),
        )
        for code, one in offered.items()
    ]
    return show(request, pages.ChooseKind(kinds=kinds))


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: StaffRequest, kind: str) -> HttpResponse:
    today, words = timezone.localdate(), request.GET.get("host", "").strip()[:60]
    giver = request.GET.get("giver", "")
    ties = ties_of(request.user, on=today, words=words)
    offered = kinds_of(request.user).get(kind)
    if offered is None:
        raise Http404
    listed = fitting(ties, offered)
    form = forms.NewItemForm(
        request.POST or None,
        request.FILES or None,
        offered=offered,
        ties=listed,
        today=today,
        asked=tie_asked(listed, at=request.GET.get("at", ""), giver=giver, host=words),
    )
    standing: list[int] = []
    if form.is_valid() and (item := _recorded(request, form, standing)):
        messages.success(request, _("已登记，请继续登记后面的进展。"))
        return redirect("capacity_item", pk=item.pk)
    course = offered.course
    counting = in_own_language(course.counting.title)
    page = pages.NewItem(
        title=in_own_language(offered.kind.title),
        counted=(
            _("登记后同时记入工作台账，由对方确认，不需要再填一次。")
            if course.milestones[0].counts
            else _("登记“%(milestone)s”时自动记入工作台账，不需要再填一次。")
            % {"milestone": counting}
        ),
        form=form,
        words=words,
        narrows=bool(words) or len(ties) > LISTED,
        kind=kind,
        standing=standing,
    )
    return show(request, page, status=422 if form.errors else 200)


def _recorded(request: StaffRequest, form: forms.NewItemForm, standing: list[int]) -> Item | None:
    """The new item; ``standing`` gets the one that is there already, if the reader may open it."""
    at, tie = timezone.now(), form.tie
    try:
        with transaction.atomic():
            item = actions.record_item(
                key=form.key_sent,
                new=form.new(),
                side=tie.side,
                by=request.user,
                at=at,
                today=timezone.localdate(),
            )
            add_to_record(files=forms.evidence_of(form), to=item, by=request.user, at=at)
    except EntryRefused as refused:
        for problem in refused.problems:
            field = "begun_on" if problem.field in ("on", "last_day") else None
            form.add_error(field, in_own_language(problem.said))
        return None
    except actions.AnswersMissing as refused:
        for asked in refused.asked:
            form.add_error(forms.ASKED + asked.code, in_own_language(refused))
        return None
    except actions.AlreadyThere as refused:
        form.add_error(None, in_own_language(refused))
        standing += visible_to(request.user).filter(pk=refused.pk).values_list("pk", flat=True)
        return None
    except actions.DayWrong as refused:
        form.add_error("begun_on", in_own_language(refused))
        return None
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None
    return item
