import asyncio
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import bcrypt
import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer

from .models import User, UserRole
from .settings import settings

ALGORITHM = "HS256"
bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/token")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as a verified token says."""

    id: uuid.UUID
    role: UserRole

    @property
    def sees_all(self) -> bool:
        return self.role is not UserRole.CLIENT


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(status.HTTP_401_UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})


def issue_token(user: User) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user.id),
        "role": user.role.value,
        "iat": now,
        "exp": now + timedelta(seconds=settings.token_lifetime),
    }
    return jwt.encode(claims, settings.jwt_secret.get_secret_value(), ALGORITHM)


async def caller_of(token: Annotated[str, Depends(bearer)]) -> Caller:
    try:
        claims = jwt.decode(
            token,
            settings.jwt_secret.get_secret_value(),
            algorithms=[ALGORITHM],
            options={"require": ["exp", "sub"]},
        )
        return Caller(uuid.UUID(claims["sub"]), UserRole(claims["role"]))
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise unauthorized("Invalid token") from None


async def password_matches(password: str, hashed: str) -> bool:
    # In a thread: bcrypt lets go of the interpreter's lock, and takes a quarter of a second.
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
