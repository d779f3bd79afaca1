"""``{% load saved_views %}``: the bar of views that the reader keeps of a list."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bangfu.apps.accounts.saved_views import views_of
from bangfu.web.exports import filters_in

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_views(context: Context, url_name: str) -> SafeString:
    """``{% saved_views "posting_list" %}`` above a list: one query, however many views.

    Draws nothing where nothing is kept and no filter applies.
    """
    request = context["request"]
    views = views_of(request.user, page=url_name)
    filters = filters_in(request.GET)
    may_save = bool(filters) and all(view.query != filters for view in views)
    if not views and not may_save:
        return SafeString("")
    values = {"views": views, "filters": filters, "page": url_name, "may_save": may_save}
    return SafeString(render_to_string("accounts/parts/saved_views.html", values, request=request))
