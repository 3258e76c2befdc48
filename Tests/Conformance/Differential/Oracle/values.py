"""Values in documents: drawn, mostly from rows, and written as literals and as variables."""

import json

from graphql import (
    GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_nullable_type, is_enum_type, is_list_type, is_non_null_type,
)

from naive import timestamp

TEXT_PIECES = ("contains", "startsWith", "endsWith", "icontains", "istartsWith", "iendsWith")


class Values:
    """The values of one operation in the making."""

    def __init__(self, model, random):
        self.model = model
        self.random = random
        self.count = 0
        self.declarations = []
        self.variables = {}

    def chance(self, probability):
        return self.random.random() < probability

    def number(self):
        self.count += 1
        return self.count

    def operand(self, sign, type, entity, field):
        """A value of some row, a piece of one, or any."""
        values = [self.model.value(field, row) for row in self.model.rows_of(self.model.types[entity])]
        values = [value for value in values if value is not None]
        if sign in ("isNull", "isEmpty") or not values or self.chance(0.15):
            return self.scalar(type)
        value = self.random.choice(values)
        if isinstance(value, list):
            value = self.random.choice(value) if value else self.scalar(type)
        if isinstance(value, str) and not is_enum_type(type) and sign in TEXT_PIECES:
            start, length = self.random.randint(0, len(value)), self.random.randint(0, 3)
            pieces = {"startsWith": value[:length], "endsWith": value[len(value) - length:]}
            piece = pieces.get(sign.removeprefix("i"), value[start:start + length])
            return piece.swapcase() if sign.startswith("i") and piece.isascii() else piece
        return self.spelt(value, type)

    def scalar(self, type):
        draws = {
            "Int": lambda: self.random.choice([0, 1, 30, -5, 2**31 - 1]),
            "BigInt": lambda: self.random.choice(["0", "7200", 5000, str(2**62)]),
            "Float": lambda: self.random.choice([0.5, -1.25, 3]),
            "Decimal": lambda: self.random.choice(["0.5", "12.30", 4]),
            "Boolean": lambda: self.chance(0.5),
            "ID": lambda: f"00000000-0000-4000-8000-{self.random.randrange(10**12):012}",
            "String": lambda: self.random.choice(["", "a", "é", "%", "_", "\\", "\"", "'; --", "\U0001F600", "\n", "ab"]),
            "DateTime": lambda: self.random.choice(["2030-01-07T09:00:00Z", "2030-01-07T12:30:00.5+02:00"]),
            "Date": lambda: self.random.choice(["2030-01-07", "1999-12-31"]),
            "LocalTime": lambda: "09:30:00",
            "Duration": lambda: "PT45M",
        }
        if is_enum_type(type):
            return self.random.choice(list(type.values))
        return draws[type.name]()

    def spelt(self, value, type):
        """A row's value as a request has it."""
        if is_enum_type(type):
            return value.upper()
        if type.name == "DateTime":
            return timestamp(value)
        if type.name in ("Int", "Float", "Boolean"):
            return value
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    # Values as literals and as variables.

    def variable(self, value, declared):
        name = f"v{self.number()}"
        self.declarations.append(f"${name}: {declared}")
        self.variables[name] = value
        return f"${name}"

    def written(self, value, type, is_certain=False):
        """The value in the document: a literal, or a variable in its place or in a place within it."""
        if self.chance(0.2):
            return self.placed(value, type, is_certain)
        type = get_nullable_type(type)
        if value is None:
            return "null"
        if is_list_type(type):
            if len(value) == 1 and self.chance(0.2):
                # A single value stands for the list of it (section 3.11).
                return self.literal(value[0], type.of_type)
            return "[" + ", ".join(self.written(each, type.of_type, True) for each in value) + "]"
        if isinstance(type, GraphQLInputObjectType):
            # Of these exactly one member is given, and not null (section 3.10.1).
            is_certain = any(word in type.name for word in ("Order", "GroupBy"))
            members = [f"{name}: {self.written(each, type.fields[name].type, is_certain)}"
                       for name, each in value.items()]
            return "{" + ", ".join(members) + "}"
        if is_enum_type(type):
            return value
        return json.dumps(value, ensure_ascii=self.chance(0.5))

    def placed(self, value, type, is_certain):
        """A variable for the value: given, left to its default, or null where it may be."""
        if is_certain and not is_non_null_type(type):
            type = GraphQLNonNull(type)
        way = self.random.random()
        if value is None or way < 0.7:
            return self.variable(value, str(type))
        name = f"v{self.number()}"
        self.declarations.append(f"${name}: {type} = {self.literal(value, type)}")
        if way > 0.9:
            self.variables[name] = value
        return f"${name}"

    def literal(self, value, type):
        type = get_nullable_type(type)
        if isinstance(type, GraphQLList):
            return "[" + ", ".join(self.literal(each, type.of_type) for each in value) + "]"
        if isinstance(type, GraphQLInputObjectType):
            members = [f"{name}: {self.literal(each, type.fields[name].type)}" for name, each in value.items()]
            return "{" + ", ".join(members) + "}"
        return value if is_enum_type(type) else json.dumps(value)
