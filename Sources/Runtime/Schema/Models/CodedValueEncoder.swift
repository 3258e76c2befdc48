/// Where a part of an encoded value is put together.
final class CodedPlace {
    private enum Content {
        case nothing
        case single(CodedValue)
        case list([CodedPlace])
        case object([(name: String, place: CodedPlace)])
    }

    private var content = Content.nothing

    /// What has been put here; null if nothing has.
    var coded: CodedValue {
        switch content {
        case .nothing: .single(.null)
        case .single(let value): value
        case .list(let places): .list(places.map(\.coded))
        case .object(let members): .object(members.map { ($0.name, $0.place.coded) })
        }
    }

    var count: Int {
        if case .list(let places) = content { places.count } else { 0 }
    }

    func put(_ value: CodedValue) {
        content = .single(value)
    }

    func becomeList() {
        if case .list = content { return }
        content = .list([])
    }

    func becomeObject() {
        if case .object = content { return }
        content = .object([])
    }

    func append() -> CodedPlace {
        let place = CodedPlace()
        if case .list(let places) = content { content = .list(places + [place]) }
        return place
    }

    func member(_ name: String) -> CodedPlace {
        let place = CodedPlace()
        if case .object(let members) = content { content = .object(members + [(name, place)]) }
        return place
    }
}

/// Takes a value apart; it never throws.
struct CodedValueEncoder: Encoder {
    let place: CodedPlace
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        place.becomeObject()
        return KeyedEncodingContainer(Keyed(place: place))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        place.becomeList()
        return Unkeyed(place: place)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(place: place)
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let place: CodedPlace
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) {
            place.member(key.stringValue).put(.single(.null))
        }

        func encode<T: Encodable>(_ value: T, forKey key: Key) {
            place.member(key.stringValue).put(CodedValue(value))
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy keyType: NestedKey.Type,
            forKey key: Key
        ) -> KeyedEncodingContainer<NestedKey> {
            CodedValueEncoder(place: place.member(key.stringValue)).container(keyedBy: keyType)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            CodedValueEncoder(place: place.member(key.stringValue)).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { CodedValueEncoder(place: place.member("super")) }

        func superEncoder(forKey key: Key) -> any Encoder {
            CodedValueEncoder(place: place.member(key.stringValue))
        }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let place: CodedPlace
        var codingPath: [any CodingKey] { [] }
        var count: Int { place.count }

        func encodeNil() {
            place.append().put(.single(.null))
        }

        func encode<T: Encodable>(_ value: T) {
            place.append().put(CodedValue(value))
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy keyType: NestedKey.Type
        ) -> KeyedEncodingContainer<NestedKey> {
            CodedValueEncoder(place: place.append()).container(keyedBy: keyType)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            CodedValueEncoder(place: place.append()).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { CodedValueEncoder(place: place.append()) }
    }

    private struct Single: SingleValueEncodingContainer {
        let place: CodedPlace
        var codingPath: [any CodingKey] { [] }

        func encodeNil() {
            place.put(.single(.null))
        }

        func encode<T: Encodable>(_ value: T) {
            place.put(CodedValue(value))
        }
    }
}
