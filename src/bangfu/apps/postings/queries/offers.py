"""Reading offers for somebody: for whom they act, what both sides said, what may be done now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import Case, Q, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.intake.wording import subject_names
from bangfu.apps.postings.departments import Staffing, staffings
from bangfu.apps.postings.models import Offer, OfferQuerySet
from bangfu.apps.postings.offering import life_of
from bangfu.apps.registry.models import Worker, WorkerSpecialty
from bangfu.core.duty.posting_life import Step, may
from bangfu.core.duty.sides import Side
from bangfu.web.components import Fact, Reason, Tone
from bangfu.web.wording import day, moment, span

from .lives import AUTHORITY, HOST, SENDER

OFFER_TONES: dict[str, Tone] = {
    Offer.State.NOMINATED: "info",
    Offer.State.AGREED: "ok",
    Offer.State.APPOINTED: "brand",
    Offer.State.WITHDRAWN: "neutral",
}
IN_TALKS = "standing"
"""The filter's word for offers that are neither appointed nor withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """What the list of offers is narrowed by; what is empty narrows nothing."""

    programme: str = ""
    words: str = ""
    state: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said about an offer."""

    side: str
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One offer in a list: who, where, when, why, what was said, what the reader may do."""

    pk: int
    worker: str
    rank: str
    specialties: str
    home: str
    department: str
    host: str
    need: str
    form: str
    role_title: str
    sessions_per_week: int | None
    starts_on: date
    ends_before: date
    state: str
    tone: Tone
    said: tuple[Said, ...]
    reasons: tuple[str, ...]
    staffing: str
    is_thin: bool
    may_agree: bool
    may_decline: bool
    may_substitute: bool
    takes_back: bool


def offers_visible_to(user: User) -> OfferQuerySet:
    """The only door to offers: those of the hosts, senders and areas for which somebody acts."""
    return Offer.objects.filter(_of_authority(user) | _of_host(user) | _of_sender(user))


def offers_appointable_by(user: User) -> OfferQuerySet:
    """Offers that both sides agreed to, within the reach of who appoints."""
    return Offer.objects.filter(appointable(user))


def appointable(user: User) -> Q:
    """The condition for offers that a reader may appoint now."""
    return _of_authority(user) & Q(state=Offer.State.AGREED, need__state=Need.State.OPEN)


def waiting_for(user: User) -> Q:
    """Offers that the reader's side has not answered; ``row.may_agree`` in SQL."""
    unanswered = (_of_host(user) & Q(host_agreed_at__isnull=True)) | (
        _of_sender(user) & Q(sender_agreed_at__isnull=True)
    )
    return Q(state=Offer.State.NOMINATED, need__state=Need.State.OPEN) & unanswered


def acting_sides(user: User, offer: Offer) -> tuple[Side, ...]:
    """For whom a reader acts in an offer; the twin, in Python, of :func:`offers_visible_to`."""
    host, home = offer.need.host, offer.home
    authority, sender = user.scope_of(AUTHORITY), user.scope_of(SENDER)
    within = {
        Side.SENDER: sender.covers(area=home.area_code, institution=home.code),
        Side.HOST: user.scope_of(HOST).covers(area=host.area_code, institution=host.code),
        Side.AUTHORITY: authority.covers(area=host.area_code)
        or authority.covers(area=home.area_code),
    }
    return tuple(side for side, reached in within.items() if reached)


def side_to(step: Step, user: User, offer: Offer) -> Side | None:
    """For whom the reader may take a step now; nobody where it is not theirs, or not now."""
    life = life_of(offer)
    for side in acting_sides(user, offer):
        said = step is Step.AGREE and side in life.agreed
        if step in may(life, side) and not said:
            return side
    return None


def offer_rows(user: User, *, by: OfferFilter, page: str | int | None = 1) -> Leaf[OfferRow]:
    """A screenful of offers: those that wait for the reader, then those that begin first."""
    found = _narrowed(offers_visible_to(user), by).in_full()
    waits = Case(When(waiting_for(user), then=0), default=1)
    found = found.order_by(waits, "starts_on", "pk")
    leaf = leaf_of(found, lambda offer: offer, page)
    leaf.object_list = rows_of(user, list(leaf.object_list))
    return leaf


def rows_of(user: User, offers: Sequence[Offer], *, at_home: bool = True) -> list[OfferRow]:
    """Offers as rows: a constant number of queries, and one for each programme.

    ``at_home`` is whether they say what the home department is left with.
    """
    practised = _specialties(offer.worker_id for offer in offers)
    minded = {Side.SENDER, Side.AUTHORITY} if at_home else set()
    sending = [one for one in offers if minded & {*acting_sides(user, one)}]
    left = staffings([one for one in sending if one.state in ("nominated", "agreed")])
    return [
        _row(user, offer, practised.get(offer.worker_id, []), left.get(offer.pk))
        for offer in offers
    ]


