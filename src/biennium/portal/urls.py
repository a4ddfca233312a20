"""The addresses of the portal: `/p/<programme>/…`, each also with `?version=` for the programme as it was."""

from __future__ import annotations

from django.urls import path

from biennium.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("p/<str:code>/", views.glance, name="glance"),
    path("p/<str:code>/results/", views.results, name="results"),
    path("p/<str:code>/results/<str:result>/", views.result, name="result"),
    path("p/<str:code>/texts/", views.texts, name="texts"),
    path("p/<str:code>/papers/", views.papers, name="papers"),
    path("p/<str:code>/papers/<int:number>/<str:kind>.<str:lang>.<str:file_format>", views.paper, name="paper"),
    path("p/<str:code>/compare/<int:before>/<int:after>/", views.compare, name="compare"),
    path("p/<str:code>/explain/<str:name>/", views.explain, name="explain"),
    path("p/<str:code>/data/", views.data, name="data"),
    path("p/<str:code>/data/<int:number>/programme.json", views.programme_json, name="programme_json"),
]
