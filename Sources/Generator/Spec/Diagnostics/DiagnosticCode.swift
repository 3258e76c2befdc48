/// The kinds of mistakes. A number is never given a new meaning.
///
/// A new one gets a page in `Pages/`; then `PLUMBLINE_RENEW=1 swift test --filter DiagnosticPageTests` writes its case.
enum DiagnosticCode: String, CaseIterable {
    // The file
    case fileTooLarge = "PL0001"
    case notText = "PL0002"
    case byteOrderMark = "PL0003"
    case tab = "PL0004"
    case notYAML = "PL0005"
    case tooDeep = "PL0006"
    case anchor = "PL0007"
    case duplicateKey = "PL0008"
    case tag = "PL0009"

    // The shape
    case wrongKind = "PL0101"
    case unknownKey = "PL0102"
    case missingKey = "PL0103"
    case conflictingKeys = "PL0104"
    case wrongValue = "PL0105"
    case removalDue = "PL0120"
    case nameInUse = "PL0121"
    case notManaged = "PL0122"

    // Traits
    case traitConflict = "PL0110"
    case traitCycle = "PL0111"

    // Includes
    case wrongInclude = "PL0112"
    case missingInclude = "PL0113"
    case includeCycle = "PL0114"

    // Names
    case nameForm = "PL0201"
    case nameLength = "PL0202"
    case duplicateName = "PL0203"
    case reservedName = "PL0204"
    case nameCollision = "PL0205"
    case ambiguousInverse = "PL0206"
    case doubledKeyName = "PL0207"

    // What names lead to
    case unknownType = "PL0301"
    case unknownEntity = "PL0302"
    case unknownField = "PL0303"
    case unknownValue = "PL0304"
    case unknownRole = "PL0305"
    case unknownName = "PL0306"

    // Fields
    case constraintMisfit = "PL0401"
    case emptyRange = "PL0402"
    case wrongDefault = "PL0403"
    case requiredCannotBeNull = "PL0404"
    case defaultCycle = "PL0405"
    case wrongPattern = "PL0420"
    case wrongNormalization = "PL0421"
    case typeCycle = "PL0422"
    case wrongValueObject = "PL0423"
    case wrongStorage = "PL0140"
    case keptInDocument = "PL0141"
    case wrongSource = "PL0142"
    case wrongDerivation = "PL0430"
    case wrongSequence = "PL0431"
    case wrongRow = "PL0432"

    // Queries and mutations of one's own
    case wrongArgument = "PL0440"

    // Expressions
    case expressionSyntax = "PL0501"
    case wrongType = "PL0502"
    case notHere = "PL0503"
    case noPrincipal = "PL0504"
    case unknownScope = "PL0510"
    case encryptedValue = "PL0511"
    case wrongMask = "PL0512"

    // Rules, indexes and the principal
    case wrongRule = "PL0601"
    case wrongIndex = "PL0602"
    case wrongTransition = "PL0610"
    case unreachableValue = "PL0611"
    case wrongSearch = "PL0630"
    case wrongPrincipal = "PL0701"
    case roleCycle = "PL0710"
    case wrongPreset = "PL0711"
    case wrongDataClass = "PL0712"

    // Keys and relations
    case wrongKey = "PL0620"
    case keyOfSeveral = "PL0621"
    case wrongManyToMany = "PL0622"

    // Unions and lists of several entities
    case wrongUnion = "PL0801"
    case wrongSharedList = "PL0802"
}
