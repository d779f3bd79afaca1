"""Figures that must agree: posts with quotas, batches with posts, shares with their whole."""

from collections.abc import Iterator, Sequence
from datetime import date

from .definition import Definition
from .dispatch import Dispatch, Posts
from .problems import Path, Problem
from .quota_rules import Number, OnPostBy, PlaceQuota, Rule, TierQuota
from .vocabulary import Form, Per
from .work import Target


def sum_problems(definition: Definition) -> Iterator[Problem]:
    """Sums that do not add up, and days that lie outside the term."""
    yield from _listed_institutions(definition)
    if definition.dispatch:
        yield from _posts_per_host(definition, definition.dispatch)
        yield from _batches(definition.dispatch)
        yield from _rules(definition, definition.dispatch)
    yield from _cascades(definition)
    yield from _days_in_term(definition)
    yield from _top_grades(definition)


def posts_in_all(definition: Definition, posts: Posts) -> int | None:
    """How many posts a group has: its count, or its number per host times the hosts."""
    if posts.count is not None:
        return posts.count
    if posts.per_host is None or definition.parties is None:
        return None
    hosts = [definition.parties.by_code(code) for code in posts.hosts]
    if not hosts or any(host is None or host.count is None for host in hosts):
        return None
    return posts.per_host * sum(host.count for host in hosts if host and host.count)


def _listed_institutions(definition: Definition) -> Iterator[Problem]:
    members = definition.parties.members if definition.parties else ()
    for index, party in enumerate(members):
        listed = len(party.institutions)
        if party.count is not None and listed > party.count:
            yield Problem(
                ("parties", "members", index, "count"),
                f"“{party.title.zh}”列出{listed}家单位，多于 count = {party.count}，请核对。",
                f"{listed} institutions are listed, more than count = {party.count}.",
            )


def _posts_per_host(definition: Definition, dispatch: Dispatch) -> Iterator[Problem]:
    for index, posts in enumerate(dispatch.posts):
        spread = posts_in_all(definition, _without_count(posts))
        if posts.count is not None and spread is not None and posts.count != spread:
            yield Problem(
                ("dispatch", "posts", index, "count"),
                f"岗位共{posts.count}个，但按每个受援单位{posts.per_host}个合计为{spread}个，请核对。",
                f"{posts.count} posts are given, but {posts.per_host} per host make {spread}.",
            )


def _without_count(posts: Posts) -> Posts:
    return Posts(
        code=posts.code,
        title=posts.title,
        form=posts.form,
        per_host=posts.per_host,
        hosts=posts.hosts,
    )


def _batches(dispatch: Dispatch) -> Iterator[Problem]:
    for index, batch in enumerate(dispatch.batches):
        groups = [posts for posts in dispatch.posts if posts.batch == batch.code]
        counts = [posts.count for posts in groups]
        if batch.people is None or not counts or None in counts:
            continue
        total = sum(count for count in counts if count)
        if total != batch.people:
            yield Problem(
                ("dispatch", "batches", index, "people"),
                f"本批{batch.people}人，但所列岗位 {_added(counts)} = {total}，请核对。",
                f"the batch has {batch.people} people, but its posts are "
                f"{_added(counts)} = {total}.",
            )


def _rules(definition: Definition, dispatch: Dispatch) -> Iterator[Problem]:
    for index, rule in enumerate(dispatch.rules):
        path: Path = ("dispatch", "rules", index)
        if isinstance(rule, TierQuota) and rule.exactly:
            levels = [rule.exactly.tertiary, rule.exactly.secondary, rule.exactly.primary]
            yield from _against_posts(
                definition, dispatch, rule, (*path, "exactly"), rule.exactly.total, _added(levels)
            )
        elif isinstance(rule, Number) and rule.exactly and _is_headcount(rule):
            yield from _against_posts(
                definition, dispatch, rule, (*path, "exactly"), rule.exactly, ""
            )
        elif isinstance(rule, PlaceQuota) and rule.total:
            shares = [share.at_least for share in rule.shares]
            if sum(shares) > rule.total:
                yield Problem(
                    (*path, "total"),
                    f"各类地点下限 {_added(shares)} = {sum(shares)}，超过总数 {rule.total}。",
                    f"the shares {_added(shares)} = {sum(shares)} exceed the total {rule.total}.",
                )


