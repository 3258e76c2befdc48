/// How one name is spelt in each target. All spellings are made here and nowhere else.
public enum Naming {
    /// `starts_at` as `startsAt`; the names of a spec are ASCII.
    public static func lowerCamel(_ snake: String) -> String {
        var bytes = Array(snake.utf8)
        var (count, index) = (0, 0)
        var raisesNext = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x5F {
                raisesNext = count > 0
            } else {
                bytes[count] = raisesNext && byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
                count += 1
                raisesNext = false
            }
            index += 1
        }
        return count == index ? snake : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// `opening_hours` as `OpeningHours`.
    public static func upperCamel(_ snake: String) -> String {
        let lower = lowerCamel(snake)
        return lower.prefix(1).uppercased() + lower.dropFirst()
    }

    /// `OpeningHour` as `opening_hour`; a run of capitals is one word: `HTTPLog` as `http_log`.
    public static func snake(_ camel: String) -> String {
        let bytes = Array(camel.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 4)
        for (index, byte) in bytes.enumerated() {
            guard byte.isCapital else {
                result.append(byte)
                continue
            }
            if index > 0 {
                let isWithinCapitals = bytes[index - 1].isCapital
                let beginsWord = index + 1 < bytes.count && bytes[index + 1].isSmall
                if isWithinCapitals ? beginsWord : bytes[index - 1] != 0x5F { result.append(0x5F) }
            }
            result.append(byte + 0x20)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `opening_hours` as `opening-hours`.
    public static func kebab(_ snake: String) -> String {
        snake.mappingASCII(0x5F...0x5F) { _ in 0x2D }
    }

    /// The English plural of a snake-case noun; a spec says `plural:` where this is wrong.
    public static func plural(_ noun: String) -> String {
        let vowels: Set<Character> = ["a", "e", "i", "o", "u"]
        if noun.hasSuffix("y"), let before = noun.dropLast().last, !vowels.contains(before) {
            return noun.dropLast() + "ies"
        }
        for ending in ["s", "x", "z", "ch", "sh"] where noun.hasSuffix(ending) {
            return noun + "es"
        }
        return noun + "s"
    }

    /// A database name of at most 63 bytes: a longer one is cut and ends in a hash of the whole.
    ///
    /// PostgreSQL cuts silently at 63, so that two long names could become one.
    public static func databaseName(_ parts: String...) -> String {
        let name = parts.joined(separator: "_")
        guard name.utf8.count > 63 else { return name }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let tail = String(hash, radix: 16)
        var head = ""
        for scalar in name.unicodeScalars {
            guard head.utf8.count + String(scalar).utf8.count + 1 + tail.utf8.count <= 63 else { break }
            head.unicodeScalars.append(scalar)
        }
        return head + "_" + tail
    }
}

extension UInt8 {
    /// Whether it is a capital letter of ASCII.
    fileprivate var isCapital: Bool { self >= 0x41 && self <= 0x5A }

    /// Whether it is a small letter of ASCII.
    fileprivate var isSmall: Bool { self >= 0x61 && self <= 0x7A }
}
