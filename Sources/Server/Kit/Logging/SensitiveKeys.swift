/// Which metadata must never reach a log, judged by the name it was given.
enum SensitiveKeys {
    private static let signs = [
        "authorization", "password", "passwd", "passphrase", "token", "secret", "cookie", "credential",
        "databaseurl", "privatekey", "apikey", "jwt",
    ]

    /// Whether the name speaks of a secret, however it is spelled: `Set-Cookie`, `databaseURL`,
    /// `http.header.authorization`. A harmless name that is hidden is the smaller harm.
    static func contains(_ key: String) -> Bool {
        var letters: [UInt8] = []
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): letters.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.append(byte | 0x20)
            default: break
            }
        }
        let name = String(decoding: letters, as: UTF8.self)
        return signs.contains { name.contains($0) }
    }
}
