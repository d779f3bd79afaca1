"""What a comparison of two plans comes to, in sentences for the reader."""

from .comparison import Comparison
from .phrases import price_told
from .plan import Sentence
from .problem import Problem
from .wording import periods_en, periods_zh

PLANS = Sentence("方案一", "plan 1"), Sentence("方案二", "plan 2")


def comparison_told(
    problem: Problem, found: Comparison, names: tuple[Sentence, Sentence] = PLANS
) -> tuple[Sentence, ...]:
    """Which plan is better, what moves, how evenly people are called on, who carries more.

    ``names`` are those of the two plans within a sentence.
    """
    if not found.moves and not found.price.goals:
        return (Sentence("两个方案相同。", "The two plans are the same."),)
    told = [_better(problem, found, *names), _moved(found), _evenness(problem, found)]
    told += _hospitals(problem, found)
    told += _hosts(problem, found)
    return tuple(told)


def _better(problem: Problem, found: Comparison, first: Sentence, second: Sentence) -> Sentence:
    effect = price_told(problem, found.price)
    if not found.price.goals:
        return Sentence(
            f"按目标次序，{second.zh}与{first.zh}相当：各项目标均无变化。",
            f"In the order of goals {second.en} is as good as {first.en}: no goal changes.",
        )
    better_zh, better_en = (
        ("优于", "better than") if found.price.is_gain else ("不如", "worse than")
    )
    return Sentence(
        f"按目标次序，{second.zh}{better_zh}{first.zh}：{effect.zh}。",
        f"In the order of goals {second.en} is {better_en} {first.en}: {effect.en}.",
    )


def _moved(found: Comparison) -> Sentence:
    kinds = [move.kind for move in found.moves]
    zh, en = [f"{found.unaffected}项安排相同"], [f"{found.unaffected} duties are the same"]
    for kind, verb_zh in (("dropped", "取消"), ("added", "新增"), ("shifted", "调整时段")):
        if count := kinds.count(kind):  # type: ignore[arg-type] # the three kinds of a move
            zh.append(f"{verb_zh}{count}项")
            en.append(f"{count} {kind}")
    return Sentence("，".join(zh) + "。", ", ".join(en) + ".")


def _evenness(problem: Problem, found: Comparison) -> Sentence:
    before, after = found.fairness
    apart = after.deviation - before.deviation
    zh = "更均衡" if apart < 0 else "更不均衡" if apart > 0 else "均衡程度不变"
    en = "more even" if apart < 0 else "less even" if apart > 0 else "as even as before"
    most = [periods_zh(problem, spread.most) for spread in found.fairness]
    most_en = [periods_en(problem, spread.most) for spread in found.fairness]
    return Sentence(
        f"派出人数{_from_to(f'{before.sent}人', f'{after.sent}人')}，"
        f"累计服务最长者{_from_to(*most)}，"
        f"服务时长标准差{_from_to(f'{before.deviation:g}', f'{after.deviation:g}')}，{zh}。",
        f"People sent: {before.sent} and {after.sent}; longest service in all: {most_en[0]} and "
        f"{most_en[1]}; standard deviation: {before.deviation:g} and {after.deviation:g}, {en}.",
    )


def _from_to(before: str, after: str) -> str:
    return f"仍为{after}" if before == after else f"由{before}变为{after}"


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
    zh, en = [], []
    if better:
        zh.append(f"{len(better)}家受援单位覆盖增加")
        en.append(f"{len(better)} hosts are covered more")
    if worse:
        label, by = problem.label("host", worse[0].host), -worse[0].covered.change
        zh.append(
            f"{len(worse)}家受援单位覆盖减少，减少最多的是{label}（少{periods_zh(problem, by)}）"
        )
        en.append(f"{len(worse)} hosts less, {label} least of all ({periods_en(problem, by)} less)")
    return [Sentence("，".join(zh) + "。", ", ".join(en) + ".")]
