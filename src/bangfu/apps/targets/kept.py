"""The page of a review: its figures as they were kept, those in reach, and what changed since."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from bangfu.apps.targets.models import Review
from bangfu.apps.targets.queries.board import Line
from bangfu.apps.targets.queries.frozen import changes, digest_of, value_of
from bangfu.apps.targets.queries.stage import Stage
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text
from bangfu.core.targets import State, Verdict
from bangfu.web.wording import MISSING, in_own_language

from . import pages, wording


def review_page(stage: Stage, frame: pages.Frame, row: Review, now: Sequence[Line]) -> pages.Review:
    """A kept review; who follows some institutions only reads theirs."""
    seen = {member.code for member in stage.members}
    figures = [
        {**line, "members": [m for m in line["members"] if stage.whole or m["institution"] in seen]}
        for line in row.figures
    ]
    units = {line["target"]: _unit(line) for line in figures}
    asked = row.asked.all() if stage.whole else row.asked.filter(institution__code__in=seen)
    answers = list(asked.values_list("note", flat=True))
    return pages.Review(
        frame=frame,
        title=row.title,
        on=row.on,
        kept_at=row.kept_at,
        by=str(row.kept_by or ""),
        edition=row.edition,
        digest=row.digest,
        intact=digest_of(row.figures) == row.digest,
        wholes=[_kept(line, line["whole"], "") for line in figures] if stage.whole else [],
        lags=[
            _kept(line, one, one["name"])
            for line in figures
            for one in line["members"]
            if State.of(one["state"]).lags or not stage.whole
        ],
        changes=[
            pages.ChangeRow(
                title=change.title,
                institution=change.institution,
                was=wording.amount(change.was, units[change.target]),
                now=wording.amount(change.now, units[change.target]),
            )
            for change in changes(figures, now)
        ],
        asked=len(answers),
        answered=len([note for note in answers if note]),
    )


def _kept(line: Mapping[str, Any], one: Mapping[str, Any], institution: str) -> pages.KeptRow:
    state = State.of(one["state"])
    asked = Fraction(one["asked"]) if one["asked"] is not None else None
    return pages.KeptRow(
        title=in_own_language(Text(zh=line["title"]["zh"], en=line["title"]["en"])),
        institution=institution,
        asked=wording.amount(asked, _unit(line)),
        done=wording.amount(value_of(one), _unit(line)),
        due=MISSING if line["share_due"] is None else wording.share(line["share_due"]),
        state=in_own_language(state.label),
        tone=wording.TONES[state],
        verdict=in_own_language(Verdict.of(one["verdict"]).label) if one["verdict"] else "",
    )


def _unit(line: Mapping[str, Any]) -> Unit | None:
    return Unit.of(line["unit"]) if line["unit"] else None
