"""SQL of selections: a page's rows for both executors, and whole answers as JSON for the one that compiles."""

from .model import TABLES, Table
from .selection import Bound, Selected, Slot


class Statement:
    """A statement in the making: where its parameters come from, and how many aliases it has."""

    def __init__(self) -> None:
        self.text = ""
        self.slots: list[Slot] = []
        self.aliases = 0

    def parameter(self, slot: Slot) -> str:
        self.slots.append(slot)
        return f"${len(self.slots)}"

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"


def page(statement: Statement, item: Selected, bound: Bound, owner: str | None = None) -> tuple[str, str]:
    """A page of rows as a table expression, and its alias."""
    table = item.table
    assert table is not None
    alias = statement.alias()
    where = [table.filters[n].format(alias, statement.parameter((id(item), n))) for n in bound.filters[id(item)]]
    if table.own and not bound.sees_all:
        where.append(table.own.format(alias, statement.parameter("caller")))
    if owner:
        where.append(owner.format(alias))
    condition = f" where {' and '.join(where)}" if where else ""
    order = table.order.format(alias)
    limit = statement.parameter((id(item), "first"))
    return f"(select * from {table.name} {alias}{condition} order by {order} limit {limit}) {alias}", alias


def json_list(statement: Statement, item: Selected, bound: Bound, owner: str | None = None) -> str:
    """An expression whose value is a list as JSON."""
    table = item.table
    assert table is not None
    rows, alias = page(statement, item, bound, owner)
    value, joins = json_row(statement, item, table, alias, bound)
    return f"(select coalesce(json_agg({value} order by {table.order.format(alias)}), '[]') from {rows}{joins})"


def json_row(statement: Statement, item: Selected, table: Table, alias: str, bound: Bound | None) -> tuple[str, str]:
    """An expression whose value is a row as JSON, and the joins that it needs."""
    members, joins = [], ""
    for child in item.children:
        if child.name == "__typename":
            value = f"'{table.typename}'::text"
        elif child.name in table.columns:
            value = table.columns[child.name].format(alias)
        elif child.name in table.to_one:
            target, column = table.to_one[child.name]
            other = statement.alias()
            value, further = json_row(statement, child, TABLES[target], other, bound)
            joins += f" join {TABLES[target].name} {other} on {other}.id = {alias}.{column}{further}"
        else:
            _, column = table.to_many[child.name]
            assert bound is not None
            value = json_list(statement, child, bound, f"{{0}}.{column} = {alias}.id")
        # The grammar of names leaves nothing in a key that would have to be escaped.
        members.append(f"'{child.key}', {value}")
    return f"json_build_object({', '.join(members)})", joins
