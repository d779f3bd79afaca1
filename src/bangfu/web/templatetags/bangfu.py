"""The tag library of every page: ``{% load bangfu %}``. Examples: docs/reference/components.md."""

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page as Leaf
from django.db.models import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangfu.web import components, exports, icons, tables, wording

register = template.Library()

BLANK_LABEL = BLANK_CHOICE_DASH[0][1]

register.filter("cn_date", wording.day)
register.filter("cn_month", wording.month)
register.filter("cn_moment", wording.moment)
register.filter("last_day", wording.last_day)
register.filter("weekday", wording.weekday)
register.filter("number", wording.number)
register.filter("percent", wording.percent)
register.filter("days_left", wording.days_left)
register.filter("told", wording.told)
register.filter("enumerated", wording.enumerated)
register.simple_tag(wording.span, name="span")
register.simple_tag(icons.icon, name="icon")


def _drawn(name: str, /, **values: Any) -> SafeString:
    return SafeString(render_to_string(f"components/{name}.html", values))


@register.simple_tag(takes_context=True)
def breadcrumb(context: Context, *parts: object) -> SafeString:
    """``{% breadcrumb "机构" url name %}``: labels and addresses in turn."""
    return _drawn("breadcrumb", crumbs=components.crumbs(parts))


@register.simple_block_tag(end_name="endpage_header")
def page_header(content: str, title: str, lead: str = "", kicker: str = "") -> SafeString:
    """The page's own heading; what stands inside are its actions."""
    return _drawn(
        "page_header", title=title, lead=lead, kicker=kicker, actions=SafeString(content.strip())
    )


@register.simple_block_tag(end_name="endcard")
def card(
    content: str,
    title: str = "",
    *,
    note: str = "",
    icon: str = "",
    flush: bool = False,
    more_url: str = "",
    more_text: str = "",
    id: str = "",
) -> SafeString:
    """A panel; ``flush`` lets a table or list reach its edges."""
    return _drawn(
        "card",
        title=title,
        note=note,
        icon=icon,
        flush=flush,
        more_url=more_url,
        more_text=more_text,
        id=id,
        body=SafeString(content),
    )


@register.simple_block_tag(end_name="endtable")
def table(content: str, caption: str, *, stack: bool = True, dense: bool = False) -> SafeString:
    """A table whose rows become cards on a phone, each cell under its column's heading."""
    body = tables.labelled(content) if stack else content
    return _drawn("table", caption=caption, stack=stack, dense=dense, body=SafeString(body))


@register.simple_tag
def status(text: str, tone: components.Tone = "neutral", icon: str = "") -> SafeString:
    """A state in words; the colour only repeats them."""
    drawn = icons.icon(icon) if icon else ""
    return format_html('<span class="bf-status bf-{}">{}{}</span>', tone, drawn, text)


@register.simple_tag
def stats(tiles: list[components.Tile]) -> SafeString:
    """The figures that matter, side by side."""
    return _drawn("stats", tiles=tiles)


@register.simple_tag
def facts(items: list[components.Fact]) -> SafeString:
    """Named facts about one thing, two columns wide."""
    return _drawn("facts", items=items)


@register.simple_tag
def tabs(items: list[components.Tab], label: str = "") -> SafeString:
    """Links between pages about the same thing."""
    return _drawn("tabs", items=items, label=label)


@register.simple_tag
def empty_state(
    title: str, remedy: str = "", url: str = "", action: str = "", icon: str = "inbox"
) -> SafeString:
    """Nothing to show, why, and what to do about it."""
    return _drawn("empty_state", title=title, remedy=remedy, url=url, action=action, icon=icon)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, tone: components.Tone = "info", title: str = "") -> SafeString:
    """A short message that stands in the page."""
    return _drawn("notice", tone=tone, title=title, body=SafeString(content.strip()))


@register.simple_tag
def reasons(items: list[components.Reason], title: str = "") -> SafeString:
    """Why: the grounds of a decision, one a line."""
    return _drawn("reasons", items=items, title=title)


@register.simple_tag
def progress(box: components.Progress) -> SafeString:
    """Background work; asks again by itself until it is finished."""
    return _drawn("progress", box=box)


@register.simple_tag
def refresh_without_scripts(seconds: int) -> SafeString:
    """For the ``head`` block of a page with a progress box: reload where no script can ask."""
    return format_html(
        '<noscript><meta http-equiv="refresh" content="{}"></noscript>', int(seconds)
    )


@register.simple_tag
def timeline(chart: object) -> SafeString:
    """Stays over months; ``chart`` comes from ``bangfu.web.timeline.lay_out``."""
    return _drawn("timeline", chart=chart)


