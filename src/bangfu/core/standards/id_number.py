"""The citizen's identity number of GB 11643: 6 digits area, 8 birth, 3 order, 1 check digit.

Birth date and sex follow from the number, so nobody is asked for them twice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .code_lists import plain
from .finding import Finding

LENGTH = 18

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a number that passes the check tells."""

    number: str
    area_code: str
    birth_date: date
    sex: Literal["male", "female"]


def normal(number: str) -> str:
    """The number as it is stored: no spaces, half-width, a capital X.

    >>> normal("１１０５１０ 19491231 002x") == normal("11051019491231002X")
    True
    """
    return plain(number).upper()


def check_digit(body: str) -> str:
    """The last digit that belongs to the first seventeen; ``ValueError`` where they are not digits.

    >>> check_digit("11010519491231002")
    'X'
    """
    if len(body) != LENGTH - 1 or not (body.isascii() and body.isdigit()):
        raise ValueError(body)
    return _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def check(number: str, *, on: date) -> tuple[Finding, ...]:
    """What is wrong with a number as seen on a day; empty where it passes.

    >>> check("11010519491231002X", on=date(2025, 3, 17))
    ()
    >>> print(check("110105194902300029", on=date(2025, 3, 17))[0])
    身份证号第7至14位“19490230”不是存在的日期；请与身份证核对。
    """
    number = normal(number)
    if finding := _shape(number) or _birth(number, on=on):
        return (finding,)
    expected = check_digit(number[:-1])
    if number[-1] == expected:
        return ()
    return (
        Finding(
            "id_check",
            zh=f"身份证号末位校验码应为“{expected}”，现为“{number[-1]}”，其中有数字写错；请与身份证核对。",
            en=f'The last digit should be "{expected}" but is "{number[-1]}", so one of the digits '
            "is wrong; compare the number with the card.",
        ),
    )


def read(number: str, *, on: date) -> Identity | None:
    """What the number tells, or ``None`` where :func:`check` finds anything.

    >>> read("11010519491231002X", on=date(2025, 3, 17)).sex
    'female'
    """
    number = normal(number)
    if check(number, on=on):
        return None
    sex: Literal["male", "female"] = "male" if int(number[16]) % 2 else "female"
    return Identity(number, number[:6], date.fromisoformat(number[6:14]), sex)


def masked(number: str) -> str:
    """The number as pages show it: area of registration and last four only.

    >>> masked("11010519491231002X")
    '1101**********002X'
    """
    return (
        f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
        if len(number) > 8
        else "*" * len(number)
    )


def _shape(number: str) -> Finding | None:
    if len(number) != LENGTH:
        return Finding(
            "id_length",
            zh=f"身份证号应为18位，现为{len(number)}位；请按现行身份证填写。",
            en=f"An identity number has 18 digits, this has {len(number)}; "
            "copy it from the current card.",
        )
    body = number[:-1]
    if not (body.isascii() and body.isdigit()) or number[-1] not in _CHECKS:
        return Finding(
            "id_characters",
            zh="身份证号前17位应为数字，末位为数字或 X；请与身份证核对。",
            en="The first 17 characters must be digits, the last a digit or X; "
            "compare the number with the card.",
        )
    return None


def _birth(number: str, *, on: date) -> Finding | None:
    written = number[6:14]
    try:
        born = date.fromisoformat(written)
    except ValueError:
        return Finding(
            "id_birth",
            zh=f"身份证号第7至14位“{written}”不是存在的日期；请与身份证核对。",
            en=f'Digits 7 to 14, "{written}", are no date that exists; '
            "compare the number with the card.",
        )
    if not 0 <= on.year - born.year <= 120 or born > on:
        return Finding(
            "id_birth",
            zh=f"身份证号所示出生日期为{born.year}年{born.month}月{born.day}日，不合常理；请与身份证核对。",
            en=f"The date of birth would be {born.isoformat()}, which cannot be; "
            "compare the number with the card.",
        )
    return None
