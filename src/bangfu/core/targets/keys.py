"""By which name a target is known over the editions of its programme."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from bangfu.core.programmes.work import Target

LONGEST = 120
"""Characters; a longer key ends in a digest of itself, so that it fits wherever keys are kept."""


def key_of(target: Target) -> str:
    """What is measured, of whom, by which post group, over which stretch of time.

    Neither the amount nor the curve is part of it: a target raised by the next edition stays the
    same target, with its shares and its history.

    >>> key_of(Target(indicator="lecture.times", at_least=2, party="senders"))
    'lecture.times/senders//term'
    """
    measured = "+".join((target.indicator, *target.together_with))
    key = "/".join((measured, target.party or "", target.persons or "", target.per.value))
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 17]}~{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def keyed(targets: Iterable[Target]) -> dict[str, Target]:
    """Targets by key in their order; a second one of a key, as a ceiling beside a floor, has #2.

    >>> floor, ceiling = Target(indicator="a.b", at_least=1), Target(indicator="a.b", at_most=9)
    >>> list(keyed([floor, ceiling]))
    ['a.b///term', 'a.b///term#2']
    """
    seen: Counter[str] = Counter()
    found = {}
    for target in targets:
        key = key_of(target)
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}#{seen[key]}"] = target
    return found
