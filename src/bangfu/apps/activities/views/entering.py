"""Entering a piece of work: where, of which kind, and what happened, in half a minute."""

from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, offline, pages
from bangfu.apps.activities import entering_presentation as presentation
from bangfu.apps.activities.forms import EntryForm, as_typed
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.activities.queries import entering, grounds
from bangfu.apps.activities.queries.entering import Asked, Choice, Where
from bangfu.apps.activities.queries.reach import RECORD, visible_to
from bangfu.apps.evidence.forms import sorted_out
from bangfu.apps.evidence.queries import attachments_on
from bangfu.core.evidence import Clean, shipped
from bangfu.core.programmes import ActivityKind, shipped_kinds
from bangfu.core.refusal import Refusal
from bangfu.web.access import public, staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

NOT_TYPED = {"csrfmiddlewaretoken", "key", "account", "more"}
LONGEST_TYPED = 2000
"""What is longer than any field takes was not typed by anybody."""


@staff(RECORD)
@require_safe
def enter(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    found = grounds.grounds_of(request.user, on=today)
    asked = _asked(request)
    ground = grounds.chosen(found, asked.at)
    if ground is None and asked.at:
        raise Http404
    place = entering.place_in(ground, asked, on=today) if ground else None
    if ground is not None and place is None and (asked.host or asked.giver):
        raise Http404
    cached = offline.CACHED in request.GET
    where = place if isinstance(place, Where) else None
    lasting = request.user.has_perm(presentation.KEEP_LASTING)
    often = entering.often_entered(request.user, where) if where else []
    groups = presentation.tiles(where, often, lasting=lasting) if where else []
    keep = presentation.kept_pages(where, groups) if where else []
    page = pages.Enter(
        grounds=presentation.ground_links(found, ground),
        where=where,
        choice=presentation.choice(place) if isinstance(place, Choice) else None,
        words=asked.words,
        groups=groups,
        drafts=0 if cached else entering.drafts_of(request.user).count(),
        done=None if cached else _done(request),
        outbox=offline.outbox_of(request.user.pk, keep),
    )
    return show(request, page)


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_kind(request: StaffRequest, kind: str) -> HttpResponse:
    today = timezone.localdate()
    described = shipped_kinds().get(kind)
    if described is None or described.lasting:
        raise Http404
    if request.POST.get("account", str(request.user.pk)) != str(request.user.pk):
        return _of_another(request)
    where = _where(request, on=today)
    if where is None:
        return redirect("enter")
    if request.method == "POST":
        return _entered(request, described, where, today)
    if described not in where.ground.kinds:
        raise Http404
    cached = offline.CACHED in request.GET
    people = entering.people_at(request.user, where, on=today)
    if cached:
        people = [person for person in people if person.is_reader]
    form = EntryForm(kind=described, where=where, people=people, today=today)
    return show(request, _page(request, form, key=None if cached else uuid4()))


def _where(request: StaffRequest, *, on: date) -> Where | None:
    """The place an address names; nothing where it leaves a choice, 404 for one out of reach."""
    found = grounds.grounds_of(request.user, on=on)
    asked = _asked(request)
    ground = grounds.chosen(found, asked.at)
    if ground is None:
        if asked.at or not found:
            raise Http404
        return None
    place = entering.place_in(ground, asked, on=on)
    if place is None:
        raise Http404
    return place if isinstance(place, Where) else None


def _entered(request: StaffRequest, kind: ActivityKind, where: Where, today: date) -> HttpResponse:
    """Into the ledger, or kept as a draft with what stands against it."""
    key = _key(request.POST.get("key", ""))
    people = entering.people_at(request.user, where, on=today)
    form = EntryForm(
        request.POST, request.FILES, kind=kind, where=where, people=people, today=today
    )
    if "more" in request.POST:
        return _longer(request, form, key)
    if form.is_valid():
        try:
            activity = actions.record_activity(
                key=key,
                work=form.work,
                side=where.ground.side,
                by=request.user,
                at=timezone.now(),
                today=today,
                files=form.cleaned_data["proof"],
            )
        except actions.EntryRefused as refused:
            form.take(refused.problems)
        except actions.KeyUsed as refused:
            form.add_error(None, in_own_language(refused))
            return _again(request, form, uuid4(), status=409)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return _arrived(request, activity, where)
    return _kept(request, form, key)


def _longer(request: StaffRequest, form: EntryForm, key: UUID) -> HttpResponse:
    """The same form with one more line; a draft keeps the files, which a browser forgets."""
    initial, lines = as_typed(form, request.POST)
    longer = EntryForm(
        kind=form.kind,
        where=form.where,
        people=list(form.people.values()),
        today=form.today,
        initial=initial,
        lines=lines,
    )
    taken = _files_taken(request)
    draft = _draft(request, form, key, taken) if taken else None
    return show(request, _page(request, longer, key=key, draft=draft))


def _arrived(request: StaffRequest, activity: Activity, where: Where) -> HttpResponse:
    to = f"{reverse('enter')}?{where.query}&done={activity.pk}"
    if _wants_json(request):
        return JsonResponse({"url": to}, status=201)
    return redirect(to)


def _kept(request: StaffRequest, form: EntryForm, key: UUID) -> HttpResponse:
    """What was typed is kept with its files, unless nothing was."""
    taken = _files_taken(request)
    draft = None
    if form.says_anything or taken:
        try:
            draft = _draft(request, form, key, taken)
        except actions.NumberTaken:
            key = uuid4()
            draft = _draft(request, form, key, taken)
    return _again(request, form, key, status=422, draft=draft)


def _draft(request: StaffRequest, form: EntryForm, key: UUID, files: list[Clean]) -> Draft:
    where = form.where
    host = where.host.code if where.host else ""
    place = {"at": [where.ground.code], "giver": [where.giver.code], "host": [host]}
    return actions.keep_draft(
        key=key,
        kind=form.kind.code,
        typed=_typed(request) | place,
        said=presentation.said_in(form),
        by=request.user,
        at=timezone.now(),
        files=files,
    )


def _again(
    request: StaffRequest, form: EntryForm, key: UUID, *, status: int, draft: Draft | None = None
) -> HttpResponse:
    if _wants_json(request):
        url = reverse("draft", args=[draft.pk]) if draft else ""
        told = {"problems": presentation.problems_told(form), "draft": url}
        return JsonResponse(told, status=status)
    return show(request, _page(request, form, key=key, draft=draft), status=status)


def _of_another(request: StaffRequest) -> HttpResponse:
    """An entry that waited in the browser for another account is not taken for this one."""
    if _wants_json(request):
        return JsonResponse({"problems": []}, status=403)
    raise Http404


def _page(
    request: StaffRequest, form: EntryForm, *, key: UUID | None, draft: Draft | None = None
) -> pages.EnterKind:
    return pages.EnterKind(
        kind=in_own_language(form.kind.title),
        icon=form.kind.icon.replace("_", "-"),
        form=form,
        where=form.where,
        key=str(key or ""),
        action=f"{reverse('enter_kind', args=[form.kind.code])}?{form.where.query}",
        back=f"{reverse('enter')}?{form.where.query}",
        draft=draft.pk if draft else None,
        outbox=offline.outbox_of(request.user.pk),
        attached=attachments_on(draft) if draft else (),
    )


def _files_taken(request: StaffRequest) -> list[Clean]:
    """Those of the files that may be kept, as many as one entry takes; others are told of."""
    files = request.FILES.getlist("proof")[: shipped().upload.max_files]
    for file in files:
        file.seek(0)
    taken, _refused = sorted_out(files)
    return taken


def _typed(request: StaffRequest) -> dict[str, list[str]]:
    """What was sent, as plain values a database takes."""
    return {
        name.replace("\0", ""): [value.replace("\0", "")[:LONGEST_TYPED] for value in values]
        for name, values in list(request.POST.lists())[:400]
        if name not in NOT_TYPED and len(name) <= 80
    }


def _asked(request: StaffRequest) -> Asked:
    given = request.GET
    return Asked(
        at=given.get("at", ""),
        giver=given.get("giver", ""),
        host=given.get("host", ""),
        words=given.get("words", "").strip()[:60],
    )


def _key(written: str) -> UUID:
    """The number of the entry as the page carried it; a fresh one where it carried none."""
    try:
        return UUID(written)
    except ValueError:
        return uuid4()


def _done(request: StaffRequest) -> pages.Done | None:
    """The account's own entry that has just arrived."""
    pk = number_of_row(request.GET.get("done", ""))
    if pk is None:
        return None
    found = visible_to(request.user).filter(pk=pk, recorded_by=request.user)
    activity = found.in_full().prefetch_related("figures", "participants").first()
    return presentation.done(activity) if activity else None


def _wants_json(request: StaffRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


@staff(RECORD)
@require_safe
@never_cache
def outbox(request: StaffRequest) -> JsonResponse:
    """For the script: who is signed in, the token to send with, and what became of entries."""
    keys = {_key(written) for written in request.GET.getlist("key")[:50]}
    drafts = entering.drafts_of(request.user).filter(key__in=keys)
    mine = Activity.objects.filter(key__in=keys, recorded_by=request.user)
    return JsonResponse(
        {
            "account": request.user.pk,
            "token": get_token(request),
            "drafts": [str(key) for key in drafts.values_list("key", flat=True)],
            "arrived": [str(key) for key in mine.values_list("key", flat=True)],
        }
    )


@public
@require_safe
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker: it serves only the entry pages an account has kept in its browser."""
    answer = HttpResponse(offline.worker_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
