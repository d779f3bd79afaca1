"""What is kept of papers: templates of offices, their number words, the papers themselves."""

from .batches import Batch
from .papers import Document, DocumentQuerySet
from .templates import NumberWord, Template, TemplateQuerySet

__all__ = ["Batch", "Document", "DocumentQuerySet", "NumberWord", "Template", "TemplateQuerySet"]
