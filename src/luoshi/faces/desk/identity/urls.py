"""Addresses of this group."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from luoshi.faces.desk.identity import account, security, signin, slip

urlpatterns: list[URLPattern | URLResolver] = [
    *([path("", include("luoshi.faces.desk.identity.provider_urls"))] if settings.OIDC_ISSUER else []),
    path("signin/", signin.show, name="sign_in"),
    path("signin/code/", signin.code, name="sign_in_code"),
    path("signin/password/", signin.password, name="sign_in_password"),
    path("signin/app/", signin.app, name="sign_in_app"),
    path("signin/go/", signin.go, name="sign_in_go"),
    path("signin/<str:token>/", signin.by_link, name="sign_in_link"),
    path("signout/", signin.leave, name="sign_out"),
    path("account/", account.show, name="account"),
    path("account/password/", account.password, name="my_password"),
    path("account/app/", account.app, name="my_app"),
    path("account/codes/", account.codes, name="my_codes"),
    path("account/sessions/end/", account.end, name="end_session"),
    path("account/sessions/end-all/", account.end_all, name="end_all_sessions"),
    path("security/", security.show, name="security"),
    path("security/<int:person_id>/<str:act>/", security.make, name="secure"),
    path("slip/<str:token>/", slip.show, name="slip"),
    path("campaigns/<int:campaign_id>/assignments/<int:assignment_id>/links/", slip.links, name="slip_links"),
]
