package import PlumblineSchema

/// What became of an access rule in a statement: as the spec has it, and as far as roles and scopes leave it open.
package struct AccessDecision: Sendable, Hashable {
    /// The entity that the rule protects.
    package let entity: String
    /// The field, where the rule is about seeing one.
    package let field: String?
    /// The rule of the spec.
    package let rule: Expression
    /// What the statement asks of each row: a literal where nothing is left to ask.
    package let folded: Expression
}
