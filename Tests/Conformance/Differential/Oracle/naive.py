"""Resolvers as one writes them by hand: each field by itself, over lists in memory, under the access rules.

graphql-core executes the document; the rows of a page are found by filtering, sorting and cutting a list.
"""

from fractions import Fraction
from functools import cmp_to_key

import graphql
from graphql import GraphQLError, GraphQLScalarType, build_schema, execute_sync, get_named_type, is_enum_type, parse

from aggregates import ABOUT, Aggregates
from model import Abstract, Row, kleene, parsed, strict

DEFAULT_PAGE = 20
CURSOR = "cursor of "


def schema_of(sdl):
    """The schema of an SDL, with what its scalars and enums stand for."""
    # Before 3.2.7, graphql-core does not know the directive itself.
    known = "" if hasattr(graphql, "GraphQLOneOfDirective") else "directive @oneOf on INPUT_OBJECT\n"
    schema = build_schema(known + sdl)
    for type in schema.type_map.values():
        if is_enum_type(type) and not type.name.startswith("__"):
            for name, value in type.values.items():
                value.value = name.lower()
        if isinstance(type, GraphQLScalarType) and type.name in SPELLINGS:
            type.serialize = SPELLINGS[type.name]
    return schema


def timestamp(value):
    text = value.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return text + "Z"


SPELLINGS = {
    "DateTime": timestamp, "BigInt": str, "Decimal": str, "Date": lambda value: value.isoformat(),
    "ID": str, "UUID": str, "LocalTime": lambda value: value.isoformat(),
}


