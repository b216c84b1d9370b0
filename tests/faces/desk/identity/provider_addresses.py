"""The product's addresses with those of the way to a provider."""

from django.urls import include, path

from luoshi.config.urls import handler400, handler403, handler404, handler500, urlpatterns

urlpatterns = [path("", include("luoshi.faces.desk.identity.provider_urls")), *urlpatterns]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
