/// Looks for lists within lists of the types of introspection: types lead to fields and fields to types, so that
/// without a bound one small query asks for everything many times over.
///
/// It has a stack of its own, as a chain of fragments can be as long as a document.
struct IntrospectionSearch {
    /// Three lists deep is more than any tool needs.
    private static let mostLists = 3
    private static let lists: Set = ["fields", "interfaces", "possibleTypes", "inputFields"]

    private let fragments: [String: FragmentDefinition]
    /// The greatest number of lists around a fragment with which it is not too deep. It holds for the whole document, so
    /// that each is read a few times at most.
    private var allowed: [String: Int] = [:]

    init(fragments: [String: FragmentDefinition]) {
        self.fragments = fragments
    }

    /// Whether selections are too deep.
    mutating func isTooDeep(_ selections: [SelectionNode]) -> Bool {
        var met = allowed
        var pending = [(selections: selections, lists: 0)]
        while let (selections, lists) = pending.popLast() {
            for selection in selections {
                switch selection {
                case .field(let field):
                    let inner = lists + (Self.lists.contains(field.name.text) ? 1 : 0)
                    if inner >= Self.mostLists { return true }
                    pending.append((field.selections, inner))
                case .inline(let fragment):
                    pending.append((fragment.selections, lists))
                case .spread(let spread):
                    let name = spread.name.text
                    guard let fragment = fragments[name], met[name] ?? -1 < lists else { continue }
                    met[name] = lists
                    pending.append((fragment.selections, lists))
                }
            }
        }
        allowed = met
        return false
    }
}