class Naive:
    """An executor of queries for one model and schema."""

    def __init__(self, model, schema):
        self.model = model
        self.schema = schema

    def execute(self, text, variables, caller, operation=None):
        result = execute_sync(
            self.schema, parse(text), variable_values=variables, context_value=caller, operation_name=operation,
            field_resolver=self.resolve, type_resolver=lambda row, *_: row.entity.name,
        )
        answer = {"data": result.data}
        if result.errors:
            answer["errors"] = [
                {"message": error.message, "path": error.path, "code": (error.extensions or {}).get("code")}
                for error in result.errors
            ]
        return answer

    # Fields.

    def resolve(self, source, info, **arguments):
        if isinstance(source, Row):
            return self.member(source, info, arguments)
        if isinstance(source, dict):
            value = source[info.field_name]
            return value(**arguments) if callable(value) else value
        return self.root(info, arguments)

    def root(self, info, arguments):
        caller = info.context
        type = get_named_type(info.return_type).name
        entity = self.model.types[type.removesuffix("Connection")]
        if info.field_name == "me":
            return self.visible(self.model.rows[entity.name].get(caller.key), caller)
        entities = entity.entities if isinstance(entity, Abstract) else [entity]
        if caller.key is None and all(self.model.never_readable(each, caller) for each in entities):
            raise GraphQLError(f"Sign in to read {entities[0].words}.", extensions={"code": "UNAUTHENTICATED"})
        if type == entity.name:
            return self.row(entity, arguments, caller)
        return self.page(entity, self.model.rows_of(entity), arguments, caller)

    def row(self, entity, arguments, caller):
        """The row with these values, as far as the caller sees them."""
        if arguments.keys() == {"id"}:
            return self.visible(self.model.rows[entity.name].get(arguments["id"].lower()), caller)
        for row in self.model.rows[entity.name].values():
            if self.model.readable(row, caller) and all(
                self.model.shown(entity.members[name][1], row, caller) == value for name, value in arguments.items()
            ):
                return row
        return None

    def member(self, row, info, arguments):
        caller = info.context
        kind, what = row.entity.members[info.field_name]
        if kind == "inverse":
            rows = self.model.sources(what, row, caller)
            if what["isToOne"]:
                return self.visible(rows[0] if rows else None, caller)
            name = get_named_type(info.return_type).name.removesuffix("Connection")
            return self.page(self.model.entities[name], rows, arguments, caller)
        value = self.model.shown(what, row, caller)
        return value if kind == "field" else self.visible(self.model.target(what, value), caller)

    def visible(self, row, caller):
        return row if row is not None and self.model.readable(row, caller) else None

    # Pages (GraphQL Cursor Connections Specification, "Pagination algorithm").

    def page(self, entity, rows, arguments, caller):
        condition = arguments.get("filter")
        rows = [row for row in rows if self.model.readable(row, caller, arguments.get("includeDeleted"))]
        if condition is not None:
            rows = [row for row in rows if self.matches(condition, row, caller, entity) is True]
        compare = self.order(entity, arguments.get("orderBy") or [], caller)
        rows.sort(key=cmp_to_key(compare))
        aggregates = Aggregates(self.model, entity, caller, compare_value, compared)
        if arguments.get("distinctOn"):
            firsts = {}
            for row in rows:
                fields = [aggregates.field_of_value(name) for name in arguments["distinctOn"]]
                firsts.setdefault(tuple(self.model.shown(field, row, caller) for field in fields), row)
            rows = list(firsts.values())
        edges, before, after = rows, False, False
        start = None
        if arguments.get("after") is not None:
            start = self.place(arguments["after"])
            before = any(compare(row, start) <= 0 for row in rows)
            edges = [row for row in edges if compare(row, start) > 0]
        if arguments.get("before") is not None:
            end = self.place(arguments["before"])
            after = any(compare(row, end) >= 0 for row in rows)
            # ApplyCursorsToEdges looks for it among the edges that are left, so one that comes earlier changes nothing.
            if start is None or compare(end, start) > 0:
                edges = [row for row in edges if compare(row, end) < 0]
        if arguments.get("offset"):
            before = before or bool(edges)
            edges = edges[arguments["offset"]:]
        first, last = arguments.get("first"), arguments.get("last")
        if first is None and last is None:
            first = DEFAULT_PAGE
        count = len(edges)
        if first is not None:
            after = count > first
            edges = edges[:first]
        if last is not None:
            before = count > last
            edges = edges[max(len(edges) - last, 0):]
        cursors = [f"{CURSOR}{row.entity.name}/{row.key}" for row in edges]
        return {
            "nodes": edges,
            "edges": [{"cursor": cursor, "node": row} for cursor, row in zip(cursors, edges)],
            "pageInfo": {
                "hasNextPage": after, "hasPreviousPage": before,
                "startCursor": cursors[0] if cursors else None, "endCursor": cursors[-1] if cursors else None,
            },
            "totalCount": len(rows),
            "aggregate": lambda: aggregates.object(rows),
            "groups": lambda **arguments: aggregates.groups(rows, **arguments),
        }

    def place(self, cursor):
        name, key = cursor.removeprefix(CURSOR).split("/", 1)
        return self.model.rows[name][key]

    def order(self, entity, terms, caller):
        """A comparison by the terms and then by the key, in the direction of the last term; then by the entity."""
        key_direction = direction(terms[-1]).split("_")[0] if terms else "asc"

        def compare(left, right):
            for term in terms:
                values = [self.ordered(term, row, caller) for row in (left, right)]
                result = compared(*values, direction(term))
                if result:
                    return result
            places = ([row.values[name] for name in entity.key] + [row.entity.name] for row in (left, right))
            return compared(*places, key_direction)

        return compare

    def ordered(self, term, row, caller):
        """The value of a row that a term of an order asks for; null where there is no row to give it."""
        (name, value), = term.items()
        if row is None:
            return None
        kind, what = row.entity.members[name]
        if kind == "field":
            return self.model.shown(what, row, caller)
        if kind == "relation":
            target = self.visible(self.model.target(what, self.model.shown(what, row, caller)), caller)
            return self.ordered(value, target, caller)
        rows = [each for each in self.model.sources(what, row, caller) if self.model.readable(each, caller)]
        if what["isToOne"]:
            return self.ordered(value, rows[0] if rows else None, caller)
        (word, inner), = value.items()
        if word == "count":
            return len(rows)
        values = [self.ordered(inner, each, caller) for each in rows]
        values = [each for each in values if each is not None]
        if not values:
            return None
        if word == "avg":
            return Fraction(sum(values)) / len(values)
        return {"min": min, "max": max, "sum": sum}[word](values)

    # Filters: three-valued, as rules are. What the caller may not see is null to them.

    def matches(self, condition, row, caller, type=None):
        """Whether a row meets a condition on rows of a type, which is its entity or something that it is of."""
        type = type or row.entity
        return kleene(False, [self.part(name, value, row, caller, type) for name, value in condition.items()])

    def part(self, name, value, row, caller, type):
        if name == "and" or name == "or":
            return kleene(name == "or", [self.matches(each, row, caller, type) for each in value])
        if name == "not":
            return strict(lambda result: not result, self.matches(value, row, caller, type))
        kind, what = type.members[name]
        if kind == "entity":
            return row.entity.name == what and self.matches(value, row, caller)
        if kind == "field":
            shown = self.model.shown(what, row, caller)
            return kleene(False, [compare_value(sign, shown, operand, what["type"]) for sign, operand in value.items()])
        if kind == "relation":
            target = self.visible(self.model.target(what, self.model.shown(what, row, caller)), caller)
            return target is not None and self.matches(value, target, caller) is True
        rows = [each for each in self.model.sources(what, row, caller) if self.model.readable(each, caller)]
        if what["isToOne"]:
            return any(self.matches(value, each, caller) is True for each in rows)
        return kleene(False, [self.quantified(word, each, rows, caller) for word, each in value.items()])

    def quantified(self, word, condition, rows, caller):
        hits = [self.matches(condition, row, caller) is True for row in rows]
        return {"some": any, "none": lambda hits: not any(hits), "every": all}[word](hits)


