"""From a run to what its pages show: the figures in words, the reasons in sentences."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.programmes.rule_wording import rule_sentence
from bangfu.web.components import Fact, Progress, Tile, Tone
from bangfu.web.timeline import Lane, Stay, Timeline, lay_out
from bangfu.web.wording import day, moment, number, percent, span

from . import pages, queries, rules
from .comparison_presentation import difference_of
from .forms import PublishForm
from .models import Run
from .queries import Assignment, Vacancy


def progress_of(run: Run, *, user: User) -> pages.RunProgress:
    """A run that is queued, running or broken off."""
    waiting = run.state in (Run.State.QUEUED, Run.State.RUNNING)
    share = run.covered / run.required if run.required else None
    note = (
        _("已安排%(covered)s/%(required)s个时段，正在证明是否最优")
        % {"covered": number(run.covered), "required": number(run.required)}
        if run.required
        else ""
    )
    box = Progress(
        title=run.get_state_display(),
        url=reverse("run_progress", args=[run.pk]),
        done=share,
        note=note,
        finished=not waiting,
        tone="brand" if waiting else "danger",
    )
    return pages.RunProgress(
        pk=run.pk,
        programme=str(run.programme),
        box=box,
        message=run.message,
        may_stop=waiting and user.has_perm("planning.change_run"),
    )


def plan_of(run: Run, *, user: User) -> pages.FoundPlan:
    """A finished or published run."""
    assignments, vacancies = queries.assignments(run), queries.vacancies(run)
    excluded = queries.excluded(run)
    open_to_change = run.state == Run.State.FINISHED
    changed = queries.difference(run)
    return pages.FoundPlan(
        pk=run.pk,
        programme=str(run.programme),
        state=run.state,
        state_label=run.get_state_display(),
        tiles=_tiles(run, assignments, vacancies),
        facts=_facts(run),
        by_hand=_by_hand(run),
        breaches=queries.breaches(run),
        difference=difference_of(*changed) if changed else None,
        comparable=queries.others(run, user).exists(),
        assignments=assignments,
        vacancies=vacancies,
        excluded=excluded,
        declined=queries.declined(run),
        talks=_talks(run),
        chart=_chart(run, assignments, vacancies),
        may_change=run.may_be_replanned and user.has_perm("planning.change_run"),
        may_publish=open_to_change and user.has_perm("planning.publish_run"),
        may_send=open_to_change and user.has_perm("planning.publish_run"),
    )


def sending_of(run: Run) -> pages.SendRun:
    """What sending a plan out will do."""
    duties = run.found_plan.duties
    return pages.SendRun(
        pk=run.pk,
        programme=str(run.programme),
        consequences=[
            _("%(people)s名人选连同理由送受援单位和派出单位答复")
            % {"people": number(len({duty.person for duty in duties}))},
            _("双方都同意的，在“待商定人选”中一次任命；任命以前不生成派驻"),
            _("谢绝的岗位仍为空缺，另行编制方案时不再安排同一人"),
            _("此方案不再直接发布"),
        ],
    )


def _talks(run: Run) -> list[Tile]:
    """What both sides said so far about a plan that was sent out."""
    if run.state != Run.State.SENT:
        return []
    address = reverse("offer_list")
    tones: dict[str, Tone] = {
        "nominated": "info",
        "agreed": "ok",
        "appointed": "brand",
        "withdrawn": "warn",
    }
    return [
        Tile(
            label,
            number(count),
            _("人"),
            tone=tones[state] if count else "neutral",
            url=f"{address}?plan={run.pk}&state={state}",
        )
        for state, label, count in queries.talks(run)
    ]


def publication_of(run: Run, form: PublishForm) -> pages.PublishRun:
    """What publishing a plan will do."""
    plan = run.found_plan
    people = len({duty.person for duty in plan.duties})
    return pages.PublishRun(
        pk=run.pk,
        programme=str(run.programme),
        form=form,
        consequences=[
            _("生成派驻%(duties)s条，涉及%(people)s人")
            % {"duties": number(len(plan.duties)), "people": number(people)},
            _("受援单位、派出单位和本人即可看到派驻安排"),
            _("此方案不能再改动；以后的调整另行编制"),
        ],
    )


def _tiles(run: Run, assignments: list[Assignment], vacancies: list[Vacancy]) -> list[Tile]:
    covered = run.covered / run.required if run.required else 0
    proven: Tone = "ok" if run.status == Run.Status.OPTIMAL else "warn"
    return [
        Tile(
            _("选派"),
            number(len(assignments)),
            _("人次"),
            icon="users",
            url="#assignments",
        ),
        Tile(
            _("时段覆盖"),
            percent(covered),
            note=_("%(covered)s/%(required)s%(unit)s")
            % {
                "covered": number(run.covered),
                "required": number(run.required),
                "unit": _unit(run),
            },
            tone="ok" if covered == 1 else "warn",
            icon="calendar-time",
            url="#timetable",
        ),
        Tile(
            _("空缺岗位"),
            number(len(vacancies)),
            _("个"),
            tone="danger" if vacancies else "ok",
            icon="user-x",
            url="#vacancies" if vacancies else "",
        ),
        Tile(
            _("结论"),
            run.get_status_display(),
            note=_effort(run),
            tone=proven,
            icon="shield-check",
            url="#proof",
        ),
    ]


def _effort(run: Run) -> str:
    """How long the search took and, where it was not proven, what could still be gained."""
    seconds = number(run.seconds, 2)
    if run.status == Run.Status.OPTIMAL:
        return _("用时%(seconds)s秒") % {"seconds": seconds}
    said = _("与理论最优的差距 %(gap)s，用时%(seconds)s秒")
    return said % {"gap": percent(run.gap, 2), "seconds": seconds}


def _unit(run: Run) -> str:
    """What a covered period is, counted over all posts."""
    return {"days": _("天"), "weeks": _("周"), "months": _("个月")}[run.stated_problem.horizon.unit]


def _facts(run: Run) -> list[Fact]:
    facts = [
        Fact(_("时段"), span(run.starts_on, run.ends_before)),
        Fact(_("编制"), f"{run.requested_by} {moment(run.requested_at)}"),
        Fact(_("匹配质量"), _("%(points)s分") % {"points": number(run.quality)}),
        Fact(_("核对摘要"), run.problem_digest[:16]),
    ]
    if run.sent_on:
        facts.append(Fact(_("征求意见"), f"{run.sent_by} {day(run.sent_on)}"))
    if run.published_on:
        facts.append(Fact(_("发布"), f"{run.published_by} {day(run.published_on)}"))
        facts.append(Fact(_("批次"), run.batch))
        facts.append(Fact(_("聘任文件"), run.appointment_document or "—"))
    return facts


def _by_hand(run: Run) -> list[str]:
    """Rules of the programme that the search does not weigh, so that nobody believes it did."""
    definition = definition_of(run.programme)
    if definition.dispatch is None:
        return []
    language = get_language() or ""
    return [
        rule_sentence(rule, definition).in_language(language)
        for rule in rules.left_to_people(definition.dispatch)
    ]


def _chart(run: Run, assignments: list[Assignment], vacancies: list[Vacancy]) -> Timeline:
    stays: dict[str, list[Stay]] = {}
    names = {row.post: row.post_name for row in assignments}
    names |= {gap.post: gap.post_name for gap in vacancies}
    for row in assignments:
        url = reverse("post_reasons", args=[run.pk, row.post])
        stays.setdefault(row.post, []).append(
            Stay(row.person_name, row.starts_on, row.ends_before, "brand", url)
        )
    for gap in vacancies:
        url = reverse("post_reasons", args=[run.pk, gap.post])
        stays.setdefault(gap.post, []).extend(
            Stay(_("空缺"), starts_on, ends_before, "danger", url)
            for starts_on, ends_before in gap.spans
        )
    lanes = [
        Lane(names[post], sorted(found, key=lambda s: s.starts_on), url=found[0].url)
        for post, found in stays.items()
    ]
    last = run.ends_before - timedelta(days=1)
    months = (last.year - run.starts_on.year) * 12 + last.month - run.starts_on.month + 1
    return lay_out(lanes, title=_("派驻时间表"), first=run.starts_on, months=months)
