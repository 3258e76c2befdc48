"""JSON Web Tokens (RFC 7519) as the servers take them."""

import base64
import hashlib
import hmac
import json
import subprocess
import time
from typing import Any

DAY = 86_400


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def claims(subject: str, role: str, lifetime: int = DAY) -> dict[str, Any]:
    now = int(time.time())
    return {"sub": subject, "role": role, "iat": min(now, now + lifetime), "exp": now + lifetime}


def message(algorithm: str, payload: dict[str, Any]) -> str:
    header = json.dumps({"alg": algorithm, "typ": "JWT"}, separators=(",", ":"))
    return f"{encoded(header.encode())}.{encoded(json.dumps(payload, separators=(',', ':')).encode())}"


def hs256(secret: str, payload: dict[str, Any]) -> str:
    text = message("HS256", payload)
    return f"{text}.{encoded(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))}"


def es256(key_file: str, payload: dict[str, Any]) -> str:
    text = message("ES256", payload)
    command = ["openssl", "dgst", "-sha256", "-sign", key_file]
    signature = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    return f"{text}.{encoded(raw_signature(signature))}"


def raw_signature(der: bytes) -> bytes:
    """The two numbers of an ECDSA signature as 32 bytes each (RFC 7518, section 3.4), from their DER (RFC 3279)."""
    numbers, at = [], 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2 : at + 2 + length]))
        at += 2 + length
    return b"".join(number.to_bytes(32) for number in numbers)
