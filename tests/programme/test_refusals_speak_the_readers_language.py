"""What is refused is said in the language of its reader, the words of the kernel included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import BienniumError
from biennium.kernel.fitting import fit
from biennium.kernel.seals import seal
from biennium.papers.services import write_paper
from biennium.programme.exchange.coherence import refuse_incoherent
from biennium.programme.services.importing import import_programme
from biennium.programme.services.versions import seal_version
from ledger import world as worlds
from programme import samples

pytestmark = pytest.mark.django_db


def linked_to_itself() -> None:
    document = samples.programme()
    document.results[0].links = [document.results[0].code]
    refuse_incoherent(document)


def imported_twice() -> None:
    for _time in range(2):
        import_programme(actor=OPERATOR, values=samples.programme())


def revised_first() -> None:
    programme = import_programme(actor=OPERATOR, values=samples.programme())
    seal_version(actor=OPERATOR, programme=programme, stage="revised", decision={})


def paper_of_nothing() -> None:
    programme = import_programme(actor=OPERATOR, values=samples.programme())
    write_paper(programme=programme, kind="programme", lang="en", file_format="html")


@pytest.mark.parametrize(
    ("refused", "french", "spanish"),
    [
        (linked_to_itself, "un résultat ne peut pas être lié à lui-même.", "un resultado no puede vincularse"),
        (imported_twice, "déjà", "Ya hay un programa"),
        (revised_first, "La première version ne peut pas être", "La primera versión no puede estar"),
        (paper_of_nothing, "n’a pas encore de version scellée", "no tiene todavía ninguna versión sellada"),
        (lambda: fit({}, []), "Un tableau a deux marges ou plus.", "Una tabla tiene dos márgenes o más."),
        (lambda: seal({"a": "b\r"}), "Le texte contient des retours chariot.", "El texto contiene retornos de carro."),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "es"])
def test_a_refusal_is_said_in_the_language_of_its_reader(
    refused: Callable[[], object], french: str, spanish: str, lang: str
) -> None:
    worlds.organisation()
    with translation.override(lang), pytest.raises(BienniumError) as told:
        refused()
    assert (french if lang == "fr" else spanish) in str(told.value)
