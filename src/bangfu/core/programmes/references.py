"""Codes that point at something: each must be there, of the right sort, and only once."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bangfu.core.standards import subjects

from .definition import Definition
from .dispatch import Posts
from .measured import Kinds, indicator_codes, measurable
from .parties import Office
from .problems import Path, Problem, sections
from .quota_rules import Conversion, Rule, Specialties
from .review import ReviewLevel, Supervision
from .vocabulary import PartyRole
from .work import CascadeShare, Counting, Result, Target, Task


def reference_problems(definition: Definition, kinds: Kinds) -> Iterator[Problem]:
    """Codes given twice, and codes that nothing carries."""
    yield from _repeated(definition)
    yield from _sources(definition)
    yield from _parties(definition)
    yield from _posts_and_batches(definition)
    yield from _forms(definition)
    yield from _activities(definition, kinds)
    yield from _indicators(definition, kinds)
    yield from _subjects(definition)


def _repeated(definition: Definition) -> Iterator[Problem]:
    for path, codes in _lists_of_codes(definition):
        first: dict[str, int] = {}
        for index, code in enumerate(codes):
            if code in first:
                yield Problem(
                    (*path, index, "code"),
                    f"代码“{code}”与本表第{first[code] + 1}项重复，请改用另一个代码。",
                    f'the code "{code}" is already that of item {first[code] + 1}; use another.',
                )
            first.setdefault(code, index)
    basis = definition.basis
    documents = {document.code for document in basis.documents}
    passages = {passage.code for passage in basis.passages}
    for index, passage in enumerate(basis.passages):
        if passage.code in documents:
            yield _taken(("basis", "passages", index, "code"), passage.code)
    for index, assumption in enumerate(definition.assumptions):
        if assumption.code in documents | passages:
            yield _taken(("assumptions", index, "code"), assumption.code)


def _taken(path: Path, code: str) -> Problem:
    return Problem(
        path,
        f"代码“{code}”已用于依据文件或原文摘录，请改用另一个代码。",
        f'the code "{code}" is already that of a basis document or passage; use another.',
    )


def _lists_of_codes(definition: Definition) -> Iterator[tuple[Path, list[str]]]:
    yield ("basis", "documents"), [document.code for document in definition.basis.documents]
    yield ("basis", "passages"), [passage.code for passage in definition.basis.passages]
    yield ("aims",), [aim.code for aim in definition.aims]
    yield ("assumptions",), [assumption.code for assumption in definition.assumptions]
    if definition.parties:
        yield ("parties", "members"), [party.code for party in definition.parties.members]
    if definition.dispatch:
        yield ("dispatch", "posts"), [posts.code for posts in definition.dispatch.posts]
        yield ("dispatch", "batches"), [batch.code for batch in definition.dispatch.batches]
    if definition.tasks:
        yield ("tasks", "items"), [task.code for task in definition.tasks.items]
    if appraisal := definition.appraisal:
        yield ("appraisal", "levels"), [level.code for level in appraisal.levels]
        yield ("appraisal", "rounds"), [held.code for held in appraisal.rounds]
        yield ("appraisal", "grades"), [grade.code for grade in appraisal.grades]
        yield ("appraisal", "stars"), [star.code for star in appraisal.stars]


def _sources(definition: Definition) -> Iterator[Problem]:
    documents = [document.code for document in definition.basis.documents]
    for index, passage in enumerate(definition.basis.passages):
        place = ("basis", "passages", index, "document")
        yield from _one(passage.document, documents, place, "依据文件", "basis document")
    known = [*documents, *(passage.code for passage in definition.basis.passages)]
    known += [assumption.code for assumption in definition.assumptions]
    for path, table in sections(definition):
        source = getattr(table, "source", None)
        yield from _one(source, known, (*path, "source"), "依据文件、原文摘录或设定说明", "source")


def _parties(definition: Definition) -> Iterator[Problem]:
    members = definition.parties.members if definition.parties else ()
    anyone = [party.code for party in members]
    senders = [party.code for party in members if party.role is PartyRole.SENDER]
    hosts = [party.code for party in members if party.role is PartyRole.HOST]
    for path, table in sections(definition):
        if isinstance(table, Posts | Rule):
            yield from _each(table.senders, senders, (*path, "senders"), "派出单位", "sender")
            yield from _each(table.hosts, hosts, (*path, "hosts"), "受援单位", "host")
        elif isinstance(table, Office | Target | Task | CascadeShare | ReviewLevel | Supervision):
            yield from _one(table.party, anyone, (*path, "party"), "参与方", "party")


def _posts_and_batches(definition: Definition) -> Iterator[Problem]:
    dispatch = definition.dispatch
    posts = [group.code for group in dispatch.posts] if dispatch else []
    batches = [batch.code for batch in dispatch.batches] if dispatch else []
    for path, table in sections(definition):
        if isinstance(table, Rule):
            yield from _each(table.posts, posts, (*path, "posts"), "岗位", "post group")
        elif isinstance(table, Posts):
            yield from _one(table.batch, batches, (*path, "batch"), "批次", "batch")
        elif isinstance(table, Target):
            yield from _one(table.persons, posts, (*path, "persons"), "岗位", "post group")


def _forms(definition: Definition) -> Iterator[Problem]:
    if not definition.dispatch:
        return
    chosen = [str(form) for form in definition.dispatch.forms]
    for path, table in sections(definition):
        if isinstance(table, Posts | Conversion | Counting) and table.form not in chosen:
            yield Problem(
                (*path, "form"),
                f"服务方式“{table.form.zh}”未列入 dispatch.forms，请补列或改正。",
                f'the form "{table.form}" is not listed in dispatch.forms; list it or correct it.',
            )


def _activities(definition: Definition, kinds: Kinds) -> Iterator[Problem]:
    kept = definition.activities.kinds if definition.activities else ()
    yield from _each(kept, list(kinds), ("activities", "kinds"), "活动类别", "activity kind")
    if definition.duty:
        path = ("duty", "not_counted")
        yield from _each(
            definition.duty.not_counted, list(kinds), path, "活动类别", "activity kind"
        )


def _indicators(definition: Definition, kinds: Kinds) -> Iterator[Problem]:
    kept = definition.activities.kinds if definition.activities else ()
    for place, table, code in _measuring(definition):
        meant = measurable(code, kinds)
        kind, dot, _measure = code.partition(".")
        if meant is None:
            yield _absent(code, indicator_codes(kinds), place, "指标", "indicator")
        elif dot and isinstance(table, Target) and kind not in kept:
            yield Problem(
                place,
                f"指标取自台账“{kind}”，但 activities.kinds 未列此类，请补列。",
                f'the indicator counts "{kind}", which activities.kinds does not list; list it.',
            )
        elif table.unit is not None and table.unit is not meant.unit:
            yield Problem(
                place,
                f"指标“{meant.title.zh}”以“{meant.unit.zh}”计，不是“{table.unit.zh}”，请改正。",
                f'"{meant.title.en}" is counted in {meant.unit}, not {table.unit}.',
            )


def _subjects(definition: Definition) -> Iterator[Problem]:
    known = list(subjects.every())
    for path, table in sections(definition):
        if isinstance(table, Specialties):
            place = (*path, "accept")
            yield from _each(table.accept, known, place, "诊疗科目", "clinical subject")


def _measuring(definition: Definition) -> Iterator[tuple[Path, Target | Result, str]]:
    for path, table in sections(definition):
        if isinstance(table, Target | Result) and table.indicator is not None:
            yield (*path, "indicator"), table, table.indicator
        if isinstance(table, Target):
            for index, code in enumerate(table.together_with):
                yield (*path, "together_with", index), table, code


def _one(code: str | None, known: list[str], path: Path, zh: str, en: str) -> Iterator[Problem]:
    if code is not None and code not in known:
        yield _absent(code, known, path, zh, en)


def _each(
    codes: Iterable[str], known: list[str], path: Path, zh: str, en: str
) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if code not in known:
            yield _absent(code, known, (*path, index), zh, en)


def _absent(code: str, known: list[str], path: Path, zh: str, en: str) -> Problem:
    near = get_close_matches(code, known, n=1, cutoff=0.6)
    listed = known if len(known) <= 20 else near
    if not known:
        return Problem(
            path,
            f"“{code}”所指的{zh}不存在，本文件尚未列出任何{zh}，请先列出。",
            f'there is no {en} "{code}"; the file lists none yet.',
        )
    return Problem(
        path,
        f"没有代码为“{code}”的{zh}"
        + (f"，是否应为“{near[0]}”？" if near else "。")
        + (f"可选：{'、'.join(listed)}。" if listed else ""),
        f'there is no {en} "{code}"'
        + (f'; did you mean "{near[0]}"?' if near else ".")
        + (f" Known: {', '.join(listed)}." if listed else ""),
    )
