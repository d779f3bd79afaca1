"""The role an institution has in a programme, by the words around its name."""

import re

from bangfu.core.notices.names import Name
from bangfu.core.notices.notice import Notice
from bangfu.core.notices.sentences import Sentence
from bangfu.core.notices.word_lists import words

_SENDING = re.compile("|".join(re.escape(word) for word in words("bodies", "sending")))
_COUNT = re.compile(r"^(?:各|共|分别)?(?:选派|派驻|派出|派|抽调|遴选|选拔推荐|推荐)?\d{1,4}[名人]")
_SHARE = re.compile(r"院\d{1,4}[名人位]")
_OF_WHICH = re.compile(r"其中|分别为")
_ON_ROUNDS = re.compile(r"(?:开展|进行)?(?:巡诊|巡回|巡查)")
_KINDS_OF_HOSPITALS = ("城乡医院", "城市医院")
_TASKED = re.compile(
    r"承担[^，。；]{0,6}(?:支援|帮扶)任务的(?:\d{1,4}[家所][^，。；]{2,8}(?:、|和|及))*(?:\d{1,4}[家所])?$"
)
"""承担对口支援任务的11家三级医院和24家二级医院."""
_LETTERED = re.compile(r"([甲乙丙])方(?:（[^）]{1,12}）)?：[^，。；：]*$")
_SERVED = re.compile(r"(?:到|至|赴|帮助|接收|指导)([甲乙丙])方")
_EACH = re.compile(r"每[家所个]$")
_COUNTED = re.compile(r"\d{1,4}[家所个]$")
"""由32家三级医院派驻: a class with its number is somebody."""
_ITSELF = re.compile(
    r"^(?:为|要|应|应当|将|每[年季月]\S{0,3}|免费|、|和|等)?[^\s“”]{0,8}?(?:选派|派驻|派出|抽调|选拔推荐)"
)
_TO_SEVERAL = re.compile(
    r"(?:到|赴|向|为|往|派驻|支援|帮扶|包联|联系|结对|支持|对接|和|及|、)[\u4e00-\u9fff]{0,6}?\d{1,4}[家所个](?:薄弱|受援|基层)?$"
)
_PAIRED_COUNT = re.compile(
    r"^(?:结对|对口|包片|分片|定点|挂钩)(?:帮扶|支援|共建|联系|负责|包联|对接)?[东西南北中]?部?\d{1,3}[家所个]"
)
_ALL_OF = re.compile(r"全[省市县区州]\d{1,4}[家所个]$")
_WITH_SEVERAL = re.compile(r"(?:与|同)\d{1,4}[家所个](?:薄弱|受援|基层)?$")
_TIED = re.compile(
    r"^(?:(?:建立)?(?:结对|共建|协作|签订|对口)|建立[^，。；]{0,16}?(?:帮扶|支援|结对|协作|对口))"
)
RECEIVING = ("受援", "被帮扶", "受帮扶")
_PRIMARY = ("township_hospital", "community_health_centre")
_PLACED = re.compile(r"[\u4e00-\u9fff]{0,6}[省市县区州]")
_LIST = re.compile(r"^(?:[\u4e00-\u9fff]{1,5}科)?(?:、|和|及|以及|与)$")
_THEIR_PEOPLE = (
    r"(?:[\u4e00-\u9fff]{2,4})?(?:专家|医疗队|医护|医务人员|党员|志愿|团队)"
    r"[^，。；]{0,14}?(?:到|走进)(?!岗|位|期|会)"
)
"""县中医院专家团队到桃源镇卫生院."""
_GROUPED = "(?:“?组团式?”?)?"
_EACH_DOES = "帮扶|支援|选派|派|联系|包|组建|抽调|安排|负责|组织"
_OTHER = {"sender": "host", "host": "sender"}
_SENDS_AS = tuple(
    re.compile(
        rf"{party}(?:[^。；甲乙]|[向为对到][甲乙]方){{0,30}}(?:派驻|选派[^。；]{{0,14}}(?:专家|医师)|接收[^。；]{{0,24}}进修)"
    )
    for party in ("甲方", "乙方")
)
_BRACKETED = re.compile(
    r"[\u4e00-\u9fff]{2,4}（(?:(?P<sender>支援|派出|选派|帮扶|援助)|(?:受援|用人|接收|被|受帮扶|需求))[^）]{0,6}）：[^，。；：]*$"
)
"""甲方（用人单位）：what stands in the bracket says who it is."""
_JOINED = re.compile(r"(?:\d{1,4}[名人]|[\u4e00-\u9fff]{1,5}科)?(?:、|和|及|以及|与)")
_AROUND: tuple[tuple[re.Pattern[str], re.Pattern[str], str, float], ...] = tuple(
    (re.compile(before), re.compile(after), role, sure)
    for before, after, role, sure in (
        # Who goes somewhere to learn is sent by a host; of two that tie themselves either may be.
        (r"", r"进修|学习|跟班|参加", "", 0.0),
        (
            r"",
            r"[^，。；]{0,12}?(?:选派|选送|派出|派)[^，。；]{2,40}?(?:进修|学习|跟[岗班]|轮训)",
            "",
            0.0,
        ),
        # X医院“组团式”帮扶三年计划: the help for it, or by it.
        (r"", r"“?组团式?”?帮扶(?:三年|五年|工作|计划|方案|行动|$)", "", 0.0),
        (r"(?:与|和)$", r"对口|结对|签约|共建", "", 0.0),
        (
            r"",
            rf"{_GROUPED}(?:帮扶|派驻|支援|援助)(?:专家|团队|医疗队|队员|医生|医师)",
            "sender",
            0.9,
        ),
        (r"(?:担任|兼任|挂任|任)$", r"“|副|院长|业务|第一|执行|名誉|科主任", "host", 0.9),
        # 选派甲、乙的11名专家: the people come from what stands between.
        (
            r"(?:选派|抽调|遴选|组织|派出)$",
            r"(?:[、和及][^，。；]{2,14}?){0,6}(?:医生|医师|专家)?(?:等\d{0,2}[家所个]?(?:单位|医院|医疗机构)?)?的?\d{1,4}余?[名位人]",
            "sender",
            0.88,
        ),
        # 甲、乙、丙等11所三级医院对口帮扶22所县医院.
        (
            r"",
            r"(?:[、和及][^，。；]{2,20}?){0,6}等\d{1,3}[家所][^，。；\d]{0,8}?(?:“?组团式?”?)?(?:对口|结对)?(?:帮扶|支援|托管)(?=\d)",
            "sender",
            0.88,
        ),
        # An authority signs with the one that is to do something, which the rest tells.
        (r"(?:局|委|委员会|政府)与$", r"签订|签署", "", 0.0),
        (r"(?:派驻|选派|派|前往|下沉|下派)(?:到|往|至|赴)?$", r"", "host", 0.88),
        (r"向$", r".{0,16}?(?:派|输送|延伸|提供|捐赠|赠送)", "host", 0.88),
        (r"(?:挂职|分驻|分赴)$", r"", "host", 0.88),
        (r"来自(?:于)?$", r"(?!的?(?:患|病)者)", "sender", 0.86),
        (r"(?:对口支援|对口帮扶|支援|帮扶|走进|前往|派驻到|赴|到)$", r"", "host", 0.88),
        # 适用于甲、乙在编在岗医师: whom rules of sending are about.
        (
            r"适用于$",
            r"(?:[、和及][^，。；]{2,20}?){0,6}(?:在编|在职|在岗|全体)[^，。；]{0,10}?(?:医师|人员)",
            "sender",
            0.82,
        ),
        (
            r"",
            r"(?:(?:19|20)\d\d年度?)?(?:面向[^，。；]{2,12})?(?:公开|柔性)?(?:引进|招募|招聘)",
            "host",
            0.84,
        ),
        (
            r"\d{1,4}[家所]$",
            r"与\d{1,4}[家所][^，。；]{2,12}(?:建立|签订|结成|结对)",
            "sender",
            0.88,
        ),
        (
            r"",
            r"(?:[、和及][^，。；]{2,14}?){0,6}(?:轮流|分别|各自?|共同)?(?:组队|组[成建][^，。；]{0,8}队)",
            "sender",
            0.86,
        ),
        (r"", r"(?:[、和及][^，。；]{2,14}?){0,4}共?同?参与的?(?:帮扶|支援|医疗)", "sender", 0.86),
        (r"从$", r"(?:启程|返回|凯旋|平安)", "host", 0.86),
        (r"支持$", r".{0,4}(?:建设|创建|开展|打造|建成)", "host", 0.84),
        (r"(?:抵达|进驻|入驻|来到)$", r"", "host", 0.86),
        (r"", r"迎来", "host", 0.86),
        (r"在$", r"(?:连续|累计|长期|定期|轮流)?(?:服务|工作|坐诊|驻点|支医|帮扶)", "host", 0.86),
        (r"与$", r"签订|签署", "host", 0.82),
        (r"", r"(?:首批)?(?:派驻|派出|选派|抽调|派来|派往|派到|下派)", "sender", 0.9),
        (r"", r"(?:各)?派(?:医师|医生|人员|专家|骨干|队员|医务|员)", "sender", 0.9),
        (r"", r"(?:牵头|联合|携手)", "sender", 0.84),
        (
            r"",
            r"[^。；]{0,24}?，?各(?:自)?(?:帮扶|支援|选派|派|联系|包|组建|抽调|安排|负责|组织)",
            "sender",
            0.86,
        ),
        (r"", r"(?:党委|院长|副院长|书记)[^，。；]{0,10}?(?:带队|率队|带领|率)", "sender", 0.86),
        (r"", _THEIR_PEOPLE, "sender", 0.86),
        (r"", r"[^。；]{0,10}?组织.{2,40}?(?:走进|深入|前往|赴)", "sender", 0.85),
        (r"", r"）?(?:每年|每月|每季度|每批|定期)?向.{2,30}?(?:派|输送)", "sender", 0.88),
        (r"", r"[^，。；]{0,16}?(?:走进|奔赴|深入|前往|赴)(?!.{0,6}考察)", "sender", 0.86),
        (
            r"",
            r"(?:(?:19|20)\d\d年度?)?(?:(?:重点|定点|对口|负责|集中|结对|分别|“?组团式?”?)*(?:支援|帮扶|援助|托管)|对口(?=[^，。；]{2,9}院))",
            "sender",
            0.9,
        ),
        (r"对口$", r"", "host", 0.88),
        (r"(?:统筹|整合)$", r"", "sender", 0.84),
        (r"", r"(?:首|第.{1,2})批(?:帮扶|派驻|支援|医疗)?(?:专家|医疗队|队员|人员)", "sender", 0.9),
        (r"", r"将?(?:在.{1,6}内)?帮助", "sender", 0.84),
        (
            r"(?:由|从|在)(?:\d{1,4}[家所])?$",
            rf"(?:.{{0,12}}?|[、和及][^，。；]{{2,40}}?)(?:{_SENDING.pattern})",
            "sender",
            0.88,
        ),
        (
            r"",
            r"(?:[、和及][^，。；]{2,14}?){0,6}(?:先后|分别|依次)(?:汇报|介绍|交流)了?[^，。；]{0,10}(?:帮扶|支援)",
            "sender",
            0.84,
        ),
        (r"(?:由|联合)$", r".{0,8}?(?:牵头|联合)", "sender", 0.84),
        (r"联合$", r"", "sender", 0.84),
    )
)
"""What stands before a name, what behind it, the role it then has, and how sure that is."""
_RECEIVED_BY = (
    *("派驻", "下派", "走进", "与", "为", "接收", "接受", "往", "到", "至", "赴", "支援"),
    *("帮扶", "向"),
)
_SERVING = re.compile(r"支援|帮扶|对口|共建|结对|义诊|坐诊|巡诊")
_NAMED_AS = re.compile(
    r"(?:等)?(?:\d{1,3}[家所个])?(?:单位|医院)?(?:均|共同)?(?:为|是|作为|担任)"
    r"(?:(?P<sender>派出|支援|帮扶|下派|责任|牵头|选派)|(?P<host>受援|被帮扶|受帮扶|接收|被支援))(?:单位|医院|方)"
)


