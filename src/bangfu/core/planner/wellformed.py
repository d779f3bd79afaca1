"""Whether a problem hangs together: every id known and used once, every span inside the horizon."""

from collections.abc import Iterator

from .horizon import Span
from .plan import Contradiction
from .problem import Post, Problem, Stints


def faults(problem: Problem) -> Iterator[Contradiction]:
    """Each place where the problem's parts do not fit each other, in the file's order."""
    yield from _calendar(problem)
    yield from _repeated(problem)
    yield from _unknown(problem)
    yield from _spans(problem)
    yield from _numbers(problem)


def _calendar(problem: Problem) -> Iterator[Contradiction]:
    try:
        problem.horizon.starts_of(problem.horizon.count)
    except (OverflowError, ValueError):
        yield Contradiction(
            "规划期超出公历9999年，请减少期数。",
            "The horizon runs past the year 9999; use fewer periods.",
            code="horizon",
            place="$.horizon.count",
        )
    names = problem.goals
    if len(set(names)) != len(names) or not {"coverage", "quality"} <= set(names):
        yield Contradiction(
            "目标次序应包含coverage和quality，且各目标只写一次。",
            "The goals must include coverage and quality, each goal once.",
            code="goals",
            place="$.goals",
        )


def _repeated(problem: Problem) -> Iterator[Contradiction]:
    kinds = {
        "hospitals": [part.id for part in problem.hospitals],
        "departments": [part.id for part in problem.departments],
        "hosts": [part.id for part in problem.hosts],
        "people": [part.id for part in problem.people],
        "posts": [part.id for part in problem.posts],
        "programmes": [part.id for part in problem.programmes],
    }
    for kind, ids in kinds.items():
        seen: set[str] = set()
        for number, id in enumerate(ids):
            if id in seen:
                yield Contradiction(
                    f"编号“{id}”重复，请改用不同的编号。",
                    f"The id “{id}” stands twice; give each its own.",
                    code="repeated",
                    place=f"$.{kind}[{number}].id",
                )
            seen.add(id)


def _unknown(problem: Problem) -> Iterator[Contradiction]:
    for kind, id, place in _references(problem):
        if not problem.knows(kind, id):
            zh, section = _KINDS[kind]
            yield Contradiction(
                f"{zh}“{id}”未在{section}中列出，请补上或改正编号。",
                f"The {kind} “{id}” is not listed under {section}; add it or correct the id.",
                code="unknown",
                place=place,
            )


_KINDS = {
    "person": ("人员", "people"),
    "post": ("岗位", "posts"),
    "hospital": ("医院", "hospitals"),
    "department": ("科室", "departments"),
    "host": ("受援单位", "hosts"),
    "programme": ("项目", "programmes"),
}


