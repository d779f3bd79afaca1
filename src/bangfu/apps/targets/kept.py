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
from .rows import address


def review_page(stage: Stage, frame: pages.Frame, row: Review, now: Sequence[Line]) -> pages.Review:
    """A kept review; who follows some institutions only reads theirs."""
    seen = {member.code for member in stage.members}
    figures = [
        {**line, "members": [m for m in line["members"] if stage.whole or m["institution"] in seen]}
        for line in row.figures
    ]
    units = {line["target"]: _unit(line) for line in figures}
    asked = row.asked.all() if stage.whole else row.asked.filter(institution__code__in=seen)
    asks = list(asked.values_list("target", "institution__code", "institution", "note"))
    answers = [note for *_, note in asks]
    open_ = {(key, code): pk for key, code, pk, note in asks if not note}

    def explain_url(line: Mapping[str, Any], one: Mapping[str, Any]) -> str:
        pk = open_.get((line["target"], one["institution"]))
        if pk is None:
            return ""
        day = row.on.isoformat()
        return address("explain_lag", stage, target=line["target"], institution=pk, on=day)

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
            _kept(line, one, one["name"], explain_url(line, one))
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


def _kept(
    line: Mapping[str, Any], one: Mapping[str, Any], institution: str, explain_url: str = ""
) -> pages.KeptRow:
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
        verdict=_verdict(one["verdict"]),
        explain_url=explain_url,
    )


def _verdict(code: str | None) -> str:
    """What was expected; of what is reached the state says so already."""
    found = Verdict.of(code) if code else Verdict.REACHED
    return "" if found is Verdict.REACHED else in_own_language(found.label)


def _unit(line: Mapping[str, Any]) -> Unit | None:
    return Unit.of(line["unit"]) if line["unit"] else None
