"""The form of a grade or a star, with its gates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.scheme import Band
from bangfu.web.wording import in_own_language

from .scheme_fields import FigureField, RowForm, choose, offer, offer_sources, words_field

MORE = 2
"""Empty lines after the gates, or tie-breakers, that are there."""


class BandForm(RowForm):
    """A grade or a star: where it begins, how many may have it, what else it asks."""

    row = Band
    handles = ("gates",)

    title = words_field(_("名称"))
    title_en = words_field(_("英文名称"), required=False)
    from_score = FigureField(label=_("总分不低于"))
    below = FigureField(label=_("总分低于"), required=False, help_text=_("不填则到上一档为止"))
    share_at_most = FigureField(
        label=_("名额不超过（比例）"),
        required=False,
        percent=True,
        help_text=_("例如30%，向下取整"),
    )
    count_at_most = FigureField(label=_("名额不超过（个）"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, scheme)
        places = [(f"block:{one.code}", in_own_language(one.title)) for one in scheme.blocks]
        places += [(f"item:{one.code}", in_own_language(one.title)) for one in scheme.items]
        sources = [(one.code, in_own_language(one.what)) for one in scheme.sources]
        shown = self.data if self.is_bound else self.initial
        there = [name for name in shown if name.startswith("gate_at_")]
        self.gates = max(len(there), MORE)
        for index in range(1, self.gates + 1):
            number = {"number": index}
            self.fields[f"gate_at_{index}"] = choose(
                _("另须达到：板块或项目 %(number)d") % number, required=False
            )
            offer(self, f"gate_at_{index}", places, none=_("无"))
            self.fields[f"gate_points_{index}"] = FigureField(
                label=_("不低于多少分 %(number)d") % number, required=False
            )
            self.fields[f"gate_source_{index}"] = choose(
                _("门槛依据 %(number)d") % number, required=False
            )
            offer(self, f"gate_source_{index}", sources, none=_("未注明"))

    @classmethod
    def told(cls, row: Any) -> dict[str, Any]:
        """What the fields show of a band: its gates, and empty lines for more."""
        found = super().told(row)
        for index in range(1, len(row.gates) + MORE + 1):
            found[f"gate_at_{index}"] = ""
        for index, gate in enumerate(row.gates, start=1):
            place = f"block:{gate.block}" if gate.block else f"item:{gate.item}"
            found |= {
                f"gate_at_{index}": place,
                f"gate_points_{index}": gate.at_least,
                f"gate_source_{index}": gate.source,
            }
        return found

    def clean(self) -> dict[str, Any]:
        """A gate is a place and its points, both or neither."""
        given = super().clean()
        for index in range(1, self.gates + 1):
            place, points = given.get(f"gate_at_{index}"), given.get(f"gate_points_{index}")
            if place and points is None and f"gate_points_{index}" not in self.errors:
                self.add_error(f"gate_points_{index}", _("请填写须达到的分数，或不选板块和项目。"))
            if points is not None and not place:
                self.add_error(f"gate_at_{index}", _("请选择哪个板块或项目须达到这个分数。"))
        return given

    def plain(self) -> dict[str, Any]:
        """The band as it would stand in a file."""
        gates = []
        for index in range(1, self.gates + 1):
            place, points, source = (
                self.cleaned_data.get(f"{name}_{index}")
                for name in ("gate_at", "gate_points", "gate_source")
            )
            if place and points is not None:
                kind, _colon, code = place.partition(":")
                named = {"source": source} if source else {}
                gates.append({kind: code, "at_least": points, **named})
        return super().plain() | ({"gates": gates} if gates else {})
