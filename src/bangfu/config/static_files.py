"""Style sheets, scripts and icons, gathered under hashed names for far-future caching.

Compressing them takes seconds, so it is done only when one of them has changed.
"""

import hashlib
from pathlib import Path

from bangfu.config.progress import bar

STAMP = ".gathered"


def gather() -> bool:
    """Collect and compress what pages load, if anything changed; whether there was work.

    Needs Django set up.
    """
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / STAMP
    current = _digest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == current:
        return False
    with bar("整理页面资源"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(current, encoding="utf-8")
    return True


def _digest() -> str:
    """A sum over the names and contents of all static files, and how they are stored."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            found.update(name.encode())
            found.update(Path(storage.path(name)).read_bytes())
    return found.hexdigest()
