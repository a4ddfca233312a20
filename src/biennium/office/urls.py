"""The addresses of the office."""
app_name = "office"
urlpatterns = []
