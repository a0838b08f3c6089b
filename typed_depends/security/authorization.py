"""The `Authorization` header: a scheme, a space, and what the scheme makes of the rest."""


def get_authorization_scheme_param(authorization_header_value: str | None) -> tuple[str, str]:
    """Return the header's scheme and the rest, each empty if it is not there.

    As `fastapi.security.utils.get_authorization_scheme_param` (RFC 9110, section 11.4).
    """
    scheme, _, parameters = (authorization_header_value or "").partition(" ")
    return scheme, parameters.strip()
