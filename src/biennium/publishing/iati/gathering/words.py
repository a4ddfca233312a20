"""The few words an activity file has beside those of the books, in every language of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from biennium.kernel import text as texts
from biennium.publishing.iati.content import Words


def in_languages(languages: Sequence[str], say: Callable[[str], str]) -> Words:
    """What `say` says in each language; in none in which it has nothing to say."""
    said: dict[str, str] = {}
    for lang in languages:
        with translation.override(lang):
            if words := say(lang):
                said[lang] = words
    return said


def told(text: Mapping[str, str], lang: str) -> str:
    """A text in a language, else in the best there is."""
    found = texts.resolve(dict(text), lang)
    return found.value if found else ""


def about(languages: Sequence[str], title: Words, serves: Sequence[Words], programme: str) -> Words:
    """What an activity is about: its title and the results it serves, in the languages the title has."""

    def say(lang: str) -> str:
        if lang not in title:
            return ""
        results = " – ".join(told(one, lang) for one in serves)
        if not results:
            return _("%(title)s. Part of the programme %(programme)s.") % {
                "title": title[lang],
                "programme": programme,
            }
        return _("%(title)s. Part of the programme %(programme)s: %(results)s.") % {
            "title": title[lang],
            "programme": programme,
            "results": results,
        }

    return in_languages(languages, say)


def modelled(languages: Sequence[str]) -> Words:
    """What the activities of a demonstration say about themselves."""
    return in_languages(
        languages,
        lambda _lang: _(
            "Demonstration: the split of the published totals over activities is modelled, indicators and targets are "
            "illustrative."
        ),
    )


def shared_title(languages: Sequence[str], programme: str) -> Words:
    """What is published with the programme as a whole."""
    return in_languages(languages, lambda _lang: _("Programme %(code)s as a whole") % {"code": programme})


def shared_description(languages: Sequence[str]) -> Words:
    """Why it is."""
    return in_languages(
        languages,
        lambda _lang: _(
            "What was allotted or spent for no single country outcome or product, contributions not yet allotted, and "
            "personnel costs that would show by themselves in an activity."
        ),
    )


def spent(languages: Sequence[str], fund: Mapping[str, str], year: int) -> Words:
    """An expenditure."""
    return in_languages(
        languages,
        lambda lang: _("All costs of %(year)s paid from: %(fund)s") % {"year": year, "fund": told(fund, lang)},
    )


def not_named(languages: Sequence[str]) -> Words:
    """Money of contributors who are not published."""
    return in_languages(languages, lambda _lang: _("Contributors that are not named"))
