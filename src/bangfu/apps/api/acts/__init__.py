"""Every act of the interface, one module for each few stages."""

from functools import cache

from bangfu.apps.api.frame.operation import Operation


@cache
def operations() -> dict[str, Operation]:
    """By name, in the order of the stages."""
    from . import appraisal, duty, papers, postings, registry, supervision, voice, work

    found: dict[str, Operation] = {}
    for module in (registry, postings, duty, work, supervision, voice, appraisal, papers):
        for one in module.ACTS:
            if one.code in found:
                raise ValueError(f"two acts are called {one.code}")
            found[one.code] = one
    return found
