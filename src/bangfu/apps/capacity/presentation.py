"""From items to what their pages show."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import queries as evidence
from bangfu.core.capacity import may_confirm
from bangfu.web.components import Tab
from bangfu.web.wording import in_own_language, number

from . import pages
from .actions import is_party
from .forms import AddSkillForm
from .models import Item
from .queries import reach, single
from .queries.channels import use_of_channel


def item_page(user: User, item: Item, *, on: date) -> pages.Item:
    """One item as its page shows it to a reader: seven queries."""
    milestones = list(item.milestones.select_related("said_by", "confirmed_by"))
    skills = list(item.skills.select_related("confirmed_by"))
    checks = list(item.verifications.select_related("by"))
    side, course = reach.side_of(user, item), item.taken_course
    steps = single.steps(item, milestones, skills, on=on)
    said, tone, why = single.ledger(item)
    standing = item.state == Item.State.STANDING
    use = use_of_channel(item)
    may_change = side is not None and course is not None
    return pages.Item(
        pk=item.pk,
        title=str(item),
        lead=item.host.name,
        kind=in_own_language(course.title) if course else item.kind,
        stage=single.stage(item, milestones, on=on),
        ledger=said,
        ledger_tone=tone,
        ledger_said=why,
        ledger_url=_ledger_url(user, item),
        steps=steps,
        skills=single.skill_rows(item, skills),
        skills_title=in_own_language(course.skills.title) if course and course.skills else "",
        checks=single.check_rows(checks),
        facts=single.facts(item, user=user),
        files=evidence.attachments_on(item),
        trail=single.trail(item),
        use=use,
        median=_days(use.median_days) if use else "",
        agreed_days=str(item.details.get("days_to_answer", "")),
        add_form=AddSkillForm(),
        may_change=may_change and standing,
        may_confirm=side is not None
        and standing
        and may_confirm(side)
        and not is_party(item, user),
        may_verify=standing and item.built_on is not None and _may_verify(user, item),
        may_plan=may_change and standing and any(step.on is None for step in steps),
        may_undo=may_change and item.state != Item.State.WITHDRAWN,
        is_stopped=item.state == Item.State.STOPPED,
        is_withdrawn=item.state == Item.State.WITHDRAWN,
    )


def tabs(user: User, current: str, *, has_matrix: bool) -> list[Tab]:
    """The pages about what stays behind."""
    found = [
        Tab(_("全部"), reverse("capacity_list"), current == "list"),
        Tab(_("师带徒名单"), reverse("capacity_chains"), current == "chains"),
    ]
    if has_matrix:
        found.insert(1, Tab(_("各单位建设情况"), reverse("capacity_four"), current == "four"))
    return found


def kind_note(use: str) -> str:
    """Who usually enters a kind."""
    return _("由派驻人员带教") if use == "required" else ""


def _days(days: float | None) -> str:
    """So many days in words, with half ones where there are."""
    return "" if days is None else number(days, 0 if days % 1 == 0 else 1)


def _may_verify(user: User, item: Item) -> bool:
    return user.scope_of(reach.VERIFY).covers(area=item.host.area_code) and bool(
        item.taken_course and item.taken_course.verified
    )


def _ledger_url(user: User, item: Item) -> str:
    """Its entry in the ledger, where the reader may open it."""
    if item.activity_id is None or not user.has_perm("activities.view_activity"):
        return ""
    try:
        return reverse("activity", args=[item.activity_id])
    except NoReverseMatch:
        return ""
