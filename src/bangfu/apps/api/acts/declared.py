"""How an act is declared: one line for the usual, named arguments for the rest."""

import re
from collections.abc import Callable
from typing import Any

from bangfu.apps.api.frame.operation import Operation

TEXT = {"type": "string"}
YES = {"type": "boolean"}
NUMBER = {"type": "integer"}
ROWS = {"type": "array", "items": {"type": ["string", "integer"]}}


def in_section(section: str) -> Callable[..., Operation]:
    """``act("needs/<int:pk>/withdraw", _("撤回需求"), "withdraw_need", WithdrawalForm)``.

    The name comes from the address, and so does the noun it is about; an address without a step
    makes a new one.
    """

    def act(path: str, title: Any, route: str, form: Any = None, **rest: Any) -> Operation:
        words = re.sub(r"<\w+:\w+>", "", path).replace("-", "_").split("/")
        code = "_".join(word for word in words if word)
        if "/" not in path:
            code, rest = f"{path}_make", {"makes": True} | rest
        given = {"about": path.partition("/")[0], "code": code} | rest
        return Operation(path=path, section=section, title=title, route=route, form=form, **given)

    return act
