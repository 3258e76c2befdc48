"""The GraphQL schema: types that resolve from the rows of SQLAlchemy, queries, the mutation."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import strawberry
from graphql import GraphQLError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from strawberry.extensions import ParserCache, ValidationCache

from . import models
from .context import Context, Page
from .database import reading, writing

Info = strawberry.Info[Context, None]
UserRole = strawberry.enum(models.UserRole)
AppointmentStatus = strawberry.enum(models.AppointmentStatus)
MOST_ROWS = 100


def refusal(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def bounded(first: int) -> int:
    if not 1 <= first <= MOST_ROWS:
        raise refusal(f"first is between 1 and {MOST_ROWS}", "BAD_USER_INPUT")
    return first


def selected_relations(info: Info) -> tuple[str, ...]:
    """The to-one relations of appointments that the field's selection names, so that one statement reads them."""
    names: set[str] = set()
    waiting: list[Any] = list(info.selected_fields)
    while waiting:
        for selection in waiting.pop().selections:
            # A fragment has no alias; its selections are the field's.
            if hasattr(selection, "alias"):
                names.add(selection.name)
            else:
                waiting.append(selection)
    return tuple(name for name in ("client", "provider", "service") if name in names)


def joined(relations: tuple[str, ...]) -> list[Any]:
    """Options of a statement over appointments."""
    return [joinedload(getattr(models.Appointment, name), innerjoin=True) for name in relations]


@strawberry.type
class User:
    id: uuid.UUID
    username: str
    email: str
    full_name: str
    role: UserRole
    is_active: bool


@strawberry.type
class Service:
    id: uuid.UUID
    name: str
    duration_minutes: int
    price_cents: int

    @strawberry.field
    async def appointments(
        self: Any, info: Info, first: int = 20, starts_at_gte: datetime | None = None
    ) -> list["Appointment"]:
        page = Page(self.id, "service_id", bounded(first), starts_at_gte, selected_relations(info))
        return await info.context.appointments.load(page)  # type: ignore[return-value]


@strawberry.type
class Provider:
    id: uuid.UUID
    name: str
    speciality: str
    time_zone: str

    @strawberry.field
    async def services(self: Any, info: Info, first: int = 20) -> list[Service]:
        page = Page(self.id, "provider_id", bounded(first))
        return await info.context.services.load(page)  # type: ignore[return-value]

    @strawberry.field
    async def appointments(
        self: Any, info: Info, first: int = 20, starts_at_gte: datetime | None = None
    ) -> list["Appointment"]:
        page = Page(self.id, "provider_id", bounded(first), starts_at_gte, selected_relations(info))
        return await info.context.appointments.load(page)  # type: ignore[return-value]


@strawberry.type
class Appointment:
    id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    notes: str | None
    client: User
    service: Service
    provider: Provider


@strawberry.type
class StatusCount:
    status: AppointmentStatus
    count: int


@strawberry.type
class AppointmentStatistics:
    count: int
    earliest: datetime | None
    latest: datetime | None
    by_status: list[StatusCount]


@strawberry.input
class AppointmentFilter:
    provider_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    starts_at_gte: datetime | None = None


@strawberry.input
class CreateAppointmentInput:
    provider_id: uuid.UUID
    service_id: uuid.UUID
    client_id: uuid.UUID
    starts_at: datetime
    notes: str | None = None


def visible(statement: Any, info: Info) -> Any:
    """The rows of a statement over appointments that the caller may read."""
    caller = info.context.caller
    return statement if caller.sees_all else statement.where(models.Appointment.client_id == caller.id)


