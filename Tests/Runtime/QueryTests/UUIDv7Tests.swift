import Synchronization
import Testing

@testable import PlumblineQuery

@Suite("New keys are UUIDs of version 7")
struct UUIDv7Tests {
    @Test(
        "They have the time, the version and the variant, and grow even where the clock stands still or goes back"
    )
    func monotonic() {
        let times = Mutex<[UInt64]>(Array(repeating: 0x0190_0000_0000, count: 9_000) + [5, 6, 7])
        let generator = UUIDv7Generator { times.withLock { $0.removeFirst() } }
        let keys = (0..<9_003).map { _ in generator.next() }
        #expect(keys == keys.sorted())
        #expect(Set(keys).count == keys.count)
        #expect(keys[0].hasPrefix("01900000-0000-7"))
        for key in keys {
            #expect(UUIDText.canonical(key) == key)
            let characters = Array(key)
            #expect(characters[14] == "7")
            #expect("89ab".contains(characters[19]))
        }
    }

    @Test("Their random halves differ, though the system is asked for many at a time")
    func random() {
        let generator = UUIDv7Generator()
        let halves = (0..<1_000).map { _ in String(generator.next().suffix(17)) }
        #expect(Set(halves).count == halves.count)
    }

    @Test("Many threads get different ones")
    func concurrent() async {
        let generator = UUIDv7Generator()
        let keys = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<500).map { _ in generator.next() } } }
            return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(keys.count == 4_000)
    }

    @Test(
        "Base64url is read only in its one right form (RFC 4648, sections 3.5 and 5)",
        arguments: [
            ("", [UInt8]()), ("Zg", [0x66]), ("Zm8", [0x66, 0x6F]), ("Zm9v", [0x66, 0x6F, 0x6F]),
            ("-_8", [0xFB, 0xFF]),
            ("Zg==", nil), ("Zh", nil), ("Z", nil), ("Zm9+", nil), ("Zm 9v", nil),
        ] as [(String, [UInt8]?)]
    )
    func base64(text: String, bytes: [UInt8]?) {
        #expect(Base64URL.decode(text) == bytes)
    }
}
