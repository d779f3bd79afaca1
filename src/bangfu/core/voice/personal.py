"""What is personal in a text that is to be published: numbers, addresses, the asker's own name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bangfu.core.programmes.words import Coded

_APART = r"[\s\-－—.·]?"
# Digits of either width, in the groups in which people write them.
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_APART})?1[3-9](?:{_APART}\d){{9}}(?!\d)")
_ID = re.compile(rf"(?<!\d)[1-9](?:{_APART}\d){{16}}{_APART}[\dXx](?![\dA-Za-z])")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[\s\-－—)）]{0,2})?[2-9]\d{6,7}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?:微信|QQ|qq|VX|vx|WX|wx)号?\s*[:：是]?\s*[A-Za-z0-9_-]{5,}")
_CARE_NUMBER = re.compile(
    r"(?:住院|病历|病案|门诊|就诊卡|医保卡?)号?码?\s*[:：是为]?\s*[A-Za-z]{0,3}\d{4,}"
)
_FULL_WIDTH = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("Ｘ"): ord("X")}


class Kind(Coded):
    """What sort of personal matter was found."""

    NAME = "name", "提出人姓名", "asker's name"
    MOBILE = "mobile", "手机号码", "mobile number"
    ID = "id", "身份证号", "ID number"
    TELEPHONE = "telephone", "电话号码", "telephone number"
    MAIL = "mail", "电子邮箱", "mail address"
    ACCOUNT = "account", "社交账号", "account name"
    CARE = "care", "就诊编号", "number of care"


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal thing in a text, at its characters."""

    kind: Kind
    text: str
    start: int
    end: int


_PATTERNS = (
    (Kind.ID, _ID),
    (Kind.MOBILE, _MOBILE),
    (Kind.CARE, _CARE_NUMBER),
    (Kind.ACCOUNT, _ACCOUNT),
    (Kind.MAIL, _MAIL),
    (Kind.TELEPHONE, _LANDLINE),
)


def personal_in(text: str, *, names: Iterable[str] = ()) -> list[Personal]:
    """What must not be published of a text, in its order; ``names`` were given by the asker.

    >>> [one.kind.zh for one in personal_in("请打13800001111找王小明", names=["王小明"])]
    ['手机号码', '提出人姓名']
    """
    level = text.translate(_FULL_WIDTH)
    taken: list[Personal] = []
    for one in _all(level, names):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(Personal(one.kind, text[one.start : one.end], one.start, one.end))
    return sorted(taken, key=lambda one: one.start)


def _all(text: str, names: Iterable[str]) -> Iterator[Personal]:
    for name in names:
        if len(name.strip()) >= 2:
            for hit in re.finditer(re.escape(name.strip()), text):
                yield Personal(Kind.NAME, hit[0], hit.start(), hit.end())
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            yield Personal(kind, hit[0], hit.start(), hit.end())
