import Logging
import PlumblineSchema

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// How the texts of settings are read: one function for each type.

extension Setting where Value == Int {
    static func integer(
        _ name: String,
        _ range: ClosedRange<Int>,
        default defaultText: String?,
        _ summary: String
    ) -> Setting {
        let type = "a number between \(range.lowerBound) and \(range.upperBound)"
        return Setting(name, type: type, default: defaultText, summary) { text throws(SettingRefusal) in
            guard let number = Int(text), range.contains(number) else {
                throw SettingRefusal(reason: "is not \(type)")
            }
            return number
        }
    }
}

extension Setting where Value == Bool {
    static func flag(_ name: String, default defaultText: String?, _ summary: String) -> Setting {
        Setting(name, type: "on or off", default: defaultText, summary) { text throws(SettingRefusal) in
            switch text.lowercased() {
            case "on", "true", "yes", "1": return true
            case "off", "false", "no", "0": return false
            default: throw SettingRefusal(reason: "is neither on nor off")
            }
        }
    }
}

extension Setting where Value: RawRepresentable<String> & CaseIterable {
    static func choice(_ name: String, default defaultText: String?, _ summary: String) -> Setting {
        let names = Value.allCases.map(\.rawValue)
        let type = "one of \(names.joined(separator: ", "))"
        return Setting(name, type: type, default: defaultText, summary) { text throws(SettingRefusal) in
            guard let value = Value(rawValue: text) else { throw SettingRefusal(reason: "is not \(type)") }
            return value
        }
    }
}

extension Setting where Value == String {
    static func text(_ name: String, _ summary: String) -> Setting {
        Setting(name, type: "text", summary) { text throws(SettingRefusal) in text }
    }

    static func host(_ name: String, default defaultText: String, _ summary: String) -> Setting {
        Setting(name, type: "a host name or address", default: defaultText, summary) {
            text throws(SettingRefusal) in
            let isHost = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
            guard isHost else { throw SettingRefusal(reason: "is not a host name or address") }
            return text
        }
    }

    /// A secret: its text is a reference or the value, and which of them is decided when it is resolved.
    static func secret(_ name: String, _ summary: String) -> Setting {
        let type = "a secret: env:NAME, file:PATH, bws:UUID, or the value"
        return Setting(name, type: type, isSecret: true, summary) { text throws(SettingRefusal) in text }
    }
}

extension Setting where Value == [String] {
    static func origins(_ name: String, _ summary: String) -> Setting {
        Setting(name, type: "origins as https://app.example, separated by commas", default: "", summary) {
            text throws(SettingRefusal) in
            var origins: [String] = []
            for part in text.split(separator: ",") {
                var trimmed = part.drop { $0 == " " }
                while trimmed.last == " " { trimmed.removeLast() }
                origins.append(try origin(String(trimmed)))
            }
            return origins
        }
    }

    /// The origin as a browser writes it in its `Origin` header (RFC 6454 §6.2), so that equal is equal.
    private static func origin(_ text: String) throws(SettingRefusal) -> String {
        let refusal = SettingRefusal(
            reason: "has an entry that is not an origin such as https://app.example or http://localhost:3000,"
                + " without path"
        )
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased(), !host.isEmpty, !host.contains("*"),
            scheme == "http" || scheme == "https", parts.path.isEmpty, parts.query == nil,
            parts.fragment == nil, parts.user == nil, parts.password == nil
        else { throw refusal }
        let usualPort = scheme == "https" ? 443 : 80
        let port = parts.port.flatMap { $0 == usualPort ? nil : ":\($0)" } ?? ""
        return "\(scheme)://\(host)\(port)"
    }
}

extension Setting where Value == [InternetAddress] {
    static func networks(_ name: String, _ summary: String) -> Setting {
        Setting(name, type: "addresses or networks as 10.0.0.0/8, separated by commas", default: "", summary)
        {
            text throws(SettingRefusal) in
            var networks: [InternetAddress] = []
            for part in text.split(separator: ",") {
                guard let network = InternetAddress(part.trimmed) else {
                    throw SettingRefusal(reason: "has an entry that is not an address or a network")
                }
                networks.append(network)
            }
            return networks
        }
    }
}

extension Setting where Value == Logger.Level {
    static func logLevel(_ name: String, default defaultText: String, _ summary: String) -> Setting {
        let type = "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
        return Setting(name, type: type, default: defaultText, summary) { text throws(SettingRefusal) in
            guard let level = Logger.Level(rawValue: text.lowercased()) else {
                throw SettingRefusal(reason: "is not \(type)")
            }
            return level
        }
    }
}