def direction(term):
    (_, value), = term.items()
    return value if isinstance(value, str) else direction(value)


def compared(left, right, direction):
    """-1, 0 or 1 in a direction; null is the greatest unless the direction says otherwise."""
    if left is None or right is None:
        nulls_first = direction in ("asc_nulls_first", "desc")
        return ((left is None) - (right is None)) * (-1 if nulls_first else 1)
    result = (left > right) - (left < right)
    return -result if direction.startswith("desc") else result


def compare_value(sign, value, operand, type):
    """A condition on a value."""
    if sign == "isNull":
        return (value is None) == operand
    if sign == "isEmpty":
        return strict(lambda value: (not value) == operand, value)
    if sign == "length":
        length = None if value is None else len(value)
        return kleene(False, [compare_value(sign, length, number, "integer") for sign, number in operand.items()])
    if sign in ("in", "notIn"):
        items = [parsed(each, type) for each in operand]
        found = False if not items else strict(lambda value: value in items, value)
        return strict(lambda found: found == (sign == "in"), found)
    return strict(SIGNS[sign], value, parsed(operand, type))


SIGNS = {
    "eq": lambda value, operand: value == operand,
    "ne": lambda value, operand: value != operand,
    "lt": lambda value, operand: value < operand,
    "lte": lambda value, operand: value <= operand,
    "gt": lambda value, operand: value > operand,
    "gte": lambda value, operand: value >= operand,
    "contains": lambda value, operand: holds(value, operand),
    "startsWith": lambda value, operand: value.startswith(operand),
    "endsWith": lambda value, operand: value.endswith(operand),
    "ieq": lambda value, operand: value.lower() == operand.lower(),
    "icontains": lambda value, operand: operand.lower() in value.lower(),
    "istartsWith": lambda value, operand: value.lower().startswith(operand.lower()),
    "iendsWith": lambda value, operand: value.lower().endswith(operand.lower()),
    "containedBy": lambda value, operand: all(each in operand for each in value),
    "overlaps": lambda value, operand: any(each in operand for each in value),
}


def holds(value, operand):
    return all(each in value for each in operand) if isinstance(value, list) else operand in value
