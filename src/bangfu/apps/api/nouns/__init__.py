"""Every noun of the interface, one module for each few stages."""

from functools import cache

from bangfu.apps.api.frame.resource import Resource


@cache
def resources() -> dict[str, Resource]:
    """By code, in the order of the stages; read once the models are there."""
    from . import appraisal, duty, papers, postings, programmes, registry, supervision, voice, work

    modules = (registry, programmes, postings, duty, work, supervision, voice, appraisal, papers)
    return {noun.code: noun for module in modules for noun in module.NOUNS}
