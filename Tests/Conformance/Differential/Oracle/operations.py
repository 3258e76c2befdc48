"""Random valid operations, led by the SDL; the values in them are mostly those of rows, so that conditions are met."""

import json

from graphql import GraphQLNonNull, get_named_type, is_composite_type, is_leaf_type, is_union_type

from conditions import Conditions

DEEPEST = 4
# What the oracle has of a page; what else the SDL has is left out.
PAGE = {"nodes", "edges", "pageInfo", "totalCount", "aggregate", "groups"}


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


class Draft(Conditions):
    """One operation in the making."""

    def __init__(self, source, cursors):
        super().__init__(source.model, source.random)
        self.schema = source.schema
        self.cursors = cursors
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
        return get_named_type(root.type).name.removesuffix("Connection") in self.model.types

    # Selections.

    def selection(self, type, depth):
        """The text of a selection set; fragments are on the type itself, on something abstract that it is, or on one of
        the types that it may be."""
        names = [] if is_union_type(type) else list(type.fields)
        if depth >= DEEPEST:
            names = [name for name in names if is_leaf_type(get_named_type(type.fields[name].type))]
        if type.name.endswith("Connection"):
            # What pages are there for, more often than not.
            names = [name for name in names if name in PAGE]
            names += [name for name in names if name in ("nodes", "edges", "pageInfo")]
        parts = []
        for _ in range(self.random.randint(1, 4)):
            way = self.random.random()
            if is_union_type(type):
                # It has no fields but those of the types that it may be.
                way = 0.8 if way < 0.2 else 0.9
            if way < 0.78 and names:
                parts.append(self.field(type, self.random.choice(names), depth))
            elif way < 0.84 or depth + 1 >= DEEPEST or not (names or is_union_type(type)):
                parts.append("__typename")
            elif way < 0.92:
                wider = [] if is_union_type(type) else list(type.interfaces)
                narrower = [self.schema.type_map[entity.name] for entity in getattr(self.known(type), "entities", [])]
                inner = self.random.choice([type] + wider + narrower * 3)
                condition = "" if inner is type and self.chance(0.5) else f" on {inner.name}"
                parts.append(f"...{condition}{self.directives()} {self.selection(inner, depth + 1)}")
            else:
                parts.append(f"...{self.fragment(type, depth)}{self.directives()}")
        return "{ " + " ".join(parts) + " }"

    def known(self, type):
        """What the model knows of a type, if it has rows."""
        return self.model.types.get(type.name)

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
        selection = f" {self.selection(type, depth + 1)}" if is_composite_type(type) else ""
        return f"{alias}{name}{arguments}{self.directives()}{selection}"

    def directives(self):
        if not self.chance(0.12):
            return ""
        word, value = self.random.choice(["skip", "include"]), self.chance(0.5)
        boolean = GraphQLNonNull(self.schema.type_map["Boolean"])
        return f" @{word}(if: {self.written(value, boolean)})"

    # Arguments.

    def arguments(self, field, type, key):
        if "by" in field.args:
            return self.groups(field)
        if "first" not in field.args:
            values = self.named(field.args, type.name)
            parts = [f"{name}: {self.written(values[name], argument.type)}" for name, argument in field.args.items()]
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
            parts.append(f"orderBy: {self.written(order, field.args['orderBy'].type)}")
        self.orders[key] = (entity, json.dumps(order))
        names = self.random.choice([[], [], ["first"], ["first"], ["last"], ["first", "last"]])
        for name in names:
            size = None if self.chance(0.05) else self.random.choice([0, 1, 2, 3, 5, 8, 20])
            parts.append(f"{name}: {self.written(size, field.args[name].type)}")
        if "last" not in names and self.chance(0.2):
            parts.append(f"offset: {self.written(self.random.choice([0, 1, 4]), field.args['offset'].type)}")
        pairs = self.cursors.get(self.orders[key])
        for name in ("after", "before"):
            if pairs and self.chance(0.4):
                parts.append(f"{name}: {self.variable(self.random.choice(pairs), 'String')}")
        if "distinctOn" in field.args and self.chance(0.15):
            words = list(get_named_type(field.args["distinctOn"].type).values)
            chosen = self.random.sample(words, min(len(words), self.random.randint(1, 2)))
            parts.append(f"distinctOn: {self.written(chosen, field.args['distinctOn'].type)}")
        if "includeDeleted" in field.args and self.chance(0.3):
            parts.append(f"includeDeleted: {self.written(self.chance(0.7), field.args['includeDeleted'].type)}")
        if self.chance(0.6):
            type = field.args["filter"].type
            value = None if self.chance(0.05) else self.filter(type, entity, self.random.randint(1, 3))
            parts.append(f"filter: {self.written(value, type)}")
        return parts

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
        parts = [f"by: {self.written(terms, field.args['by'].type)}"]
        if self.chance(0.4):
            parts.append(f"having: {self.written(self.having(field.args['having'].type), field.args['having'].type)}")
        if self.chance(0.4):
            order = [self.group_order(get_named_type(field.args["orderBy"].type), entity, terms)]
            parts.append(f"orderBy: {self.written(order, field.args['orderBy'].type)}")
        for name, sizes in (("first", [0, 1, 3, 20]), ("offset", [0, 1, 2])):
            if self.chance(0.3):
                parts.append(f"{name}: {self.written(self.random.choice(sizes), field.args[name].type)}")
        return f"({', '.join(parts)})"