def roles_of(notice: Notice, sentence: Sentence, names: list[Name]) -> list[tuple[str, float]]:
    """The role of each name of a sentence and how sure it is; ``""`` where it has none."""
    roles = [_role(notice, sentence, name) for name in names]
    # What is listed together has one role: A、B和C选派, 到A、B.
    receives: bool = False
    for number in range(1, len(names)):
        between = sentence.text[
            names[number - 1].end - sentence.start : names[number].start - sentence.start
        ]
        joined = _JOINED.fullmatch(between) is not None
        before = sentence.text[: names[number - 1].start - sentence.start]
        # 向A、B各派: the verb behind the last of them is not its own.
        begins = roles[number - 1][0] == "host" and before.endswith(_RECEIVED_BY)
        receives = bool(joined and (receives or begins))
        alike = roles[number - 1][0] in _OTHER and (receives or not roles[number][0])
        if joined and alike:
            roles[number] = roles[number - 1]
    for number in range(len(names) - 2, -1, -1):
        between = sentence.text[
            names[number].end - sentence.start : names[number + 1].start - sentence.start
        ]
        # 甲与乙签订: what receives is the one behind 与, not both.
        apart = between in ("与", "和", "同") and roles[number + 1][0] == "host"
        listed = _LIST.match(between) and not apart
        if listed and not roles[number][0] and roles[number + 1][0] in ("sender", "host"):
            roles[number] = roles[number + 1]
    return roles


