extension Index {
    /// An index over columns, of all rows.
    public static func on(_ fields: [String], name: String, origin: Origin) -> Index {
        Index(name: name, fields: fields, origin: origin)
    }
}
