import HTTPTypes

extension HTTPFields {
    /// The value of a field, as the subscript gives it. Nearly always there is at most one, and nothing to be joined:
    /// several fields of every request are asked for.
    func value(_ name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            guard found == nil else { return self[name] }
            found = field.value
        }
        return found
    }
}
