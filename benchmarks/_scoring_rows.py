"""Figures of a made-up round: a table of sixty items of every kind, and institutions to score."""

import random
from decimal import Decimal

from bangfu.core.appraisal import Measured, Scheme, Subject, Typed, read
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.programmes.words import Text

ITEMS, BLOCKS = 60, 6
LEVELS = ("self", "committee", "bureau")
RULES = (
    'kind = "full_or_nothing", input = "i{n}", at_least = 40',
    'kind = "per_unit_deduction", input = "i{n}", each = 0.7, per = 7, free = 3',
    'kind = "ratio_to_target", input = "i{n}", target = 77',
    'kind = "tiers", lower_is_better = true, input = "i{n}", tiers = [{{ bound = 60, points = 9}}]',
    'kind = "growth", input = "i{n}", full_at = 0.3, zero_at = -0.1',
    'kind = "peer_mean", input = "i{n}", full_at = 1.1, zero_at = 0.3',
    'kind = "judgement", evidence = 1',
    'kind = "threshold_gate", item = "t{before}", at_least = 2, input = "i{n}", full_at = 90',
    'kind = "per_unit_bonus", input = "i{n}", each = 0.3, per = 3',
    'kind = "ratio_to_target", input = "i{n}", target = 35, lower_is_better = true',
)
JUDGED = next(place for place, rule in enumerate(RULES) if "judgement" in rule)
INPUTS = {
    f"i{n}": Meaning(code=f"i{n}", title=Text(zh=f"数据{n}", en=f"input {n}")) for n in range(ITEMS)
}


def table() -> Scheme:
    """Six blocks of ten items, one of each kind of rule, with weights and peers' means."""
    share = 1 / BLOCKS
    weights = [round(share, 3)] * (BLOCKS - 1)
    weights.append(round(1 - sum(weights), 3))
    parts = [
        'code = "bench"\nedition = 1\ntitle = { zh = "千家评分" }\nkind = "unit"\n',
        '[total]\nbase = 600\nconverted_to = 100\n[ranking]\ntie_breakers = ["b0", "b1"]\n',
    ]
    for n, weight in enumerate(weights):
        parts.append(
            f'[[blocks]]\ncode = "b{n}"\ntitle = {{ zh = "板块{n}" }}\nbase = 100\n'
            f"weight = {weight}\n"
        )
    for n in range(ITEMS):
        rule = RULES[n % len(RULES)].format(n=n, before=n - 1)
        absent = 'absent = { how = "peer_mean" }\n' if n % 3 == 0 else ""
        parts.append(
            f'[[items]]\ncode = "t{n}"\ntitle = {{ zh = "项目{n}" }}\nblock = "b{n // 10}"\n'
            f"points = 10\nrule = {{ {rule} }}\n{absent}"
        )
    for code, title, least, quota in (
        ("a", "优秀", 60, "share_at_most = 0.3\n"),
        ("b", "合格", 40, ""),
        ("c", "不合格", 0, ""),
    ):
        parts.append(
            f'[[grades]]\ncode = "{code}"\ntitle = {{ zh = "{title}" }}\nfrom_score = {least}\n'
            f"{quota}"
        )
    parts.extend(f'[[levels]]\ncode = "{code}"\ntitle = {{ zh = "{code}" }}\n' for code in LEVELS)
    return read("\n".join(parts), inputs=INPUTS)


def subjects(count: int, *, seed: int = 1) -> list[Subject]:
    """Institutions in groups of about forty; one figure in twenty is missing."""
    chance = random.Random(seed)  # noqa: S311 - figures of a benchmark
    return [_subject(f"U{n:05}", f"g{n % max(1, count // 40)}", chance) for n in range(count)]


def _subject(key: str, group: str, chance: random.Random) -> Subject:
    measured = {
        f"i{n}": Measured(
            value=_figure(chance), last_value=_figure(chance), sources=(f"row:{key}:{n}",)
        )
        for n in range(ITEMS)
        if n % len(RULES) != JUDGED and chance.random() > 0.05
    }
    typed = {
        f"t{n}": Typed(
            points=Decimal(chance.randrange(0, 101)) / 10, reason="现场查看", evidence=("photo",)
        )
        for n in range(JUDGED, ITEMS, len(RULES))
    }
    return Subject(key=key, group=group, measured=measured, typed=typed, closed=LEVELS)


def _figure(chance: random.Random) -> Decimal:
    return Decimal(chance.randrange(1, 1200)) / 10