def _is_headcount(rule: Number) -> bool:
    return rule.each is None and rule.per in {Per.TERM, Per.BATCH} and not rule.senders + rule.hosts


def _against_posts(
    definition: Definition,
    dispatch: Dispatch,
    rule: Rule,
    path: Path,
    wanted: int,
    added: str,
) -> Iterator[Problem]:
    """An exact figure must be the number of posts it is about, where people do not rotate."""
    groups = [posts for posts in dispatch.posts if not rule.posts or posts.code in rule.posts]
    counts = [posts_in_all(definition, posts) for posts in groups]
    if not counts or None in counts or any(posts.form is Form.ROTATING for posts in groups):
        return
    total = sum(count for count in counts if count)
    if total != wanted:
        shown = f"{added} = {wanted}" if "+" in added else f"{wanted}"
        yield Problem(
            path,
            f"合计不符：{shown}，而岗位共 {total} 个，请核对。",
            f"the figures do not add up: {shown}, but there are {total} posts.",
        )


def _cascades(definition: Definition) -> Iterator[Problem]:
    for index, target in enumerate(definition.targets):
        whole = target.exactly if target.exactly is not None else target.at_least
        if not target.cascade or whole is None:
            continue
        shares = [share.at_least for share in target.cascade]
        total = sum(shares)
        if total < whole or (target.exactly is not None and total != whole):
            yield Problem(
                ("targets", index, "cascade"),
                f"分解到各方的 {_added(shares)} = {total:g}，与目标 {whole:g} 不符，请核对。",
                f"the parts {_added(shares)} = {total:g} do not make the target {whole:g}.",
            )


def _days_in_term(definition: Definition) -> Iterator[Problem]:
    term = definition.term
    if term is None:
        return
    for path, day in _dated(definition):
        if not term.starts_on <= day < term.ends_before:
            yield Problem(
                path,
                f"{day} 不在项目期（{term.starts_on} 起，{term.ends_before} 前）之内，请核对。",
                f"{day} lies outside the term ({term.starts_on} to before {term.ends_before}).",
            )


def _dated(definition: Definition) -> Iterator[tuple[Path, date]]:
    if definition.dispatch:
        for index, batch in enumerate(definition.dispatch.batches):
            yield ("dispatch", "batches", index, "starts_on"), batch.starts_on
        for index, rule in enumerate(definition.dispatch.rules):
            if isinstance(rule, OnPostBy):
                yield ("dispatch", "rules", index, "on"), rule.on
    for index, target in enumerate(definition.targets):
        yield from _target_days(index, target)


def _target_days(index: int, target: Target) -> Iterator[tuple[Path, date]]:
    if target.due:
        yield ("targets", index, "due"), target.due
    for number, point in enumerate(target.pace):
        yield ("targets", index, "pace", number, "by"), point.by


def _top_grades(definition: Definition) -> Iterator[Problem]:
    appraisal = definition.appraisal
    if appraisal is None:
        return
    for name, grades in (("grades", appraisal.grades), ("stars", appraisal.stars)):
        floors = [grade.from_score for grade in grades if grade.from_score is not None]
        if floors != sorted(floors, reverse=True):
            yield Problem(
                ("appraisal", name),
                "等次须从高到低排列，起评分逐级下降，请调整顺序。",
                "grades go from high to low; put them in falling order of from_score.",
            )


def _added(figures: Sequence[float | None]) -> str:
    return " + ".join(f"{figure:g}" for figure in figures if figure)
