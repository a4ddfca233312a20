"""Binding: what every paper has around its blocks, whatever its kind: cover, contents, the pinned version at its foot.

Invariant: the footer names the version and its short hash, or says that the paper is a draft; a paper of the
demonstration says so on its first page, and so does one that is not complete in its language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from biennium.documents.blocks import Block, Cover, Document, Inline, inline
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.web import formatting


def bound(
    commission: Commission, setter: Setter, *, title: str, cover: Cover, blocks: Sequence[Block], report: str = ""
) -> Document:
    """The whole document. Call it last: it says which languages `setter` had to fall back to.

    `report` is the kind of a paper that reports: it stands under no symbol of the programme's paper, its footer says as
    of when, and it has words of its own for a demonstration.
    """
    programme = commission.book.document
    symbol = programme.paper.symbol if programme.paper and not report else None
    standing = words(commission.lang)["standing"].format(date=formatting.day(timezone.localdate())) if report else None
    return Document(
        title=title,
        lang=commission.lang,
        blocks=tuple(blocks),
        cover=replace(cover, notice=_notice(commission, setter, report)),
        contents_title=words(commission.lang)["contents"],
        footer=" · ".join(filter(None, [symbol, commission.pin.in_words(commission.lang), standing])),
        author=setter.plain(programme.organisation.name),
    )


def _notice(commission: Commission, setter: Setter, report: str) -> Inline:
    said = words(commission.lang)
    own = said[report] if report else said
    sentences = [own["demonstration"]] if commission.programme.is_demonstration else []
    if setter.fallbacks:
        languages = ", ".join(formatting.language(lang) for lang in sorted(setter.fallbacks))
        sentences.append(said["incomplete"].format(languages=languages))
    return inline("\n".join(sentences))