def _role(notice: Notice, sentence: Sentence, name: Name) -> tuple[str, float]:
    text = sentence.text
    start, end = name.start - sentence.start, name.end - sentence.start
    if name.category == "authority":
        return "authority", _authority(name)
    if name.category == "government":
        return ("government", 0.85) if len(name.text) > 4 else ("", 0.0)
    if _is_no_party(name, text[end:]):
        return "", 0.0
    if len(name.text) <= 2 or name.text.startswith(RECEIVING):
        return ("host", 0.9) if len(name.text) > 2 else ("", 0.0)
    if lettered := _LETTERED.search(text[:start]):
        role = _of_three(notice, lettered[1])
        if role:
            return role, 0.9
    if labelled := _by_label(text[:start], sentence):
        return (_OTHER[labelled] if _is_reversed(notice, text[:start]) else labelled), 0.93
    before, after = text[max(0, start - 20) : start], text[end : end + 44]
    if named := _NAMED_AS.match(after):
        return ("sender" if named["sender"] else "host"), 0.92
    if told := _by_numbers(name, before, after, text[:start], text):
        return told
    role, sure = _by_verbs(name, before, after, text)
    counted = _COUNTED.search(before) is not None and role == "sender"
    return (role, sure) if counted else _tempered(name, role, sure)


