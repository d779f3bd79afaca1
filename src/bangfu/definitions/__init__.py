"""Data, no code: roles, programmes, standards, areas."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def folders_of(name: str) -> list[Path]:
    """Where definitions of a sort lie: the product's own, then an office's below its data folder.

    An office adds a kind of work by putting a file into ``definitions/activities`` there.
    """
    own = Path(os.environ.get("BANGFU_DATA", "var")) / "definitions" / name
    return [FOLDER / name, own]
