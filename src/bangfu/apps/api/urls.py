"""Addresses of the interface, and of the pages about its tokens.

Those of nouns and acts follow from their declarations, in one loop.
"""

from django.urls import URLPattern, path

from .views import describing, interface, tokens

BASE = "api/v1/"


def _declared() -> list[URLPattern]:
    return [
        path(f"{BASE}{address}", interface.at_address(noun, act), name=f"api_{number}")
        for number, (address, (noun, act)) in enumerate(interface.every_address().items())
    ]


urlpatterns = [
    path("tokens/", tokens.token_list, name="token_list"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("tokens/programs/new/", tokens.new_program_account, name="new_program_account"),
    path(f"{BASE}openapi.json", describing.openapi, name="api_description"),
    path(f"{BASE}docs/", describing.documentation, name="api_documentation"),
    path(f"{BASE}screens/", interface.screen, {"page": ""}, name="api_first_screen"),
    path(f"{BASE}screens/<path:page>", interface.screen, name="api_screen"),
    *_declared(),
    path(f"{BASE}<path:rest>", interface.nowhere, name="api_nowhere"),
    path(BASE, interface.nowhere, name="api_root"),
]
