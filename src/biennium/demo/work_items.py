"""The work items of the demonstration, as the programme knows them before any money is spent on them."""

from __future__ import annotations

from biennium.demo.money.plan import build
from biennium.demo.money.rows import GLOBAL, WorkItemRow
from biennium.kernel.shares import WHOLE
from biennium.programme.exchange import models as exchange
from biennium.standards.places import places

LANGUAGES = ("en", "fr", "es")
MANAGEMENT = {"en": "Management and policy", "fr": "Direction et politiques", "es": "Dirección y políticas"}
WORLDWIDE = {"en": "All countries", "fr": "Tous les pays", "es": "Todos los países"}


def work_items(document: exchange.Programme, moved: dict[str, str]) -> list[exchange.WorkItem]:
    """One for each of the plan's; `moved` names the code an output has before the illustrative changes."""
    names = {place.alpha3: dict(place.name) for place in places()}
    titles = {result.code: result.title for result in document.results}
    return [_work_item(row, names, titles, moved) for row in build().work_items]


def _work_item(
    row: WorkItemRow, names: dict[str, dict[str, str]], titles: dict[str, dict[str, str]], moved: dict[str, str]
) -> exchange.WorkItem:
    result = moved.get(row.result, row.result) if row.result else None
    where = WORLDWIDE if row.place == GLOBAL else names[row.place]
    about = titles[result] if result else MANAGEMENT
    return exchange.WorkItem.model_validate(
        {
            "code": row.code,
            "kind": row.kind,
            "title": {lang: f"{where[lang]}: {about[lang]}" for lang in LANGUAGES if lang in about and lang in where},
            "place": None if row.place == GLOBAL else row.place,
            "result": result,
            "function": row.function,
            "sdg": {row.goal: WHOLE},
        }
    )
