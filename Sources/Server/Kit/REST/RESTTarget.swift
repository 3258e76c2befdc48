import HTTPTypes
import NIOHTTP1
import PlumblineQuery
import PlumblineSchema

/// What a REST path and method ask of which entity.
struct RESTTarget: Sendable {
    /// The verbs of the interface.
    enum Verb: String, Sendable {
        case list, get, create, update, replace, delete, restore
    }

    var resource: RESTResource
    var verb: Verb
    /// The key in the path; nil for the collection.
    var id: String?

    /// Finds the target.
    /// - Parameters:
    ///   - path: What follows `/api/v1/`, such as `appointments/0190…`.
    ///   - method: The method.
    ///   - resources: The exposed entities by their REST path.
    /// - Throws: ``Problem`` 404 for an unknown path, 405 (with Allow) for a method the path does not have.
    init(path: Substring, method: HTTPMethod, resources: [String: RESTResource]) throws(Problem) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let resource = resources[String(first)],
            parts.count == 1 || !parts[1].isEmpty,
            parts.count <= 2 || (parts.count == 3 && parts[2] == "restore" && resource.entity.isRestorable)
        else { throw Problem(.notFound, "There is nothing at this address.") }
        self.resource = resource
        id = parts.count >= 2 ? (PercentEncoding.decode(parts[1]) ?? String(parts[1])) : nil
        let verbs = parts.count == 3 ? [(.POST, .restore)] : Self.verbs(resource.entity, isItem: id != nil)
        guard let verb = verbs.first(where: { $0.0 == method })?.1 else {
            throw .notAllowed(method, but: verbs.map(\.0))
        }
        self.verb = verb
    }

    private static func verbs(_ entity: Entity, isItem: Bool) -> [(HTTPMethod, Verb)] {
        var verbs: [(HTTPMethod, Verb)] = [(.GET, isItem ? .get : .list)]
        if !isItem {
            if entity.isCreatable { verbs.append((.POST, .create)) }
            return verbs
        }
        if entity.isUpdatable { verbs += [(.PATCH, .update), (.PUT, .replace)] }
        if entity.isDeletable { verbs.append((.DELETE, .delete)) }
        return verbs
    }
}

extension Problem {
    /// 405, with the methods that the address does take.
    static func notAllowed(_ method: HTTPMethod, but allowed: [HTTPMethod]) -> Problem {
        var problem = Problem(.methodNotAllowed, "This address does not take \(method.rawValue).")
        problem.headerFields[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        return problem
    }
}

/// Percent-encoding of URLs (RFC 3986 §2.1) and of forms, where `+` is a blank.
enum PercentEncoding {
    /// The text, or nil where the encoding is broken or not UTF-8.
    static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexDigit), let low = rest.next().flatMap(hexDigit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text as one segment of a path: everything but unreserved characters and commas is encoded.
    static func encode(segment text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ","):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
