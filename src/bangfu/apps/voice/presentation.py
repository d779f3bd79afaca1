"""From requests to what pages show of them, for askers and for handlers."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import attachments_of
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import RULES, Side, State, Step, may
from bangfu.web.components import Tab, Tile
from bangfu.web.wording import day, in_own_language, number

from . import forms, pages
from .actions.taking import history_of
from .models import AskCode, PublicRequest, Release
from .queries import requests as queries
from .queries.reach import KEEP, VIEW, handles, releases

GRAVE = frozenset({Step.REFUSE, Step.SET_ASIDE})
RELEASING = frozenset({State.ANSWERED, State.CLOSED})
TOLD = frozenset(
    {Step.ACCEPT, Step.REFUSE, Step.PASS_ON, Step.EXTEND, Step.ANSWER, Step.REOPEN, Step.RATE}
)
"""The steps an asker reads of; what is said between offices is theirs."""
WORDS_TOLD = frozenset({Step.REFUSE, Step.EXTEND, Step.ANSWER, Step.REOPEN})


def place_of(code: AskCode) -> str:
    """Where a poster hangs, in full."""
    parts = [code.institution.name, code.department.name if code.department else "", code.place]
    return " · ".join(part for part in parts if part)


def lead_of(request: PublicRequest, *, on: date) -> str:
    """What a state means for the asker, in a sentence."""
    match State.of(request.state):
        case State.NEW | State.HANDLING if request.due and on > request.due:
            return _("已超过答复期限，我们正在催办。")
        case State.NEW:
            return _("已收到，答复不晚于%(day)s。") % {"day": day(request.due)}
        case State.HANDLING if request.planned_for:
            told = {"day": day(request.due), "planned": day(request.planned_for)}
            return _("正在办理，计划%(planned)s完成，先行答复不晚于%(day)s。") % told
        case State.HANDLING:
            return _("正在办理，答复不晚于%(day)s。") % {"day": day(request.due)}
        case State.ANSWERED:
            return _("已答复，请告诉我们问题是否解决。")
        case State.CLOSED:
            return _("已办结，谢谢您。")
        case State.REFUSED:
            return _("此件不属于受理范围，原因见下。")
    return _("此件未列入办理。有需要请到服务台反映。")


def follow_page(
    request: PublicRequest,
    *,
    receipt: str,
    fresh: bool,
    on: date,
    form: forms.RateForm | forms.AgainForm | None,
    other_language: str,
) -> pages.Follow:
    """What an asker reads of the own request: one query."""
    state, open_now = State.of(request.state), may_of_asker(request, on=on)
    rows = [row for row in request.steps.all() if Step.of(row.step) in TOLD]
    again = form if isinstance(form, forms.AgainForm) else None
    rating = form if isinstance(form, forms.RateForm) else None
    return pages.Follow(
        receipt=receipt,
        fresh=fresh,
        state=in_own_language(state.label),
        lead=lead_of(request, on=on),
        kind=in_own_language(settings.shipped().kind(request.kind)),
        words=request.words,
        place=place_of(request.code),
        events=[
            pages.Told(
                title=in_own_language(Step.of(row.step).label),
                words=row.words if Step.of(row.step) in WORDS_TOLD else "",
                day=day(row.on),
            )
            for row in rows
        ],
        answer=request.answer if state in RELEASING else "",
        rate_form=(rating or forms.RateForm()) if Step.RATE in open_now else None,
        again_form=(again or forms.AgainForm()) if Step.REOPEN in open_now else None,
        other_language=other_language,
    )


def may_of_asker(request: PublicRequest, *, on: date) -> list[Step]:
    """What an asker may do now."""
    return may(State.of(request.state), Side.ASKER, history_of(request, on=on))


def tabs_of(user: User, current: str) -> list[Tab]:
    """The pages about requests that a reader may open."""
    every = (
        ("request_list", _("群众需求"), VIEW),
        ("request_causes", _("原因分析"), VIEW),
        ("cause_reviews", _("季度分析记录"), VIEW),
        ("ask_code_list", _("需求码"), KEEP),
    )
    return [
        Tab(label, reverse(name), current=name == current)
        for name, label, permission in every
        if user.has_perm(permission)
    ]


def tiles_of(sums: queries.Sums) -> list[Tile]:
    """The figures over the list, each leading to its rows."""
    listed = reverse("request_list")
    return [
        Tile(_("待受理"), number(sums.new), _("件"), url=listed + "?state=new", tone="warn"),
        Tile(_("办理中"), number(sums.handling), _("件"), url=listed + "?state=handling"),
        Tile(
            _("逾期"),
            number(sums.late),
            _("件"),
            url=listed + "?state=late",
            tone="danger" if sums.late else "neutral",
        ),
        Tile(_("待回访"), number(sums.answered), _("件"), url=listed + "?state=answered"),
        Tile(_("已办结"), number(sums.closed), _("件"), url=listed + "?state=closed", tone="ok"),
    ]


TIES = ("task", "need", "problem")
TIE_PERMISSIONS = {
    "task": "supervision.answer_task",
    "need": "intake.change_need",
    "problem": "supervision.answer_task",
}


def tie_titles() -> dict[str, str]:
    """What it is called to make other work of a request."""
    return {
        "task": _("列入任务台账"),
        "need": _("转为受援需求"),
        "problem": _("列入问题清单"),
    }


HOLD_CHECKS = "spotchecks.manage_check"


def may_tie(request: PublicRequest, user: User) -> list[str]:
    """Of what a request may become, what the reader may make of it, done already or not."""
    if not handles(user, request) or State.of(request.state) not in RULES[Step.TIE].follows:
        return []
    return [kind for kind in TIES if user.has_perm(TIE_PERMISSIONS[kind])]


def ties_of(request: PublicRequest, user: User) -> list[pages.Linked]:
    """What the reader may still make of a request, each with its form."""
    titles = tie_titles()
    found = [
        pages.Linked(titles[kind], reverse("tie_request", args=[request.pk, kind]))
        for kind in may_tie(request, user)
        if not getattr(request, f"{kind}_id")
    ]
    if _may_be_finding(request, user):
        found.append(
            pages.Linked(_("列为抽查问题"), reverse("finding_of_request", args=[request.pk]))
        )
    return found


def _may_be_finding(request: PublicRequest, user: User) -> bool:
    """Whether the office may take a request up as a finding, which a later stage holds."""
    if getattr(request, "spot_finding", None) is not None:
        return False
    ready = State.of(request.state) in RULES[Step.TIE].follows
    return ready and user.scope_of(HOLD_CHECKS).covers(area=request.area_code)


def links_of(request: PublicRequest) -> list[pages.Linked]:
    """What a request became, each with its page; the request comes in full."""
    found = []
    if request.task:
        told = {"name": str(request.task)}
        found.append(
            pages.Linked(_("任务台账：%(name)s") % told, reverse("task", args=[request.task.pk]))
        )
    if request.need:
        told = {"name": str(request.need)}
        found.append(
            pages.Linked(_("受援需求：%(name)s") % told, reverse("need", args=[request.need.pk]))
        )
    if request.problem:
        told = {"name": request.problem.title}
        found.append(
            pages.Linked(
                _("问题清单：%(name)s") % told, reverse("problem", args=[request.problem.pk])
            )
        )
    # Spot checks stand above this stage: the row leads back to the finding that names it.
    if (finding := getattr(request, "spot_finding", None)) is not None:
        told = {"name": finding.title}
        found.append(
            pages.Linked(_("抽查问题：%(name)s") % told, reverse("finding", args=[finding.pk]))
        )
    return found


def offered(request: PublicRequest, user: User, *, on: date) -> list[pages.Offered]:
    """The steps a reader may take now."""
    if not handles(user, request):
        return []
    state = State.of(request.state)
    found = [
        pages.Offered(step.value, in_own_language(step.label), step in GRAVE)
        for step in may(state, Side.HANDLER, history_of(request, on=on))
        if step is not Step.TIE
    ]
    if state in RELEASING:
        found.append(pages.Offered("release", _("拟公开答复"), False))
    return found


def suspicion_of(request: PublicRequest) -> str:
    """Why a request is looked at apart, in words."""
    if not request.suspect or Step.SET_ASIDE not in {
        step for step, rule in RULES.items() if State.of(request.state) in rule.follows
    }:
        return ""
    return {
        "too_fast": _("提交得很快，可能由程序填写，请核看。"),
        "hidden_field": _("填写了页面上看不到的内容，可能由程序填写，请核看。"),
        "flood": _("同一码短时间内收到很多件，请核看。"),
    }.get(request.suspect, _("请核看。"))


def request_page(request: PublicRequest, user: User, *, on: date) -> pages.PublicRequest:
    """One request as its handler sees it."""
    state = State.of(request.state)
    release = Release.objects.select_related("written_by").filter(request=request).first()
    waits = release is not None and release.approved_at is None
    return pages.PublicRequest(
        pk=request.pk,
        number=str(request),
        lead=request.institution.name,
        state=in_own_language(state.label),
        tone=queries.row_of(request, on=on).tone,
        late=request.due is not None and on > request.due,
        suspect=suspicion_of(request),
        words=request.words,
        answer=request.answer,
        photos=attachments_of([request])[request.pk],
        facts=queries.facts_about(request),
        events=queries.events_of(request),
        steps=offered(request, user, on=on),
        release=release,
        approves=waits and releases(user, request),
        withdraws=release is not None
        and release.approved_at is not None
        and release.withdrawn_at is None
        and releases(user, request),
        links=links_of(request),
        ties=ties_of(request, user),
    )
