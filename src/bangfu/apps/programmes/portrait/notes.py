"""Where each sentence of a page comes from: numbered marks, listed at the foot of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition, Text
from bangfu.core.programmes.parties import Assumption, BasisDocument, Passage
from bangfu.web.wording import day, enumerated, in_own_language


@dataclass(frozen=True, slots=True)
class Note:
    """A source: ``mark`` is what stands behind a sentence, ``anchor`` names its line below.

    ``quotes`` are the words it came from, where the definition keeps them.
    """

    mark: str
    anchor: str
    title: str
    detail: str
    assumed: bool
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a definition with its source."""

    words: str
    note: Note | None = None
    detail: str = ""


class Notes:
    """The sources of one definition; remembers which of them a page has cited."""

    def __init__(self, definition: Definition) -> None:
        documents = enumerate(definition.basis.documents, 1)
        passages = enumerate(definition.basis.passages, 1)
        assumptions = enumerate(definition.assumptions, 1)
        self._by_code = {
            **{document.code: _of_document(document, n) for n, document in documents},
            **{passage.code: _of_passage(passage, n, definition) for n, passage in passages},
            **{assumed.code: _of_assumption(assumed, n) for n, assumed in assumptions},
        }
        self._cited: set[str] = set()

    def of(self, source: str | None) -> Note | None:
        """The note of a source's code, remembered as cited."""
        note = self._by_code.get(source or "")
        if note:
            self._cited.add(source or "")
        return note

    def clause(self, text: Text, source: str | None, *, detail: Text | None = None) -> Clause:
        """A sentence in the reader's language with its note."""
        return Clause(say(text), self.of(source), say(detail) if detail else "")

    def clauses(self, texts: Iterable[Text], source: str | None) -> list[Clause]:
        """Several sentences of one source."""
        return [self.clause(text, source) for text in texts]

    def every(self) -> list[Note]:
        """All sources of the definition: documents, then passages of them, then assumptions."""
        return list(self._by_code.values())

    def cited(self) -> list[Note]:
        """What has been cited so far: documents, then passages, then assumptions."""
        return [note for code, note in self._by_code.items() if code in self._cited]


def say(text: Text) -> str:
    """A definition's text in the reader's language."""
    return in_own_language(text)


def document_line(document: BasisDocument) -> str:
    """What identifies a document beside its title: number, publisher, day, note."""
    parts = [
        document.number,
        say(document.publisher) if document.publisher else "",
        day(document.on) if document.on else "",
        say(document.note) if document.note else "",
    ]
    return " · ".join(part for part in parts if part)


def _of_document(document: BasisDocument, number: int) -> Note:
    kind = in_own_language(document.role.label)
    line = document_line(document)
    return Note(
        mark=str(number),
        anchor=f"source-{document.code}",
        title=say(document.title),
        detail=f"{kind} · {line}" if line else kind,
        assumed=False,
    )


def _of_passage(passage: Passage, number: int, definition: Definition) -> Note:
    document = definition.basis.document_of(passage.code)
    stated = [in_own_language(each.label) for each in passage.states]
    return Note(
        mark=_("摘%(number)s") % {"number": number},
        anchor=f"source-{passage.code}",
        title=say(document.title) if document else "",
        detail=enumerated(stated),
        assumed=False,
        quotes=passage.quotes,
    )


def _of_assumption(assumption: Assumption, number: int) -> Note:
    return Note(
        mark=_("设%(number)s") % {"number": number},
        anchor=f"source-{assumption.code}",
        title=say(assumption.what),
        detail=say(assumption.why),
        assumed=True,
    )
