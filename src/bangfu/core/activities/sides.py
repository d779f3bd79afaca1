"""Who gives, who receives, and which of them confirms what the other has entered."""

from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.programmes.words import Coded


class Side(Coded):
    """From which side somebody speaks about an activity."""

    GIVER = "giver", "帮扶方", "the helping side"
    HOST = "host", "受援方", "the side helped"
    AUTHORITY = "authority", "主管部门", "the authority"


def confirming(*, entered_by: Side, has_host: bool, asked: PartyRole) -> Side:
    """The side that confirms an entry: the other one, and never the one that made it.

    ``asked`` is whom the programme names. Where an activity has no host (Party work, a volunteer
    day) only the authority stands opposite; and opposite the authority, whoever gave.

    >>> confirming(entered_by=Side.GIVER, has_host=True, asked=PartyRole.HOST).value
    'host'
    >>> confirming(entered_by=Side.HOST, has_host=True, asked=PartyRole.HOST).value
    'giver'
    """
    if not has_host or asked in (PartyRole.AUTHORITY, PartyRole.PARTY_OFFICE):
        return Side.GIVER if entered_by is Side.AUTHORITY else Side.AUTHORITY
    return Side.GIVER if entered_by is Side.HOST else Side.HOST
