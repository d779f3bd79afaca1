"""Who comes to which host on which half-days, for everybody: only where the host opened it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from bangfu.apps.certificates import pages
from bangfu.apps.certificates.queries import experts
from bangfu.web.access import public
from bangfu.web.public_pages import kept, language_of


@public
@require_safe
def public_experts_list(request: HttpRequest) -> HttpResponse:
    return kept(request, pages.PublicExpertsList(hosts=experts.open_hosts()))


@public
@require_safe
def public_experts(request: HttpRequest, code: str) -> HttpResponse:
    host = experts.opened(code)
    if host is None:
        raise Http404
    on = timezone.localdate()
    days = experts.coming_days(on)
    with translation.override(language_of(request)):
        page = pages.PublicExperts(
            host=host.name,
            first=days.starts_on,
            last=days.last_day,
            departments=experts.departments_of(host, on=on),
        )
        # It names persons: search engines leave it out.
        return kept(request, page, listed=False)
