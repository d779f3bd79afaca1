"""From papers and their reader to what a page offers: tabs, kinds by group, facts, buttons."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.core.documents.paper import Block
from bangfu.core.documents.reading import read_paper
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.refusal import Refusal
from bangfu.web.components import Fact, Tab
from bangfu.web.wording import day, in_own_language

from . import making, pages
from .forms import papers as forms
from .kinds import GROUPS, KINDS
from .kinds.frame import Absolute, Kind
from .models import Document
from .queries.lists import TONES, State, state_of
from .queries.reach import CHANGE_TEMPLATE, ISSUE, MAKE, acts_for


def tabs_of(user: User, current: str) -> list[Tab]:
    """The pages of papers that somebody may open; asks nothing but the grants."""
    found = [("document_list", _("全部文书"))]
    if user.has_perm(MAKE):
        found.append(("new_document", _("制作文书")))
    if user.has_perm(CHANGE_TEMPLATE):
        found.append(("document_templates", _("模板和文号")))
    return [Tab(title, reverse(name), current=name == current) for name, title in found]


def kind_groups(user: User) -> list[tuple[str, list[pages.KindRow]]]:
    """The kinds of papers by what they are for; one about nothing in reach is not offered."""
    found = []
    for title, codes in GROUPS:
        rows = [
            pages.KindRow(
                code.value,
                in_own_language(code.label),
                in_own_language(KINDS[code].about),
                "file-text",
            )
            for code in codes
            if code in KINDS and KINDS[code].offered(user)
        ]
        if rows:
            found.append((in_own_language(title), rows))
    return found


def document_page(
    found: Document, user: User, form: forms.TypedForm | None, *, absolute: Absolute
) -> pages.Document:
    """One paper with what its reader may do."""
    kind = making.kind_of(found)
    state = state_of(found)
    makes = found.is_draft and acts_for(user, found.office, MAKE)
    issues = acts_for(user, found.office, ISSUE)
    draft, blocks, fault = _shown(found, kind, absolute)
    return pages.Document(
        pk=found.pk,
        title=found.title,
        kind=in_own_language(kind.code.label),
        state=in_own_language(state.label),
        tone=TONES[state],
        facts=_facts(found),
        is_draft=found.is_draft,
        blocks=blocks,
        fault=fault,
        form=(form or _form(found, kind)) if makes and kind.typed else None,
        behind=_behind(draft) if draft else (),
        seen=draft.digest if draft else "",
        lacking=[
            in_own_language(one.label) for one in kind.typed if draft and one.name in draft.empty
        ],
        issues=issues and found.is_draft and draft is not None,
        drops=makes,
        withdraws=issues and state is State.ISSUED,
        has_files=state is not State.DROPPED and not fault,
    )


def _shown(
    found: Document, kind: Kind, absolute: Absolute
) -> tuple[making.Draft | None, Sequence[Block], str]:
    """What a paper says now, or what keeps it from being shown."""
    try:
        if found.word_file is not None:
            content = making.kept(found.word_file, found.title)
            return None, read_paper(content, name=found.title).blocks, ""
        if not found.is_draft:
            return None, (), ""
        draft = making.drafted(found, on=timezone.localdate(), absolute=absolute)
        form = making.form_in_use(found.office, kind)
        return draft, making.paper_of(kind, form, draft.values).blocks, ""
    except Refusal as refused:
        return None, (), in_own_language(refused)


def _form(found: Document, kind: Kind) -> forms.TypedForm:
    seen = found.changed_at.isoformat()
    return forms.TypedForm(initial={**found.typed, "seen": seen}, kind=kind)


def _behind(draft: making.Draft) -> list[pages.Behind]:
    """The figures whose rows can be opened, in the order in which they were gathered."""
    return [
        pages.Behind(label=one.label, value=one.value, url=one.url) for one in draft.gathered.behind
    ]


def _facts(found: Document) -> list[Fact]:
    facts = [
        Fact(_("文书种类"), in_own_language(DocumentKind.of(found.kind).label)),
        Fact(_("发文单位"), found.office.name),
    ]
    if found.programme:
        facts.append(Fact(_("项目"), found.programme.title))
    facts.append(Fact(_("起草"), _by(found.made_by, found.made_at)))
    if found.issued_at:
        facts += [
            Fact(_("文号"), found.number),
            Fact(_("签发"), _by(found.issued_by, found.issued_at)),
            Fact(_("内容摘要"), found.digest[:16]),
        ]
    if found.withdrawn_at:
        facts += [
            Fact(_("撤回"), _by(found.withdrawn_by, found.withdrawn_at)),
            Fact(_("撤回原因"), found.withdraw_reason),
        ]
    return facts


def _by(who: User | None, at: datetime) -> str:
    on = day(timezone.localdate(at))
    return f"{who}　{on}" if who else str(on)
