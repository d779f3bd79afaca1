"""Holding an item while it changes, and the columns that repeat what its rows say."""

from bangfu.apps.capacity.models import Item
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Programme
from bangfu.core.capacity import Course, next_check

from .refusals import NoCourse, NotStanding


def held_programme(programme: Programme) -> Programme:
    """The programme, held: of two who enter the same thing at once, the second sees the first."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def held_item(item: Item, *, standing: bool = True) -> Item:
    """The item as it stands now, held after its programme; raises ``NotStanding``."""
    held_programme(item.programme)
    held = Item.objects.in_full().select_for_update(of=("self",)).get(pk=item.pk)
    if standing and held.state != Item.State.STANDING:
        raise NotStanding(
            zh=f"“{held}”当前为“{held.get_state_display()}”，不能再办理。",
            en=f'"{held}" was stopped or taken back.',
        )
    return held


def course_taken(item: Item) -> Course:
    """The course of an item; raises ``NoCourse`` where the definitions dropped it."""
    course = item.taken_course
    if course is None:
        raise NoCourse(
            zh=f"“{item}”的建设过程已从配置中删除，只能查看。",
            en=f'The course of "{item}" is no longer defined; it can only be read.',
        )
    return course


def refresh(item: Item) -> None:
    """Write anew what the item repeats of its milestones and verifications."""
    course = item.taken_course
    reached = {one.code: one for one in item.milestones.all() if one.reached_on is not None}
    item.built_on = item.alone_on = item.next_check_on = None
    if course is not None:
        alone = reached.get(course.alone.code) if course.alone else None
        if alone is not None and alone.confirmed_at is not None:
            item.alone_on = alone.reached_on
        built = reached.get(course.building.code)
        # What must be witnessed is not there before the host has said so.
        if built is not None and (not course.building.alone or built.confirmed_at is not None):
            item.built_on = built.reached_on
        checked = list(item.verifications.values_list("on", flat=True))
        item.next_check_on = next_check(course.verified, built_on=item.built_on, checked=checked)
    item.save(update_fields=["built_on", "alone_on", "next_check_on"])


def about(verb: str, item: Item, **facts: object) -> Event:
    """A journal entry about an item, under its host."""
    return Event(
        verb,
        item,
        area_code=item.host.area_code,
        institution_code=item.host.code,
        programme=item.programme.code,
        facts={"kind": item.kind_title("zh"), "name": str(item), **facts},
    )
