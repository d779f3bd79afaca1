"""From an offer to what its pages show."""

from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import trail_of
from bangfu.core.duty.sides import Side
from bangfu.web.forms import number_of_row

from . import pages, queries
from .forms import DeclineForm
from .models import Offer


def offer_of(offer: Offer, *, user: User) -> pages.Offer:
    """One offer as its page shows it to a reader."""
    row = queries.rows_of(user, [offer])[0]
    sides = queries.acting_sides(user, offer)
    declined = offer.declined_by in (Side.HOST.value, Side.SENDER.value)
    number = offer.plan_reference.partition("·")[0]
    return pages.Offer(
        pk=offer.pk,
        worker=row.worker,
        host=row.host,
        state=row.state,
        tone=row.tone,
        said=row.said,
        facts=queries.offer_facts(offer),
        reasons=queries.grounds_said(offer),
        staffing=row.staffing,
        is_thin=row.is_thin,
        need_id=offer.need_id if user.has_perm("intake.view_need") else None,
        posting_id=offer.posting_id,
        plan_id=number_of_row(number) if user.has_perm("planning.view_run") else None,
        trail=trail_of(offer),
        may_agree=row.may_agree,
        may_decline=row.may_decline,
        may_substitute=row.may_substitute,
        may_allow=declined and offer.allowed_at is None and Side.AUTHORITY in sides,
        takes_back=row.takes_back,
    )


def decline_of(offer: Offer, side: Side, form: DeclineForm) -> pages.DeclineOffer:
    """What declining, or taking back, will do."""
    takes_back = side is Side.AUTHORITY
    consequences = [_("双方和主管部门都能看到原因"), _("需求仍保留，按未满足显示")]
    if takes_back:
        consequences.append(_("以后仍可再次提出此人"))
    else:
        consequences.append(_("以后的方案不再把此人安排到这项需求，主管部门允许的除外"))
    return pages.DeclineOffer(
        pk=offer.pk,
        worker=offer.worker.name,
        host=offer.need.host.name,
        title=_("撤回人选") if takes_back else _("谢绝人选"),
        consequences=consequences,
        form=form,
    )
