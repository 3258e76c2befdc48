/// Lets so many in at a time; the others wait in order. Tests run in parallel, and PostgreSQL has only so many
/// connections.
public actor Gate {
    /// How many databases are in use at a time.
    static let databases = Gate(places: 16)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter places: How many are let in at a time.
    public init(places: Int) {
        self.places = places
    }

    /// Waits for a place.
    public func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Gives the place to the next.
    public func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
