"""Why a checker may not check something, in the reader's language.

A published list keeps each reason in Chinese, since its digest covers the words. Reasons that the
product wrote are told in either language; any other is shown as it stands.
"""

import re
from datetime import date

from django.utils.translation import override

from bangfu.apps.spotchecks.models import Tie
from bangfu.core.programmes.words import Text
from bangfu.web.wording import day, in_english

_OWN = (
    Text(zh="不在其检查范围内", en="outside the area they check"),
    Text(zh="本人现工作单位", en="their own workplace"),
    Text(zh="账号属于或曾属于该单位", en="their account belongs or belonged to it"),
)
OUT_OF_REACH, AT_HOME, OWN_ACCOUNT = (one.zh for one in _OWN)
_RECENT = re.compile(r"(\d+)个月内检查过（(\d+)年(\d+)月(\d+)日）")


def said(reason: str) -> str:
    """A reason of a published list: ``why：where``, or why alone."""
    if not in_english():
        return reason
    why, colon, where = reason.partition("：")
    return f"{_in_english(why)}: {where}" if colon else _in_english(why)


def _in_english(why: str) -> str:
    if found := _RECENT.fullmatch(why):
        months, *on = (int(part) for part in found.groups())
        return f"checked within {months} months ({day(date(on[0], on[1], on[2]))})"
    with override("zh-hans"):
        ties = {str(kind.label): kind for kind in Tie.Kind}
    if why in ties:
        return str(ties[why].label)
    return next((one.in_language("en") for one in _OWN if one.zh == why), why)
