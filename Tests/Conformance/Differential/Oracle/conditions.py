"""Values that choose among rows: filters, orders, conditions on groups."""

from graphql import GraphQLInputObjectType, is_enum_type, is_list_type

from values import Values


class Conditions(Values):
    """The conditions of one operation in the making."""

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
        kind, what = self.model.types[entity].members[name]
        if kind == "entity":
            return self.filter(type, what, self.random.randint(0, 2))
        if kind == "field":
            return self.comparison(type, entity, what)
        target = what["reference"]["target"] if kind == "relation" else self.rows_of(what)
        if not type.name.endswith("ManyFilter"):
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

    # Orders and groups.

    def order_term(self, type, depth=0):
        """A term of an order; relations lead on to those of their rows."""
        names = [name for name in type.fields if name != "searchRank"]
        leaves = [name for name in names if is_enum_type(type.fields[name].type)]
        name = self.random.choice(leaves if leaves and (depth > 1 or self.chance(0.6)) else names)
        inner = type.fields[name].type
        return {name: self.scalar(inner) if is_enum_type(inner) else self.order_term(inner, depth + 1)}

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
        members = self.model.types[entity].members
        kind, what = members[name if name in members else name[:-1]]
        column = (what["name"] + ("_id" if "reference" in what else "")).upper()
        if any(term.get("field") == column for term in by):
            words.append("key")
        word = self.random.choice(words)
        return {name: {word: self.scalar(inner.fields[word].type)}}
