"""Forms of service, rank floors and other conditions."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import CONTEXT, DONE, MIN, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.word_lists import codes

_FORMS = dict(codes("services", "forms"))
_FORM = re.compile("|".join(re.escape(word) for word, _ in codes("services", "forms")))
_RANKS = dict(codes("services", "ranks"))
_RANK = re.compile(
    "(?:"
    + "|".join(re.escape(word) for word, _ in codes("services", "ranks"))
    + r")(?:专业技术)?(?:(?:职称|职务)?(?:任职资格)?(?:及|或)?以上"
    r"|职称(?:的|者|人员)?(?=不少于|至少))"
)
_QUALIFIED = dict(codes("services", "qualifications"))
_QUALIFICATION = re.compile(
    "|".join(re.escape(word) for word, _ in codes("services", "qualifications"))
)
_INSTEAD = re.compile(r"代替|替代|取代|不予")
"""以坐诊代替驻点的不予认定: a form that is just not wanted."""
_CONDITION = re.compile(r"(?:条件|具备|具有|取得|须|应当|选派|选拔|推荐|骨干|到)")


def services(notice: Notice) -> Iterator[Fact]:
    """Each form and each condition where it is first said, later mentions only shown."""
    seen: set[str] = set()
    # 派驻 alone only says that people are sent; where a text says how, it says no more.
    notice_says_more = any(
        found[0] != "派驻" for s in notice.sentences for found in _FORM.finditer(s.text)
    )
    for sentence in notice.sentences:
        for found in _FORM.finditer(sentence.text):
            start = sentence.start + found.start()
            code = _FORMS[found[0]]
            modality = notice.modality(sentence, start)
            first = code not in seen
            sure = 0.88 if first and modality != DONE else 0.7
            if _INSTEAD.search(sentence.text[found.end() : found.end() + 20]):
                sure -= 0.25
            elif found[0] == "派驻" and notice_says_more:
                sure -= 0.15
            else:
                seen.add(code)
            yield notice.fact(
                "form",
                code,
                start,
                start + len(found[0]),
                rule="form",
                confidence=sure,
                object=found[0],
                modality=modality,
            )
        for found in _RANK.finditer(sentence.text):
            start, end = sentence.start + found.start(), sentence.start + found.end()
            word = next(
                word for word in sorted(_RANKS, key=len, reverse=True) if found[0].startswith(word)
            )
            yield notice.fact(
                "rank_floor",
                _RANKS[word],
                start,
                end,
                rule="rank_floor",
                confidence=0.92,
                object=found[0],
                bound=MIN,
                modality=notice.modality(sentence, start),
            )
        if notice.head.kind != "report" and _CONDITION.search(sentence.text):
            for found in _QUALIFICATION.finditer(sentence.text):
                start = sentence.start + found.start()
                modality = notice.modality(sentence, start)
                if modality not in (DONE, CONTEXT):
                    yield notice.fact(
                        "qualification",
                        _QUALIFIED[found[0]],
                        start,
                        start + len(found[0]),
                        rule="qualification",
                        confidence=0.8,
                        object=found[0],
                        modality=modality,
                    )
