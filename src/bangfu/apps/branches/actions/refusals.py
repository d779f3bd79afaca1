"""What is refused of Party branches."""

from bangfu.core.refusal import Refusal


class BranchEnded(Refusal):
    """The branch was dissolved or merged."""


class DayWrong(Refusal):
    """The day cannot be."""


class JointNeedsSeveral(Refusal):
    """A joint branch has two institutions or more."""


class AlreadyJoined(Refusal):
    """The institution belongs to a joint branch already."""


class AlreadyKnown(Refusal):
    """The institution has a branch of that name, or the same was entered before."""


class TooFewMembers(Refusal):
    """A branch of one institution wants more full members, where the setting refuses."""


class DepartmentElsewhere(Refusal):
    """The department is one of another institution."""


class DepartmentTaken(Refusal):
    """Another branch covers the department."""


class FigureWrong(Refusal):
    """A number cannot be."""


class NotOfThisBranch(Refusal):
    """The institution or the person does not belong to the branch."""


class MergedElsewhere(Refusal):
    """The branch it should go into cannot take it."""


class NoSuchPaper(Refusal):
    """The base file has no such paper."""


class NothingChanges(Refusal):
    """Nothing would be different."""
