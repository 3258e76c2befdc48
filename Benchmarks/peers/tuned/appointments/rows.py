"""Reads what a selection needs as plain rows: one statement for each level of lists, to-one relations joined in."""

from collections import defaultdict
from typing import Any

from . import database
from .model import TABLES, Table
from .selection import Bound, Selected
from .sql import Statement, page

Row = dict[str, Any]
# Pairs of a member and its column's position, or the shape of the row that it holds.
Shape = list[tuple[str, Any]]


class Level:
    """The statement for one level of lists, and how its records become rows."""

    def __init__(self, item: Selected, bound: Bound, owner_column: str | None) -> None:
        table = item.table
        assert table is not None
        self.statement = Statement()
        owners = f"unnest({self.statement.parameter('owners')}::uuid[]) owner (id), lateral " if owner_column else ""
        owned = f"{{0}}.{owner_column} = owner.id" if owner_column else None
        rows, alias = page(self.statement, item, bound, owned)
        # The keys of the rows above and here.
        self.columns = ["owner.id" if owner_column else "null", f"{alias}.id"]
        self.joins = ""
        self.shape = self.shape_of(item, table, alias)
        self.statement.text = (
            f"select {', '.join(self.columns)} from {owners}{rows}{self.joins} order by {table.order.format(alias)}"
        )

    def shape_of(self, item: Selected, table: Table, alias: str) -> Shape:
        shape: Shape = []
        for child in item.children:
            if child.name in table.columns:
                shape.append((child.name, len(self.columns)))
                self.columns.append(table.columns[child.name].format(alias))
            elif child.name in table.to_one:
                target, column = table.to_one[child.name]
                other = self.statement.alias()
                self.joins += f" join {TABLES[target].name} {other} on {other}.id = {alias}.{column}"
                shape.append((child.name, self.shape_of(child, TABLES[target], other)))
        return shape

    async def fetch(self, bound: Bound) -> list[Any]:
        return await database.pool.fetch(self.statement.text, *(bound.values[slot] for slot in self.statement.slots))


def nested(shape: Shape, record: Any) -> Row:
    return {name: record[at] if at.__class__ is int else nested(at, record) for name, at in shape}


class Reader:
    """Reads one selection, with the statements made once for each set of filters that is given."""

    def __init__(self, root: Selected) -> None:
        self.root = root
        self.lists = [item for item in root.descendants() if item.is_list]
        self.levels: dict[Any, Level] = {}

    async def read(self, variables: dict[str, Any], claims: dict[str, Any]) -> list[Row]:
        bound = Bound(self.lists, variables, claims)
        level = self.level(self.root, bound, None)
        records = await level.fetch(bound)
        rows = [nested(level.shape, record) for record in records]
        await self.read_lists(self.root, {record[1]: row for record, row in zip(records, rows)}, bound)
        return rows

    def level(self, item: Selected, bound: Bound, owner_column: str | None) -> Level:
        key = id(item), bound.shape
        found = self.levels.get(key)
        if found is None:
            found = self.levels[key] = Level(item, bound, owner_column)
        return found

    async def read_lists(self, item: Selected, owners: dict[Any, Row], bound: Bound) -> None:
        """Reads the lists of the rows by key, each list of all rows at once, and puts them into the rows."""
        assert item.table is not None
        for child in item.children:
            if child.name not in item.table.to_many:
                continue
            level = self.level(child, bound, item.table.to_many[child.name][1])
            bound.values["owners"] = list(owners)
            lists: dict[Any, list[Row]] = defaultdict(list)
            by_key: dict[Any, Row] = {}
            for record in await level.fetch(bound):
                row = by_key[record[1]] = nested(level.shape, record)
                lists[record[0]].append(row)
            for key, owner in owners.items():
                owner[child.key] = lists[key]
            await self.read_lists(child, by_key, bound)
