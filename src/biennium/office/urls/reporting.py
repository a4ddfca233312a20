"""Reporting: rounds, reported values, country results and their evidence."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import country_results, evidence, framework, observations, rounds

HERE = "programmes/<str:code>/"
ROUND = f"{HERE}rounds/<str:name>/"
RESULT = f"{HERE}country-results/<str:result>/"
VALUE = f"{HERE}values/<uuid:uid>/"

urlpatterns = [
    page(f"{HERE}framework/", framework.framework, "framework"),
    page(f"{HERE}framework.<str:file_format>", framework.framework_file, "framework_file"),
    page(f"{HERE}framework/<str:indicator>/", framework.achievement, "achievement"),
    page(f"{HERE}rounds/", rounds.rounds, "rounds"),
    page(f"{HERE}open-round/", rounds.open_round, "open_round"),
    page(ROUND, rounds.round_page, "round"),
    page(f"{ROUND}extend/", rounds.extend, "extend_round"),
    page(f"{ROUND}close/", rounds.close, "close_round"),
    page(f"{HERE}country-results/", country_results.results, "country_results"),
    page(f"{HERE}country-results.<str:file_format>", country_results.results_file, "country_results_file"),
    page(f"{HERE}report-result/", country_results.add, "add_country_result"),
    page(RESULT, country_results.result, "country_result"),
    page(f"{RESULT}edit/", country_results.edit, "edit_country_result"),
    page(f"{RESULT}criteria/", country_results.answers, "answer_criteria"),
    page(f"{RESULT}evidence/", evidence.of_result, "attach_to_result"),
    page(f"{RESULT}steps/<str:name>/", country_results.step, "step_country_result"),
    page(f"{HERE}values/", observations.observations, "observations"),
    page(f"{HERE}values.<str:file_format>", observations.observations_file, "observations_file"),
    page(f"{HERE}report-value/", observations.add, "add_observation"),
    page(VALUE, observations.observation, "observation"),
    page(f"{VALUE}withdraw/", observations.withdraw, "withdraw_observation"),
    page(f"{VALUE}evidence/", evidence.of_observation, "attach_to_observation"),
    page("evidence/<uuid:uid>/", evidence.read, "evidence"),
    page(f"{HERE}evidence/<uuid:uid>/remove/", evidence.remove, "remove_evidence"),
]
