"""The list of programmes and the pages of one."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence.queries import attachments_on, files_on
from bangfu.apps.evidence.views import stream
from bangfu.apps.programmes import forms, pages, queries
from bangfu.apps.programmes.portrait import (
    dispatching,
    leadership,
    overview,
    reviewing,
    targeting,
)
from bangfu.apps.programmes.portrait.notes import Clause, Notes, say
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.quota_rules import Paired
from bangfu.core.programmes.rule_wording import rule_sentence
from bangfu.web.access import staff
from bangfu.web.pages import show

from .shown import Shown, shown

VIEW = "programmes.view_programme"


@staff(VIEW)
@require_safe
def programme_list(request: StaffRequest) -> HttpResponse:
    filters = forms.NarrowForm(request.GET)
    chosen = queries.Narrowed(**(filters.cleaned_data if filters.is_valid() else {}))
    leaf = queries.programme_rows(
        request.user, on=timezone.localdate(), by=chosen, page=request.GET.get("page")
    )
    may_adopt = request.user.has_perm("programmes.change_programme")
    return show(request, pages.ProgrammeList(leaf=leaf, filters=filters, may_adopt=may_adopt))


@staff(VIEW)
@require_safe
def programme(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    area = full_names([one.programme.area_code])[one.programme.area_code]
    aims = overview.aims(one.definition, one.notes)
    meetings = leadership.meetings(one.definition, one.notes)
    page = pages.Overview(
        heading=one.heading("programme"),
        tiles=overview.tiles(one.definition, queries.party_counts(one.programme, on=one.on)),
        facts=overview.facts(one.definition, area, on=one.on),
        aims=aims,
        principles=overview.principles(one.definition),
        meetings=meetings,
        documents=overview.documents(one.definition),
        stages=overview.stages(one.definition),
        assumptions=len(one.definition.assumptions),
        notes=[note for note in one.notes.cited() if note.assumed],
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_leadership(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    areas = full_names(leadership.area_codes(one.definition))
    page = pages.Leadership(
        heading=one.heading("programme_leadership"),
        groups=leadership.groups(one.definition, one.notes),
        parties=leadership.parties(one.definition, one.notes, areas),
        leaf=queries.party_rows(one.programme, on=one.on, page=request.GET.get("page")),
        notes=one.notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_pairings(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    page = pages.Pairings(
        heading=one.heading("programme_pairings"),
        leaf=queries.pairing_rows(one.programme, on=one.on, page=request.GET.get("page")),
        rules=_pairing_rules(one, one.notes),
        notes=one.notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_rules(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    page = pages.Rules(
        heading=one.heading("programme_rules"),
        forms=dispatching.forms(one.definition),
        rules=dispatching.rules(one.definition, one.notes),
        duty=dispatching.duty(one.definition, one.notes, shipped_kinds()),
        consequences=dispatching.consequences(one.definition, one.notes),
        gains=dispatching.gains(one.definition, one.notes),
        notes=one.notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_posts(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    may_see_needs = request.user.has_perm("intake.view_need")
    page = pages.Posts(
        heading=one.heading("programme_posts"),
        groups=dispatching.post_groups(one.definition, one.notes),
        batches=dispatching.batches(one.definition, one.notes),
        steps=dispatching.steps(one.definition, one.notes),
        needs_url=f"{reverse('need_list')}?programme={code}" if may_see_needs else "",
        notes=one.notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_targets(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    kinds = shipped_kinds()
    page = pages.Targets(
        heading=one.heading("programme_targets"),
        on=one.on,
        targets=targeting.targets(one.definition, one.notes, kinds, on=one.on),
        projects=targeting.projects(one.definition, one.notes),
        method=targeting.ledger_method(one.definition),
        kinds=targeting.activity_kinds(one.definition, kinds),
        results=targeting.results(one.definition, one.notes),
        notes=one.notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_review(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    definition, notes, judged = one.definition, one.notes, one.definition.appraisal
    page = pages.Review(
        heading=one.heading("programme_review"),
        title=say(judged.title) if judged and judged.title else "",
        facts=reviewing.facts(judged) if judged else [],
        rules=[say(rule) for rule in judged.rules] if judged else [],
        levels=reviewing.levels(definition, judged, notes) if judged else [],
        rounds=reviewing.rounds(judged, notes) if judged else [],
        grades=reviewing.grades(judged.grades, notes) if judged else [],
        stars=reviewing.grades(judged.stars, notes) if judged else [],
        supervision=reviewing.supervision(definition, judged, notes) if judged else [],
        voice_title=say(definition.voice.title) if definition.voice else "",
        voice=reviewing.voice(definition, notes),
        papers=reviewing.papers(definition, notes),
        notes=notes.cited(),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_sources(request: StaffRequest, code: str) -> HttpResponse:
    one = shown(request.user, code)
    every = one.notes.every()
    page = pages.Sources(
        heading=one.heading("programme_sources"),
        editions=queries.edition_rows(one.programme),
        documents=[note for note in every if not note.assumed and not note.quotes],
        passages=[note for note in every if note.quotes],
        files=attachments_on(one.edition),
        assumptions=[note for note in every if note.assumed],
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_edition(request: StaffRequest, code: str, number: int) -> HttpResponse:
    one = shown(request.user, code)
    edition = get_object_or_404(one.programme.editions, number=number)
    page = pages.EditionText(
        heading=one.heading("programme_sources"),
        number=edition.number,
        adopted_on=edition.adopted_on,
        digest=edition.digest,
        intact=edition.is_intact,
        text=edition.text,
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def programme_edition_file(request: StaffRequest, code: str, number: int) -> HttpResponse:
    one = shown(request.user, code)
    edition = get_object_or_404(one.programme.editions, number=number)
    name = f"{code}_{number}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(edition.text, content_type="application/toml", headers=headers)


@staff(VIEW)
@require_safe
def programme_source(request: StaffRequest, code: str, file: int) -> HttpResponseBase:
    one = shown(request.user, code)
    return stream(request, get_object_or_404(files_on(one.edition), pk=file))


def _pairing_rules(one: Shown, notes: Notes) -> list[Clause]:
    rules = one.definition.dispatch.rules if one.definition.dispatch else ()
    return [
        notes.clause(rule_sentence(rule, one.definition), rule.source)
        for rule in rules
        if isinstance(rule, Paired)
    ]
