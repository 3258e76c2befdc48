"""Bearer tokens: JSON Web Tokens (RFC 7519) with HS256 and nothing else. Each is verified anew for every request."""

import os
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from functools import lru_cache
from hmac import compare_digest, digest
from time import time
from typing import Any

import orjson

Claims = dict[str, Any]

KEY = os.environ["JWT_SECRET"].encode()
SECONDS_VALID = int(os.environ.get("TOKEN_LIFETIME", "3600"))
# Texts are base64 with the alphabet of URLs and without padding (RFC 7515, section 2): else, they are none at all.
FROM_URL = bytes.maketrans(b"-_+/=", b"+/!!!")
PADDING = b"", b"===", b"==", b"="


def text_of(content: bytes) -> bytes:
    return urlsafe_b64encode(content).replace(b"=", b"")


def content_of(text: bytes) -> bytes:
    return a2b_base64(text.translate(FROM_URL) + PADDING[len(text) % 4], strict_mode=True)


def code(signed: bytes) -> bytes:
    return digest(KEY, signed, "sha256")


def issue(user_id: str, role: str) -> str:
    issued_at = int(time())
    claims: Claims = {"iat": issued_at, "exp": issued_at + SECONDS_VALID, "role": role, "sub": user_id}
    signed = b".".join(map(text_of, (orjson.dumps({"typ": "JWT", "alg": "HS256"}), orjson.dumps(claims))))
    return (signed + b"." + text_of(code(signed))).decode()


@lru_cache(maxsize=8)
def names_the_algorithm(header: bytes) -> bool:
    """Of headers there are few, those of the programs that issue tokens."""
    match orjson.loads(content_of(header)):
        case {"alg": "HS256"}:
            return True
    return False


def opened(token: bytes) -> Claims | None:
    """What a token claims, if it is signed by our key and not over. The signature comes first: nothing that somebody
    else has written is read."""
    try:
        header, payload, signature = token.split(b".")
        if not compare_digest(content_of(signature), code(token[: -1 - len(signature)])):
            return None
        if not names_the_algorithm(header):
            return None
        claims: Claims = orjson.loads(content_of(payload))
        complete = claims["sub"] and claims["role"] and claims["exp"] > time()
    except (ValueError, LookupError, TypeError):
        return None
    return claims if complete else None


def claims_of(headers: list[tuple[bytes, bytes]]) -> Claims | None:
    """Of the first header that carries any; uvicorn gives names in lower case."""
    for header in headers:
        if header[0] != b"authorization":
            continue
        scheme, _, token = header[1].partition(b" ")
        return opened(token) if scheme.lower() == b"bearer" else None
    return None
