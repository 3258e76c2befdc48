/// Something that is found by its name.
protocol Named: Sendable {
    var name: String { get }
}

/// Definitions in their order, found by name in constant time.
///
/// Of two with one name the first is kept, so that built-in types can be given again.
struct NamedList<Element: Named>: Sendable, RandomAccessCollection {
    private var elements: [Element] = []
    /// Nothing for a short list, in which names are compared one by one: that is faster than to hash them.
    private var indexOfName: [String: Int] = [:]

    init(_ elements: [Element] = []) {
        self.elements.reserveCapacity(elements.count)
        guard elements.count > 8 else {
            for element in elements where self[element.name] == nil { self.elements.append(element) }
            return
        }
        indexOfName.reserveCapacity(elements.count)
        for element in elements {
            let next = self.elements.count
            // A name is hashed once, but for one that comes again.
            if let first = indexOfName.updateValue(next, forKey: element.name) {
                indexOfName[element.name] = first
            } else {
                self.elements.append(element)
            }
        }
    }

    var startIndex: Int { elements.startIndex }
    var endIndex: Int { elements.endIndex }

    subscript(position: Int) -> Element { elements[position] }

    subscript(name: String) -> Element? {
        guard indexOfName.isEmpty else { return indexOfName[name].map { elements[$0] } }
        return elements.first { $0.name == name }
    }

    /// As ``subscript(_:)``, for names that come in the order of the list: they are looked for from a place on, which
    /// moves behind what was found.
    func element(named name: String, near place: inout Int) -> Element? {
        guard let index = elements.dropFirst(place).firstIndex(where: { $0.name == name }) else {
            return self[name]
        }
        place = index + 1
        return elements[index]
    }
}

extension NamedList: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Element...) { self.init(elements) }
}
