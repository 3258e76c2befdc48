internal import PlumblineSchema

/// Which types an index of each method can hold, and by which operator classes.
enum IndexMethod {
    /// An operator class of PostgreSQL.
    struct OperatorClass {
        let name: String
        let method: Index.Method
        /// Whether it is for values of that type.
        let isFor: @Sendable (ValueType) -> Bool
    }

    /// The classes that a spec can name; of the others PostgreSQL chooses the right one by itself.
    static let classes: [OperatorClass] = [
        OperatorClass(name: "jsonb_ops", method: .gin) { $0.type == .json },
        OperatorClass(name: "jsonb_path_ops", method: .gin) { $0.type == .json },
        OperatorClass(name: "gin_trgm_ops", method: .gin) { $0.type == .text },
        OperatorClass(name: "gist_trgm_ops", method: .gist) { $0.type == .text },
        OperatorClass(name: "text_pattern_ops", method: .btree) { $0.type == .text },
        OperatorClass(name: "text_bloom_ops", method: .brin) { $0.type == .text },
        OperatorClass(name: "uuid_bloom_ops", method: .brin) { $0.type == .uuid },
        OperatorClass(name: "timestamptz_minmax_multi_ops", method: .brin) { $0.type == .timestamp },
        OperatorClass(name: "date_minmax_multi_ops", method: .brin) { $0.type == .date },
    ]

    /// Whether the method has a usual way with such values.
    static func holds(_ method: Index.Method, _ type: ExpressionType) -> Bool {
        switch (method, type) {
        case (.gin, .json), (.gin, .array), (.gist, .range): true
        case (.gin, _), (.gist, _): false
        case (_, .json), (_, .array), (_, .range), (.brin, .boolean): false
        case (.btree, _), (.hash, _), (.brin, _): true
        }
    }
}
