/// Something that is found by its name.
protocol Named: Sendable {
    var name: String { get }
}

/// Definitions in their order, found by name in constant time.
///
/// Of two with one name the first is kept, so that built-in types can be given again.
struct NamedList<Element: Named>: Sendable, RandomAccessCollection {
    private var elements: [Element] = []
    /// Nil for a short list, in which names are compared one by one: that is faster than to hash them.
    private var index: NameIndex?

    init(_ elements: [Element] = []) {
        self.elements.reserveCapacity(elements.count)
        if elements.count > 8 { index = NameIndex(room: elements.count) }
        for element in elements where position(of: element.name) == nil {
            index?.insert(element.name, at: self.elements.count)
            self.elements.append(element)
        }
    }

    var startIndex: Int { elements.startIndex }
    var endIndex: Int { elements.endIndex }

    subscript(position: Int) -> Element { elements[position] }

    subscript(name: String) -> Element? { position(of: name).map { elements[$0] } }

    /// Where the element of a name stands. Elements are compared in their places, as they are costly to copy.
    func position(of name: String) -> Int? {
        guard let index else { return elements.indices.first { elements[$0].name == name } }
        return index.position(of: name) { elements[$0].name == name }
    }

    /// As ``position(of:)``, for names that come in the order of the list: each is looked for behind the one before.
    func position(of name: String, from start: Int) -> Int? {
        elements[start...].indices.first { elements[$0].name == name } ?? position(of: name)
    }
}

extension NamedList: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Element...) { self.init(elements) }
}
