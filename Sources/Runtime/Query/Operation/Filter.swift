/// A condition on rows. Nothing it says can reveal a row or a value that the caller may not read.
public indirect enum Filter: Sendable, Hashable {
    /// All of them; true when empty.
    case and([Filter])
    /// Any of them; false when empty.
    case or([Filter])
    /// The contrary; null stays null and selects nothing.
    case not(Filter)
    /// A field against a value.
    case compare(field: String, Comparison, Operand)
    /// Whether a field is null.
    case isNull(field: String, Bool)
    /// The words of a search are in the row (`websearch_to_tsquery` of PostgreSQL); needs the entity's `search`.
    case found(Operand)
    /// The row that a to-one relation points at meets a filter.
    case related(relation: String, Filter)
    /// Some row of an inverse that the caller may read meets a filter.
    case some(inverse: String, Filter)
}

/// How a field is compared with a value.
public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case eq, ne, lt, lte, gt, gte
    /// Among the elements of a list, which is one parameter whatever its length.
    case `in`, notIn
    /// Parts of a text, compared by code point; no pattern characters.
    case contains, startsWith, endsWith
    /// A part of a text, whatever the case.
    case icontains
    /// Lists that have no other elements, or one in common. `contains` asks of a list whether it has all of another.
    case containedBy, overlaps
}
