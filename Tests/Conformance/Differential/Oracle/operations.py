"""Random valid operations, led by the SDL; the values in them are mostly those of rows, so that conditions are met."""

import json

from graphql import (
    GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type, get_nullable_type, is_enum_type,
    is_leaf_type, is_list_type, is_non_null_type, is_object_type,
)

from naive import timestamp

DEEPEST = 4
# What the oracle has of a page; what else the SDL has is left out.
PAGE = {"nodes", "edges", "pageInfo", "totalCount", "aggregate", "groups"}
TEXT_PIECES = ("contains", "startsWith", "endsWith", "icontains", "istartsWith", "iendsWith")


class Name(str):
    """A name within a value: a variable with its sign, or an enum's value."""


class Operation:
    """A document with the variables that each side is given; a cursor is each side's own."""

    def __init__(self, text, variables, orders):
        self.text = text
        self.variables = variables
        # The order of each connection by the key that it has in the answer.
        self.orders = orders

    def variables_of(self, side):
        """For the server (0) or the oracle (1)."""
        return {name: value[side] if isinstance(value, tuple) else value for name, value in self.variables.items()}


class Operations:
    """A source of operations; the same seed draws the same."""

    def __init__(self, model, schema, random):
        self.model = model
        self.schema = schema
        self.random = random
        self.cursors = {}

    def next(self, caller):
        return Draft(self, self.cursors_of(caller)).operation()

    def cursors_of(self, caller):
        """Cursors that the caller was given, by the order of the page: the server's and the oracle's of the same row.

        A cursor has the values that its row is ordered by, and these are what the caller may see.
        """
        return self.cursors.setdefault(caller.key, {})


