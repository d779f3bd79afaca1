"""The programme in which the worlds of several stages live: senders, hosts, resident doctors."""

from collections.abc import Sequence
from datetime import date

_TEXT = """
code = "{code}"
edition = {edition}
area = "3705"
title = {{ zh = "县乡帮扶", en = "County support" }}

[term]
starts_on = {first}
ends_before = {end}

[[parties.members]]
code = "senders"
role = "sender"
title = {{ zh = "派出医院", en = "Sending hospitals" }}

[[parties.members]]
code = "hosts"
role = "host"
title = {{ zh = "受援卫生院", en = "Hosts" }}

[dispatch]
forms = ["resident"]

[[dispatch.posts]]
code = "doctors"
title = {{ zh = "驻点医师", en = "Resident doctors" }}
form = "resident"
count = 2
senders = ["senders"]
hosts = ["hosts"]

[activities]
kinds = [{kinds}]
"""


def definition(
    kinds: Sequence[str],
    *,
    first: date,
    end: date,
    edition: int = 2026,
    code: str = "county_support",
) -> str:
    """The definition of a programme that keeps these kinds of work; targets may be added behind."""
    listed = ", ".join(f'"{kind}"' for kind in kinds)
    return _TEXT.format(code=code, edition=edition, first=first, end=end, kinds=listed)
