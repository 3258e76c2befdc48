import enum
import uuid
from datetime import datetime

from sqlalchemy import Enum, FetchedValue, ForeignKey
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UserRole(enum.StrEnum):
    ADMIN = "admin"
    STAFF = "staff"
    CLIENT = "client"


class AppointmentStatus(enum.StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


def text_enum(values: type[enum.StrEnum]) -> Enum:
    """An enum whose column is a text with a check, so that no type has to be in the database."""
    return Enum(values, native_enum=False, create_constraint=False, values_callable=lambda e: [v.value for v in e])


class Base(DeclarativeBase):
    type_annotation_map = {
        datetime: TIMESTAMP(timezone=True),
        UserRole: text_enum(UserRole),
        AppointmentStatus: text_enum(AppointmentStatus),
    }


class User(Base):
    __tablename__ = "users"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    username: Mapped[str]
    email: Mapped[str]
    hashed_password: Mapped[str] = mapped_column(deferred=True)
    full_name: Mapped[str]
    role: Mapped[UserRole]
    is_active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    updated_at: Mapped[datetime] = mapped_column(server_default=FetchedValue())


class Provider(Base):
    __tablename__ = "providers"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    speciality: Mapped[str]
    time_zone: Mapped[str]


class Service(Base):
    __tablename__ = "services"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("providers.id"))
    name: Mapped[str]
    duration_minutes: Mapped[int]
    price_cents: Mapped[int]


class Appointment(Base):
    __tablename__ = "appointments"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("providers.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"))
    status: Mapped[AppointmentStatus] = mapped_column(server_default=FetchedValue())
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    notes: Mapped[str | None]

    client: Mapped[User] = relationship(lazy="raise")
    provider: Mapped[Provider] = relationship(lazy="raise")
    service: Mapped[Service] = relationship(lazy="raise")
