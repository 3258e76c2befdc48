import PlumblineSchema

extension SQLEmitter {
    /// The CHECKs on a column that holds a list, by the ending of their names.
    func listChecks(of field: Field) -> [(kind: String, condition: String)] {
        guard let element = field.element else { return [] }
        let column = SQLIdentifier.quoted(field.column)
        let list = field.list ?? .none
        var checks: [(kind: String, condition: String)] = []
        let count = "cardinality(\(column))"
        if let condition = bounds(of: count, list.minItems.map(Int64.init), list.maxItems.map(Int64.init)) {
            checks.append(("items", condition))
        }
        // PostgreSQL's arrays of one type may have any number of dimensions.
        let shape = "coalesce(array_ndims(\(column)), 1) = 1 and array_position(\(column), null) is null"
        checks.append(("elements", ([shape] + elementConditions(element, column)).joined(separator: " and ")))
        if list.hasUniqueItems { checks.append(("distinct", "plumbline.is_set(\(column))")) }
        return checks
    }

    /// What every element must be. A CHECK has no subquery, so functions look into the list.
    private func elementConditions(_ element: Field, _ column: String) -> [String] {
        let rules = element.constraints
        var conditions: [String] = []
        if rules.minLength != nil || rules.maxLength != nil {
            let (least, most) = (rules.minLength ?? 0, rules.maxLength ?? Int(Int32.max))
            conditions.append("plumbline.all_lengths(\(column), \(least), \(most))")
        }
        if let format = rules.format {
            conditions.append("plumbline.all_match(\(column), \(SQLLiteral.quoted(format.pattern)))")
        }
        if let pattern = rules.pattern {
            conditions.append("plumbline.all_match(\(column), \(SQLLiteral.quoted(pattern.postgres)))")
        }
        conditions += (rules.normalization ?? []).map {
            "plumbline.all_match(\(column), \(SQLLiteral.quoted($0.pattern)))"
        }
        if let list = rules.oneOf {
            let values = list.map(SQLLiteral.text).joined(separator: ", ")
            let type = schema.sqlName(of: .array(of: element.type))
            conditions.append("\(column) <@ array[\(values)]::\(type)")
        }
        if let minimum = rules.minimum {
            conditions.append("\(SQLLiteral.text(minimum)) <= all (\(column))")
        }
        if let maximum = rules.maximum {
            conditions.append("\(SQLLiteral.text(maximum)) >= all (\(column))")
        }
        if element.type == .float {
            conditions.append("'-infinity' < all (\(column)) and 'infinity' > all (\(column))")
        }
        if case .enumeration(let name) = element.type, let type = schema.enumType(name),
            type.nativeType == nil
        {
            let values = type.values.map { SQLLiteral.quoted($0.name) }.joined(separator: ", ")
            conditions.append("\(column) <@ array[\(values)]")
        }
        return conditions
    }

    /// The functions that the CHECKs of lists call.
    func listSupport() -> [(name: String, create: String)] {
        let fields = schema.entities.flatMap(\.fields)
        let rules = fields.compactMap { $0.list?.elements }
        var support: [(name: String, create: String)] = []
        if rules.contains(where: { $0.minLength != nil || $0.maxLength != nil }) {
            support.append(("plumbline.all_lengths", Self.allLengths))
        }
        if rules.contains(where: { $0.format != nil || $0.pattern != nil || $0.normalization != nil }) {
            support.append(("plumbline.all_match", Self.allMatch))
        }
        if fields.contains(where: { $0.list?.hasUniqueItems == true }) {
            support.append(("plumbline.is_set", Self.isSet))
        }
        return support
    }

    private static let allLengths = """
        -- Whether every text has so many characters.
        create or replace function plumbline.all_lengths(elements text[], shortest integer, longest integer)
            returns boolean language sql immutable parallel safe
            return (
                select coalesce(bool_and(char_length(element) between shortest and longest), true)
                from unnest(elements) element
            );
        """

    private static let allMatch = """
        -- Whether every text matches the pattern.
        create or replace function plumbline.all_match(elements text[], pattern text) returns boolean
            language sql immutable parallel safe
            return (select coalesce(bool_and(element ~ pattern), true) from unnest(elements) element);
        """

    private static let isSet = """
        -- Whether no element is there twice.
        create or replace function plumbline.is_set(elements anyarray) returns boolean
            language sql immutable parallel safe
            set search_path = pg_catalog
        as $$
            select count(*) = count(distinct element) from unnest(elements) element;
        $$;
        """
}
