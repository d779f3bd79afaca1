"""The field in which files are chosen: several at once, on a phone from camera or album."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.core.evidence import Clean, Limits, checked, shipped
from bangfu.core.evidence.kinds import ACCEPT
from bangfu.core.evidence.refusals import FileRefused, TooManyFiles, UploadTooLarge, megabytes
from bangfu.core.refusal import Refusal
from bangfu.web.wording import in_own_language


class EvidenceInput(forms.FileInput):
    """The browser's own file field, for several files; it needs no script.

    Without ``capture`` a phone offers the camera and the album alike.
    """

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT, **(attrs or {})})


class EvidenceField(forms.FileField):
    """Files that prove something; its value is a list of ``Clean``, empty where none was chosen.

    Every file that is refused is named with what to do; ``detach`` and the like are actions.
    """

    widget = EvidenceInput

    def __init__(self, *, limits: Limits | None = None, **kwargs: Any) -> None:
        self.limits = limits or shipped()
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("佐证材料"))
        kwargs.setdefault("help_text", allowed_in_words(self.limits))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        """Every file checked and cleaned; raises ``ValidationError`` with one line for each."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            refuse_many(files, self.limits)
        except Refusal as refused:
            raise ValidationError(in_own_language(refused), code="many") from None
        taken, refused_files = sorted_out(files, self.limits)
        if refused_files:
            raise ValidationError([in_own_language(refused) for refused in refused_files])
        return taken

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


def refuse_many(files: Sequence[UploadedFile[Any]], limits: Limits | None = None) -> None:
    """Raises ``TooManyFiles`` or ``UploadTooLarge``, before anything is opened."""
    upload = (limits or shipped()).upload
    if len(files) > upload.max_files:
        raise TooManyFiles(given=len(files), limit=upload.max_files)
    size = sum(file.size or 0 for file in files)
    # One file that is too large says so itself, in words of its own kind.
    if len(files) > 1 and size > upload.max_bytes:
        raise UploadTooLarge(size=size, limit=upload.max_bytes)


def allowed_in_words(limits: Limits) -> str | Promise:
    """Kinds and sizes in one line, in the reader's language."""

    def said() -> str:
        return _(
            "照片（JPG、PNG）、PDF、Excel、Word或CSV，单个不超过%(size)s，一次最多%(files)s个；不收视频。"
        ) % {"size": megabytes(limits.max_bytes), "files": limits.upload.max_files}

    return lazy(said, str)()
