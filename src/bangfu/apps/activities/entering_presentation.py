"""What the pages of entering show: places to choose, kinds to press, what was wrong."""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.activities import pages
from bangfu.apps.activities.forms import EntryForm
from bangfu.apps.activities.models import Activity, Draft
from bangfu.apps.activities.queries.entering import Choice, Where
from bangfu.apps.activities.queries.grounds import Ground
from bangfu.apps.activities.queries.ledger import figures_of
from bangfu.core.activities import Side
from bangfu.core.programmes import ActivityKind, shipped_kinds, shipped_themes
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.components import Fact
from bangfu.web.wording import day, enumerated, in_english, in_own_language, last_day, moment

LASTING, KEEP_LASTING = "capacity_new", "capacity.change_item"
"""The address under which what stays behind is entered, and who may: others see no such kinds."""
NAMED = {"at", "giver", "host"}


def ground_links(grounds: Sequence[Ground], current: Ground | None) -> list[pages.Link]:
    """The capacities an account may enter work in."""
    return [
        pages.Link(
            str(ground.programme),
            _capacity(ground),
            f"{reverse('enter')}?{urlencode({'at': ground.code})}",
            ground is current,
        )
        for ground in grounds
    ]


def choice(found: Choice) -> pages.PlaceChoice:
    """The institutions to choose from, each a link."""
    held = {"at": found.ground.code}
    if found.host is not None:
        held["host"] = found.host.code
    title = _("请选择受援单位") if found.asks == "host" else _("请选择帮扶单位")
    return pages.PlaceChoice(
        title=title,
        links=tuple(
            pages.Link(
                place.name, "", f"{reverse('enter')}?{urlencode({**held, found.asks: place.code})}"
            )
            for place in found.places
        ),
        more=found.more,
        hidden=tuple(held.items()),
    )


def tiles(where: Where, often: Sequence[str], *, lasting: bool) -> list[pages.Tiles]:
    """The kinds a programme keeps: those entered most first, then by theme.

    ``lasting`` tells whether the reader may enter what stays behind.
    """
    kept = {kind.code: kind for kind in where.ground.kinds if lasting or not kind.lasting}
    groups: list[tuple[bool, pages.Tiles]] = []
    first = [tile for code in often if code in kept and (tile := _tile(kept[code], where))]
    first_group = [pages.Tiles(_("常用"), tuple(first))] if first else []
    for theme in shipped_themes():
        found = [
            tile
            for kind in theme.kinds
            if kind.code in kept and kind.code not in often and (tile := _tile(kind, where))
        ]
        if found:
            stays = all(kind.lasting for kind in theme.kinds)
            groups.append((stays, pages.Tiles(in_own_language(theme.title), tuple(found))))
    # What is done every week stands before what is entered once and then has a life.
    return [*first_group, *(group for _stays, group in sorted(groups, key=lambda pair: pair[0]))]


def kept_pages(where: Where, groups: Sequence[pages.Tiles]) -> list[str]:
    """The pages that are to open without a network: this one, and the form of every kind."""
    own = reverse("enter")
    forms = [tile.url for group in groups for tile in group.tiles if tile.url.startswith(own)]
    return [own, f"{own}?{where.query}", *forms]


def done(activity: Activity) -> pages.Done:
    """An entry that has just arrived, and for whom it waits."""
    between = " " if in_english() else ""
    figures = enumerated(f"{each.title}{between}{each}" for each in figures_of(activity))
    title = activity.kind_title(get_language() or "")
    side = in_own_language(Side.of(activity.confirming).label)
    return pages.Done(
        activity.pk,
        _("%(day)s %(kind)s：%(figures)s")
        % {"day": day(activity.happened_on), "kind": title, "figures": figures},
        _("已登记，等待%(side)s确认。") % {"side": side},
    )


def said_in(form: EntryForm) -> list[str]:
    """Every problem of a form as a sentence."""
    return [told["said"] for told in problems_told(form)]


def problems_told(form: EntryForm) -> list[dict[str, str]]:
    """Every problem of a form: the field, its label, what is wrong."""
    found = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for said in errors:
            label = str(bound.label) if bound is not None else ""
            found.append({"field": name, "label": label, "said": str(said)})
    found += [{"field": "lines", "label": _("明细"), "said": said} for said in form.line_errors]
    return found


def draft_row(draft: Draft) -> pages.DraftRow:
    """A draft in one line: its kind, the day, the figures as typed, what is to be mended."""
    kind = shipped_kinds().get(draft.kind)
    return pages.DraftRow(
        pk=draft.pk,
        kind=in_own_language(kind.title) if kind else draft.kind,
        icon=(kind.icon if kind else "edit").replace("_", "-"),
        summary=" · ".join(_summed(draft, kind)),
        said=tuple(draft.said),
        saved=moment(draft.saved_at),
    )


def draft_facts(draft: Draft) -> list[Fact]:
    """Everything typed in a draft, for one that can only be read."""
    kind = shipped_kinds().get(draft.kind)
    labels = {"on": _("日期"), "place": _("地点"), "names": _("参加人员"), "note": _("备注")}
    for measured in kind.measures if kind else ():
        labels[f"figure_{measured.code}"] = in_own_language(measured.title)
    for asked in kind.fields if kind else ():
        labels[f"detail_{asked.code}"] = in_own_language(asked.title)
    return [
        Fact(label, enumerated(values))
        for name, label in labels.items()
        if (values := [value for value in draft.typed.get(name, []) if value])
    ]


def _summed(draft: Draft, kind: ActivityKind | None) -> Iterator[str]:
    for value in draft.typed.get("on", []):
        yield _day_typed(value)
    for measured in kind.measures if kind else ():
        for value in draft.typed.get(f"figure_{measured.code}", []):
            if value:
                yield f"{in_own_language(measured.title)} {value}"


def _day_typed(value: str) -> str:
    """A day as it was typed, in words where it is one."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _tile(kind: ActivityKind, where: Where) -> pages.Tile | None:
    title, icon = in_own_language(kind.title), kind.icon.replace("_", "-")
    if kind.lasting is None:
        url = f"{reverse('enter_kind', args=[kind.code])}?{where.query}"
        return pages.Tile(title, icon, url)
    try:
        url = reverse(LASTING)
    except NoReverseMatch:
        return None
    return pages.Tile(title, icon, f"{url}?{urlencode({'kind': kind.code})}&{where.query}")


def _capacity(ground: Ground) -> str:
    if ground.posting is not None:
        host = ground.posting.host.name
        if ground.is_over:
            ended = last_day(ground.posting.ends_before)
            return _("%(host)s（至%(day)s）") % {"host": host, "day": ended}
        return host
    if ground.institution is None or ground.role is None:
        return _("代为登记")
    title = in_own_language(PartyRole.of(ground.role).label)
    return f"{ground.institution.name} · {title}"
