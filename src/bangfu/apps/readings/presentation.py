"""From a reading to what its pages show."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.apps.evidence.queries import Attached
from bangfu.apps.programmes import second_reader
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.notices.lines import NOISE
from bangfu.core.readings import Addable, Kept, Part, Sort, Verdict
from bangfu.core.readings.kept import KeptSentence
from bangfu.core.readings.proposing import NEEDED
from bangfu.web.components import Fact, Tab, Tone
from bangfu.web.wording import in_own_language, moment, number

from . import pages
from .forms import CorrectForm
from .marking import Marked
from .models import DraftValue, NoticeReading
from .wording import REPAIRS, label_of, said, sure_of, verdict_of

EXAMPLES = 12
"""Repairs of one rule that are shown; the whole list can be downloaded with the command line."""
TONES: dict[str, Tone] = {
    "waiting": "brand",
    "asking": "brand",
    "ready": "warn",
    "refused": "danger",
    "adopted": "ok",
    "discarded": "neutral",
}


def row_of(reading: NoticeReading) -> pages.ReadingRow:
    """A draft of the list; its values are counted by the query."""
    total, waiting = reading.valued, reading.waiting  # type: ignore[attr-defined]
    programme = reading.edition.programme if reading.edition else None
    return pages.ReadingRow(
        pk=reading.pk,
        title=str(reading),
        name=reading.name,
        state=reading.get_state_display(),
        tone=TONES[reading.state],
        by=str(reading.started_by or ""),
        touched_at=reading.touched_at,
        decided=total - waiting,
        total=total,
        programme=str(programme or ""),
        programme_code=programme.code if programme else "",
    )


class Shown:
    """One reading on its way to its page; ``editing`` is the value whose field is open."""

    def __init__(
        self,
        reading: NoticeReading,
        *,
        stretch: int = 1,
        editing: int | None = None,
        form: CorrectForm | None = None,
    ) -> None:
        self.reading, self.read = reading, reading.read
        self.values = list(reading.values.all())
        self.marked = Marked(self.read, self.values)
        self.stretch = min(max(1, stretch), self.marked.count)
        self.is_open = reading.state == NoticeReading.State.READY
        self.editing, self.form = editing, form
        codes = {text for v in self.values if v.place == "area" for text in (v.kept, v.read)}
        self.areas = full_names(codes - {""})

    def page(self, files: Sequence[Attached], *, refusal: str = "") -> pages.ReadingDraft:
        """The notice and its draft side by side."""
        reading, read = self.reading, self.read
        decided = sum(value.verdict != Verdict.OPEN.value for value in self.values)
        return pages.ReadingDraft(
            pk=reading.pk,
            title=str(reading),
            name=reading.name,
            state=reading.get_state_display(),
            tone=TONES[reading.state],
            is_open=self.is_open,
            is_programme=read.is_programme,
            decided=decided,
            total=len(self.values),
            facts=self._facts(),
            files=files,
            conflicts=[self._told(each) for each in read.conflicts],
            gaps=[self._told(each) for each in read.gaps],
            sums=self._sums(),
            paragraphs=self.marked.paragraphs(self.stretch),
            stretches=self._stretches(),
            repairs=repairs_of(read),
            repaired=len(read.repairs),
            dropped=sum(line.label == NOISE for line in read.lines),
            parts=self._parts(),
            refusal=refusal or self._second_refusal(),
            asks_second=self.is_open and second_reader.is_configured(),
            addable=[(str(one), in_own_language(one.label)) for one in Addable],
        )

    def _facts(self) -> list[Fact]:
        reading = self.reading
        return [
            Fact(_("提交人"), str(reading.started_by or _("系统"))),
            Fact(_("提交时间"), moment(reading.started_at)),
            Fact(_("字数"), number(sum(not sign.isspace() for sign in self.read.text))),
        ]

    def _second_refusal(self) -> str:
        english, chinese = self.reading.refusal_en, self.reading.refusal_zh
        return in_own_language(KeptSentence(chinese, english)) if chinese else ""

    def _told(self, each: KeptSentence) -> pages.Told:
        """What is said, and the values it is about; else the sentence of each fact."""
        links: dict[str, str] = {}
        about = set(each.facts)
        for value in self.values:
            stands = each.place and f"{value.place}.".startswith(f"{each.place}.")
            if stands or about & set(value.fact_numbers):
                links.setdefault(f"#v{value.pk}", label_of(value))
        if not links:
            for fact in each.facts:
                links.setdefault(self.marked.sentence_url(fact, self.stretch), _("见原文"))
        return pages.Told(in_own_language(each), list(links.items())[:4])

    def _sums(self) -> list[pages.SumShown]:
        found: dict[str, pages.SumShown] = {}
        for each in self.read.sums:
            parts = [float(self.read.facts[part].value) for part in each.parts]
            total = float(self.read.facts[each.total].value)
            words = f"{' + '.join(number(part) for part in parts)} = {number(sum(parts))}"
            agrees = sum(parts) == total
            said_there = "" if agrees else _("，文中写%(total)s") % {"total": number(total)}
            url = self.marked.sentence_url(each.total, self.stretch)
            found.setdefault(words, pages.SumShown(words + said_there, agrees, url))
        return list(found.values())

    def _stretches(self) -> list[Tab]:
        if self.marked.count < 2:
            return []
        return [
            Tab(
                _("第%(number)s段") % {"number": n},
                f"?text={n}#text",
                current=n == self.stretch,
            )
            for n in range(1, self.marked.count + 1)
        ]

    def _parts(self) -> list[pages.PartShown]:
        by_part: dict[str, list[DraftValue]] = defaultdict(list)
        for value in self.values:
            by_part[value.part].append(value)
        return [
            pages.PartShown(
                code=part.value,
                title=in_own_language(part.label),
                decided=sum(v.verdict != Verdict.OPEN.value for v in by_part[part.value]),
                total=len(by_part[part.value]),
                waiting=sum(
                    v.verdict == Verdict.OPEN.value and bool(v.kept) for v in by_part[part.value]
                )
                if self.is_open
                else 0,
                cards=[self.card(value) for value in by_part[part.value]],
            )
            for part in Part
            if by_part[part.value]
        ]

    def card(self, value: DraftValue) -> pages.Card:
        """One value as its card shows it."""
        words, tone = verdict_of(value)
        changed = value.verdict == Verdict.CORRECTED.value and value.read
        return pages.Card(
            pk=value.pk,
            revision=value.revision,
            label=label_of(value),
            said=said(value, value.kept, self.areas),
            was=said(value, value.read, self.areas) if changed else "",
            verdict=value.verdict,
            verdict_words=words,
            tone=tone,
            by=str(value.decided_by or ""),
            sure=sure_of(value),
            is_second=value.is_second,
            may_accept=bool(value.kept) or value.place == "area",
            may_discard=value.place not in NEEDED,
            sentences=self.marked.sentences_of(value),
            quotes=self.marked.quotes(value, self.stretch),
            form=self._form_of(value),
        )

    def _form_of(self, value: DraftValue) -> CorrectForm | None:
        if not self.is_open or value.pk != self.editing:
            return None
        return self.form or correct_form(value)


def correct_form(value: DraftValue, typed: str | None = None, error: str = "") -> CorrectForm:
    """The field of one value with what stands, or with what was typed and refused."""
    sort = Sort(value.sort)
    standing = value.kept if typed is None else typed
    initial: object = standing.split() if sort is Sort.CONDITIONS else standing
    data = None
    if typed is not None:
        data = {"typed": initial}
    form = CorrectForm(
        data,
        initial={"typed": initial},
        sort=sort,
        label=label_of(value),
        auto_id=f"t{value.pk}_%s",
    )
    if error:
        form.add_error(None, error)
    return form


def repairs_of(read: Kept) -> list[pages.RepairGroup]:
    """What was repaired, by rule, the most frequent first."""
    counts = Counter(each.rule for each in read.repairs)
    examples: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for each in read.repairs:
        if len(examples[each.rule]) < EXAMPLES:
            pair = (_visible(each.before), _visible(each.after))
            examples[each.rule].setdefault(pair)
    return [
        pages.RepairGroup(str(REPAIRS.get(rule, rule)), count, list(examples[rule]))
        for rule, count in counts.most_common()
    ]


def _visible(text: str) -> str:
    """Blank text so that it can be seen."""
    shown = text.replace("\n", "↵").replace("\u3000", "□").replace(" ", "␣")
    return (shown[:24] or "∅") if all(sign.isprintable() for sign in shown) else "□"
