"""From a reading that is under way, or about to be adopted, to what its pages show."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import Attached
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.pages import ProblemRow
from bangfu.apps.programmes.portrait import overview
from bangfu.apps.programmes.portrait.notes import Notes
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.programmes import Definition, shipped_kinds
from bangfu.core.programmes import read as read_definition
from bangfu.core.programmes.section_wording import target_sentence
from bangfu.core.readings import Verdict
from bangfu.core.readings.kept import KeptSentence
from bangfu.core.readings.proposing import NEEDED
from bangfu.web.components import Fact, Progress
from bangfu.web.wording import in_brackets, in_own_language, number

from . import pages
from .forms import AdoptForm
from .models import DraftValue, NoticeReading
from .presentation import TONES
from .wording import label_of
from .written import digest_of, written

State = NoticeReading.State


def waiting(reading: NoticeReading, files: Sequence[Attached] = ()) -> pages.ReadingProgress:
    """A reading that is under way, or could not be read."""
    under_way = reading.is_under_way
    return pages.ReadingProgress(
        pk=reading.pk,
        name=reading.name,
        box=Progress(
            title=reading.get_state_display(),
            url=reverse("reading_progress", args=[reading.pk]),
            note=_("通常几秒钟；可以离开本页，稍后在列表中打开。") if under_way else "",
            finished=not under_way,
            tone=TONES[reading.state],
        ),
        refusal=in_own_language(KeptSentence(reading.refusal_zh, reading.refusal_en))
        if reading.refusal_zh
        else "",
        files=files,
        may_restart=reading.state in (State.WAITING, State.REFUSED),
        may_discard=reading.state != State.DISCARDED,
    )


def adopting(
    reading: NoticeReading, form: AdoptForm, *, user: User, on: date
) -> pages.AdoptReading:
    """What would be adopted now, with what keeps it from being so."""
    text = written(reading)
    values = list(reading.values.all())
    definition = None if text.problems else read_definition(text.toml)
    seen = digest_of(text.toml)
    if form.is_bound:
        # Whoever is shown the draft again has seen it as it is now.
        form.data = {**{name: form.data.get(name, "") for name in form.fields}, "seen": seen}
    form.initial.update(seen=seen, note=_note_for(values))
    head = {value.place: value.kept for value in values if value.place in NEEDED}
    known = programmes.visible_to(user).filter(code=head.get("code", "")).first()
    newest = known.editions.first() if known else None
    return pages.AdoptReading(
        pk=reading.pk,
        title=head.get("title", ""),
        code=head.get("code", ""),
        edition=int(head.get("edition") or 1),
        in_force=newest.number if newest else None,
        form=form,
        problems=[ProblemRow.of(problem) for problem in text.problems],
        missing=[
            label_of(value)
            for value in values
            if value.place in NEEDED and not Verdict(value.verdict).is_written
        ],
        left_out=_left_out(values),
        open=sum(
            value.verdict == Verdict.OPEN.value and bool(value.kept) and value.place not in NEEDED
            for value in values
        ),
        facts=_definition_facts(definition, on) if definition else [],
        tiles=overview.tiles(definition) if definition else [],
        assumptions=[note for note in Notes(definition).every() if note.assumed]
        if definition
        else [],
        targets=_target_sentences(definition) if definition else [],
        toml=text.toml,
    )


def _left_out(values: Sequence[DraftValue]) -> list[str]:
    """What was read and not decided; what is called the same is counted."""
    counts = Counter(
        label_of(value)
        for value in values
        if value.verdict == Verdict.OPEN.value and value.place not in NEEDED and value.kept
    )
    return [
        label if count == 1 else in_brackets(label, number(count))
        for label, count in counts.items()
    ]


def _note_for(values: Sequence[DraftValue]) -> str:
    """What an edition is usually adopted by: the notice and its number."""
    numbered = next((v.kept for v in values if v.place == "basis.documents[1].number"), "")
    return f"依据{numbered}" if numbered else ""


def _definition_facts(definition: Definition, on: date) -> list[Fact]:
    area = full_names([definition.area])[definition.area]
    return overview.facts(definition, area, on=on)


def _target_sentences(definition: Definition) -> list[str]:
    kinds = shipped_kinds()
    return [
        in_own_language(target_sentence(target, definition, kinds)) for target in definition.targets
    ]
