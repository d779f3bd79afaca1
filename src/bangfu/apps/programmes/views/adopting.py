"""Handing in a definition: checked, looked at, adopted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes import actions, forms, pages, queries
from bangfu.apps.programmes.models import Edition
from bangfu.apps.programmes.portrait import overview
from bangfu.apps.programmes.portrait.difference import difference
from bangfu.apps.programmes.portrait.notes import Notes, say
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.programmes import Definition, DefinitionRefused, read, text_from
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

CHANGE = "programmes.change_programme"


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, pages.NewEdition(form=forms.UploadForm()))
    form = forms.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, pages.NewEdition(form=form), status=422)
    given = form.cleaned_data["file"]
    try:
        text = text_from(given.read(), given.name)
        definition = read(text, file=given.name)
    except DefinitionRefused as refused:
        return _refused(request, refused, given.name)
    looked_at = forms.AdoptForm(initial={"text": text, "name": given.name})
    return show(request, _preview(request, definition, text, looked_at))


@staff(CHANGE)
@require_POST
def adopt_edition(request: StaffRequest) -> HttpResponse:
    form = forms.AdoptForm(request.POST)
    if not form.is_valid():
        return show(request, pages.NewEdition(form=forms.UploadForm()), status=422)
    text, name = form.cleaned_data["text"], form.cleaned_data["name"] or "definition.toml"
    try:
        edition = actions.adopt_edition(
            text=text,
            by=request.user,
            on=timezone.localdate(),
            note=form.cleaned_data["note"],
            file=name,
        )
    except DefinitionRefused as refused:
        return _refused(request, refused, name)
    except Refusal as refused:
        sentence = in_own_language(refused)
        preview = _preview(request, read(text, file=name), text, form, refusal=sentence)
        return show(request, preview, status=422)
    said = _("“%(title)s”第%(number)s版现行有效。")
    messages.success(request, said % {"title": edition.programme, "number": edition.number})
    return redirect("programme", code=edition.programme.code)


def _refused(request: StaffRequest, refused: DefinitionRefused, file: str) -> HttpResponse:
    rows = [pages.ProblemRow.of(problem) for problem in refused.problems]
    page = pages.NewEdition(form=forms.UploadForm(), problems=rows, file=file)
    return show(request, page, status=422)


def _preview(
    request: StaffRequest,
    definition: Definition,
    text: str,
    form: forms.AdoptForm,
    *,
    refusal: str = "",
) -> pages.Preview:
    in_force = _in_force(request, definition)
    area = full_names([definition.area])[definition.area]
    return pages.Preview(
        form=form,
        title=say(definition.title),
        code=definition.code,
        edition=definition.edition,
        in_force=in_force.number if in_force else None,
        refusal=refusal,
        facts=overview.facts(definition, area, on=timezone.localdate()),
        tiles=overview.tiles(definition),
        stages=overview.stages(definition),
        assumptions=[note for note in Notes(definition).every() if note.assumed],
        changes=difference(in_force.text, text) if in_force else [],
    )


def _in_force(request: StaffRequest, definition: Definition) -> Edition | None:
    """The edition in force of the same programme, where the person may see it."""
    known = queries.visible_to(request.user).filter(code=definition.code).first()
    if known is None:
        return None
    try:
        return queries.edition_in_force(known)
    except Edition.DoesNotExist:
        return None
