"""Filling a gap by relaxing a rule once: the smallest sets of rules that help, each at its best."""

import numpy as np

from .exchanges import best_stay
from .grid import BIT, CODES, Grid, codes_of
from .hindrance import hindrances, told
from .horizon import Span
from .phrases import price_told
from .plan import Sentence
from .problem import Duty, Problem
from .reason import Fix
from .standing import Standing
from .wording import duty_en, duty_zh, periods_en, periods_zh

NAMES = {
    "pairing": ("结对关系", "the pairing"),
    "consent": ("同意与备案", "consent and filing"),
    "forbidden": ("指定不派", "the exclusion"),
    "rank_floor": ("职称底线", "the rank floor"),
    "availability": ("可派时段", "availability"),
    "stint_shape": ("派驻期限", "the length of stay"),
    "department_minimum": ("科室最低在岗", "the department's minimum"),
    "hospital_quota": ("医院名额", "the hospital's quota"),
    "tier_quota": ("分级名额", "the quota of the tier"),
    "burden_cap": ("负担上限", "the burden cap"),
}
"""Rules that somebody may decide to relax: nobody can be in two places or practise what they have
not learnt."""

FIRM = sum(bit for code, bit in BIT.items() if code not in NAMES)

SETS = 5
"""So many sets of rules are told, those first that fill most."""


def relaxations(standing: Standing, grid: Grid) -> list[Fix]:
    """The best stay for each smallest set of rules; one fix without rules where a stay is free."""
    hindrance = np.where(grid.against & FIRM, len(CODES) + 1, grid.hindrance)
    fewest = int(hindrance.min(initial=len(CODES) + 1))
    if fewest > len(CODES):
        return []
    found = []
    for rules in np.unique(grid.against[hindrance == fewest]).tolist():
        stay = best_stay(standing, grid, grid.against == rules)
        if stay is not None:
            found.append((stay, codes_of(rules)))
    fixes = [_fix(standing, stay, codes) for stay, codes in found]
    fixes.sort(key=lambda fix: (-fix.gained_periods, -fix.quality, fix.rules))
    return fixes[:SETS]


def _fix(standing: Standing, stay: Duty, codes: tuple[str, ...]) -> Fix:
    problem, ledger = standing.problem, standing.ledger
    lose = told(hindrances(standing, stay, codes))
    if not codes:
        lose = Sentence("其他安排不变", "nothing else changes")
    price = ledger.change(put=[stay])
    effect = price_told(problem, price)
    return Fix(
        kind="relax" if codes else "free",
        rules=codes,
        person=stay.person,
        span=Span(start=stay.start, end=stay.end),
        gained_periods=stay.periods,
        quality=ledger.worth(stay)[0],
        price=price,
        remedy=_remedy(problem, stay, codes),
        others_lose=lose,
        effect=Sentence(f"合计{effect.zh}", f"in all {effect.en}"),
    )


def _remedy(problem: Problem, stay: Duty, codes: tuple[str, ...]) -> Sentence:
    zh = f"由{duty_zh(problem, stay)}补上{periods_zh(problem, stay.periods)}"
    en = f"{duty_en(problem, stay)} fills {periods_en(problem, stay.periods)}"
    if codes:
        rules_zh = "、".join(NAMES[code][0] for code in codes)
        rules_en = " and ".join(NAMES[code][1] for code in codes)
        together = ("须同时放宽", " together") if len(codes) > 1 else ("放宽", "")
        zh, en = f"{together[0]}{rules_zh}，{zh}", f"with {rules_en} relaxed{together[1]}, {en}"
    return Sentence(zh, en)
