"""A Word template filled with values: its fields stand in double braces, lists in loops.

What a template may hold beside fields is little on purpose: loops over the lists it is given and
conditions. Whatever could run, reach the program or grow without end is refused when it is read.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bangfu.core.refusal import Refusal

from .package import NotADocument, opened, steady

Values = Mapping[str, Any]
"""Texts, lists of such, and :class:`Picture`, by field."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
)
_DEEPEST = 2
_LONGEST_HEADING = 28
"""Characters: one line of an official letter."""
_HEADINGS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
)
# What XML cannot hold, and the bell that the filler would take for a new paragraph.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TemplateUnclear(Refusal):
    """A template's field cannot be read."""


class UnknownField(Refusal):
    """A template asks for a field that its kind of paper does not have."""


class Picture:
    """A picture for a field: a PNG, and how wide it stands in the text, in points."""

    def __init__(self, png: bytes, *, width: float) -> None:
        self.png = png
        self.width = width


class Line(str):
    """A paragraph of somebody's own words, which knows what level of heading it is.

    GB/T 9704-2012 numbers headings 一、 and （一）; what is longer than a line is no heading.

    >>> Line("一、总体情况").level, Line("（二）派驻").level, Line("截至6月底。").level
    (1, 2, 0)
    """

    __slots__ = ()

    @property
    def level(self) -> int:
        """1 or 2 for a heading, 0 for what stands below."""
        if len(self) > _LONGEST_HEADING or self.endswith("。"):
            return 0
        return next((level for level, begun in _HEADINGS if begun.match(self)), 0)


def filled(template: bytes, values: Values, *, name: str) -> bytes:
    """The template with its fields filled, as a Word document.

    The same template and values give the same bytes. Raises ``UnknownField``, ``TemplateUnclear``
    or ``NotADocument``.
    """
    document = _document(template, name)
    try:
        document.render(_given(document, values), jinja_env=_environment(), autoescape=True)
    except jinja2.UndefinedError as reason:
        raise _unknown(name, _asked_for(str(reason)), values) from None
    except jinja2.TemplateSyntaxError as reason:
        raise _unclear(name, str(reason.message)) from None
    written = io.BytesIO()
    document.save(written)
    return steady(written.getvalue())


def refuse_template(template: bytes, example: Values, *, name: str) -> None:
    """See that a template can be filled: what it holds, what it asks for, and that it fills.

    ``example`` has a value for every field and a row in every list. Raises what :func:`filled` and
    :func:`.package.opened` raise.
    """
    opened(template, name=name)
    for source in _sources(template, name):
        try:
            tree = _environment().parse(source)
        except jinja2.TemplateSyntaxError as reason:
            raise _unclear(name, str(reason.message)) from None
        _refuse_beyond(tree, name)
        known = set(example) | {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
        for asked in tree.find_all(nodes.Name):
            if asked.name not in known:
                raise _unknown(name, asked.name, example)
    filled(template, example, name=name)


def fields_of(template: bytes, *, name: str) -> set[str]:
    """The fields and lists that a template asks for."""
    return set(_document(template, name).get_undeclared_template_variables(_environment()))


def _environment() -> jinja2.Environment:
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    return made


def _document(template: bytes, name: str) -> DocxTemplate:
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise NotADocument(name) from None
    return document


def _sources(template: bytes, name: str) -> Iterator[str]:
    """The parts of a template that hold fields, each as the filler will read it."""
    document = _document(template, name)
    yield document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _link, part in document.get_headers_footers(kind):
            yield document.patch_xml(document.get_part_xml(part))


def _refuse_beyond(tree: nodes.Template, name: str) -> None:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise _unclear(name, node.attr)
        if not isinstance(node, _ALLOWED):
            raise _unclear(name, type(node).__name__)
    if _depth(tree) > _DEEPEST:
        raise _unclear(name, "for … for … for")


def _depth(node: nodes.Node) -> int:
    own = 1 if isinstance(node, nodes.For) else 0
    return own + max((_depth(one) for one in node.iter_child_nodes()), default=0)


def _given(document: DocxTemplate, values: Any) -> Any:
    """The values as the filler takes them: texts without what no text holds, pictures in line."""
    match values:
        case Picture():
            return InlineImage(document, io.BytesIO(values.png), width=Pt(values.width))
        case str():
            return type(values)(_NOT_TEXT.sub("", values))
        case Mapping():
            return {key: _given(document, value) for key, value in values.items()}
        case list() | tuple():
            return [_given(document, value) for value in values]
    return values


def _asked_for(message: str) -> str:
    """The name in the engine's own sentence: ``'host' is undefined`` or ``… no attribute 'x'``."""
    named = re.findall(r"'([^']*)'", message)
    return named[-1] if named else message


def _unknown(name: str, field: str, values: Values) -> UnknownField:
    there = "、".join(sorted(values))
    return UnknownField(
        zh=f"模板“{name}”中的字段“{field}”不存在；这类文书可用的字段有：{there}。",
        en=f'The field "{field}" in the template "{name}" does not exist; there are: {there}.',
    )


def _unclear(name: str, what: str) -> TemplateUnclear:
    return TemplateUnclear(
        zh=f"模板“{name}”中有一处字段写法无法识别（{what}）；"
        "只能使用{{ 字段 }}、{% for %}和{% if %}，请对照字段表改正。",
        en=f'A field in the template "{name}" cannot be read ({what}); '
        "only {{ field }}, {% for %} and {% if %} can be used.",
    )
