"""Posts, targets and results as sentences for a reader."""

from .definition import Definition
from .dispatch import Clinic, Handover, Posts, Stint
from .measured import Kinds, measurable
from .pace import holds_throughout
from .vocabulary import Per, Unit
from .wording import amount, counted, day, listed, sentence, span
from .words import Text
from .work import Result, Target


def posts_sentences(posts: Posts, definition: Definition) -> list[tuple[Text, str | None]]:
    """A post group: how many and where, for how long, how people follow one another.

    Each sentence comes with the code of its source.
    """
    found = [(_headcount(posts, definition), posts.source)]
    if days := _post_days(posts, definition):
        found.append((Text(zh=f"任期：{days.zh}。", en=f"Days: {days.en}."), posts.source))
    if posts.never_uncovered:
        found.append((Text(zh="全程不得空岗。", en="Never a day uncovered."), posts.source))
    if posts.stint:
        found.append((_stint(posts.stint), posts.stint.source))
    if posts.clinic:
        found.append((_clinic(posts.clinic), posts.clinic.source))
    if posts.handover:
        found.extend((text, posts.handover.source) for text in _handover(posts.handover))
    if posts.rest_days:
        rest = posts.rest_days
        between = Text(
            zh=f"两次派驻之间休整不少于{rest}天。",
            en=f"At least {counted(rest, 'days')} between two stays.",
        )
        found.append((between, posts.source))
    return found


def target_sentence(target: Target, definition: Definition, kinds: Kinds) -> Text:
    """A target: whose, what, how much, by when."""
    title = target.title or indicator_title(target, kinds)
    unit = target.unit or (meant.unit if (meant := measurable(target.indicator, kinds)) else None)
    whose = _whose(target, definition)
    per = ("", "") if target.per is Per.TERM else (target.per.zh, target.per.en)
    by = day(target.due) if target.due else None
    value = _bounded(target, unit)
    zh = [f"{whose.zh}：" if whose else "", per[0], title.zh, value.zh]
    en = [f"{whose.en}:" if whose else "", title.en or title.zh, value.en, per[1]]
    if by:
        zh.append(f"，{by.zh}前完成")
        en.append(f"by {by.en}")
    found = sentence(zh, en)
    return Text(zh=f"{found.zh}。", en=f"{found.en}.")


def _whose(target: Target, definition: Definition) -> Text | None:
    """The party that answers for a target, each of its units, the people it is about."""
    party = _party_title(definition, target.party)
    posts = definition.dispatch.posts_of(target.persons or "") if definition.dispatch else None
    titles = [title for title in (party, posts.title if posts else None) if title]
    if not titles:
        return None
    each = ("（每家）", " (each)") if target.each else ("", "")
    return Text(
        zh="".join(title.zh for title in titles) + each[0],
        en=", ".join(title.en or title.zh for title in titles) + each[1],
    )


def indicator_title(target: Target, kinds: Kinds) -> Text:
    """What a target measures, in words."""
    codes = (target.indicator, *target.together_with)
    titles = [meant.title for code in codes if (meant := measurable(code, kinds))]
    return Text(
        zh="与".join(title.zh for title in titles) or target.indicator,
        en=" and ".join(title.en for title in titles),
    )


def pace_sentence(target: Target) -> Text:
    """When how much of a target is due; evenly where nothing is said."""
    if holds_throughout(target):
        return Text(zh="全程适用", en="at any time")
    if not target.pace:
        return Text(zh="按时间进度均衡推进", en="evenly over the term")
    shown = [(day(point.by), f"{round(point.share * 100):d}", point.note) for point in target.pace]
    return Text(
        zh="；".join(
            f"{by.zh}达到{share}%" + (f"（{note.zh}）" if note else "") for by, share, note in shown
        ),
        en="; ".join(
            f"{share} % by {by.en}" + (f" ({note.en or note.zh})" if note else "")
            for by, share, note in shown
        ),
    )


def result_value(result: Result) -> Text:
    """A reported figure with its unit: 40余场 is "40次以上"."""
    value = amount(result.value, result.unit)
    if not result.or_more:
        return value
    return Text(zh=f"{value.zh}以上", en=f"over {value.en}")


def _bounded(target: Target, unit: Unit | None) -> Text:
    bounds = [
        ("为", "exactly", target.exactly),
        ("不少于", "at least", target.at_least),
        ("不超过", "at most", target.at_most),
    ]
    values = [(zh, en, amount(v, unit)) for zh, en, v in bounds if v is not None]
    return Text(
        zh="、".join(f"{zh}{value.zh}" for zh, _en, value in values),
        en=", ".join(f"{en} {value.en}" for _zh, en, value in values),
    )


def _headcount(posts: Posts, definition: Definition) -> Text:
    senders = listed(_titles(definition, posts.senders))
    hosts = listed(_titles(definition, posts.hosts))
    count = (f"{posts.count}人", counted(posts.count, "people")) if posts.count else ("", "people")
    each = (f"每个受援单位{posts.per_host}人", f"{posts.per_host} at each host")
    zh = [f"{posts.form.zh}{count[0]}"]
    en = [f"{posts.form.en}: {count[1]}"]
    if posts.per_host:
        zh.append(f"，{each[0]}" if posts.count else each[0])
        en.append(f"({each[1]})")
    if posts.senders:
        zh.append(f"，由{senders.zh}派出")
        en.append(f"from {senders.en}")
    if posts.hosts:
        zh.append(f"，派往{hosts.zh}")
        en.append(f"to {hosts.en}")
    found = sentence(zh, en)
    return Text(zh=f"{found.zh}。", en=f"{found.en}.")


def _post_days(posts: Posts, definition: Definition) -> Text | None:
    batches = definition.dispatch.batches if definition.dispatch else ()
    batch = next((batch for batch in batches if batch.code == posts.batch), None)
    around = batch or definition.term
    starts_on = posts.starts_on or (around.starts_on if around else None)
    ends_before = posts.ends_before or (around.ends_before if around else None)
    return span(starts_on, ends_before) if starts_on and ends_before else None


def _stint(stint: Stint) -> Text:
    if stint.whole_term:
        return Text(zh="任期内人员固定。", en="One person for the whole term.")
    lengths, unit = (
        (stint.months, ("个月", "months")) if stint.months else (stint.weeks, ("周", "weeks"))
    )
    return Text(
        zh=f"每次可驻{'、'.join(str(n) for n in lengths)}{unit[0]}。",
        en=f"One stay is {', '.join(str(n) for n in lengths)} {unit[1]}.",
    )


def _clinic(clinic: Clinic) -> Text:
    often = clinic.sessions_a_week
    return Text(
        zh=f"每人每周坐诊{often}个半天。", en=f"Each sits {counted(often, 'half-days')} a week."
    )


def _handover(handover: Handover) -> list[Text]:
    found = []
    if handover.same_day:
        found.append(Text(zh="轮换当日完成交接。", en="Hand-over on the day of change."))
    if handover.overlap_days:
        days = handover.overlap_days
        found.append(
            Text(
                zh=f"交接期同时在岗{days}天。",
                en=f"{counted(days, 'days')} together for hand-over.",
            )
        )
    if handover.checklist:
        items = listed(handover.checklist)
        found.append(Text(zh=f"交接事项：{items.zh}。", en=f"To hand over: {items.en}."))
    return found


def _titles(definition: Definition, codes: tuple[str, ...]) -> list[Text]:
    found = [_party_title(definition, code) for code in codes]
    return [title for title in found if title]


def _party_title(definition: Definition, code: str | None) -> Text | None:
    party = definition.parties.by_code(code) if definition.parties and code else None
    return party.title if party else None