def _of_three(notice: Notice, letter: str) -> str:
    """The role of one of three parties of an agreement: the host is the one to whom people go."""
    text = notice.text.text
    served = [found[1] for found in _SERVED.finditer(text)]
    if "丙方" not in text or not served:
        return ""
    return "host" if letter == max(served, key=served.count) else "sender"


def _by_numbers(
    name: Name, before: str, after: str, above: str, text: str
) -> tuple[str, float] | None:
    """The role that a number beside a name tells; nothing where none stands there."""
    if _EACH.search(before) and after[:1].isdigit():
        return "", 0.0  # 每所乡镇卫生院2人 tells neither who sends nor who receives
    gives = bool(_COUNT.match(after)) and not before.endswith(_RECEIVED_BY)
    if _PAIRED_COUNT.match(after) or (gives and (_sends(text) or _is_share(text, above))):
        return "sender", 0.9
    if _TASKED.search(before):
        return "sender", 0.88
    if name.category in _PRIMARY and _ALL_OF.search(before):
        return "host", 0.86
    if _TO_SEVERAL.search(before) or (_WITH_SEVERAL.search(before) and _TIED.match(after)):
        return "host", 0.9
    return None


def _is_no_party(name: Name, after: str) -> bool:
    """成员单位 are anybody; in village clinics the doctors of a township only go round."""
    visited = name.text.endswith("卫生室") and _ON_ROUNDS.match(after) is not None
    return visited or name.text == "成员单位" or name.text.endswith(_KINDS_OF_HOSPITALS)


