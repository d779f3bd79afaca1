"""What several views share: whose branch it is, and a form whose action may refuse."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import pages
from bangfu.apps.branches.models import Branch
from bangfu.apps.branches.queries import CHANGE, changeable_by, visible_to
from bangfu.core.refusal import Refusal
from bangfu.web.components import Words
from bangfu.web.pages import Page, show
from bangfu.web.wording import day, in_own_language


def changeable(request: StaffRequest, pk: int) -> Branch:
    """The branch, where the reader may change it; absent otherwise."""
    found = changeable_by(request.user).select_related("institution")
    return get_object_or_404(found, pk=pk)


def on_standing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead whoever comes to a form of a branch that ended meanwhile to its card, with a word."""

    @wraps(view)
    def wrapped(request: StaffRequest, pk: int, **more: Any) -> HttpResponse:
        kept = visible_to(request.user, permission=CHANGE).filter(pk=pk)
        if ended := kept.filter(ended_on__isnull=False).first():
            said = _("“%(name)s”已于%(day)s撤销或并入其他党支部，不能再办理。")
            messages.warning(request, said % {"name": ended.name, "day": day(ended.ended_on)})
            return redirect("branch", pk=pk)
        return view(request, pk, **more)

    return wrapped


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was right and the action took it; a refusal stands at the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return False
    return True


def answered(request: StaffRequest, page: Page, form: Form) -> HttpResponse:
    """The page with the form, again where it was refused."""
    return show(request, page, status=422 if form.errors else 200)


def back_to(request: StaffRequest, pk: int, said: str, *, part: str = "") -> HttpResponse:
    """The branch's card with a word on what was done."""
    messages.success(request, said)
    return redirect(reverse("branch", args=[pk]) + part)


def step(
    branch: Branch, form: Form, *, title: Words, action: Words, lead: Words = "", warning: str = ""
) -> pages.Step:
    """A form about a branch."""
    return pages.Step(
        title=title,
        lead=lead,
        name=branch.name,
        form=form,
        action=action,
        back_url=reverse("branch", args=[branch.pk]),
        warning=warning,
    )


def posted(request: StaffRequest) -> tuple[Any, Any]:
    """What a form is bound to; nothing where nothing was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
