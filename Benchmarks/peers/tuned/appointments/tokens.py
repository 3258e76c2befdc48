"""JSON Web Tokens by HS256, signed and verified by hand. Every request's token is verified: nothing is remembered."""

import binascii
import hmac
import os
import time
from base64 import urlsafe_b64encode
from typing import Any

import orjson

SECRET = os.environ["JWT_SECRET"].encode()
LIFETIME = int(os.environ.get("TOKEN_LIFETIME", "3600"))
STANDARD_ALPHABET = bytes.maketrans(b"-_", b"+/")

Claims = dict[str, Any]


def encoded(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def decoded(data: bytes) -> bytes:
    return binascii.a2b_base64(data.translate(STANDARD_ALPHABET) + b"==")


HEADER = encoded(b'{"alg":"HS256","typ":"JWT"}')


def signature_of(message: bytes) -> bytes:
    return encoded(hmac.digest(SECRET, message, "sha256"))


def issue(user_id: str, role: str) -> str:
    now = int(time.time())
    claims = {"sub": user_id, "role": role, "iat": now, "exp": now + LIFETIME}
    message = HEADER + b"." + encoded(orjson.dumps(claims))
    return (message + b"." + signature_of(message)).decode()


def verify(token: bytes) -> Claims | None:
    """The claims of a token that is ours and not over; else nothing."""
    message, _, signature = token.rpartition(b".")
    header, _, payload = message.partition(b".")
    try:
        if header != HEADER and orjson.loads(decoded(header)).get("alg") != "HS256":
            return None
        if not hmac.compare_digest(signature_of(message), signature):
            return None
        claims: Claims = orjson.loads(decoded(payload))
        return claims if claims["exp"] > time.time() and claims["sub"] and claims["role"] else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def claims_of(headers: list[tuple[bytes, bytes]]) -> Claims | None:
    for name, value in headers:
        if name == b"authorization":
            return verify(value[7:]) if value[:7].lower() == b"bearer " else None
    return None
