"""What everybody reads, without an account and without scripts."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.evidence.models import Attachment
from bangfu.apps.evidence.queries import attached
from bangfu.apps.evidence.views import stream
from bangfu.apps.publicity import pages
from bangfu.apps.publicity.lists import table_of
from bangfu.apps.publicity.models import Publication, PublicList, Story
from bangfu.apps.publicity.queries import public as reading
from bangfu.web.access import public
from bangfu.web.public_pages import KEPT_SECONDS, kept, language_of

STARS = "public_rounds"
"""The address of published appraisals and stars, where that stage has it."""


@public
@require_safe
def public_front(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        page = pages.PublicFront(front=reading.front(on=timezone.localdate()), stars=_stars())
        return kept(request, page)


@public
@require_safe
def public_lists(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        leaf = reading.list_leaf(request.GET.get("page"), on=timezone.localdate())
        return kept(request, pages.PublicLists(leaf=leaf))


@public
@require_safe
def public_list(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PublicList.objects.select_related("programme"), pk=pk)
    with translation.override(language_of(request)):
        if not found.is_public(timezone.localdate()):
            return _gone(request, found)
        page = pages.PublicListSheet(
            title=found.title,
            kind=found.get_kind_display(),
            programme=str(found.programme),
            words=found.words,
            table=table_of(found.kind, found.rows),
            office=found.office,
            telephone=found.telephone,
            on=found.approved_at,
            shown_until=found.shown_until,
        )
        return kept(request, page, listed=found.kind != PublicList.Kind.PERSONS)


@public
@require_safe
def public_stories(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        leaf = reading.story_leaf(request.GET.get("page"), on=timezone.localdate())
        return kept(request, pages.PublicStories(leaf=leaf))


@public
@require_safe
def public_story(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Story.objects.select_related("institution", "programme"), pk=pk)
    with translation.override(language_of(request)):
        if not found.is_public(timezone.localdate()):
            return _gone(request, found)
        photo = reading.photo_of(found)
        page = pages.PublicStory(
            pk=found.pk,
            title=found.title,
            lead=found.lead,
            words=found.words,
            office=found.office,
            programme=str(found.programme or ""),
            on=found.approved_at,
            photo=attached(photo) if photo else None,
            caption=found.caption,
        )
        return kept(request, page)


@public
@require_safe
def story_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of a public story; small with ``?preview=1``."""
    found = get_object_or_404(reading.stories(timezone.localdate()), pk=pk)
    answer = stream(request, _photo(found))
    # The same for everybody, unlike other evidence.
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _photo(story: Story) -> Attachment:
    found = reading.photo_of(story)
    if found is None:
        raise Http404
    return found


def _gone(request: HttpRequest, found: Publication) -> HttpResponse:
    """What was public once is said to be over; what never was does not exist."""
    if found.approved_at is None:
        raise Http404
    page = pages.PublicGone(
        title=_("内容已撤下"), said=_("此页内容已不再公开。需要了解的，请向有关单位咨询。")
    )
    return kept(request, page, status=410, listed=False)


def _stars() -> str:
    try:
        return reverse(STARS)
    except NoReverseMatch:
        return ""