def offer_facts(offer: Offer) -> list[Fact]:
    """What a page about one offer states of it."""
    worker, need = offer.worker, offer.need
    missing = "—"
    stated = [
        Fact(_("人选"), f"{worker.name} · {worker.get_rank_display()}"),
        Fact(_("派出单位"), offer.home.name),
        Fact(_("所在科室"), worker.department.name if worker.department else missing),
        Fact(_("受援单位"), need.host.name),
        Fact(_("科室"), need.department_name),
        Fact(_("拟任职务"), need.role_title or missing),
        Fact(_("派驻形式"), need.get_form_display()),
        Fact(_("期限"), span(offer.starts_on, offer.ends_before)),
        Fact(_("项目"), str(need.programme)),
        Fact(_("提出"), f"{offer.offered_by or missing} · {moment(offer.offered_at)}"),
    ]
    if offer.sessions_per_week:
        stated.insert(7, Fact(_("每周半天数"), str(offer.sessions_per_week)))
    return stated


def said_about(offer: Offer) -> tuple[Said, ...]:
    """What sender and host said, each in one line; a refusal with its reason."""
    agreed = {Side.SENDER: offer.sender_agreed_at, Side.HOST: offer.host_agreed_at}
    language = get_language() or ""
    said = []
    for side, at in agreed.items():
        label = side.label.in_language(language)
        if offer.declined_by == side.value:
            words = _("谢绝：%(reason)s") % {"reason": offer.reason}
            said.append(Said(label, words, "danger"))
        elif at:
            said.append(Said(label, _("%(day)s同意") % {"day": day(at)}, "ok"))
        else:
            waiting: Tone = "warn" if offer.state == Offer.State.NOMINATED else "neutral"
            words = _("待答复") if waiting == "warn" else _("未答复")
            said.append(Said(label, words, waiting))
    if offer.declined_by == Side.AUTHORITY.value:
        label = Side.AUTHORITY.label.in_language(language)
        said.append(Said(label, _("撤回：%(reason)s") % {"reason": offer.reason}, "neutral"))
    return tuple(said)


def grounds_said(offer: Offer) -> list[Reason]:
    """Why this person, in the reader's language, as it was said when the name was put forward."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [Reason(ground[language], "ok") for ground in offer.reasons]


def at_home_said(staffing: Staffing) -> str:
    """How many of a home department stay while somebody is away, and how many must."""
    return _("%(department)s%(staff)s人，派出期间最少%(left)s人在岗，最低要求%(minimum)s人") % {
        "department": staffing.department,
        "staff": staffing.staff,
        "left": staffing.left,
        "minimum": staffing.minimum,
    }


def nominees(need: Need, *, homes: Collection[int] | None = None) -> list[Worker]:
    """Who stands nominated for a need's form of service and agreed to go, by home and name."""
    found = Worker.objects.filter(
        nominations__programme=need.programme_id,
        nominations__state="standing",
        nominations__consented=True,
    )
    if homes is not None:
        found = found.filter(home__in=homes)
    return list(found.select_related("home", "department").order_by("home", "rank", "name", "pk"))


def _row(user: User, offer: Offer, codes: list[str], staffing: Staffing | None) -> OfferRow:
    worker, need = offer.worker, offer.need
    sides = acting_sides(user, offer)
    life, stands = life_of(offer), need.state == Need.State.OPEN
    return OfferRow(
        pk=offer.pk,
        worker=worker.name,
        rank=worker.get_rank_display(),
        specialties=subject_names(codes),
        home=offer.home.name,
        department=worker.department.name if worker.department else "",
        host=need.host.name,
        need=f"{need.department_name} {need.role_title}".strip(),
        form=need.get_form_display(),
        role_title=need.role_title,
        sessions_per_week=offer.sessions_per_week,
        starts_on=offer.starts_on,
        ends_before=offer.ends_before,
        state=offer.get_state_display(),
        tone=OFFER_TONES[offer.state],
        said=said_about(offer),
        reasons=tuple(str(reason.text) for reason in grounds_said(offer)),
        staffing=at_home_said(staffing) if staffing else "",
        is_thin=staffing is not None and staffing.is_short,
        may_agree=stands
        and any(Step.AGREE in may(life, side) and side not in life.agreed for side in sides),
        may_decline=any(Step.WITHDRAW in may(life, side) for side in sides),
        may_substitute=Side.SENDER in sides and Step.WITHDRAW in may(life, Side.SENDER),
        takes_back=sides == (Side.AUTHORITY,),
    )


def _narrowed(found: OfferQuerySet, by: OfferFilter) -> OfferQuerySet:
    if by.programme:
        found = found.filter(need__programme__code=by.programme)
    if by.state == IN_TALKS:
        found = found.standing()
    elif by.state:
        found = found.filter(state=by.state)
    if by.plan:
        found = found.filter(plan_reference__startswith=f"{by.plan}·")
    if by.words:
        found = found.filter(
            named("worker", by.words) | named("need__host", by.words) | named("home", by.words)
        )
    return found


def _specialties(workers: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = WorkerSpecialty.objects.filter(worker__in=set(workers))
    ordered = rows.order_by("-is_primary", "subject_code")
    for worker, code in ordered.values_list("worker_id", "subject_code"):
        found.setdefault(worker, []).append(code)
    return found


def _of_authority(user: User) -> Q:
    areas = ("need__host__area_code", "home__area_code")
    return user.scope_of(AUTHORITY).filter(area=areas)


def _of_host(user: User) -> Q:
    scope = user.scope_of(HOST)
    return scope.filter(area="need__host__area_code", institution="need__host__code")


def _of_sender(user: User) -> Q:
    return user.scope_of(SENDER).filter(area="home__area_code", institution="home__code")
