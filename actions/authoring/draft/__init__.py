"""Drafts of stories from any Chinese text a trainer has."""

from actions.authoring.draft.account import account
from actions.authoring.draft.document import BadDocumentError, read_document
from actions.authoring.draft.drafting import search, write

__all__ = ["BadDocumentError", "account", "read_document", "search", "write"]
