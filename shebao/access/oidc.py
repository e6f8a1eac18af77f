"""Login with an OpenID provider (setting OIDC_ISSUER): the provider says who it is, accounts are made here.

The tie is issuer and subject; nobody is found by mail address or name, and no account is made on the way.
"""

from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from shebao.access.actions import provider_key
from shebao.access.models import User
from shebao.access.names import url_name
from shebao.kernel.errors import NotAllowed

TIMEOUT_SECONDS = 10
CLAIMS = ["exp", "iat", "iss", "aud", "sub"]
# What mozilla-django-oidc leaves to settings and this platform fixes.
FIXED: dict[str, object] = {
    "OIDC_RP_SCOPES": "openid",
    "OIDC_USE_PKCE": True,
    "OIDC_USE_NONCE": True,
    "OIDC_VERIFY_SSL": True,
    "OIDC_TIMEOUT": TIMEOUT_SECONDS,
    "OIDC_CREATE_USER": False,
    "OIDC_ALLOW_UNSECURED_JWT": False,
}


class UnknownSubject(NotAllowed):
    """The provider vouches for somebody who has no account here."""

    code = "unknown_subject"
    message = "您的统一身份尚未绑定本平台账号。"
    remedy = "请用用户名和密码登录，或联系管理员绑定后再试。"


def enabled() -> bool:
    """Whether a provider has been set."""
    return bool(settings.OIDC_ISSUER)


def fixed(name: str, *default: Any) -> Any:
    """A setting of mozilla-django-oidc: ours if it is fixed, else the operator's."""
    return FIXED[name] if name in FIXED else OIDCAuthenticationBackend.get_settings(name, *default)


class Backend(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Checks what the provider says, and finds the account."""

    def get_settings(self, name: str, *default: Any) -> Any:
        if name == "OIDC_AUTHENTICATION_CALLBACK_URL":
            return callback_name(self.request)
        return fixed(name, *default)

    def authenticate(self, request: HttpRequest | None, *, nonce: str, code_verifier: str | None = None) -> User | None:
        """The user of an authorisation code; None for anything but a callback of the provider.

        Takes nothing but a nonce, so that a password login never comes here. Raises UnknownSubject,
        SuspiciousOperation for a token that does not hold, requests.RequestException when the provider is away.
        """
        if not enabled():
            return None
        found: User | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        return found

    def get_or_create_user(self, _access_token: str, _id_token: str, payload: dict[str, Any]) -> User:
        """The account tied to the token's issuer and subject."""
        subject = provider_key(payload["iss"], payload["sub"])
        user = User.objects.filter(oidc_subject=subject, is_active=True).first()
        if user is None:
            raise UnknownSubject
        return user

    def retrieve_matching_jwk(self, token: str) -> Any:
        """The provider's key that signed the token; providers with a single key need not name it."""
        answer = requests.get(self.OIDC_OP_JWKS_ENDPOINT, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        try:
            header = jwt.get_unverified_header(token)
            keys = [key for key in answer.json()["keys"] if _fits(key, header)]
        except (jwt.InvalidTokenError, KeyError, TypeError) as error:
            raise SuspiciousOperation("the provider sent no token or no keys") from error
        if len(keys) != 1:
            raise SuspiciousOperation("no single key of the provider fits the token")
        return jwt.PyJWK(keys[0], algorithm=self.OIDC_RP_SIGN_ALGO)

    def _verify_jws(self, payload: str, key: Any) -> Any:
        """The token's claims, if it was signed for us by our issuer and has not expired."""
        try:
            return jwt.decode(
                payload,
                key,
                algorithms=[self.OIDC_RP_SIGN_ALGO],
                audience=self.OIDC_RP_CLIENT_ID,
                issuer=[settings.OIDC_ISSUER, f"{settings.OIDC_ISSUER}/"],
                leeway=30,
                options={"require": CLAIMS},
            )
        except jwt.InvalidTokenError as error:
            raise SuspiciousOperation("the provider's token does not hold") from error


def _fits(key: dict[str, Any], header: dict[str, Any]) -> bool:
    named = "kid" not in header or key.get("kid") == header["kid"]
    return named and key.get("use", "sig") == "sig" and key.get("alg", header.get("alg")) == header.get("alg")


def callback_name(request: HttpRequest) -> str:
    """The url name to which the provider sends the browser back, at the door where it started."""
    return url_name(getattr(request, "door", "portal"), "oidc-callback")
