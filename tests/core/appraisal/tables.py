"""A small score table for tests, and figures for those it scores."""

from decimal import Decimal

from bangfu.core.appraisal import Measured, Scheme, Subject, Typed, read
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.programmes import Text

INPUTS = {
    code: Meaning(code=code, title=Text(zh=code, en=code))
    for code in ("rate", "weeks", "due", "found", "done", "asked", "lectures", "signed")
}

HEAD = """
code    = "small"
edition = 2026
title   = { zh = "小表", en = "small table" }
kind    = "pairing"
"""
LEVELS = """
[[levels]]
code  = "self"
title = { zh = "自评", en = "self" }

[[levels]]
code  = "bureau"
title = { zh = "局评", en = "bureau" }
"""
SMALL = (
    HEAD
    + """
[total]
base = 100

[[blocks]]
code  = "basic"
title = { zh = "基本", en = "basic" }
base  = 60

[[blocks]]
code  = "work"
title = { zh = "工作", en = "work" }
base  = 40

[[blocks]]
code          = "more"
title         = { zh = "加分", en = "bonus" }
bonus_at_most = 5

[[items]]
code   = "signed"
title  = { zh = "协议", en = "agreement" }
block  = "basic"
points = 20
rule   = { kind = "full_or_nothing", input = "signed", at_least = 1 }

[[items]]
code   = "weeks"
title  = { zh = "到岗周数", en = "weeks" }
block  = "basic"
points = 40
rule   = { kind = "per_unit_deduction", input = "weeks", expected = "due", each = 0.5 }

[[items]]
code   = "done"
title  = { zh = "完成", en = "done" }
block  = "work"
points = 25
rule   = { kind = "ratio_to_target", input = "done", target_input = "asked" }

[[items]]
code   = "judged"
title  = { zh = "评议", en = "judged" }
block  = "work"
points = 15
rule   = { kind = "judgement", evidence = 1 }

[[items]]
code   = "lectures"
title  = { zh = "讲座", en = "lectures" }
block  = "more"
sort   = "bonus"
points = 8
rule   = { kind = "per_unit_bonus", input = "lectures", each = 2 }

[[vetoes]]
fact  = "false_records"
title = { zh = "弄虚作假", en = "false records" }
sets  = "failed"

[[grades]]
code          = "excellent"
title         = { zh = "优秀", en = "excellent" }
from_score    = 90
share_at_most = 0.3

[[grades]]
code       = "good"
title      = { zh = "合格", en = "good" }
from_score = 60

[[grades]]
code       = "failed"
title      = { zh = "不合格", en = "failed" }
from_score = 0
"""
    + LEVELS
)


def table(text: str = SMALL) -> Scheme:
    """The table of a text, with the inputs of these tests."""
    return read(text, inputs=INPUTS)


def amount(value: object, **rest: object) -> Measured:
    """A plain figure."""
    return Measured(value=Decimal(str(value)), **rest)  # type: ignore[arg-type]


FIGURES = {"signed": 1, "weeks": 50, "due": 52, "done": 8, "asked": 10, "lectures": 1}
JUDGED = Typed(points=Decimal("12.5"), reason="较好", evidence=("file:1",))


def subject(key: str = "甲", /, **changed: object) -> Subject:
    """Somebody with all figures of the small table; a figure of ``None`` is missing."""
    figures = {**FIGURES, **{code: v for code, v in changed.items() if code in FIGURES}}
    rest = {code: value for code, value in changed.items() if code not in FIGURES}
    measured = {code: amount(value) for code, value in figures.items() if value is not None}
    given = {"typed": {"judged": JUDGED}, "closed": ("self", "bureau"), **rest}
    return Subject(key=key, measured=measured, **given)  # type: ignore[arg-type]
