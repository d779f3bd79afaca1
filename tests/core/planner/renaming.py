"""The same problem under other names."""

from collections.abc import Callable

from msgspec import structs

from bangfu.core.planner import Problem


def renamed(problem: Problem, name: Callable[[str], str]) -> Problem:
    """The problem with every id passed through ``name``, specialties apart."""

    def named(ids: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if ids is None else tuple(name(id) for id in ids)

    def keyed(values: dict[str, int]) -> dict[str, int]:
        return {name(id): value for id, value in values.items()}

    def one(part: object, *fields: str, **changes: object) -> object:
        ids = {field: getattr(part, field) for field in fields}
        told = {field: None if id is None else name(id) for field, id in ids.items()}
        return structs.replace(part, **told, **changes)  # type: ignore[type-var]

    return structs.replace(
        problem,
        hospitals=tuple(one(h, "id") for h in problem.hospitals),
        departments=tuple(one(d, "id", "hospital") for d in problem.departments),
        hosts=tuple(one(h, "id") for h in problem.hosts),
        people=tuple(
            one(
                *(p, "id", "hospital", "department"),
                preferences=keyed(p.preferences),
                travel=keyed(p.travel),
                registered=named(p.registered),
            )
            for p in problem.people
        ),
        posts=tuple(
            one(p, "id", "host", "programme", senders=named(p.senders)) for p in problem.posts
        ),
        programmes=tuple(one(p, "id") for p in problem.programmes),
        pairings=tuple(one(p, "sender", "host") for p in problem.pairings),
        pinned=tuple(one(d, "person", "post") for d in problem.pinned),
        forbidden=tuple(one(f, "person", "post") for f in problem.forbidden),
    )