@register.simple_tag(takes_context=True)
def pagination(context: Context, leaf: Leaf[Any]) -> SafeString:
    """Numbered pages; the filters in the address stay."""
    numbers = list(leaf.paginator.get_elided_page_range(leaf.number, on_each_side=1, on_ends=1))
    links = [(n, _address(context, n) if isinstance(n, int) else "") for n in numbers]
    return _drawn(
        "pagination",
        leaf=leaf,
        links=links,
        previous_url=_address(context, leaf.number - 1) if leaf.has_previous() else "",
        next_url=_address(context, leaf.number + 1) if leaf.has_next() else "",
    )


@register.simple_tag
def keyset(neighbours: components.Keyset) -> SafeString:
    """Earlier and later stretches of a long list."""
    return _drawn("keyset", keyset=neighbours)


@register.simple_tag
def evidence(items: Sequence[components.Proof], url_name: str, *args: object) -> SafeString:
    """Files of a record: ``url_name`` is its owner's address of one, given ``args`` and its key."""
    return _drawn(
        "evidence",
        items=[(item, reverse(url_name, args=[*args, item.pk])) for item in items],
        none=_("未上传佐证材料"),
    )


@register.simple_tag(takes_context=True)
def export_button(
    context: Context, url_name: str, count: int | None, *args: object, more: bool = False
) -> SafeString:
    """Download what the list shows, every page of it, with the filters of the address.

    ``more`` where there are more rows than ``count``; no count where nobody counted them.
    """
    kept = exports.filters_in(context["request"].GET)
    address = reverse(url_name, args=args)
    return _drawn(
        "export_button",
        count=count,
        more=more,
        url=f"{address}?{kept}" if kept else address,
        csv_url=f"{address}?{kept}{'&' if kept else ''}{exports.AS}=csv",
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form with its label, help and errors."""
    return _drawn("field", field=bound, kind=_kind(bound), control=_control(bound))


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """All visible fields of a form in their order, after the form's own errors."""
    return _drawn(
        "fields",
        form=form,
        rendered=[field(bound) for bound in form.visible_fields()],
    )


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    """What concerns the whole form, and how many fields need a look."""
    return _drawn("form_errors", form=form)


@register.simple_tag(takes_context=True)
def filter_bar(context: Context, form: forms.BaseForm, target: str = "") -> SafeString:
    """Filters in one line; with ``target`` htmx replaces that element as choices change."""
    request = context.get("request")
    applied = [name for name in form.changed_data if name in form.fields] if form.is_bound else []
    controls = [(b, _kind(b), _control(b)) for b in form.visible_fields()]
    # A phone shows two and folds the others away; on a desktop they all stand in the line.
    first = controls[: 2 if len(controls) > 3 else 3]
    further = controls[len(first) :]
    return _drawn(
        "filter_bar",
        first=first,
        further=further,
        further_applied=any(control[0].name in applied for control in further),
        hidden=form.hidden_fields(),
        address=getattr(request, "path", ""),
        target=target,
        applied=len(applied),
    )


@register.simple_block_tag(takes_context=True, end_name="endconfirm")
def confirm(
    context: Context,
    content: str,
    question: str,
    action: str,
    cancel_url: str,
    *,
    danger: bool = False,
    consequences: list[str] | None = None,
) -> SafeString:
    """Ask before something that cannot be taken back; inside stand the form's further fields."""
    values = {
        "question": question,
        "action": action,
        "cancel_url": cancel_url,
        "danger": danger,
        "consequences": consequences or [],
        "body": SafeString(content),
    }
    request = context.get("request")
    return SafeString(render_to_string("components/confirm.html", values, request=request))


def _address(context: Context, number: int) -> str:
    given = context["request"].GET.copy()
    given["page"] = str(number)
    return f"?{given.urlencode()}"


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def _control(bound: BoundField) -> SafeString:
    widget = bound.field.widget
    kind = _kind(bound)
    classes = ["form-control"]
    if kind == "check":
        classes = ["form-check-input"]
    elif kind == "choices":
        classes = ["bf-choices"]
    elif isinstance(widget, forms.Select):
        classes = ["form-select"]
    if bound.errors:
        classes.append("is-invalid")
    if given := widget.attrs.get("class"):
        classes.append(given)
    drawn = bound.as_widget(attrs={"class": " ".join(classes)})
    # Django's own words for "nothing chosen yet" are a row of dashes.
    return SafeString(drawn.replace(f">{BLANK_LABEL}<", f">{escape(_('请选择'))}<"))
