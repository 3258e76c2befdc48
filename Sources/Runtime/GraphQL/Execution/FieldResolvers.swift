public import PlumblineQuery

/// Where the values of a type system come from: ResolveFieldValue() and ResolveAbstractType() of section 6.4 of the
/// GraphQL specification.
public protocol FieldResolvers: Sendable {
    /// What a field of an object type is resolved on.
    associatedtype Object: Sendable

    /// The value of a field. Throws, or answers a `failure`, where there is none; what is thrown stays here but for a
    /// `GraphQLError`.
    ///
    /// What takes time answers `later`: fields that do so run at the same time.
    func resolve(_ field: ResolvedField, of object: Object) throws -> ResolvedValue<Object>

    /// The name of the object type that an object answered for an interface or a union has.
    func typeName(of object: Object, in abstractType: String) throws -> String
}

/// A field that wants its value.
public struct ResolvedField: Sendable {
    /// The object type that has the field.
    public let typeName: String
    /// The field's name, whatever its alias.
    public let name: String
    /// The arguments as the field declares them (section 6.4.1): coerced, with defaults. What is not given is absent.
    public let arguments: InputValue
}

/// What a resolver answers, before it is completed to the field's type (section 6.4.3).
public indirect enum ResolvedValue<Object: Sendable>: Sendable {
    /// Nothing; an error where the type is non-null.
    case null
    /// A scalar or an enum value, coerced to the type as section 3.5 says.
    case leaf(InputValue)
    /// An object, whose fields are resolved next.
    case object(Object)
    /// A list, whose items are completed each by itself.
    case list([ResolvedValue])
    /// A value that takes time.
    case later(@Sendable () async throws -> ResolvedValue)
    /// An error at this position, such as of one item of a list.
    case failure(any Error)
}
