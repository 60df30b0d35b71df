"""The administrators' site alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from annotations.admin.site import site


def sign_in(request: HttpRequest) -> HttpResponse:
    """Stands where people sign in."""
    return HttpResponse("sign in")


urlpatterns = [path("admin/", site.urls), path("sign-in", sign_in, name="sign-in")]
