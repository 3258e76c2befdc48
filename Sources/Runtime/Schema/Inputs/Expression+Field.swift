extension Expression {
    /// The value that relations and then a field lead to, as the spec writes it with dots between:
    /// `.field("provider", "user")` is `provider.user`.
    public static func field(_ first: String, _ rest: String...) -> Expression {
        let names = [first] + rest
        return .path(FieldPath(Array(names.dropLast()), rest.last ?? first))
    }
}