class Draft:
    """One operation in the making."""

    def __init__(self, source, cursors):
        self.model, self.schema, self.random = source.model, source.schema, source.random
        self.cursors = cursors
        self.count = 0
        self.declarations = []
        self.variables = {}
        self.fragments = {}
        self.orders = {}

    def operation(self):
        root = self.schema.query_type
        fields = [name for name, field in root.fields.items() if self.is_known(field)]
        parts = [self.field(root, self.random.choice(fields), 0) for _ in range(self.random.choice([1, 1, 1, 2, 3]))]
        if self.chance(0.1):
            parts.append("__typename")
        declared = f"({', '.join(self.declarations)})" if self.declarations else ""
        fragments = [f"fragment {name} on {type} {selection}" for name, (type, selection) in self.fragments.items()]
        text = "\n".join([f"query Random{declared} {{ {' '.join(parts)} }}", *fragments])
        return Operation(text, self.variables, self.orders)

    def is_known(self, root):
        """Whether the oracle has the root: the caller, a row by its key or what is unique, a page."""
        return get_named_type(root.type).name.removesuffix("Connection") in self.model.entities

    def chance(self, probability):
        return self.random.random() < probability

    def number(self):
        self.count += 1
        return self.count

    # Selections.

    def selection(self, type, depth):
        """The text of a selection set; fragments are on the type itself, or on something abstract that it is."""
        names = list(type.fields)
        if depth >= DEEPEST:
            names = [name for name in names if is_leaf_type(get_named_type(type.fields[name].type))]
        if type.name.endswith("Connection"):
            # What pages are there for, more often than not.
            names = [name for name in names if name in PAGE]
            names += [name for name in names if name in ("nodes", "edges", "pageInfo")]
        parts = []
        for _ in range(self.random.randint(1, 4)):
            way = self.random.random()
            if way < 0.78 and names:
                parts.append(self.field(type, self.random.choice(names), depth))
            elif way < 0.84 or not names or depth + 1 >= DEEPEST:
                parts.append("__typename")
            elif way < 0.92:
                inner = self.random.choice([type] + list(type.interfaces))
                condition = "" if inner is type and self.chance(0.5) else f" on {inner.name}"
                parts.append(f"...{condition}{self.directives()} {self.selection(inner, depth + 1)}")
            else:
                parts.append(f"...{self.fragment(type, depth)}{self.directives()}")
        return "{ " + " ".join(parts) + " }"

    def fragment(self, type, depth):
        known = [name for name, (on, _) in self.fragments.items() if on == type.name]
        if known and self.chance(0.5):
            return self.random.choice(known)
        # Written before it is known, so that it cannot spread itself.
        selection = self.selection(type, max(depth + 1, DEEPEST - 1))
        name = f"F{self.number()}"
        self.fragments[name] = (type.name, selection)
        return name

    def field(self, parent, name, depth):
        field = parent.fields[name]
        type = get_named_type(field.type)
        # Every field with arguments has a key of its own, so that no two fields conflict.
        key = f"c{self.number()}" if field.args else (f"a{self.number()}" if self.chance(0.15) else None)
        alias = f"{key}: " if key else ""
        arguments = self.arguments(field, type, key) if field.args else ""
        selection = f" {self.selection(type, depth + 1)}" if is_object_type(type) else ""
        return f"{alias}{name}{arguments}{self.directives()}{selection}"

    def directives(self):
        if not self.chance(0.12):
            return ""
        word, value = self.random.choice(["skip", "include"]), self.chance(0.5)
        boolean = GraphQLNonNull(self.schema.type_map["Boolean"])
        return f" @{word}(if: {self.written(value, boolean, None)})"

    # Arguments.

    def arguments(self, field, type, key):
        if "by" in field.args:
            return self.groups(field)
        if "first" not in field.args:
            values = self.named(field.args, type.name)
            parts = [f"{name}: {self.written(values[name], argument.type, None)}" for name, argument in field.args.items()]
            return f"({', '.join(parts)})"
        parts = self.page(field, type.name.removesuffix("Connection"), key)
        self.random.shuffle(parts)
        return f"({', '.join(parts)})" if parts else ""

    def page(self, field, entity, key):
        order, parts = [], []
        known = [terms for of, terms in self.cursors if of == entity]
        if known and self.chance(0.5):
            order = json.loads(self.random.choice(known))
        elif self.chance(0.6):
            terms = self.schema.type_map[f"{entity}Order"]
            order = [self.order_term(terms) for _ in range(self.random.choice([1, 1, 2, 3]))]
        if order or self.chance(0.1):
            parts.append(f"orderBy: {self.written(order, field.args['orderBy'].type, entity)}")
        self.orders[key] = (entity, json.dumps(order))
        names = self.random.choice([[], [], ["first"], ["first"], ["last"], ["first", "last"]])
        # Before there was an offset, only one of both could be given.
        for name in names if "offset" in field.args else names[:1]:
            size = None if self.chance(0.05) else self.random.choice([0, 1, 2, 3, 5, 8, 20])
            parts.append(f"{name}: {self.written(size, field.args[name].type, None)}")
        if "offset" in field.args and self.chance(0.2):
            parts.append(f"offset: {self.written(self.random.choice([0, 1, 4]), field.args['offset'].type, None)}")
        pairs = self.cursors.get(self.orders[key])
        for name in ("after", "before"):
            if pairs and self.chance(0.4):
                parts.append(f"{name}: {self.variable(self.random.choice(pairs), 'String')}")
        if "distinctOn" in field.args and self.chance(0.15):
            words = list(get_named_type(field.args["distinctOn"].type).values)
            chosen = self.random.sample(words, min(len(words), self.random.randint(1, 2)))
            parts.append(f"distinctOn: {self.written(chosen, field.args['distinctOn'].type, None)}")
        if "includeDeleted" in field.args and self.chance(0.3):
            parts.append(f"includeDeleted: {self.written(self.chance(0.7), field.args['includeDeleted'].type, None)}")
        if self.chance(0.6):
            type = field.args["filter"].type
            value = None if self.chance(0.05) else self.filter(type, entity, self.random.randint(1, 3))
            parts.append(f"filter: {self.written(value, type, entity)}")
        return parts

    def order_term(self, type, depth=0):
        """A term of an order; relations lead on to those of their rows."""
        names = [name for name in type.fields if name != "searchRank"]
        leaves = [name for name in names if is_enum_type(type.fields[name].type)]
        name = self.random.choice(leaves if depth > 1 or self.chance(0.6) else names)
        inner = type.fields[name].type
        return {name: self.scalar(inner) if is_enum_type(inner) else self.order_term(inner, depth + 1)}

    def named(self, arguments, entity):
        """The values of arguments by which one row is found; mostly those of a row."""
        rows = list(self.model.rows[entity].values())
        if not rows or self.chance(0.15):
            return {name: self.scalar(get_named_type(argument.type)) for name, argument in arguments.items()}
        row = self.random.choice(rows)
        members = self.model.entities[entity].members
        return {name: self.spelt(self.model.value(members[name][1], row), get_named_type(argument.type))
                for name, argument in arguments.items()}

    # Groups.

    def groups(self, field):
        keys = get_named_type(field.args["by"].type)
        entity = keys.name.removesuffix("GroupBy")
        words = list(get_named_type(keys.fields["field"].type).values)
        times = [name for name in keys.fields if name != "field"]
        terms = [{"field": word} for word in self.random.sample(words, min(len(words), self.random.randint(1, 2)))]
        if times and self.chance(0.4):
            name = self.random.choice(times)
            bucket = keys.fields[name].type.fields
            stretch = {"unit": self.scalar(get_named_type(bucket["unit"].type))}
            if "timeZone" in bucket and self.chance(0.5):
                stretch["timeZone"] = self.random.choice(["Europe/Vienna", "Asia/Kolkata", "America/New_York"])
            terms = [{name: stretch}]
        parts = [f"by: {self.written(terms, field.args['by'].type, None)}"]
        if self.chance(0.4):
            parts.append(f"having: {self.written(self.having(field.args['having'].type), field.args['having'].type, None)}")
        if self.chance(0.4):
            order = [self.group_order(get_named_type(field.args["orderBy"].type), entity, terms)]
            parts.append(f"orderBy: {self.written(order, field.args['orderBy'].type, None)}")
        for name, sizes in (("first", [0, 1, 3, 20]), ("offset", [0, 1, 2])):
            if self.chance(0.3):
                parts.append(f"{name}: {self.written(self.random.choice(sizes), field.args[name].type, None)}")
        return f"({', '.join(parts)})"

    def having(self, type):
        name = self.random.choice(list(type.fields))
        if name in ("and", "or"):
            return {name: [self.having(type) for _ in range(self.random.randint(0, 2))]}
        if name == "not":
            return {name: self.having(type)}
        if name == "count":
            return {name: {self.random.choice(["eq", "gt", "lte"]): self.random.randint(0, 5)}}
        inner = type.fields[name].type
        word = self.random.choice(list(inner.fields))
        signs = inner.fields[word].type.fields
        sign = self.random.choice([sign for sign in ("eq", "ne", "lt", "gte", "isNull") if sign in signs])
        return {name: {word: {sign: self.scalar(signs[sign].type)}}}

    def group_order(self, type, entity, by):
        """By a count, an aggregate, or one of the keys."""
        name = self.random.choice(list(type.fields))
        inner = type.fields[name].type
        if is_enum_type(inner):
            return {name: self.scalar(inner)}
        words = [word for word in inner.fields if word != "key"]
        kind, what = self.model.entities[entity].members[name if name in self.model.entities[entity].members else name[:-1]]
        column = (what["name"] + ("_id" if "reference" in what else "")).upper()
        if any(term.get("field") == column for term in by):
            words.append("key")
        word = self.random.choice(words)
        return {name: {word: self.scalar(inner.fields[word].type)}}

    # Filters.

    def filter(self, type, entity, size):
        """A value for an input of conditions on rows of the entity."""
        fields = type.fields
        result = {}
        for _ in range(size):
            name = self.random.choice(list(fields))
            if name in ("and", "or"):
                result[name] = [self.filter(type, entity, 1) for _ in range(self.random.randint(0, 3))]
            elif name == "not":
                result[name] = self.filter(type, entity, 1)
            else:
                result[name] = self.condition_on(name, fields[name].type, entity)
        return result

    def condition_on(self, name, type, entity):
        kind, what = self.model.entities[entity].members[name]
        if kind == "field":
            return self.comparison(type, entity, what)
        target = what["reference"]["target"] if kind == "relation" else self.rows_of(what)
        if not type.name.endswith("ListFilter"):
            return self.filter(type, target, 1)
        word = self.random.choice(list(type.fields))
        return {word: self.filter(type.fields[word].type, target, self.random.randint(0, 1))}

    def rows_of(self, inverse):
        if "onward" not in inverse:
            return inverse["entity"]
        return self.model.entities[inverse["entity"]].fields[inverse["onward"]]["reference"]["target"]

    def comparison(self, type, entity, field):
        result = {}
        for _ in range(self.random.choice([1, 1, 1, 2])):
            sign = self.random.choice(list(type.fields))
            operand = type.fields[sign].type
            if isinstance(operand, GraphQLInputObjectType):
                result[sign] = {self.random.choice(["eq", "lt", "gte"]): self.random.randint(0, 3)}
            elif is_list_type(operand):
                count = self.random.randint(0, 3)
                result[sign] = [self.operand(sign, operand.of_type.of_type, entity, field) for _ in range(count)]
            else:
                result[sign] = self.operand(sign, operand, entity, field)
        return result

    def operand(self, sign, type, entity, field):
        """A value of some row, a piece of one, or any."""
        values = [self.model.value(field, row) for row in self.model.rows[entity].values()]
        values = [value for value in values if value is not None]
        if sign == "isNull" or not values or self.chance(0.15):
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

    def written(self, value, type, entity, is_certain=False):
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
            return "[" + ", ".join(self.written(each, type.of_type, entity, True) for each in value) + "]"
        if isinstance(type, GraphQLInputObjectType):
            # Of these exactly one member is given, and not null (section 3.10.1).
            is_certain = any(word in type.name for word in ("Order", "GroupBy"))
            members = [f"{name}: {self.written(each, type.fields[name].type, entity, is_certain)}"
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
