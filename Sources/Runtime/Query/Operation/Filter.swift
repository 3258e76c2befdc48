/// A condition on rows. Nothing it says can reveal a row or a value that the caller may not read.
public indirect enum Filter: Sendable, Hashable {
    /// All of them; true when empty.
    case and([Filter])
    /// Any of them; false when empty.
    case or([Filter])
    /// The contrary; null stays null and selects nothing.
    case not(Filter)
    /// A field, or what it has of that aspect, against a value.
    case compare(field: String, of: Aspect = .value, Comparison, Operand)
    /// Whether a field, or what it has of that aspect, is null.
    case isNull(field: String, of: Aspect = .value, Bool)
    /// The words of a search are in the row (`websearch_to_tsquery` of PostgreSQL); needs the entity's `search`.
    case found(Operand)
    /// The row that a to-one relation points at meets a filter.
    case related(relation: String, Filter)
    /// Some row of an inverse that the caller may read meets a filter.
    case some(inverse: String, Filter)
    /// Every row of an inverse that the caller may read meets a filter; so it is where there is none.
    case every(inverse: String, Filter)
}

/// What of a field is compared.
public enum Aspect: Sendable, Hashable {
    /// Its value.
    case value
    /// The number of a list's items.
    case length
    /// Where a range begins; null where that side is open.
    case start
    /// Where a range ends; null where that side is open.
    case end
    /// What stands in JSON at a path of keys and positions, which is a list of texts; JSON null counts as null.
    case member(path: Operand)
}

/// How a field is compared with a value.
public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case eq, ne, lt, lte, gt, gte
    /// Among the elements of a list, which is one parameter whatever its length.
    case `in`, notIn
    /// Parts of a text, compared by code point; no pattern characters.
    case contains, startsWith, endsWith
    /// The text or a part of it, whatever the case.
    case ieq, icontains, istartsWith, iendsWith
    /// Lists that have no other elements, or one in common; ranges within another, or with a value in common.
    /// `contains` asks of a list whether it has all of another, of a range whether it has a value in it, of JSON
    /// whether another is a part of it, and of a network whether another is within it.
    case containedBy, overlaps
    /// Ranges: that have another within, touch it without a gap, lie before it or after it.
    case containsRange, adjacent, before, after
    /// Addresses and networks that are within a network, or are it.
    case within
    /// JSON objects that have a key, or lists that have a text; all of several, or any.
    case hasKey, hasAllKeys, hasAnyKey
}
