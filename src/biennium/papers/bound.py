"""Binding: what every paper has around its blocks, whatever its kind: cover, contents, the pinned version at its foot.

Invariant: the footer names the version and its short hash, or says that the paper is a draft; a paper of the
demonstration says so on its first page, and so does one that is not complete in its language.
"""

from __future__ import annotations

from collections.abc import Sequence

from biennium.documents.blocks import Block, Cover, Document, Inline, inline
from biennium.papers.kinds import Commission
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.web import formatting


def bound(commission: Commission, setter: Setter, *, title: str, cover: Cover, blocks: Sequence[Block]) -> Document:
    """The whole document. Call it last: it says which languages `setter` had to fall back to."""
    programme = commission.book.document
    symbol = programme.paper.symbol if programme.paper else None
    return Document(
        title=title,
        lang=commission.lang,
        blocks=tuple(blocks),
        cover=Cover(
            masthead=cover.masthead,
            symbol=cover.symbol,
            item=cover.item,
            subtitle=cover.subtitle,
            fields=cover.fields,
            notice=_notice(commission, setter),
        ),
        contents_title=words(commission.lang)["contents"],
        footer=" · ".join(filter(None, [symbol, commission.pin.in_words(commission.lang)])),
        author=setter.plain(programme.organisation.name),
    )


def _notice(commission: Commission, setter: Setter) -> Inline:
    said = words(commission.lang)
    sentences = [said["demonstration"]] if commission.programme.is_demonstration else []
    if setter.fallbacks:
        languages = ", ".join(formatting.language(lang) for lang in sorted(setter.fallbacks))
        sentences.append(said["incomplete"].format(languages=languages))
    return inline("\n".join(sentences))
