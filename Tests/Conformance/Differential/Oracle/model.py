"""The model that `plumbline schema json` prints, rows of it, and what its rules mean on them.

Written from docs/spec-language.md, and from nothing of the server: where the two disagree, one of them is wrong.
"""

import operator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal


class Unknown:
    """What is not known before there is a row."""


UNKNOWN = Unknown()


class Caller:
    """Who asks: a key and roles, or nobody."""

    def __init__(self, key=None, roles=()):
        self.key = key
        self.roles = frozenset(roles)

    def __repr__(self):
        return f"{'/'.join(sorted(self.roles)) or 'nobody'} {self.key or ''}".strip()


ANONYMOUS = Caller()


class Entity:
    def __init__(self, document):
        self.name = document["name"]
        self.table = document["table"]
        self.schema = document.get("databaseSchema")
        self.words = document["plural"].replace("_", " ")
        self.access = document["access"]
        self.fields = {field["name"]: field for field in document["fields"]}
        self.inverses = {inverse["name"]: inverse for inverse in document["inverses"]}
        self.rules = document["rules"]
        self.key = document.get("key", ["id"])
        self.deletion = next((name for name, field in self.fields.items() if field.get("managed") == "deletedAt"), None)
        # What a member of the API's type is: ("field", …), ("relation", …) or ("inverse", …).
        self.members = {}
        for name, field in self.fields.items():
            if "reference" in field:
                self.members[camel(name) + "Id"] = ("field", field)
                self.members[camel(name)] = ("relation", field)
            else:
                self.members[camel(name)] = ("field", field)
        for name, inverse in self.inverses.items():
            self.members[camel(name)] = ("inverse", inverse)


class Abstract:
    """What several entities have in common: an interface or a union, whose rows stand in one list."""

    def __init__(self, document, entities):
        self.name = document["name"]
        self.entities = [entities[name] for name in document["members"]]
        first = self.entities[0]
        self.key = first.key
        self.fields = {name: first.fields[name] for name in document["fields"] if name in first.fields}
        self.members = {
            name: member for name, member in first.members.items()
            if member[0] != "inverse" and member[1]["name"] in self.fields
        }
        # The conditions on rows of one entity alone.
        for entity in self.entities:
            self.members[entity.name[0].lower() + entity.name[1:]] = ("entity", entity.name)


class Row:
    """A row: its values by the fields' names."""

    def __init__(self, entity, values):
        self.entity = entity
        self.values = values

    @property
    def key(self):
        return ":".join(str(self.values[name]) for name in self.entity.key)


