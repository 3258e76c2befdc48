import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from sqlalchemy import select
from sqlalchemy.orm import undefer

from .database import reading
from .models import User, UserRole
from .security import Caller, caller_of, issue_token, password_matches, unauthorized

router = APIRouter()


class Health(BaseModel):
    status: str


class Token(BaseModel):
    access_token: str
    token_type: str


class UserRead(BaseModel):
    model_config = ConfigDict(from_attributes=True, alias_generator=to_camel, populate_by_name=True)

    id: uuid.UUID
    username: str
    email: str
    full_name: str
    role: UserRole
    is_active: bool
    created_at: datetime
    updated_at: datetime


@router.get("/health")
async def health() -> Health:
    return Health(status="ok")


@router.get("/api/v1/users/me")
async def me(caller: Annotated[Caller, Depends(caller_of)]) -> UserRead:
    async with reading() as session:
        user = await session.get(User, caller.id)
    if user is None or not user.is_active:
        raise unauthorized("No such user")
    return UserRead.model_validate(user)


@router.post("/api/v1/token")
async def sign_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    async with reading() as session:
        statement = select(User).options(undefer(User.hashed_password)).where(User.username == form.username)
        user = await session.scalar(statement)
    if user is None or not user.is_active or not await password_matches(form.password, user.hashed_password):
        raise unauthorized("Wrong username or password")
    return Token(access_token=issue_token(user), token_type="bearer")
