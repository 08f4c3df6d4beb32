"""The cadastral value of land: numbers, the tax, comparison, and how to contest it."""

from django.urls import path

from otklik.web.cadastre import appeal, guide, loading, pages, reckoning, staff, statistics

urlpatterns = [
    path("cadastre", pages.start, name="cadastre"),
    path("cadastre/check", pages.check, name="cadastre-check"),
    path("cadastre/tax", reckoning.tax_page, name="cadastre-tax"),
    path("cadastre/compare", reckoning.compare_page, name="cadastre-compare"),
    path("cadastre/averages", reckoning.averages_page, name="cadastre-averages"),
    path("cadastre/averages.csv", reckoning.averages_file, name="cadastre-averages-file"),
    path("cadastre/guide", guide.page, name="cadastre-guide"),
    path("cadastre/guide.ics", guide.file, name="cadastre-guide-file"),
    path("cadastre/documents", pages.documents, name="cadastre-documents"),
    path("cadastre/outcomes", pages.outcomes, name="cadastre-outcomes"),
    path("cadastre/statistics", statistics.page, name="cadastre-statistics"),
    path("cadastre/statistics.csv", statistics.file, name="cadastre-statistics-file"),
    path("cadastre/appeal", appeal.page, name="cadastre-appeal"),
    path("staff/cadastre", staff.page, name="cadastre-staff"),
    path("staff/cadastre/load", loading.page, name="cadastre-load"),
    path("staff/cadastre/outcomes", staff.outcome_list, name="cadastre-staff-outcomes"),
    path("staff/cadastre/outcomes/<int:outcome_id>", staff.outcome, name="cadastre-staff-outcome"),
]
