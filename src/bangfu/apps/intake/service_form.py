"""How a person serves: the forms a need asks for, a nomination offers and a posting takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.core.programmes.vocabulary import Form

FULL_TIME = 10
"""Half-days of work in a week."""


class ServiceForm(models.TextChoices):
    """The forms of service of the programme definitions (``core.programmes.vocabulary.Form``)."""

    RESIDENT = "resident", _("常驻")
    LEADERSHIP = "leadership", _("任职帮扶")
    ROTATING = "rotating", _("轮换支医")
    VISITING = "visiting", _("坐诊")
    PART_TIME = "part_time", _("半脱产")
    TEAM = "team", _("组团式帮扶")
    VILLAGE = "village", _("驻村")
    MOBILE = "mobile", _("巡回医疗")
    STUDIO = "studio", _("名医工作室")
    PAIRING = "pairing", _("结对帮扶")
    FLEXIBLE = "flexible", _("柔性引才")

    @property
    def by_sessions(self) -> bool:
        """Whether it takes so many half-days a week; the others take the whole person."""
        return self.value in BY_SESSIONS


CALLED: dict[str, Form] = {form.value: form for form in Form}
"""The names of each form in both languages, for sentences that are said in both at once."""

BY_SESSIONS: tuple[str, ...] = ("visiting", "part_time", "mobile", "studio", "pairing", "flexible")
