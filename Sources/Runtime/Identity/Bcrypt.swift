import CPlumblineCrypt
import PlumblineSecrets

/// A bcrypt hash made elsewhere. It verifies, and is then replaced by Argon2id; none is ever made here.
struct BcryptHash: Sendable {
    /// What bcrypt looks at. A longer password is refused, not cut: two that differ after it would be equal.
    private static let maximumPasswordLength = 72
    /// At 17 and above one verification takes many seconds, whoever put the hash there.
    private static let costs = 4...16
    private static let length = 60

    private let text: String

    /// `nil` when the text is not `$2a$`, `$2b$` or `$2y$` with a usual cost.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count == Self.length, parts.count == 4, parts[0].isEmpty,
            ["2a", "2b", "2y"].contains(parts[1]), parts[2].count == 2,
            let cost = Int(parts[2]), Self.costs.contains(cost)
        else { return nil }
        self.text = text
    }

    /// Whether the password is the right one. A password with a NUL byte never is: bcrypt would stop there.
    func verify(_ password: Secret) -> Bool {
        guard password.count <= Self.maximumPasswordLength, password.reveal({ !$0.contains(0) }) else {
            return false
        }
        let computed = withErasedMemory(byteCount: password.count + 1) { phrase -> Secret? in
            password.reveal { phrase.copyBytes(from: $0) }
            return withErasedMemory(byteCount: MemoryLayout<crypt_data>.size) { scratch in
                crypt_rn(phrase.baseAddress, text, scratch.baseAddress, CInt(scratch.count))
                    .map { Secret(String(cString: $0)) }
            }
        }
        return computed == Secret(text)
    }
}

/// Lends zeroed memory to `body` and overwrites it afterwards.
private func withErasedMemory<Result>(
    byteCount: Int,
    _ body: (UnsafeMutableRawBufferPointer) -> Result
) -> Result {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    defer {
        eraseMemory(memory)
        memory.deallocate()
    }
    return body(memory)
}
