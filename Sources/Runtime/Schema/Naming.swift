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
        let characters = Array(camel)
        var result = ""
        for (index, character) in characters.enumerated() {
            if character.isUppercase, index > 0 {
                let afterLower = !characters[index - 1].isUppercase && characters[index - 1] != "_"
                let beforeLower = index + 1 < characters.count && characters[index + 1].isLowercase
                if afterLower || (characters[index - 1].isUppercase && beforeLower) { result += "_" }
            }
            result += character.lowercased()
        }
        return result
    }

    /// `opening_hours` as `opening-hours`.
    public static func kebab(_ snake: String) -> String {
        String(snake.map { $0 == "_" ? "-" : $0 })
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
