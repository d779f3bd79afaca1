"""What a plan found to speak for a person, beside specialty and rank, in both languages."""

from bangfu.apps.postings.suitability import Grounds
from bangfu.core import planner
from bangfu.core.planner.tally import parts


def grounds_of(
    problem: planner.Problem, explained: planner.Explainer, duty: planner.Duty
) -> list[Grounds]:
    """A wish, service still owed, and the place among all who could be sent."""
    points = parts(problem, duty)
    place, among = explained.place_of(duty)
    found = []
    if points.get("preference", 0) > 0:
        found.append(Grounds(zh="本人愿意前往", en="wishes to go there"))
    if points.get("owed", 0) > 0:
        found.append(Grounds(zh="尚需基层服务经历", en="still owes service at a lower level"))
    found.append(
        Grounds(
            zh=f"在{among}名符合条件的人选中匹配度居第{place}位",
            en=f"place {place} by match among {among} who may be sent",
        )
    )
    return found
