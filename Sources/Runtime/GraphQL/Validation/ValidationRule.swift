/// A rule of validation, by the name that the reference implementation and its tools know it by.
public enum ValidationRule: String, Sendable, Hashable, CaseIterable {
    // MARK: Of requests (GraphQL specification, section 5)

    /// A request has operations and fragments, no definitions of types.
    case executableDefinitions = "ExecutableDefinitions"
    /// What is selected is a field of its type.
    case fieldsOnCorrectType = "FieldsOnCorrectType"
    /// A fragment is on an object, an interface or a union.
    case fragmentsOnCompositeTypes = "FragmentsOnCompositeTypes"
    /// A field or directive is given arguments that it has.
    case knownArgumentNames = "KnownArgumentNames"
    /// A directive is known, and may stand where it is.
    case knownDirectives = "KnownDirectives"
    /// A fragment that is spread is there.
    case knownFragmentNames = "KnownFragmentNames"
    /// The schema has a root for the operation.
    case knownOperationTypes = "KnownOperationTypes"
    /// A type that is named is there.
    case knownTypeNames = "KnownTypeNames"
    /// An operation without a name is the only one.
    case loneAnonymousOperation = "LoneAnonymousOperation"
    /// Introspection does not go around in circles.
    case maxIntrospectionDepth = "MaxIntrospectionDepth"
    /// A fragment does not contain itself.
    case noFragmentCycles = "NoFragmentCycles"
    /// A variable that is used is declared.
    case noUndefinedVariables = "NoUndefinedVariables"
    /// A fragment is used by some operation.
    case noUnusedFragments = "NoUnusedFragments"
    /// A variable that is declared is used.
    case noUnusedVariables = "NoUnusedVariables"
    /// Fields with one response name are the same field, of the same shape.
    case overlappingFieldsCanBeMerged = "OverlappingFieldsCanBeMerged"
    /// Some object can have both the type around a fragment and the type of the fragment.
    case possibleFragmentSpreads = "PossibleFragmentSpreads"
    /// An argument without which there is no answer is given.
    case providedRequiredArguments = "ProvidedRequiredArguments"
    /// Objects have a selection, scalars and enums have none.
    case scalarLeafs = "ScalarLeafs"
    /// A subscription has one root field, without a condition.
    case singleFieldSubscriptions = "SingleFieldSubscriptions"
    /// An argument is given once.
    case uniqueArgumentNames = "UniqueArgumentNames"
    /// A directive that is not repeatable stands once.
    case uniqueDirectivesPerLocation = "UniqueDirectivesPerLocation"
    /// A fragment is defined once.
    case uniqueFragmentNames = "UniqueFragmentNames"
    /// A field of an input object is given once.
    case uniqueInputFieldNames = "UniqueInputFieldNames"
    /// An operation's name is given once.
    case uniqueOperationNames = "UniqueOperationNames"
    /// A variable is declared once.
    case uniqueVariableNames = "UniqueVariableNames"
    /// A literal is a value of its type.
    case valuesOfCorrectType = "ValuesOfCorrectType"
    /// A variable is a scalar, an enum or an input object, or lists of them.
    case variablesAreInputTypes = "VariablesAreInputTypes"
    /// A variable's type fits where it is used.
    case variablesInAllowedPosition = "VariablesInAllowedPosition"
    /// An operation asks for no more than `GuardRails` allow. This rule is ours.
    case guardRails = "GuardRails"

    // MARK: Of a schema's definitions (section 3)

    /// There is one schema definition.
    case loneSchemaDefinition = "LoneSchemaDefinition"
    /// What is extended is there, and of the kind that the extension says.
    case possibleTypeExtensions = "PossibleTypeExtensions"
    /// An argument is defined once.
    case uniqueArgumentDefinitionNames = "UniqueArgumentDefinitionNames"
    /// A directive is defined once.
    case uniqueDirectiveNames = "UniqueDirectiveNames"
    /// A value of an enum is defined once.
    case uniqueEnumValueNames = "UniqueEnumValueNames"
    /// A field is defined once.
    case uniqueFieldDefinitionNames = "UniqueFieldDefinitionNames"
    /// A kind of operation has one root.
    case uniqueOperationTypes = "UniqueOperationTypes"
    /// A type is defined once.
    case uniqueTypeNames = "UniqueTypeNames"
    /// The definitions are a schema together: types have what their interfaces demand, inputs can be given.
    case validSchema = "ValidSchema"
}
