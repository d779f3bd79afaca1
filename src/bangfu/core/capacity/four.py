"""What a programme asks every host to build, read from its targets and tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.measured import ActivityKind, Lasting
from bangfu.core.programmes.words import Coded, Text


class Standing(Coded):
    """How far a host is with one of the things."""

    BUILT = "built", "已建成", "built"
    UNDER_WAY = "under_way", "建设中", "under way"
    NOT_BEGUN = "not_begun", "未启动", "not begun"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing every host of a party builds; ``least`` is how many of it.

    ``parties`` are the codes of those asked.
    """

    lasting: Lasting
    title: Text
    least: int
    parties: frozenset[str]


def things_of(definition: Definition, kinds: Mapping[str, ActivityKind]) -> list[Thing]:
    """The things a programme asks of each host, in the order of the list of sorts.

    Targets name them by their indicator, tasks by ``builds``; a task's words say what is asked, a
    target how many.
    """
    found: dict[Lasting, Thing] = {}
    for one in (*_of_targets(definition, kinds), *_of_tasks(definition)):
        other = found.get(one.lasting)
        if other is None:
            found[one.lasting] = one
            continue
        found[one.lasting] = Thing(
            one.lasting, one.title, max(one.least, other.least), one.parties | other.parties
        )
    return [found[each] for each in ORDER if each in found]


ORDER = (
    Lasting.RULES,
    Lasting.SPECIALTY,
    Lasting.PUPIL,
    Lasting.TRAINEE,
    Lasting.TECHNIQUE,
    Lasting.CHANNEL,
)


def standing_of(*, built: int, under_way: int, least: int) -> Standing:
    """Where a host stands with one thing.

    >>> standing_of(built=1, under_way=0, least=1).value
    'built'
    >>> standing_of(built=1, under_way=0, least=2).value
    'under_way'
    """
    if built >= least:
        return Standing.BUILT
    return Standing.UNDER_WAY if built or under_way else Standing.NOT_BEGUN


def _of_targets(definition: Definition, kinds: Mapping[str, ActivityKind]) -> Iterator[Thing]:
    for target in definition.targets:
        if not target.each or target.party is None or target.at_least is None:
            continue
        kind = kinds.get(target.indicator.partition(".")[0])
        if kind is not None and kind.lasting is not None:
            title = target.title or kind.title
            least = max(1, int(target.at_least))
            yield Thing(kind.lasting, title, least, frozenset({target.party}))


def _of_tasks(definition: Definition) -> Iterator[Thing]:
    for task in definition.tasks.items if definition.tasks else ():
        if task.each and task.party is not None and task.builds is not None:
            yield Thing(task.builds, task.title, 1, frozenset({task.party}))