def _references(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Every id that one part uses of another: kind, id and place."""
    for n, department in enumerate(problem.departments):
        yield "hospital", department.hospital, f"$.departments[{n}].hospital"
    yield from _references_of_people(problem)
    yield from _references_of_posts(problem)
    for n, pairing in enumerate(problem.pairings):
        yield "hospital", pairing.sender, f"$.pairings[{n}].sender"
        yield "host", pairing.host, f"$.pairings[{n}].host"
    for n, duty in enumerate(problem.pinned):
        yield "person", duty.person, f"$.pinned[{n}].person"
        yield "post", duty.post, f"$.pinned[{n}].post"
    for n, entry in enumerate(problem.forbidden):
        yield "person", entry.person, f"$.forbidden[{n}].person"
        yield "post", entry.post, f"$.forbidden[{n}].post"


def _references_of_people(problem: Problem) -> Iterator[tuple[str, str, str]]:
    for n, person in enumerate(problem.people):
        place = f"$.people[{n}]"
        yield "hospital", person.hospital, f"{place}.hospital"
        if person.department is not None:
            yield "department", person.department, f"{place}.department"
        for host in person.preferences:
            yield "host", host, f"{place}.preferences"
        for host in person.travel:
            yield "host", host, f"{place}.travel"
        for k, host in enumerate(person.registered or ()):
            yield "host", host, f"{place}.registered[{k}]"


def _references_of_posts(problem: Problem) -> Iterator[tuple[str, str, str]]:
    for n, post in enumerate(problem.posts):
        yield "host", post.host, f"$.posts[{n}].host"
        for k, sender in enumerate(post.senders or ()):
            yield "hospital", sender, f"$.posts[{n}].senders[{k}]"
        if post.programme is not None:
            yield "programme", post.programme, f"$.posts[{n}].programme"


def _spans(problem: Problem) -> Iterator[Contradiction]:
    count = problem.horizon.count
    for place, start, end in _stated_spans(problem):
        if not start < end <= count:
            yield Contradiction(
                f"时段{start}至{end}为空或超出规划期（共{count}期），请改正起止期。",
                f"The span {start} to {end} is empty or leaves the horizon of {count} periods; "
                f"correct its start or end.",
                code="span",
                place=place,
            )


def _stated_spans(problem: Problem) -> Iterator[tuple[str, int, int]]:
    for n, person in enumerate(problem.people):
        for k, span in enumerate(person.available or ()):
            yield f"$.people[{n}].available[{k}]", span.start, span.end
    for n, post in enumerate(problem.posts):
        if post.term is not None:
            yield f"$.posts[{n}].term", post.term.start, post.term.end
    for n, department in enumerate(problem.departments):
        for k, leave in enumerate(department.leave):
            yield f"$.departments[{n}].leave[{k}]", leave.start, leave.end
    for n, duty in enumerate(problem.pinned):
        yield f"$.pinned[{n}]", duty.start, duty.end


def _numbers(problem: Problem) -> Iterator[Contradiction]:
    for n, department in enumerate(problem.departments):
        most = max((leave.people for leave in department.leave), default=0)
        if department.minimum > department.staff or most > department.staff:
            yield Contradiction(
                f"科室共{department.staff}人，最低在岗{department.minimum}人、休假{most}人，"
                f"可派出人数为负，请核对编制。",
                f"The department has {department.staff} staff, a minimum of "
                f"{department.minimum} and "
                f"{most} on leave, so less than nobody can be away; correct the figures.",
                code="capacity",
                place=f"$.departments[{n}]",
            )
    for n, person in enumerate(problem.people):
        if person.department is not None and problem.knows("department", person.department):
            home = problem.department(person.department).hospital
            if home != person.hospital:
                yield Contradiction(
                    f"人员“{person.id}”属于医院“{person.hospital}”，其科室却属于“{home}”，请改正。",
                    f"Person “{person.id}” belongs to “{person.hospital}” but the department "
                    f"to “{home}”; "
                    f"correct one.",
                    code="department",
                    place=f"$.people[{n}].department",
                )
    for n, post in enumerate(problem.posts):
        term = problem.term(post)
        yield from _listed_stays(n, post, term)
        if post.stints is not None and not _possible(post.stints, term.end - term.start):
            yield Contradiction(
                f"最短{post.stints.shortest}期、最长{post.stints.longest}期，"
                f"在{term.end - term.start}期的任期内排不出任何一段，请改正。",
                f"No stay of {post.stints.shortest} to {post.stints.longest} periods fits a "
                f"term of "
                f"{term.end - term.start}; correct the stints or the term.",
                code="stints",
                place=f"$.posts[{n}].stints",
            )


def _listed_stays(n: int, post: Post, term: Span) -> Iterator[Contradiction]:
    """Listed stays stand alone, are at least one, and lie within the term."""
    if post.stays is None:
        return
    if post.stints is not None or not post.stays:
        yield Contradiction(
            "stays 须列出至少一段派驻期，且不与 stints 同时使用，请改正。",
            "stays lists at least one stay and stands without stints; correct it.",
            code="stays",
            place=f"$.posts[{n}].stays",
        )
    for at, stay in enumerate(post.stays):
        if not term.start <= stay.start < stay.end <= term.end:
            yield Contradiction(
                f"派驻期第{stay.start}期至第{stay.end}期不在任期之内（第{term.start}期至第{term.end}期），"
                f"请改正。",
                f"The stay of periods {stay.start} to {stay.end} does not lie within the term, "
                f"{term.start} to {term.end}; correct it.",
                code="stays",
                place=f"$.posts[{n}].stays[{at}]",
            )


def _possible(stints: Stints, periods: int) -> bool:
    return stints.shortest <= min(stints.longest, periods)
