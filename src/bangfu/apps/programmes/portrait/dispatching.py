"""Rules of dispatch, duty and posts in sentences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition, Kinds, posts_in_all
from bangfu.core.programmes.dispatch import Posts, Step
from bangfu.core.programmes.recognition_wording import recognition_sentence
from bangfu.core.programmes.review_wording import consequence_sentence, duty_sentences
from bangfu.core.programmes.rule_wording import rule_sentence
from bangfu.core.programmes.section_wording import posts_sentences
from bangfu.web.wording import day, number, span

from .notes import Clause, Notes, say


@dataclass(frozen=True, slots=True)
class PostGroup:
    """Posts of one kind as a card of the page."""

    code: str
    title: str
    form: str
    count: str
    clauses: tuple[Clause, ...]
    roles: tuple[Clause, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """People sent together."""

    title: str
    days: str
    people: str
    clause: Clause


def forms(definition: Definition) -> list[str]:
    """The forms of service, by name."""
    return [say(form.label) for form in definition.dispatch.forms] if definition.dispatch else []


def rules(definition: Definition, notes: Notes) -> list[Clause]:
    """Every quota rule as a sentence."""
    stated = definition.dispatch.rules if definition.dispatch else ()
    return [notes.clause(rule_sentence(rule, definition), rule.source) for rule in stated]


def gains(definition: Definition, notes: Notes) -> list[Clause]:
    """What service brings those who serve."""
    stated = definition.dispatch.recognition if definition.dispatch else ()
    return [notes.clause(recognition_sentence(gain), gain.source) for gain in stated]


def duty(definition: Definition, notes: Notes, kinds: Kinds) -> list[Clause]:
    """How presence is confirmed and counted."""
    if definition.duty is None:
        return []
    return notes.clauses(duty_sentences(definition.duty, kinds), definition.duty.source)


def consequences(definition: Definition, notes: Notes) -> list[Clause]:
    """What follows a failed duty."""
    stated = definition.duty.consequences if definition.duty else ()
    return [notes.clause(consequence_sentence(one), one.source) for one in stated]


def post_groups(definition: Definition, notes: Notes) -> list[PostGroup]:
    """Every kind of post with its sentences."""
    stated = definition.dispatch.posts if definition.dispatch else ()
    return [_post_group(posts, definition, notes) for posts in stated]


def batches(definition: Definition, notes: Notes) -> list[BatchRow]:
    """The batches people are sent in."""
    stated = definition.dispatch.batches if definition.dispatch else ()
    return [
        BatchRow(
            title=say(batch.title),
            days=span(batch.starts_on, batch.ends_before),
            people=number(batch.people),
            clause=notes.clause(batch.title, batch.source),
        )
        for batch in stated
    ]


def steps(definition: Definition, notes: Notes) -> list[Clause]:
    """The steps of the round, dated where the definition dates them."""
    stated = definition.dispatch.steps if definition.dispatch else ()
    return [Clause(say(step.title), notes.of(step.source), _when(step)) for step in stated]


def _when(step: Step) -> str:
    if step.on:
        return day(step.on)
    return _("每年%(month)s月") % {"month": step.month} if step.month else ""


def _post_group(posts: Posts, definition: Definition, notes: Notes) -> PostGroup:
    count = posts_in_all(definition, posts)
    said = posts_sentences(posts, definition)
    return PostGroup(
        code=posts.code,
        title=say(posts.title),
        form=say(posts.form.label),
        count=number(count) if count is not None else "—",
        clauses=tuple(notes.clause(text, source) for text, source in said),
        roles=tuple(notes.clause(role.title, role.source) for role in posts.roles),
        duties=tuple(say(text) for text in posts.duties),
    )