def _is_share(text: str, above: str) -> bool:
    """其中，甲医院15名、乙医院12名: several institutions, each with its number of people."""
    return len(_SHARE.findall(text)) > 1 and _OF_WHICH.search(above) is not None


def _tempered(name: Name, role: str, sure: float) -> tuple[str, float]:
    """A class of institutions without a number is more often a manner of speaking."""
    is_primary = name.category in _PRIMARY or name.text.endswith("卫生室")
    if is_primary and name.is_generic and role == "sender":
        # Nobody is sent by township hospitals as a class: 乡镇卫生院派驻全覆盖.
        return "", 0.0
    if is_primary and name.is_generic:
        return role, sure - 0.05
    is_vague = name.is_generic or name.category == "other" or len(name.text) < 4
    return role, sure - 0.12 if is_vague else sure


def _authority(name: Name) -> float:
    """Without a place before it, or as a class, an authority is nobody in particular."""
    if name.text.endswith("行政部门") or len(name.text) < 4 or not _PLACED.match(name.text):
        return 0.6
    return 0.9 if len(name.text) >= 6 else 0.85


def _by_verbs(name: Name, before: str, after: str, text: str) -> tuple[str, float]:
    """The first pattern of ``_AROUND`` that fits what stands around a name."""
    for left, right, role, sure in _AROUND:
        if left.search(before) and right.match(after):
            if role == "sender" and not left.pattern and not _sends(text):
                continue
            return role, sure
    if _ITSELF.match(after) and "，" not in after[: after.find("派")]:
        return "sender", 0.84
    if re.search(r"(?:帮助|协助)$", before) and name.category != "other":
        return "host", 0.84
    return "", 0.0


def _sends(text: str) -> bool:
    return (
        bool(_SENDING.search(text))
        or re.search(r"支援|帮扶|对口|共建|结对|义诊|坐诊|巡诊|组队", text) is not None
    )


def _by_label(before: str, sentence: Sentence) -> str:
    """The role a label in the same sentence, or the heading above, gives."""
    near = before[-60:]
    if named := _BRACKETED.search(near):
        return "sender" if named["sender"] else "host"
    labelled: dict[int, str] = {}
    heading = sentence.headings[-1].text if sentence.headings else ""
    for role, name in (("sender", "sender_labels"), ("host", "host_labels")):
        for label in words("bodies", name):
            for found in re.finditer(
                rf"{label}(?:（[^）]{{1,8}}）)?(?:为|分别为|：|由)(?=[^，。；]*$)", near
            ):
                if near[: found.start()][-1:] not in ("受", "被"):
                    labelled[found.start()] = role
            if heading.endswith(label) and "：" in sentence.text[: len(heading) + 8]:
                labelled.setdefault(-1, role)
    return labelled[max(labelled)] if labelled else ""


def _is_reversed(notice: Notice, before: str) -> bool:
    """In some agreements 乙方 is the one that sends people, as the articles tell."""
    if not re.search(r"(?:甲方|乙方)(?:（[^）]{1,8}）)?(?:为|：)[^，。；]*$", before):
        return False
    if re.search(r"(?:支援|受援|帮扶|派出)[单方]", before):
        return False
    first, second = (len(pattern.findall(notice.text.text)) for pattern in _SENDS_AS)
    return second > first == 0
