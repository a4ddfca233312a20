"""The addresses of the portal: `/p/<programme>/…`, each page also with `?version=` for the programme as it was."""

from __future__ import annotations

from django.urls import path

from biennium.portal.views import achieved, data, figures, glance, money, papers, partners, places, results

app_name = "portal"
urlpatterns = [
    path("", glance.home, name="home"),
    path("schema/programme.json", data.schema, name="schema"),
    path("p/<str:code>/", glance.glance, name="glance"),
    path("p/<str:code>/texts/", glance.texts, name="texts"),
    path("p/<str:code>/results/", results.results, name="results"),
    path("p/<str:code>/results.<str:file_format>", results.results_file, name="results_file"),
    path("p/<str:code>/results/<str:result>/", results.result, name="result"),
    path("p/<str:code>/table/", results.table, name="table"),
    path("p/<str:code>/indicators/", results.indicators, name="indicators"),
    path("p/<str:code>/indicators.<str:file_format>", results.indicators_file, name="indicators_file"),
    path("p/<str:code>/progress/", achieved.progress, name="progress"),
    path("p/<str:code>/progress.<str:file_format>", achieved.progress_file, name="progress_file"),
    path("p/<str:code>/progress/<str:indicator>/", achieved.achievement, name="achievement"),
    path("p/<str:code>/country-results/", achieved.country_results, name="country_results"),
    path("p/<str:code>/country-results.<str:file_format>", achieved.country_results_file, name="country_results_file"),
    path("p/<str:code>/country-results/<str:result>/", achieved.country_result, name="country_result"),
    path("evidence/<uuid:uid>/", achieved.evidence, name="evidence"),
    path("p/<str:code>/countries/", places.countries, name="countries"),
    path("p/<str:code>/countries.<str:file_format>", places.countries_file, name="countries_file"),
    path("p/<str:code>/countries/<str:place>/", places.place, name="place"),
    path("p/<str:code>/resources/", money.resources, name="resources"),
    path("p/<str:code>/resources/by/<str:cut>/", money.by, name="money_by"),
    path("p/<str:code>/resources/by/<str:cut>.<str:file_format>", money.by_file, name="money_file"),
    path("p/<str:code>/resources/funds/<str:fund>/", money.fund, name="fund"),
    path("p/<str:code>/resources/flow.<str:file_format>", money.flow_file, name="flow_file"),
    path("p/<str:code>/resources/partners/", partners.partners, name="partners"),
    path("p/<str:code>/resources/partners.<str:file_format>", partners.partners_file, name="partners_file"),
    path("p/<str:code>/resources/partners/<str:partner>/", partners.partner, name="partner"),
    path(
        "p/<str:code>/resources/partners/<str:partner>/agreements.<str:file_format>",
        partners.agreements_file,
        name="agreements_file",
    ),
    path("p/<str:code>/resources/totals/", money.reconciliation, name="reconciliation"),
    path("p/<str:code>/resources/totals.<str:file_format>", money.reconciliation_file, name="reconciliation_file"),
    path("p/<str:code>/papers/", papers.papers, name="papers"),
    path("p/<str:code>/papers/<int:number>/<str:kind>.<str:lang>.<str:file_format>", papers.paper, name="paper"),
    path("p/<str:code>/compare/", papers.choose, name="choose"),
    path("p/<str:code>/compare/<int:before>/<int:after>/", papers.compare, name="compare"),
    path("p/<str:code>/explain/<path:name>/rows.<str:file_format>", figures.explain_file, name="explain_file"),
    path("p/<str:code>/explain/<path:name>/", figures.explain, name="explain"),
    path("p/<str:code>/data/", data.data, name="data"),
    path("p/<str:code>/data/published/<int:number>/<str:name>", data.published_file, name="published_file"),
    path("p/<str:code>/data/published/<int:number>/<str:name>/report", data.published_report, name="published_report"),
    path("p/<str:code>/data/<int:number>/programme.json", data.programme_json, name="programme_json"),
    path("p/<str:code>/data/<int:number>/sealed.json", data.sealed_json, name="sealed_json"),
]
