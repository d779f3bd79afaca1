"""What service brings the person who served: recognitions, chosen by ``kind``."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .vocabulary import PartyRole, Rank
from .words import Amount, Code, Count, Section, Text


class Recognition(Section, frozen=True, kw_only=True, tag_field="kind"):
    """What every recognition may say beside its own figures."""

    source: Code | None = None
    note: Text | None = None


class CountsBeforeTitle(Recognition, frozen=True, kw_only=True, tag="counts_before_title"):
    """Counts as the grassroots service owed before a title."""

    label: ClassVar[Text] = Text(zh="计入晋升前服务", en="counts before a title")

    title: Rank | None = None


class EarlierApplication(Recognition, frozen=True, kw_only=True, tag="earlier_application"):
    """A title may be applied for so many years earlier after enough service."""

    label: ClassVar[Text] = Text(zh="提前申报", en="earlier application")

    years: Count
    after_years: Count = 1


AreaClass = Annotated[
    int, Meta(ge=1, le=6, extra={"zh": "1 至 6 的地区类别", "en": "an area class of 1 to 6"})
]


class ClassPoints(Section, frozen=True, kw_only=True):
    """Points a year for service in some classes of area, by the result of the appraisal."""

    area_classes: Annotated[tuple[AreaClass, ...], Meta(min_length=1)]
    passed: Amount
    excellent: Amount


class Points(Recognition, frozen=True, kw_only=True, tag="points"):
    """Points per year served, by class of area."""

    label: ClassVar[Text] = Text(zh="加分", en="points")

    by_class: Annotated[tuple[ClassPoints, ...], Meta(min_length=1)]


class FewerPapers(Recognition, frozen=True, kw_only=True, tag="fewer_papers"):
    """So many papers fewer are asked for a title."""

    label: ClassVar[Text] = Text(zh="减少论文", en="fewer papers")

    papers: Count = 1
    only_excellent: bool = True


class NoFurtherTraining(Recognition, frozen=True, kw_only=True, tag="no_further_training"):
    """Continuing education credits are not asked while posted."""

    label: ClassVar[Text] = Text(zh="免修学分", en="no further training")


class OutsidePostQuota(Recognition, frozen=True, kw_only=True, tag="outside_post_quota"):
    """After so many years a title is appointed outside the unit's quota of posts."""

    label: ClassVar[Text] = Text(zh="不占岗位职数", en="outside the post quota")

    after_years: Count


class Subsidy(Recognition, frozen=True, kw_only=True, tag="subsidy"):
    """A subsidy, and who pays it; wages stay with the own unit."""

    label: ClassVar[Text] = Text(zh="补助", en="subsidy")

    paid_by: PartyRole = PartyRole.SENDER
    yuan_a_month: Amount | None = None


AnyRecognition = (
    CountsBeforeTitle
    | EarlierApplication
    | Points
    | FewerPapers
    | NoFurtherTraining
    | OutsidePostQuota
    | Subsidy
)
