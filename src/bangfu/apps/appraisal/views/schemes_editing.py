"""A draft changed on pages: head, rows, rules of items; by Excel; tried before it counts."""

from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import msgspec
from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import drafting
from bangfu.apps.appraisal import schemes_presentation as presentation
from bangfu.apps.appraisal.actions import schemes as actions
from bangfu.apps.appraisal.forms import schemes as forms
from bangfu.apps.appraisal.forms.scheme_bands import BandForm
from bangfu.apps.appraisal.forms.scheme_fields import RowForm, number_in
from bangfu.apps.appraisal.forms.scheme_rules import ItemForm, RuleKindForm, kind_tagged
from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.pages import schemes as pages
from bangfu.apps.appraisal.queries import scheme_trials as trials
from bangfu.apps.appraisal.queries import schemes as queries
from bangfu.apps.appraisal.queries.reach import CHANGE
from bangfu.core.appraisal import Item, Scheme, State, alterations, as_text
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.parameters import tag_of
from bangfu.core.appraisal.rules import FullOrNothing, Rule
from bangfu.core.appraisal.whole_workbook import marked_copy, read_scheme
from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.programmes.loading import read_table
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, told

MOST_BYTES = 5 * 1024 * 1024
MOST_MARKED = 1024 * 1024
ROW_FORMS: dict[str, type[RowForm]] = {
    "blocks": forms.BlockForm,
    "groups": forms.GroupForm,
    "vetoes": forms.VetoForm,
    "grades": BandForm,
    "stars": BandForm,
    "levels": forms.LevelForm,
    "climbs": forms.ClimbForm,
    "sources": forms.SourceForm,
    "inputs": forms.InputForm,
}
YES_NO = {"是": "1", "否": "0", "yes": "1", "no": "0"}
STEPS = {"up": -1, "down": 1}


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_scheme_head(request: StaffRequest, pk: int) -> HttpResponse:
    found, table = _draft(request, pk)
    first = {**forms.HeadForm.told(table), "version": found.version}
    form = forms.HeadForm(request.POST or None, scheme=table, initial=first)
    if form.is_valid() and _kept(request, found, form.onto(table), form):
        return redirect("scheme", pk=pk)
    page = pages.EditRow(pk=pk, scheme=str(found), title=_("表头"), part="head", key="", form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_scheme_row(request: StaffRequest, pk: int, part: str, key: str = "") -> HttpResponse:
    found, table = _draft(request, pk)
    if part not in drafting.PARTS:
        raise Http404
    row = drafting.row_of(table, part, key) if key else None
    if key and row is None and request.method != "POST":
        raise Http404
    form = _form(request, found, table, part, row)
    tries = request.method == "POST" and "try" in request.POST
    made = None
    if request.method == "POST" and form.is_valid():
        made = form.stated(row, key or drafting.free_key(table, part))
        changed = drafting.with_row(table, part, made, replaces=key)
        if not tries and _kept(request, found, changed, form):
            # Whoever left mistakes is shown their list, which stands at the top.
            sound = not queries.problems_of(changed)
            return redirect(_back(pk, part, drafting.key_of(made) if sound else ""))
    shown = made or row
    page = pages.EditRow(
        pk=pk,
        scheme=str(found),
        title=_row_title(part, shown, new=not key),
        part=part,
        key=key,
        form=form,
        removable=row is not None,
        version=found.version,
        mistakes=_mistakes(table, part, shown, key) if shown else (),
        **(_of_item(request, table, form, shown) if part == "items" else {}),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move_scheme_row(request: StaffRequest, pk: int, part: str, key: str, step: str) -> HttpResponse:
    found, table = _draft(request, pk)
    if part not in drafting.PARTS or step not in (*STEPS, "remove"):
        raise Http404
    if request.method != "POST":
        return _asked_before_removal(request, found, table, part, key, step)
    try:
        changed = (
            drafting.without(table, part, key)
            if step == "remove"
            else drafting.moved(table, part, key, by=STEPS[step])
        )
        actions.change_draft(
            edition=found,
            scheme=changed,
            version=_number(request.POST.get("version")),
            by=request.user,
            at=timezone.now(),
        )
    except actions.ChangedMeanwhile:
        messages.error(request, _("您打开之后，别人改过这份草稿。下面是现在的内容，请再操作一次。"))
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    return redirect(_back(pk, part, key if step != "remove" else ""))


def _asked_before_removal(
    request: StaffRequest, found: Edition, table: Scheme, part: str, key: str, step: str
) -> HttpResponse:
    """What is lost with a row, before it goes."""
    row = drafting.row_of(table, part, key)
    if step != "remove" or row is None:
        raise Http404
    without = msgspec.structs.replace(
        table, **{part: tuple(one for one in drafting.rows_of(table, part) if one is not row)}
    )
    known = {problem.zh for problem in queries.problems_of(table)}
    new = [one for one in queries.problems_of(without) if one.zh not in known]
    page = pages.EndScheme(
        pk=found.pk,
        scheme=str(found),
        question=_("删除“%(row)s”？") % {"row": _row_title(part, row, new=False)},
        action=_("从草稿中删除"),
        consequences=[
            _("这一行从草稿中删去，其他行不变。"),
            *(presentation.sentence_of_problem(problem) for problem in new),
        ],
        version=found.version,
        danger=True,
    )
    return show(request, page)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_scheme(request: StaffRequest, pk: int) -> HttpResponse:
    found, table = _draft(request, pk)
    sent = request.method == "POST" and "text" not in request.POST
    form = forms.UploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"version": found.version},
    )
    shown: dict[str, Any] = {}
    if request.method == "POST" and "text" in request.POST:
        try:
            read = read_table(request.POST["text"], Scheme, file="scheme.toml")
        except Refusal:
            raise Http404 from None
        if _kept(request, found, read, None, version=_number(request.POST.get("version"))):
            return redirect("scheme", pk=pk)
        shown = _differences(table, read, found)
    elif request.method == "POST" and form.is_valid():
        shown = _uploaded(form, table, found)
    page = pages.UploadScheme(pk=pk, scheme=str(found), form=form, **shown)
    bad = form.errors or shown.get("errors")
    return show(request, page, status=422 if bad else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD"])
def try_scheme(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.editions_visible_to(request.user), pk=pk)
    table = queries.scheme_of_draft(found)
    rounds = {str(one.pk): one for one in trials.rounds_like(request.user, table)}
    choices = [(key, str(one)) for key, one in rounds.items()]
    form = forms.RoundForm(request.GET if "round" in request.GET else None, rounds=choices)
    wrong = len(queries.problems_of(table))
    outcome = None
    if form.is_valid() and not wrong:
        held = rounds[form.cleaned_data["round"]]
        try:
            outcome = trials.trial(table, held, request.user, presentation.language())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
    page = pages.TryScheme(
        pk=pk,
        scheme=str(found),
        form=form,
        any_round=bool(rounds),
        trial=outcome,
        mistakes=wrong,
    )
    return show(request, page, status=422 if form.errors else 200)


def _draft(request: StaffRequest, pk: int) -> tuple[Edition, Scheme]:
    """A draft that the reader may change; a frozen one is answered with a refusal."""
    found = get_object_or_404(queries.editions_visible_to(request.user), pk=pk)
    if not request.user.scope_of(CHANGE).covers(area=found.scheme.area_code):
        raise PermissionDenied
    if found.state != Edition.State.DRAFT:
        raise actions.NotADraft(
            zh=f"“{found}”已定稿，不能再改；如需调整，请复制成新的草稿。",
            en=f'"{found}" is frozen and never changes; copy it into a new draft instead.',
        )
    return found, queries.scheme_of_draft(found)


def _kept(
    request: StaffRequest,
    found: Edition,
    changed: Scheme,
    form: django_forms.Form | None,
    *,
    version: int = -1,
) -> bool:
    """Whether the change was kept; if not, the form tells why and keeps what was typed."""
    read = form.cleaned_data["version"] if form is not None else version
    try:
        actions.change_draft(
            edition=found, scheme=changed, version=read, by=request.user, at=timezone.now()
        )
    except Refusal as refused:
        if form is None:
            messages.error(request, in_own_language(refused))
            return False
        form.add_error(None, in_own_language(refused))
        # What was typed is shown again over the draft as it is now, and may be saved over it.
        current = Edition.objects.values_list("version", flat=True).get(pk=found.pk)
        form.data = {**form.data.dict(), "version": str(current)}  # type: ignore[attr-defined]
        return False
    messages.success(request, _("已保存。"))
    return True


def _form(request: StaffRequest, found: Edition, table: Scheme, part: str, row: Any) -> RowForm:
    data = request.POST if request.method == "POST" else None
    first: dict[str, Any] = {"version": found.version}
    if part != "items":
        kind: Any = ROW_FORMS[part]
        first |= kind.told(row) if row is not None else {}
        made: RowForm = kind(data, scheme=table, initial=first)
        return made
    rule: type[Rule] = type(row.rule) if row is not None else FullOrNothing
    asked = kind_tagged(request.GET.get("rule", ""))
    first |= ItemForm.told(row) if row is not None else {"block": request.GET.get("block", "")}
    return ItemForm(data, scheme=table, kind=asked or rule, initial=first)


def _row_title(part: str, row: Any, *, new: bool) -> str:
    if new or row is None:
        return _("添加%(part)s") % {"part": presentation.part_title(part)}
    title = getattr(row, "title", None) or getattr(row, "what", None)
    return in_own_language(title or row.ladder.label)


def _mistakes(table: Scheme, part: str, row: Any, key: str) -> list[str]:
    """What is wrong with this row as it would stand in the table."""
    whole = drafting.with_row(table, part, row, replaces=key)
    known = drafting.key_of(row)
    return [
        presentation.sentence_of_problem(problem)
        for problem in queries.problems_of(whole)
        if drafting.place_of(whole, problem.path)[:2] == (part, known)
    ]


def _of_item(request: StaffRequest, table: Scheme, form: Any, item: Item | None) -> dict[str, Any]:
    """What only an item's page has: its kind of rule, the rule in words, the try-out."""
    kind_form = RuleKindForm(initial={"rule": tag_of(form.kind)})
    if item is None or not isinstance(item.rule, form.kind):
        return {"kind_form": kind_form}
    lines = _try_lines(request, table, item)
    tries = "try" in request.POST and any(line.value.strip() for line in lines)
    outcome, steps = _tried(table, item, lines) if tries else ("", [])
    return {
        "kind_form": kind_form,
        "sentence": presentation.sentence_of(table, item),
        "tries": lines,
        "outcome": outcome,
        "steps": steps,
    }


def _try_lines(request: StaffRequest, table: Scheme, item: Item) -> list[pages.TrialLine]:
    meanings = queries.meanings_of(table)
    asked = [
        (f"try_{code}", in_own_language(meanings[code].title) if code in meanings else code)
        for code in item.rule.needs
    ]
    tag = tag_of(type(item.rule))
    if tag == "growth":
        asked.append(("try__last", _("上期的数")))
    if tag == "peer_mean":
        asked.append(("try__mean", _("同组平均")))
    if tag == "threshold_gate":
        asked.append(("try__gate", _("前提项目得分")))
    return [pages.TrialLine(n, label, request.POST.get(n, "")[:30]) for n, label in asked]


def _tried(table: Scheme, item: Item, lines: list[pages.TrialLine]) -> tuple[str, list[str]]:
    figures: dict[str, Decimal] = {}
    beside: dict[str, Decimal] = {}
    try:
        for line in filter(lambda one: one.value.strip(), lines):
            name = line.name.removeprefix("try_")
            into = beside if name.startswith("_") else figures
            written = YES_NO.get(line.value.strip(), line.value)
            into[name.removeprefix("_")] = Decimal(str(number_in(written)))
        scored = trials.tried(table, item, figures, **beside)
    except ValidationError as wrong:
        return wrong.messages[0], []
    except Refusal as refused:
        return in_own_language(refused), []
    steps = [in_own_language(step) for step in scored.steps]
    if scored.state is not State.SCORED or scored.points is None:
        return _("算不出得分"), steps
    return _("得%(points)s分") % {"points": canonical(scored.points)}, steps


def _uploaded(form: django_forms.Form, table: Scheme, found: Edition) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        form.add_error("file", _("文件超过5MB，请只上传从本页下载的表。"))
        return {}
    content = file.read()
    try:
        read = read_scheme(content, name=file.name, base=table)
    except Refusal as refused:
        form.add_error("file", in_own_language(refused))
        return {}
    if read.scheme is None:
        copy = marked_copy(content, name=file.name, base=table, errors=read.errors)
        return {
            "errors": _cells_shown(read.errors),
            "marked": b64encode(copy).decode() if len(copy) <= MOST_MARKED else "",
            "marked_name": _("（已标出错误）%(name)s.xlsx") % {"name": PurePath(file.name).stem},
        }
    return _differences(table, read.scheme, found)


def _cells_shown(errors: Sequence[CellError]) -> list[pages.CellShown]:
    language = presentation.language()
    return [
        pages.CellShown(
            cell=told(one.sheet, one.cell) if one.cell else one.sheet,
            value=one.value,
            text=one.says(language),
            remedy=one.remedy(language),
        )
        for one in errors
    ]


def _differences(table: Scheme, read: Scheme, found: Edition) -> dict[str, Any]:
    """What an upload would change, and the text that is kept once it is agreed."""
    changes = []
    for one in alterations(table, read):
        whole = read if not one.before else table
        changes.append((presentation.place_in_words(whole, one.place), one.before, one.after))
    text = as_text(read)
    same = text == as_text(table)
    return {"changes": changes, "text": text, "version": found.version, "same": same}


def _back(pk: int, part: str, key: str) -> str:
    place = f"#{part}-{key}" if key else ""
    return f"/score-tables/{pk}/{place}"


def _number(written: str | None) -> int:
    text = written or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
