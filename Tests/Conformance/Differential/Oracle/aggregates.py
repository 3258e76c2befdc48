"""What rows give together: aggregates and groups, over lists in memory."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key
from zoneinfo import ZoneInfo

from model import kleene, strict

DEFAULT_PAGE = 20
# A quotient, of which each side has as many digits as it likes.
ABOUT = "about "


def quotient(value):
    return None if value is None else ABOUT + str(value)


class Aggregates:
    """The aggregates of rows of one entity, as the caller sees their values."""

    def __init__(self, model, entity, caller, compare, compared):
        self.model = model
        self.entity = entity
        self.caller = caller
        # Of values with an operator, and of two values in a direction.
        self.compare = compare
        self.compared = compared

    def field(self, name):
        """The field of a member's name, which has `_` behind it where it would be another's."""
        members = self.entity.members
        return members[name if name in members else name.removesuffix("_")][1]

    def field_of_value(self, value):
        """The field of a value of the enum of fields, in lower case."""
        fields = self.entity.fields
        return fields[value] if value in fields else fields[value.removesuffix("_id")]

    def values(self, field, rows):
        values = (self.model.shown(field, row, self.caller) for row in rows)
        return [value for value in values if value is not None]

    def made(self, word, field, rows):
        """One aggregate of a field."""
        values = self.values(field, rows)
        if word in ("count", "countDistinct"):
            return len(values) if word == "count" else len(set(values))
        if not values:
            return None
        words = {"min": min, "max": max, "sum": sum, "any": any, "all": all}
        return Decimal(sum(values)) / len(values) if word == "avg" else words[word](values)

    def object(self, rows):
        """The answer to `aggregate`."""
        members = {name for kind, name in self.names()}
        result = {name: self.of_field(self.field(name), rows) for name in members}
        return result | {"count": len(rows)}

    def names(self):
        """The members of the fields: by their own name, and with `_` behind it."""
        return [(kind, name + end) for name, (kind, _) in self.entity.members.items() if kind == "field" for end in ("", "_")]

    def of_field(self, field, rows):
        result = {word: (lambda word=word: self.made(word, field, rows))
                  for word in ("count", "countDistinct", "min", "max", "sum", "any", "all")}
        return result | {"avg": lambda: quotient(self.made("avg", field, rows))}

    # Groups.

    def groups(self, rows, by, having=None, orderBy=None, first=None, offset=None):
        keys = [self.key(term) for term in by]
        groups = {}
        for row in rows:
            groups.setdefault(tuple(value(row) for _, value in keys), []).append(row)
        fields = [field["name"] for field, _ in keys]
        groups = [(dict(zip(fields, key)), rows) for key, rows in groups.items()]
        if having is not None:
            groups = [(key, rows) for key, rows in groups if self.has(having, rows) is True]
        groups.sort(key=cmp_to_key(self.order(orderBy or [], fields)))
        start = offset or 0
        groups = groups[start:start + (DEFAULT_PAGE if first is None else first)]
        return [{"keys": self.keys(key, by), "aggregate": self.object(rows)} for key, rows in groups]

    def key(self, term):
        """The field that rows agree in, and what each row has of it: the value, or the beginning of its stretch."""
        (name, inner), = term.items()
        if name == "field":
            field = self.field_of_value(inner)
            return field, lambda row: self.model.shown(field, row, self.caller)
        field = self.field(name)
        return field, lambda row: strict(lambda time: begun(time, **inner), self.model.shown(field, row, self.caller))

    def keys(self, key, by):
        result = {name: None for name in self.entity.members}
        for name, (kind, what) in self.entity.members.items():
            if kind == "field" and what["name"] in key:
                result[name] = key[what["name"]]
            if kind == "relation" and what["name"] in key:
                target = self.model.target(what, key[what["name"]])
                is_there = target is not None and self.model.readable(target, self.caller)
                result[name] = target if is_there else None
        return result

    def has(self, condition, rows):
        parts = []
        for name, value in condition.items():
            if name in ("and", "or"):
                parts.append(kleene(name == "or", [self.has(each, rows) for each in value]))
            elif name == "not":
                parts.append(strict(lambda result: not result, self.has(value, rows)))
            elif name == "count":
                parts.append(self.meets(len(rows), value, "integer"))
            else:
                field = self.field(name)
                for word, signs in value.items():
                    exact = {"sum": {"decimal": {}}, "avg": {"decimal": {}}, "count": "integer", "countDistinct": "integer"}
                    parts.append(self.meets(self.made(word, field, rows), signs, exact.get(word, field["type"])))
        return kleene(False, parts)

    def meets(self, value, signs, type):
        return kleene(False, [self.compare(sign, value, operand, type) for sign, operand in signs.items()])

    def order(self, terms, fields):
        """By the terms, and then by the keys."""
        def value(term, group):
            (name, inner), = term.items()
            key, rows = group
            if name == "count":
                return len(rows), inner
            (word, direction), = inner.items()
            field = self.field(name)
            return key[field["name"]] if word == "key" else self.made(word, field, rows), direction

        def compare(left, right):
            for term in terms:
                (first, direction), (second, _) = value(term, left), value(term, right)
                result = self.compared(first, second, direction)
                if result:
                    return result
            ties = (self.compared(left[0][field], right[0][field], "asc") for field in fields)
            return next((tie for tie in ties if tie), 0)

        return compare


def begun(time, unit, timeZone="UTC"):
    """When the stretch of time began that a time, or a day, is in."""
    if isinstance(time, datetime):
        local = time.astimezone(ZoneInfo(timeZone or "UTC"))
        if unit == "minute":
            return local.replace(second=0, microsecond=0).astimezone(time.tzinfo)
        local = local.replace(minute=0, second=0, microsecond=0)
        if unit == "hour":
            return local.astimezone(time.tzinfo)
        return day_begun(local.replace(hour=0), unit).astimezone(time.tzinfo)
    return day_begun(time, unit)


def day_begun(day, unit):
    starts = {
        "day": lambda: day, "week": lambda: day - timedelta(days=day.weekday()), "month": lambda: day.replace(day=1),
        "quarter": lambda: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": lambda: day.replace(month=1, day=1),
    }
    return starts[unit]()
