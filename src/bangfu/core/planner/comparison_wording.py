"""What a comparison of two plans comes to, in sentences for the reader."""

from .comparison import Comparison
from .phrases import price_told
from .plan import Sentence
from .problem import Problem
from .wording import periods_en, periods_zh


def comparison_told(problem: Problem, found: Comparison) -> tuple[Sentence, ...]:
    """Which plan is better, what moves, how evenly people are called on, who carries more."""
    if not found.moves and not found.price.goals:
        return (Sentence("两个方案相同。", "The two plans are the same."),)
    told = [_better(problem, found), _moved(found), _evenness(problem, found)]
    told += _hospitals(problem, found)
    told += _hosts(problem, found)
    return tuple(told)


def _better(problem: Problem, found: Comparison) -> Sentence:
    effect = price_told(problem, found.price)
    if not found.price.goals:
        return Sentence(
            "按目标次序，两个方案相当：各项目标均无变化。",
            "In the order of goals the two plans are equally good: no goal changes.",
        )
    better_zh, better_en = (
        ("优于", "better than") if found.price.is_gain else ("不如", "worse than")
    )
    return Sentence(
        f"按目标次序，方案二{better_zh}方案一：{effect.zh}。",
        f"In the order of goals plan 2 is {better_en} plan 1: {effect.en}.",
    )


def _moved(found: Comparison) -> Sentence:
    kinds = [move.kind for move in found.moves]
    dropped, added, shifted = (kinds.count(kind) for kind in ("dropped", "added", "shifted"))
    return Sentence(
        f"{found.unaffected}项安排相同，取消{dropped}项，新增{added}项，调整时段{shifted}项。",
        f"{found.unaffected} duties are the same, {dropped} dropped, {added} added, "
        f"{shifted} shifted in time.",
    )


def _evenness(problem: Problem, found: Comparison) -> Sentence:
    before, after = found.fairness
    apart = after.deviation - before.deviation
    zh = "更均衡" if apart < 0 else "更不均衡" if apart > 0 else "均衡程度不变"
    en = "more even" if apart < 0 else "less even" if apart > 0 else "as even as before"
    return Sentence(
        f"派出人数由{before.sent}人变为{after.sent}人；累计服务最长者由"
        f"{periods_zh(problem, before.most)}变为{periods_zh(problem, after.most)}，"
        f"服务时长标准差由{before.deviation:g}变为{after.deviation:g}，{zh}。",
        f"{before.sent} people are sent in plan 1, {after.sent} in plan 2; longest service in all "
        f"{periods_en(problem, before.most)} and {periods_en(problem, after.most)}, standard "
        f"deviation {before.deviation:g} and {after.deviation:g}: {en}.",
    )


def _hospitals(problem: Problem, found: Comparison) -> list[Sentence]:
    rows = [row for row in found.hospitals if row.periods.change]
    if not rows:
        return []
    most, least = rows[0], rows[-1]
    zh, en = [], []
    if most.periods.change > 0:
        label, by = problem.label("hospital", most.hospital), most.periods.change
        zh.append(f"承担增加最多的是{label}（多{periods_zh(problem, by)}）")
        en.append(f"{label} carries most more ({periods_en(problem, by)})")
    if least.periods.change < 0:
        label, by = problem.label("hospital", least.hospital), -least.periods.change
        zh.append(f"承担减少最多的是{label}（少{periods_zh(problem, by)}）")
        en.append(f"{label} is relieved most ({periods_en(problem, by)})")
    return [Sentence("，".join(zh) + "。", ", ".join(en) + ".")]


def _hosts(problem: Problem, found: Comparison) -> list[Sentence]:
    worse = [row for row in found.hosts if row.covered.change < 0]
    better = [row for row in found.hosts if row.covered.change > 0]
    if not worse and not better:
        return []
    zh = f"{len(better)}家受援单位覆盖增加，{len(worse)}家减少"
    en = f"{len(better)} hosts are covered more, {len(worse)} less"
    if worse:
        label, by = problem.label("host", worse[0].host), -worse[0].covered.change
        zh += f"，减少最多的是{label}（少{periods_zh(problem, by)}）"
        en += f", {label} least ({periods_en(problem, by)} less)"
    return [Sentence(f"{zh}。", f"{en}.")]
