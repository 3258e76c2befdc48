import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Depends
from sqlalchemy import ARRAY, Uuid, func, select, true
from sqlalchemy.orm import aliased, joinedload
from strawberry.dataloader import DataLoader
from strawberry.fastapi import BaseContext

from .database import reading
from .models import Appointment, Service
from .security import Caller, caller_of


class Page(NamedTuple):
    """The first rows of a list below one row; lists that differ in the row only are loaded together."""

    owner: uuid.UUID
    owned_by: str
    first: int
    starts_at_gte: datetime | None = None
    relations: tuple[str, ...] = ()


class Context(BaseContext):
    def __init__(self, caller: Caller) -> None:
        super().__init__()
        self.caller = caller
        self.services: DataLoader[Page, list[Service]] = DataLoader(self._load_services)
        self.appointments: DataLoader[Page, list[Appointment]] = DataLoader(self._load_appointments)

    async def _load_services(self, pages: list[Page]) -> list[list[Service]]:
        return await load_pages(pages, Service, "name", lambda _: select(Service))

    async def _load_appointments(self, pages: list[Page]) -> list[list[Appointment]]:
        def statement(page: Page) -> Any:
            rows = select(Appointment)
            if page.starts_at_gte is not None:
                rows = rows.where(Appointment.starts_at >= page.starts_at_gte)
            if not self.caller.sees_all:
                rows = rows.where(Appointment.client_id == self.caller.id)
            return rows

        return await load_pages(pages, Appointment, "starts_at", statement)


async def load_pages(
    pages: list[Page], model: type[Any], order: str, statement: Callable[[Page], Any]
) -> list[list[Any]]:
    """One statement for all pages that differ in the owner only."""
    alike: dict[Page, list[uuid.UUID]] = defaultdict(list)
    for page in pages:
        alike[page._replace(owner=uuid.UUID(int=0))].append(page.owner)
    found: dict[Page, list[Any]] = defaultdict(list)
    for page, ids in alike.items():
        owners = select(func.unnest(func.cast(ids, ARRAY(Uuid))).label("id")).subquery()
        owner_column = getattr(model, page.owned_by)
        rows = statement(page).where(owner_column == owners.c.id).order_by(getattr(model, order), model.id)
        rows = rows.limit(page.first).lateral()
        row = aliased(model, rows)
        query = select(row).select_from(owners).join(rows, true()).order_by(getattr(row, order), row.id)
        query = query.options(*(joinedload(getattr(row, name), innerjoin=True) for name in page.relations))
        async with reading() as session:
            for item in await session.scalars(query):
                found[page._replace(owner=getattr(item, page.owned_by))].append(item)
    return [found[page] for page in pages]


async def context(caller: Annotated[Caller, Depends(caller_of)]) -> Context:
    return Context(caller)
