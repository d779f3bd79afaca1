"""Tables that can be read on a phone: each cell learns the heading of its column."""

import re

from django.utils.html import strip_tags

_TAG = re.compile(r"<(/?)(thead|tr|th|td)\b([^>]*)>")


def labelled(html: str) -> str:
    """The same table with ``data-label`` on each body cell.

    Rows with a ``colspan`` keep their cells as they are: they span headings.

    >>> labelled("<thead><tr><th>姓名</th></tr></thead><tbody><tr><td>甲</td></tr></tbody>")
    '<thead><tr><th>姓名</th></tr></thead><tbody><tr><td data-label="姓名">甲</td></tr></tbody>'
    """
    head, closing, body = html.partition("</thead>")
    if not closing:
        return html
    headings = [
        " ".join(strip_tags(cell).split()).replace('"', "&quot;")
        for cell in re.findall(r"(?s)<th\b[^>]*>(.*?)</th>", head)
    ]
    column = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal column
        slash, name, attributes = found.groups()
        if slash:
            return found[0]
        if name == "tr":
            column = 0
            return found[0]
        place, column = column, column + 1
        if "colspan" in attributes or "data-label" in attributes or place >= len(headings):
            return found[0]
        return f'<{name} data-label="{headings[place]}"{attributes}>'

    return head + closing + _TAG.sub(mark, body)