@strawberry.type
class Query:
    @strawberry.field
    async def user(self, info: Info, id: uuid.UUID) -> User | None:
        caller = info.context.caller
        if not caller.sees_all and caller.id != id:
            return None
        async with reading() as session:
            return await session.get(models.User, id)  # type: ignore[return-value]

    @strawberry.field
    async def appointments(
        self, info: Info, first: int = 20, filter: AppointmentFilter | None = None
    ) -> list[Appointment]:
        model = models.Appointment
        statement = visible(select(model), info).order_by(model.starts_at, model.id).limit(bounded(first))
        if filter is not None:
            if filter.provider_id is not None:
                statement = statement.where(model.provider_id == filter.provider_id)
            if filter.client_id is not None:
                statement = statement.where(model.client_id == filter.client_id)
            if filter.starts_at_gte is not None:
                statement = statement.where(model.starts_at >= filter.starts_at_gte)
        statement = statement.options(*joined(selected_relations(info)))
        async with reading() as session:
            return (await session.scalars(statement)).all()  # type: ignore[return-value]

    @strawberry.field
    async def providers(self, info: Info, first: int = 20, speciality: str | None = None) -> list[Provider]:
        model = models.Provider
        statement = select(model).order_by(model.name, model.id).limit(bounded(first))
        if speciality is not None:
            statement = statement.where(model.speciality == speciality)
        async with reading() as session:
            return (await session.scalars(statement)).all()  # type: ignore[return-value]

    @strawberry.field
    async def appointment_statistics(self, info: Info, provider_id: uuid.UUID) -> AppointmentStatistics:
        model = models.Appointment
        columns = model.status, func.count(), func.min(model.starts_at), func.max(model.starts_at)
        statement = visible(select(*columns), info).where(model.provider_id == provider_id)
        async with reading() as session:
            rows = (await session.execute(statement.group_by(model.status).order_by(model.status))).all()
        return AppointmentStatistics(
            count=sum(count for _, count, _, _ in rows),
            earliest=min((earliest for _, _, earliest, _ in rows), default=None),
            latest=max((latest for _, _, _, latest in rows), default=None),
            by_status=[StatusCount(status=status, count=count) for status, count, _, _ in rows],
        )


# By the SQLSTATE of a constraint that is violated.
FORBIDDEN = {
    "23503": ("There is no such client", "BAD_USER_INPUT"),
    "23P01": ("That time is already taken", "SLOT_TAKEN"),
}


@contextmanager
def refusals() -> Iterator[None]:
    """Tells the caller what the database's constraints have to say."""
    try:
        yield
    except IntegrityError as error:
        reason = FORBIDDEN.get(getattr(error.orig, "sqlstate", ""))
        if reason is None:
            raise
        raise refusal(*reason) from None


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def create_appointment(self, info: Info, input: CreateAppointmentInput) -> Appointment:
        if input.client_id != info.context.caller.id and not info.context.caller.sees_all:
            raise refusal("You may book for yourself only", "FORBIDDEN")
        if input.starts_at.utcoffset() is None:
            raise refusal("startsAt needs an offset", "BAD_USER_INPUT")
        created = models.Appointment(**vars(input))
        with refusals():
            async with writing.begin() as session:
                service = await session.get(models.Service, input.service_id)
                if service is None or service.provider_id != input.provider_id:
                    raise refusal("The service is not one of this provider's", "BAD_USER_INPUT")
                created.ends_at = created.starts_at + timedelta(minutes=service.duration_minutes)
                session.add(created)
        relations = selected_relations(info)
        if not relations:
            return created  # type: ignore[return-value]
        again = select(models.Appointment).where(models.Appointment.id == created.id).options(*joined(relations))
        async with reading() as session:
            return (await session.scalars(again)).one()  # type: ignore[return-value]


def is_fault(record: logging.LogRecord) -> bool:
    """Whether an error is for the log: it is not if it is meant for the caller."""
    error: Any = record.msg
    return not isinstance(error, GraphQLError) or bool(error.original_error and not error.extensions)


logging.getLogger("strawberry.execution").addFilter(is_fault)
# Both caches keep as many documents as strawberry thinks right.
schema = strawberry.Schema(query=Query, mutation=Mutation, extensions=[ParserCache, ValidationCache])
