"""The spaCy pipeline: jieba words, then clauses in `doc.spans`."""

from __future__ import annotations

import logging
import threading
import warnings
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from actions.judge.text import fold, is_han

_BREAKS = frozenset(",。.!?;…~\n")
_SOFT = 22
"""Characters after which an unpunctuated clause (recognised speech) is cut at a connective."""
_CONNECTIVES = frozenset(
    [
        "然后",
        "但是",
        "但",
        "可是",
        "不过",
        "所以",
        "因为",
        "如果",
        "要是",
        "您",
        "我",
        "我们",
        "这边",
        "那您",
        "那我",
        "或者",
        "另外",
        "到时候",
        "再",
    ]
)


@dataclass(frozen=True)
class Piece:
    """A clause: folded text, its words, and where it stands in the text (end exclusive)."""

    text: str
    words: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Parsed:
    """A folded text with its words and clauses."""

    text: str
    words: tuple[str, ...]
    pieces: tuple[Piece, ...]


@Language.component("duilian_clauses")
def clauses(doc: Doc) -> Doc:
    """Cuts the document into clauses at punctuation, or at connectives in long runs."""
    spans: list[Span] = []
    start = 0
    for token in doc:
        if _breaks(doc, token.i):
            _add(doc, spans, start, token.i)
            start = token.i + 1
        elif _pauses(doc, start, token.i):
            _add(doc, spans, start, token.i)
            start = token.i
    _add(doc, spans, start, len(doc))
    doc.spans["clauses"] = spans
    return doc


def _breaks(doc: Doc, i: int) -> bool:
    text = doc[i].text
    if all(char in _BREAKS for char in text):
        return True
    if not text.isspace():
        return False
    around = (doc[i - 1].text[-1:] if i else "", doc[i + 1].text[:1] if i + 1 < len(doc) else "")
    return any(is_han(char) for char in around if char)


def _pauses(doc: Doc, start: int, i: int) -> bool:
    """Whether a new clause begins here without a mark: after a space, or in a long run."""
    if i == start:
        return False
    before, token = doc[i - 1], doc[i]
    if before.whitespace_ and is_han(before.text[-1]) and is_han(token.text[0]):
        return True
    return token.idx - doc[start].idx >= _SOFT and token.text in _CONNECTIVES


def _add(doc: Doc, spans: list[Span], start: int, end: int) -> None:
    while start < end and not any(char.isalnum() for char in doc[start].text):
        start += 1
    while end > start and not any(char.isalnum() for char in doc[end - 1].text):
        end -= 1
    if start < end:
        spans.append(doc[start:end])


class Parser:
    """Cuts texts into words and clauses; safe to use from several threads."""

    def __init__(self) -> None:
        self._nlp = _blank()
        self._lock = threading.Lock()
        self.parse = lru_cache(maxsize=2048)(self._parse)

    def _parse(self, text: str) -> Parsed:
        """Reads a text as typed.

        Args:
            text: any text; at most text.READ_AT_MOST characters of it are read.

        Returns:
            Words and clauses, with offsets that hold for `text`.
        """
        folded = fold(text)
        with self._lock, self._nlp.memory_zone():
            doc = self._nlp(folded)
            words = tuple(token.text for token in doc if not token.is_space)
            pieces = tuple(
                Piece(
                    span.text,
                    tuple(token.text for token in span if not token.is_space),
                    span.start_char,
                    span.end_char,
                )
                for span in doc.spans["clauses"]
            )
        return Parsed(folded, words, pieces)


def _blank() -> Language:
    with warnings.catch_warnings():
        # jieba still imports pkg_resources and has unescaped patterns.
        warnings.simplefilter("ignore")
        import jieba

        jieba.setLogLevel(logging.CRITICAL)
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("duilian_clauses")
    return nlp
