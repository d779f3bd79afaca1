"""The field in which files are chosen: several at once, on a phone from camera or album."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.functional import Promise, lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.core.evidence import Clean, Limits, checked, shipped
from bangfu.core.evidence.kinds import ACCEPT
from bangfu.core.evidence.refusals import FileRefused, TooManyFiles, UploadTooLarge, megabytes
from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language

from .holding import Held, fetched, hold
from .refusals import HeldNoMore

HELD = "_held"
"""Behind the field's name: the files that were chosen in an earlier attempt."""


class EvidenceInput(forms.FileInput):
    """The browser's own file field, for several files; it needs no script.

    Without ``capture`` a phone offers the camera and the album alike. What an earlier attempt
    brought stands above it, ticked: a browser forgets the files of a form that was refused.
    """

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, **(attrs or {})})
        self.held: list[Held] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """The files chosen now, and the words of those held, as plain text."""
        chosen = files.getlist(name) if hasattr(files, "getlist") else []
        held = data.getlist(name + HELD) if hasattr(data, "getlist") else []
        return [*chosen, *held]

    def use_required_attribute(self, initial: Any) -> bool:
        """A browser would ask for a file that is here already."""
        return super().use_required_attribute(initial) and not self.held

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, after what is held."""
        field = super().render(name, value, attrs, renderer)
        if not self.held:
            return field
        values = {"name": name + HELD, "held": self.held, "field": field}
        return SafeString(render_to_string("evidence/chosen.html", values))


class EvidenceField(forms.FileField):
    """Files that prove something; its value is a list of ``Clean``, empty where none was chosen.

    Every file that is refused is named with what to do; ``detach`` and the like are actions.
    What is taken is held, so that a form refused for another reason offers it again; with
    ``holds=False`` where a draft keeps it.
    """

    widget = EvidenceInput

    def __init__(self, *, limits: Limits | None = None, holds: bool = True, **kwargs: Any) -> None:
        self.limits, self.holds = limits or shipped(), holds
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("佐证材料"))
        kwargs.setdefault("help_text", allowed_in_words(self.limits))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        """Every file checked and cleaned; raises ``ValidationError`` with one line for each."""
        given = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        earlier, refusals = _earlier([each for each in given if isinstance(each, str)])
        files = [each for each in given if not isinstance(each, str)]
        self._hold(earlier)
        try:
            refuse_many(files, self.limits, beside=len(earlier))
        except Refusal as refused:
            raise ValidationError(in_own_language(refused), code="many") from None
        chosen, refused_files = sorted_out(files, self.limits)
        taken = list({clean.digest: clean for clean in (*earlier, *chosen)}.values())
        self._hold(taken)
        if refusals := [*refusals, *refused_files]:
            raise ValidationError([in_own_language(refused) for refused in refusals])
        return taken

    def _hold(self, taken: Iterable[Clean]) -> None:
        if self.holds:
            self.widget.held = [hold(clean) for clean in taken]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was chosen."""
        return bool(data)


def sorted_out(
    files: Iterable[UploadedFile[Any]], limits: Limits | None = None
) -> tuple[list[Clean], list[FileRefused]]:
    """Files that are taken, each content once, and why others are not, for drafts."""
    taken: dict[str, Clean] = {}
    refused: list[FileRefused] = []
    for file in files:
        try:
            clean = checked(file, file.name or "", limits)
        except FileRefused as reason:
            refused.append(reason)
        else:
            taken.setdefault(clean.digest, clean)
    return list(taken.values()), refused


def refuse_many(
    files: Sequence[UploadedFile[Any]], limits: Limits | None = None, *, beside: int = 0
) -> None:
    """Raises ``TooManyFiles`` or ``UploadTooLarge``, before anything is opened.

    ``beside`` so many that are held already.
    """
    upload = (limits or shipped()).upload
    if len(files) + beside > upload.max_files:
        raise TooManyFiles(given=len(files) + beside, limit=upload.max_files)
    size = sum(file.size or 0 for file in files)
    # One file that is too large says so itself, in words of its own kind.
    if len(files) > 1 and size > upload.max_bytes:
        raise UploadTooLarge(size=size, limit=upload.max_bytes)


def _earlier(words: Iterable[str]) -> tuple[list[Clean], list[Refusal]]:
    """What an earlier attempt brought, each content once; one refusal for all that is gone."""
    found: dict[str, Clean] = {}
    gone: list[Refusal] = []
    for word in words:
        try:
            clean = fetched(word)
        except HeldNoMore as refused:
            gone = [refused]
        else:
            found.setdefault(clean.digest, clean)
    return list(found.values()), gone


def allowed_in_words(limits: Limits) -> str | Promise:
    """Kinds and sizes in one line, in the reader's language."""

    def said() -> str:
        return _(
            "照片（JPG、PNG）、PDF、Excel、Word或CSV，单个不超过%(size)s，一次最多%(files)s个；不收视频。"
        ) % {"size": megabytes(limits.max_bytes), "files": limits.upload.max_files}

    return lazy(said, str)()
