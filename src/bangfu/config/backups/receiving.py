"""The second process of a move: tables come on standard input, a refusal goes to standard error."""

import sys

from bangfu.config.command import REFUSED, language, set_up_django
from bangfu.core.refusal import Refusal


def main() -> int:
    """Fill this process's database; 2 where it was refused, and then nothing was changed."""
    try:
        set_up_django()
        # Its models need Django set up.
        from .moving import receive

        receive(sys.stdin.buffer)
    except Refusal as refusal:
        print(refusal.in_language(language()), file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
