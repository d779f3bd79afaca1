"""How work is looked at: cycles, methods, and the levels of a review."""

import re
from collections.abc import Iterator

from bangfu.core.notices.facts import DONE, Fact
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import codes, words

_REVIEW = "|".join(re.escape(word) for word in words("services", "reviewing"))
_CYCLES = dict(codes("services", "cycles"))
_CYCLE_WORDS = "|".join(re.escape(word) for word, _ in codes("services", "cycles"))
_CYCLE = re.compile(
    rf"(?P<cycle>{_CYCLE_WORDS})(?P<between>(?:，(?=由|双方|各))?[^，。；：“”《》]{{0,18}}?)(?P<review>{_REVIEW})"
)
_COMPACT = re.compile(
    r"(?<![\u4e00-\u9fff\d])(?:实行|实施|建立|落实|按照|按|坚持)?“?(?P<first>月|季|半年|年)(?=报告|通报|调度|考核|讲评|督导|评估|总结|小结|评价|检查|抽查)"
    r"|(?<=[、，])(?P<next>月|季|半年|年)(?=报告|通报|调度|考核|讲评|督导|评估|总结|小结|评价|检查|抽查)"
)
"""月报告、季调度、年考核: cycles in one syllable each."""
_SYLLABLES = {"月": "month", "季": "quarter", "半年": "half_year", "年": "year_end"}
_TWICE = re.compile(
    rf"每年(?P<earlier>\d{{1,2}})月(?:底|份|初)?(?:和|、|及|与)(?P<later>\d{{1,2}})月(?:底|份|初)?"
    rf"[^，。；]{{0,14}}?(?:{_REVIEW})"
)
"""每年6月和12月各开展一次绩效评价."""
MONTHS_OF_HALF_A_YEAR = 6
_MONTH = re.compile(r"\d{1,2}月(?:份|底|初)?")
_HANDED_IN = re.compile(r"(?:报送|上报|提交|报)$")
"""报送全年工作总结: a paper that is handed in."""
_ORDINAL = re.compile(r"第[一二三四1-4]?$|个$")
"""第三季度 is one of them, 每两个月调度 is no 月调度."""
_METHODS = dict(codes("services", "methods"))
_METHOD = re.compile("|".join(re.escape(word) for word, _ in codes("services", "methods")))
_LEVEL_WORDS = "|".join(re.escape(word) for word in words("services", "levels"))
_LEVEL = re.compile(
    rf"(?P<who>[\u4e00-\u9fff]{{1,14}}?)(?P<does>{_LEVEL_WORDS})(?=[、，。；“”和]|$)"
)
_STARTS = re.compile(r"通过|经过?|由|实行|依次")
_ITSELF = frozenset(word for word in _CYCLES if word.endswith(words("services", "reviewing")))


def reviews(notice: Notice) -> Iterator[Fact]:
    """``review`` with the cycle as value, ``review_method``, ``review_level``."""
    for sentence in notice.sentences:
        yield from _cycles(notice, sentence)
        yield from _compact(notice, sentence)
        yield from _twice_a_year(notice, sentence)
        for found in _METHOD.finditer(sentence.text):
            start = sentence.start + found.start()
            yield notice.fact(
                "review_method",
                _METHODS[found[0]],
                start,
                start + len(found[0]),
                rule="review_method",
                confidence=0.85 if _is_about_review(sentence.text) else 0.7,
                object=found[0],
                modality=notice.modality(sentence, start),
            )
        yield from _levels(notice, sentence)


def _cycles(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    for match in re.finditer(_CYCLE_WORDS, sentence.text):
        cycle = match[0]
        rest = sentence.text[match.end() :]
        whole = _CYCLE.match(sentence.text, match.start())
        joined = re.match(r"[^，。；：“”]{0,24}", rest)
        if cycle not in _ITSELF and not whole:
            continue
        if not _is_review(
            cycle, whole, joined[0] if joined else "", sentence.text[: match.start()]
        ):
            continue
        end = whole.end() if whole and cycle not in _ITSELF else match.end()
        start, modality = (
            sentence.start + match.start(),
            notice.modality(sentence, sentence.start + match.start()),
        )
        yield notice.fact(
            "review",
            _CYCLES[cycle],
            start,
            sentence.start + end,
            rule="review_cycle",
            confidence=0.7 if modality == DONE else 0.86,
            object=sentence.text[match.start() : end],
            modality=modality,
        )


def _compact(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    for found in _COMPACT.finditer(sentence.text):
        group = "first" if found["first"] else "next"
        start, end = sentence.start + found.start(group), sentence.start + found.end() + 2
        modality = notice.modality(sentence, start)
        yield notice.fact(
            "review",
            _SYLLABLES[found[group]],
            start,
            end,
            rule="review_syllable",
            confidence=0.7 if modality == DONE else 0.84,
            object=notice.text.text[start:end],
            modality=modality,
        )


def _twice_a_year(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    for found in _TWICE.finditer(sentence.text):
        if int(found["later"]) - int(found["earlier"]) == MONTHS_OF_HALF_A_YEAR:
            start = sentence.start + found.start()
            yield notice.fact(
                "review",
                "half_year",
                start,
                sentence.start + found.end(),
                rule="review_months",
                confidence=0.84,
                object=found[0],
                modality=notice.modality(sentence, start),
            )


def _is_review(cycle: str, whole: re.Match[str] | None, rest: str, before: str) -> bool:
    """Not a plan of the year that is summed up, nor a result that counts for the yearly review."""
    if _ORDINAL.search(before):
        return False
    if cycle in _ITSELF:
        return True
    if whole is None or before.endswith(("上", "下", "单位", "个人", "医院", "纳入", "列入")):
        return False
    between = _MONTH.sub("", whole["between"], count=1)
    if re.search(r"(?:不少于|不低于|\d|培训|义诊|讲座|目标|工作会|卫生工作|纳入|列入)", between):
        return False
    summed_up = cycle in ("全年", "每年", "年度") and whole["review"] in ("总结", "通报")
    goes_on = rest.removeprefix(whole["review"]).startswith(words("services", "reviewing"))
    if whole["review"] == "总结" and _HANDED_IN.search(before):
        return False
    return bool(goes_on or between or not summed_up)


def _levels(notice: Notice, sentence: Sentence) -> Iterator[Fact]:
    found = [*_LEVEL.finditer(sentence.text)]
    for number, match in enumerate(found):
        near = number + 1 < len(found) and found[number + 1].start() - match.end() <= 2
        follows = number and match.start() - found[number - 1].end() <= 2
        if not (near or follows):
            continue
        cut = max((mark.end() for mark in _STARTS.finditer(match["who"])), default=0)
        who = match["who"][cut:]
        if not who:
            continue
        start = sentence.start + match.start() + cut
        yield notice.fact(
            "review_level",
            f"{who}{match['does']}",
            start,
            sentence.start + match.end(),
            rule="review_level",
            confidence=0.83,
            object=who,
            modality=notice.modality(sentence, start),
        )


def _is_about_review(text: str) -> bool:
    return any(word in text for word in words("services", "reviewing"))
