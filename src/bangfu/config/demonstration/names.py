"""Invented personal names.

Surnames are the country's commonest; given names pair two short lists of less common characters, so
that a name belongs to nobody the authors know of. None of the people in the programmes' sources can
come out, because no given name of theirs is a pair of these lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product
from random import Random
from typing import Literal

Sex = Literal["male", "female"]

SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾"
    "侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FIRST: dict[Sex, str] = {
    "male": "怀承宗兆继守尚景延立启维绍秉敬肇",
    "female": "秋素若云采沐书令宛芷念清晴月蕴竹",
}
_SECOND: dict[Sex, str] = {
    "male": "川舟岭樵泊峦桐柏楠砚谦恪朴衡澍岱麓垣",
    "female": "苓棠荷岚澜蘅溪筠笙桐蓁缃萱禾荞苒薇",
}


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A full name and the sex it was invented for."""

    full: str
    sex: Sex


def every_name() -> list[PersonalName]:
    """All names that can come out, each once.

    >>> len(every_name()) == len({name.full for name in every_name()})
    True
    """
    return [
        PersonalName(surname + first + second, sex)
        for sex in _FIRST
        for surname, first, second in product(SURNAMES, _FIRST[sex], _SECOND[sex])
    ]


def invented_names(chance: Random) -> Iterator[PersonalName]:
    """Names without end in an order of chance; none comes twice before all have come once."""
    supply = every_name()
    chance.shuffle(supply)
    return cycle(supply)
