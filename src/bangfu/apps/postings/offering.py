"""An offer's row as the life that ``bangfu.core.duty.posting_life`` knows; what it must meet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bangfu.apps.intake.models import Need, Nomination
from bangfu.core.duty import Days
from bangfu.core.duty.posting_life import Life, State
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal

from .admission import days_said
from .models import Offer, Posting
from .workload import clash


class AlreadyOffered(Refusal):
    """The worker is in talks for another need in that period that leaves no room for this one."""


class NotNominated(Refusal):
    """Only whom the home unit has nominated, and who agreed to go, may be put forward."""


class RefusedBefore(Refusal):
    """A side declined this person for this need, and nobody has allowed another try."""


def life_of(offer: Offer) -> Life:
    """An offer as a life: from the name put forward to the appointment."""
    agreed = {
        Side.SENDER: offer.sender_agreed_at is not None,
        Side.HOST: offer.host_agreed_at is not None,
    }
    return Life(
        worker=str(offer.worker_id),
        state=State.of(offer.state),
        days=Days(offer.starts_on, offer.ends_before),
        planned_ends_before=offer.ends_before,
        agreed=frozenset(side for side, said in agreed.items() if said),
        document=offer.posting.appointment_document if offer.posting else "",
        reason=offer.reason,
    )


def as_posting(offer: Offer) -> Posting:
    """The posting an offer would become, unsaved: what posts nobody does not ask for less."""
    return Posting(
        need=offer.need,
        programme=offer.need.programme,
        worker=offer.worker,
        home=offer.home,
        host=offer.need.host,
        form=offer.need.form,
        role_title=offer.need.role_title,
        department_name=offer.need.department_name,
        starts_on=offer.starts_on,
        ends_before=offer.ends_before,
        planned_ends_before=offer.ends_before,
        sessions_per_week=offer.sessions_per_week,
    )


def refuse_second_offer(offers: Sequence[Offer]) -> None:
    """Raise ``AlreadyOffered`` where other talks leave no room; one query for all of them.

    The workers are locked by the caller.
    """
    held: dict[int, list[Posting]] = defaultdict(list)
    workers = {offer.worker_id for offer in offers}
    others = Offer.objects.standing().filter(worker__in=workers).in_full()
    for other in others.exclude(pk__in=[offer.pk for offer in offers if offer.pk]):
        held[other.worker_id].append(as_posting(other))
    for offer in offers:
        wanted = as_posting(offer)
        if taken := clash(wanted, held[offer.worker_id]):
            days = days_said(taken.starts_on, taken.ends_before)
            raise AlreadyOffered(
                zh=f"{offer.worker}正在商定派驻{taken.host}（{days}），不能同时再提给"
                f"{offer.need.host}；请先了结前一件。",
                en=f"{offer.worker} is in talks for {taken.host} from {taken.starts_on} to before "
                f"{taken.ends_before}; settle that before offering {offer.need.host} the same "
                "person.",
            )
        held[offer.worker_id].append(wanted)


def refuse_not_nominated(offers: Iterable[Offer], *, within_days: bool) -> None:
    """Raise ``NotNominated`` where no nomination that stands carries an offer.

    ``within_days`` asks that it covers every day; a plan has weighed that by its own periods.
    """
    offers = list(offers)
    standing = Nomination.objects.standing().filter(
        worker__in={offer.worker_id for offer in offers}, consented=True
    )
    found = {(one.programme_id, one.worker_id): one for one in standing}
    for offer in offers:
        nomination = found.get((offer.need.programme_id, offer.worker_id))
        if nomination is None or offer.need.form not in nomination.forms:
            raise NotNominated(
                zh=f"{offer.worker}未被推荐到“{offer.need.programme}”的这一派驻形式，"
                "或本人尚未同意；请先由派出单位办理推荐。",
                en=f"{offer.worker} is not nominated for this form of service in "
                f"{offer.need.programme}, or has not agreed; nominate first.",
            )
        covered = (
            nomination.available_from <= offer.starts_on
            and offer.ends_before <= nomination.available_before
        )
        if within_days and not covered:
            days = days_said(nomination.available_from, nomination.available_before)
            raise NotNominated(
                zh=f"{offer.worker}的可派驻期限为{days}，请在此期限内安排，或由派出单位重新推荐。",
                en=f"{offer.worker} is available from {nomination.available_from} to before "
                f"{nomination.available_before}; stay within, or nominate anew.",
            )


def refuse_declined(offers: Iterable[Offer]) -> None:
    """Raise ``RefusedBefore`` for a person whom a side declined for the same need."""
    offers = list(offers)
    needs = {offer.need_id for offer in offers}
    before = Offer.objects.refused().filter(need__in=needs).in_full().order_by("declined_at")
    declined = {(one.need_id, one.worker_id): one for one in before}
    for offer in offers:
        if earlier := declined.get((offer.need_id, offer.worker_id)):
            side = Side.of(earlier.declined_by)
            raise RefusedBefore(
                zh=f"{side.zh}此前已谢绝{offer.worker}（{earlier.reason}）；确需再次商请的，"
                "请先由主管部门在原记录上办理“允许再次提出”。",
                en=f"The {side.en} declined {offer.worker} before ({earlier.reason}); the "
                "authority first has to allow another try on that record.",
            )


def pairs_declined(needs: Iterable[Need]) -> list[tuple[int, int]]:
    """Workers and needs that a side declined, as keys, in one order: no plan proposes them."""
    refused = Offer.objects.refused().filter(need__in=[need.pk for need in needs])
    return sorted(set(refused.values_list("worker_id", "need_id")))
