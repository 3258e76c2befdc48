/// Looks for lists within lists of the types of introspection: types lead to fields and fields to types, so that
/// without a bound one small query asks for everything many times over.
///
/// What is learned of a fragment holds for the whole document, so each is read a few times at most.
struct IntrospectionSearch {
    /// Three lists deep is more than any tool needs.
    private static let mostLists = 3
    private static let lists: Set = ["fields", "interfaces", "possibleTypes", "inputFields"]

    private let fragments: [String: FragmentDefinition]
    private let mostSpreads: Int
    /// The greatest number of lists around a fragment with which it is not too deep.
    private var allowed: [String: Int] = [:]
    /// The least number with which it is.
    private var refused: [String: Int] = [:]
    private var spreads = 0

    init(fragments: [String: FragmentDefinition], mostSpreads: Int) {
        self.fragments = fragments
        self.mostSpreads = mostSpreads
    }

    /// Whether selections are too deep with so many lists around them.
    mutating func isTooDeep(_ selections: [SelectionNode], lists: Int = 0) -> Bool {
        for selection in selections {
            switch selection {
            case .field(let field):
                let inner = lists + (Self.lists.contains(field.name.text) ? 1 : 0)
                if inner >= Self.mostLists || isTooDeep(field.selections, lists: inner) { return true }
            case .inline(let fragment):
                if isTooDeep(fragment.selections, lists: lists) { return true }
            case .spread(let spread):
                if isTooDeep(fragment: spread.name.text, lists: lists) { return true }
            }
        }
        return false
    }

    private mutating func isTooDeep(fragment name: String, lists: Int) -> Bool {
        if lists >= refused[name, default: .max] { return true }
        let known = allowed[name]
        guard let fragment = fragments[name], known ?? -1 < lists else { return false }
        // Said beforehand, so that cycles end.
        allowed[name] = lists
        spreads += 1
        defer { spreads -= 1 }
        guard spreads <= mostSpreads, !isTooDeep(fragment.selections, lists: lists) else {
            allowed[name] = known
            refused[name] = lists
            return true
        }
        return false
    }
}
