"""Papers of the demonstration's offices: issued with numbers, one withdrawn, one half written."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from bangfu.apps.accounts.models import User
from bangfu.apps.documents import actions
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Asked
from bangfu.apps.documents.models import Document
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind

from . import fukang
from .dongying import OIL_FIELD, SECOND
from .task_deeds import at
from .task_offices import COMMISSION

NOTHING: Mapping[str, str] = MappingProxyType({})
PARTY_CITY = "锦州市卫生健康委员会"
WORDS = {
    COMMISSION: "东卫帮",
    fukang.AUTHORITY: "昌卫帮",
    PARTY_CITY: "锦卫党建",
    OIL_FIELD: "胜医帮",
    SECOND: "东二医帮",
}
"""Invented, as are the numbers."""

CIRCULAR = """一、总体情况
今年以来，各派出、受援单位按照任务书推进帮扶工作，派驻专家按期到岗，门诊、查房、带教等工作有序开展。
二、存在的问题
个别单位任务进展填报不及时，少数技术项目尚未明确本院承接人员。
三、下一步要求
（一）各单位于每月5日前完成上月工作登记和确认。
（二）进度滞后的任务逐项说明原因，明确整改时限和责任人。"""

REPORT = {
    "highlights": (
        "业务院长每周坐诊、查房，带教本院医师掌握常见病诊治规范。\n"
        "各卫生院与县级医院签订双向转诊协议，明确联系科室。"
    ),
    "plans": "逐项清理滞后任务，按月通报进度。\n组织年底考核，做好新一轮选派准备。",
}


def tell(*, on: date, people: dict[str, User]) -> None:
    """Within the caller's transaction, as of a day."""
    for name, word in WORDS.items():
        office = Institution.objects.get(name=name)
        for series, ending in ((Series.LETTER, ""), (Series.FORM, "单")):
            actions.set_number_word(office=office, series=series, word=word + ending, by=None)
    clerk, sender = people["clerk"], people["sender"]
    telling = _Telling(on=on)
    telling.issue(DocumentKind.POSTING_LIST, COMMISSION, by=clerk, ago=40, words="紧密型")
    kind = DocumentKind.HALF_YEAR_REPORT
    # The half before this one: it is over.
    telling.issue(kind, COMMISSION, by=clerk, ago=32, words="业务院长", typed=REPORT, nth=1)
    to_hospitals = {"recipients": "各市直公立医院、各县（市、区）卫生健康局"}
    telling.issue(
        DocumentKind.STAR_LIST, PARTY_CITY, by=people["party"], ago=12, typed=to_hospitals
    )
    wrong = telling.issue(DocumentKind.DISPATCH_LETTER, OIL_FIELD, by=sender, ago=9)
    reason = "报到日期有变，重新出具。"
    actions.withdraw_document(document=wrong, reason=reason, by=sender, at=at(on - timedelta(8)))
    telling.issue(DocumentKind.DISPATCH_LETTER, OIL_FIELD, by=sender, ago=7)
    said = {"recipients": "各派出、受援单位", "body": CIRCULAR}
    telling.draft(DocumentKind.CIRCULAR, COMMISSION, by=clerk, ago=1, typed=said)


class _Telling:
    """Papers about what an office finds by some words, the first of it unless said."""

    def __init__(self, *, on: date) -> None:
        self._on = on

    def draft(
        self,
        kind: DocumentKind,
        office: str,
        *,
        by: User,
        ago: int,
        words: str = "",
        nth: int = 0,
        typed: Mapping[str, str] = NOTHING,
    ) -> Document:
        """Begun and filled in so many days ago."""
        subject = KINDS[kind].subjects(by, Asked(words=words))[nth]
        moment = at(self._on - timedelta(ago))
        begun = actions.draft_document(
            kind=kind,
            subject=subject.key,
            office=Institution.objects.get(name=office),
            by=by,
            at=moment,
            absolute=_path,
        )
        if not typed:
            return begun
        filled_in = {**begun.typed, **typed}
        return actions.fill_in(document=begun, words=filled_in, seen="", by=by, at=moment)

    def issue(
        self, kind: DocumentKind, office: str, *, by: User, ago: int, **more: Any
    ) -> Document:
        """The same, issued as it stands."""
        return actions.issue_document(
            document=self.draft(kind, office, by=by, ago=ago, **more),
            seen=None,
            by=by,
            at=at(self._on - timedelta(ago)),
            absolute=_path,
        )


def _path(path: str, /) -> str:
    """Nobody knows yet where the demonstration will be served; these papers bear no address."""
    return path
