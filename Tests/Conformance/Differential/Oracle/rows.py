"""Random rows of a model, as SQL; a row that breaks a rule is left out by the database.

    python3 rows.py MODEL.json SEED
"""

import json
import random
import sys
import uuid
from datetime import datetime, timedelta, timezone

from model import Model

# Letters with and without case, what patterns and JSON know, and what UTF-16 sorts otherwise than code points.
LETTERS = ["a", "A", "b", "B", "z", "0", " ", "é", "%", "_", "\\", '"', "'", "\n", "日", "\uFF5E", "\U0001F600"]
START = datetime(2030, 1, 7, 9, tzinfo=timezone.utc)
COUNT = {"User": 14, "Provider": 12, "Service": 24, "Appointment": 400}


class Rows:
    def __init__(self, model, seed):
        self.model = model
        self.random = random.Random(seed)
        self.made = {name: [] for name in model.entities}

    def script(self):
        lines = []
        for entity in self.model.entities.values():
            for _ in range(COUNT.get(entity.name, 30)):
                values = self.row(entity)
                if values is not None:
                    self.made[entity.name].append(values)
                    lines.append(self.insert(entity, values))
        return "\n".join(lines)

    def row(self, entity):
        values = {}
        for name, field in entity.fields.items():
            if "column" in field and "derivation" not in field:
                value = self.value(entity, field, len(self.made[entity.name]))
                if value is None and not field["isOptional"]:
                    return None
                values[name] = value
        for rule in entity.rules:
            agrees = rule["demand"].get("agrees")
            if agrees:
                self.agree(entity, values, agrees)
        return values

    def agree(self, entity, values, rule):
        target = entity.fields[rule["relation"]]["reference"]["target"]
        row = next((row for row in self.made[target] if row["id"] == values[rule["relation"]]), None)
        if row:
            values[rule["own"]] = row[rule["field"]]

    def value(self, entity, field, number):
        if field["isOptional"] and self.random.random() < 0.3:
            return None
        if "reference" in field:
            rows = self.made[field["reference"]["target"]]
            return self.random.choice(rows)["id"] if rows else None
        managed = {"key": lambda: str(uuid.UUID(int=self.random.getrandbits(128))), "deletedAt": self.deletion}
        if field.get("managed") in managed:
            return managed[field["managed"]]()
        return self.drawn(field, field["type"], number)

    def deletion(self):
        return START.isoformat() if self.random.random() < 0.2 else None

    def drawn(self, field, type, number):
        draw = self.random
        if isinstance(type, dict) and "enum" in type:
            values = next(each for each in self.model.document["enums"] if each["name"] == type["enum"])["values"]
            return draw.choice(values)["name"]
        if isinstance(type, dict) and "array" in type:
            return [self.drawn(field, type["array"], number) for _ in range(draw.randint(0, 3))]
        if isinstance(type, dict) and "decimal" in type:
            return draw.choice(["0", "0.50", "1.25", "7.5", "10"])
        if type == "timestamp":
            # Quarters of an hour, so that there are ties; some with microseconds.
            return (START + timedelta(minutes=15 * draw.randint(0, 400), microseconds=draw.choice([0, 0, 0, 1, 500000]))).isoformat()
        if type == "date":
            return (START + timedelta(days=draw.randint(0, 9))).date().isoformat()
        if type in ("integer", "bigint", "smallint"):
            least = field["constraints"].get("minimum", 0)
            return draw.choice([least, least + 1, least + 30, least + 45])
        if type == "boolean":
            return draw.random() < 0.85
        return "x" if type == "password" else self.text(field, number)

    def text(self, field, number):
        constraints = field["constraints"]
        fixed = {
            "username": f"user{number}", "email": f"user{number}@example.org", "currency": self.random.choice(["EUR", "GBP"]),
            "iana_time_zone": self.random.choice(["Europe/Vienna", "Europe/London"]),
        }
        if constraints.get("format") in fixed:
            return fixed[constraints["format"]]
        length = self.random.randint(max(constraints.get("minLength", 0), 1), min(constraints.get("maxLength", 6), 6))
        return "".join(self.random.choice(LETTERS) for _ in range(length))

    def insert(self, entity, values):
        columns = [entity.fields[name]["column"] for name in values]
        literals = [literal(value) for value in values.values()]
        table = f"{entity.schema}.{entity.table}" if entity.schema else entity.table
        statement = f"insert into {table} ({', '.join(columns)}) values ({', '.join(literals)})"
        return f"do $row$ begin {statement}; exception when integrity_constraint_violation then null; end $row$;"


def literal(value):
    if value is None:
        return "null"
    if isinstance(value, list):
        return literal("{" + ",".join('"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in map(str, value)) + "}")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "'" + text.replace("'", "''") + "'"


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        print(Rows(Model(json.load(file)), int(sys.argv[2])).script())
