"""The places of the five programmes, who takes part in which, and the rounds held there."""

from dataclasses import dataclass
from datetime import date

from bangfu.apps.programmes.models import Programme

from . import deputies, dongying, fukang, group, jinzhou, programmes, rows, support, wolong
from .cast import Cast
from .casting import Casting
from .dongying import Dongying
from .fukang import Fukang
from .gazetteer import Gazetteer
from .jinzhou import Jinzhou
from .rounds import Round
from .wolong import Wolong


@dataclass(frozen=True, slots=True)
class Stage:
    """The places of the five programmes."""

    city: Dongying
    pair: Fukang
    district: Wolong
    party_city: Jinzhou
    prefecture: Cast

    @classmethod
    def built(cls, casting: Casting, areas: Gazetteer) -> "Stage":
        """All places, in one fixed order."""
        return cls(
            dongying.build(casting, areas),
            fukang.build(casting, areas),
            wolong.build(casting, areas),
            jinzhou.build(casting, areas),
            fukang.prefecture(casting),
        )

    @property
    def casts(self) -> tuple[Cast, ...]:
        """Everybody, place by place."""
        places = (self.city, self.pair, self.district, self.party_city)
        return *(place.cast for place in places), self.prefecture

    def take_part(self, register: rows.Register, *, on: date) -> dict[str, Programme]:
        """Adopt the programmes, and have everybody join and pair as they say."""
        held = programmes.adopt_shipped(on=on)
        small = [("small_hospitals", one) for one in self.party_city.small]
        for code, cast, extra in (
            (deputies.CODE, self.city.cast, []),
            (group.CODE, self.city.cast, []),
            (support.CODE, self.pair.cast, []),
            (wolong.CODE, self.district.cast, []),
            (jinzhou.CODE, self.party_city.cast, small),
        ):
            programmes.join(held[code], cast, register, extra=extra)
        programmes.pair(held[group.CODE], group.ties(self.city), register)
        programmes.pair(held[support.CODE], support.ties(self.pair), register)
        next_year = date(on.year + 1, 1, 1)
        for code, until in (
            (deputies.CODE, deputies.current_end(on)),
            (group.CODE, group.one_year_after(group.current_start(on))),
            (support.CODE, next_year),
            (wolong.CODE, next_year),
            (jinzhou.CODE, next_year),
        ):
            programmes.carry_on(held[code], until=until, on=on)
        return held


@dataclass(frozen=True, slots=True)
class Script:
    """Rounds in the order in which they were held, and single appointments after them."""

    rounds: tuple[Round, ...]
    appointments: group.Appointments

    @classmethod
    def written(cls, stage: Stage, casting: Casting) -> "Script":
        """Who is offered to one programme of the city is not offered to the other."""
        of_city = deputies.rounds(stage.city, casting)
        busy = {key for each in of_city for key in each.offered}
        of_group = group.rounds(stage.city, casting, busy=busy)
        taken = busy | of_group[-1].offered
        extra = group.appointments(stage.city, casting, busy=taken)
        taken |= {stay.worker.key for stay in extra.stays}
        upcoming = group.upcoming(stage.city, casting, busy=taken)
        of_pair = support.rounds(stage.pair, casting)
        return cls((*of_city, *of_group, *of_pair, upcoming), extra)