class Model:
    """The entities, with the rows of their tables."""

    def __init__(self, document, tables=None):
        self.document = document
        self.entities = {entity["name"]: Entity(entity) for entity in document["entities"]}
        abstract = [Abstract(each, self.entities) for each in document.get("abstractTypes", []) if "list" in each]
        # What lists have rows of.
        self.types = {**self.entities, **{type.name: type for type in abstract}}
        self.rows = {name: {} for name in self.entities}
        for name, rows in (tables or {}).items():
            entity = self.entities[name]
            for columns in rows:
                row = Row(entity, {
                    field["name"]: parsed(columns[field["column"]], field["type"])
                    for field in entity.fields.values() if field.get("column") in columns
                })
                self.rows[name][row.key] = row

    def rows_of(self, type):
        """All rows of an entity, or of several."""
        entities = type.entities if isinstance(type, Abstract) else [type]
        return [row for entity in entities for row in self.rows[entity.name].values()]

    def callers(self):
        """Everybody who can sign in."""
        principal = self.document.get("principal")
        if not principal:
            return []
        rows = self.rows[principal["entity"]].values()
        active = [row for row in rows if row.values.get(principal.get("active"), True)]
        return [Caller(row.key, {row.values[principal["role"]]} if "role" in principal else ()) for row in active]

    # Who sees what.

    def readable(self, row, caller, include_deleted=False):
        """Whether the row is there for the caller: not deleted, or one that the caller asks for and may restore."""
        access = row.entity.access
        is_present = row.entity.deletion is None or row.values[row.entity.deletion] is None
        if not is_present and include_deleted:
            is_present = self.evaluate(access.get("restore", {"value": False}), row, caller) is True
        return is_present and self.evaluate(access["read"], row, caller) is True

    def never_readable(self, entity, caller):
        """Whether no row of the entity can ever be there for the caller."""
        return self.evaluate(entity.access["read"], entity, caller) not in (True, UNKNOWN)

    def shown(self, field, row, caller):
        """A field's value as the caller sees it: its own, its mask, or null."""
        if self.evaluate(field["access"]["read"], row, caller) is True:
            return self.value(field, row)
        mask = field["access"].get("mask")
        return None if mask is None else self.evaluate(mask, row, caller)

    def value(self, field, row):
        computed = field.get("derivation", {}).get("computed")
        return row.values[field["name"]] if computed is None else self.evaluate(computed, row, ANONYMOUS)

    def target(self, field, key):
        """The row that a relation of that value points at."""
        return None if key is None else self.rows[field["reference"]["target"]].get(str(key))

    def sources(self, inverse, row, caller=None):
        """The rows behind an inverse: as the caller sees the relations that lead to them, or all as they are."""
        def pointer(source, name):
            field = source.entity.fields[name]
            return self.value(field, source) if caller is None else self.shown(field, source, caller)

        here = [source for source in self.rows[inverse["entity"]].values()
                if pointer(source, inverse["field"]) is not None and str(pointer(source, inverse["field"])) == row.key]
        if "onward" not in inverse:
            return here
        onward = self.entities[inverse["entity"]].fields[inverse["onward"]]
        between = [source for source in here if caller is None or self.readable(source, caller)]
        keys = {pointer(source, inverse["onward"]) for source in between}
        return [target for target in self.rows[onward["reference"]["target"]].values() if target.key in keys]

    # What an expression means.

    def evaluate(self, tree, row, caller):
        """The value of an expression; null is None. Of an entity in place of a row nothing is known but its type."""
        if tree == "me":
            return caller.key
        if tree == "authenticated":
            return caller.key is not None
        if "value" in tree:
            return constant(tree["value"])
        if "path" in tree:
            return self.follow(tree["path"].split("."), row)
        if "role" in tree:
            return bool(caller.roles & set(tree["role"]))
        if "scope" in tree:
            return False
        if "any" in tree:
            if isinstance(row, Entity):
                return UNKNOWN
            sources = self.sources(row.entity.inverses[tree["any"]], row)
            return any(self.evaluate(tree["where"], source, caller) is True for source in sources)
        if "in" in tree:
            value = self.evaluate(tree["in"], row, caller)
            return strict(lambda value: value in [constant(each) for each in tree["values"]], value)
        if "call" in tree:
            arguments = [self.evaluate(each, row, caller) for each in tree["arguments"]]
            return strict(FUNCTIONS[tree["call"]], *arguments)
        (name, operands), = tree.items()
        if name in ("and", "or"):
            return kleene(name == "or", [self.evaluate(each, row, caller) for each in operands])
        if name in UNARY:
            return UNARY[name](self.evaluate(operands, row, caller))
        return strict(BINARY[name], *(self.evaluate(each, row, caller) for each in operands))

    def follow(self, path, row):
        """Relations inside a rule read what they point at without its own access."""
        if isinstance(row, Entity):
            return UNKNOWN
        for name in path[:-1]:
            field = row.entity.fields[name]
            row = self.target(field, self.value(field, row))
            if row is None:
                return None
        return self.value(row.entity.fields[path[-1]], row)


def strict(function, *operands):
    """Null if an operand is."""
    if any(operand is None for operand in operands):
        return None
    if any(operand is UNKNOWN for operand in operands):
        return UNKNOWN
    return function(*operands)


def kleene(decisive, operands):
    """`or` for True, `and` for False: one operand can decide, and null is between."""
    if any(operand is decisive for operand in operands):
        return decisive
    if any(operand is UNKNOWN for operand in operands):
        return UNKNOWN
    return None if any(operand is None for operand in operands) else not decisive


def constant(value):
    if isinstance(value, dict):
        return Decimal(value["decimal"]) if "decimal" in value else value["value"]
    return value


UNARY = {
    "not": lambda operand: strict(operator.not_, operand),
    "negate": lambda operand: strict(operator.neg, operand),
    "isNull": lambda operand: UNKNOWN if operand is UNKNOWN else operand is None,
    "isNotNull": lambda operand: UNKNOWN if operand is UNKNOWN else operand is not None,
}

BINARY = {
    "equal": operator.eq, "notEqual": operator.ne, "less": operator.lt, "lessOrEqual": operator.le,
    "greater": operator.gt, "greaterOrEqual": operator.ge,
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul,
}

FUNCTIONS = {
    "length": len,
    "lower": lambda text: "".join(c.lower() if c.isascii() else c for c in text),
    "upper": lambda text: "".join(c.upper() if c.isascii() else c for c in text),
    "trim": lambda text: text.strip(" "),
    "left": lambda text, count: text[:count],
    "right": lambda text, count: text[-count:] if count else "",
    "minutes": lambda count: timedelta(minutes=count),
    "hours": lambda count: timedelta(hours=count),
    "days": lambda count: timedelta(days=count),
}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def parsed(value, type):
    """A value of PostgreSQL's JSON, or of a request, as it is compared."""
    if value is None:
        return None
    if isinstance(type, dict) and "array" in type:
        return [parsed(each, type["array"]) for each in value]
    if isinstance(type, dict) and "decimal" in type:
        return Decimal(str(value))
    if type == "timestamp":
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)
    if type == "date":
        return date.fromisoformat(value)
    if type == "time":
        return time.fromisoformat(value)
    return int(value) if type == "bigint" else value
