/// Something that is found by its name.
protocol Named: Sendable {
    var name: String { get }
}

/// Definitions in their order, found by name in constant time.
///
/// Of two with one name the first is kept, so that built-in types can be given again.
struct NamedList<Element: Named>: Sendable, RandomAccessCollection {
    private var elements: [Element] = []
    private var indexOfName: [String: Int] = [:]

    init(_ elements: [Element] = []) {
        self.elements.reserveCapacity(elements.count)
        for element in elements where indexOfName[element.name] == nil {
            indexOfName[element.name] = self.elements.count
            self.elements.append(element)
        }
    }

    var startIndex: Int { elements.startIndex }
    var endIndex: Int { elements.endIndex }

    subscript(position: Int) -> Element { elements[position] }

    subscript(name: String) -> Element? { indexOfName[name].map { elements[$0] } }
}

extension NamedList: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Element...) { self.init(elements) }
}
