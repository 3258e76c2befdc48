public import PlumblineQuery

/// The body of a response (GraphQL specification, section 7.1).
public enum GraphQLResponse {
    /// The response to a request that was not executed: `errors` and nothing else.
    public static func refused(_ errors: [GraphQLError]) -> [UInt8] {
        var json = Array("{".utf8)
        append(errors, to: &json)
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// The response to a request that was executed.
    ///
    /// - Parameters:
    ///   - data: The JSON of `data`, `null` included.
    ///   - errors: What went wrong on the way; the member is left out if nothing did.
    ///   - extensions: What else is told; the member is left out if it is empty.
    public static func executed(
        data: [UInt8],
        errors: [GraphQLError] = [],
        extensions: [InputValue.Member] = []
    ) -> [UInt8] {
        var json = Array("{".utf8)
        if !errors.isEmpty {
            append(errors, to: &json)
            json.append(UInt8(ascii: ","))
        }
        json += "\"data\":".utf8
        json += data
        if !extensions.isEmpty { json += self.extensions(extensions) }
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// The member `extensions`, to stand behind another one.
    static func extensions(_ members: [InputValue.Member]) -> [UInt8] {
        var json = Array(",\"extensions\":".utf8)
        JSONWriter.append(.object(members), to: &json)
        return json
    }

    private static func append(_ errors: [GraphQLError], to json: inout [UInt8]) {
        json += "\"errors\":".utf8
        JSONWriter.append(.list(errors.map(\.json)), to: &json)
    }
}

extension GraphQLError {
    /// The error as a response has it.
    var json: InputValue {
        var members = [InputValue.Member("message", .string(message))]
        if !locations.isEmpty {
            let places = locations.map { place in
                InputValue.object([
                    .init("line", .integer(Int64(place.line))),
                    .init("column", .integer(Int64(place.column))),
                ])
            }
            members.append(.init("locations", .list(places)))
        }
        if let path { members.append(.init("path", path.json)) }
        if !extensions.isEmpty { members.append(.init("extensions", .object(extensions))) }
        return .object(members)
    }
}

extension [GraphQLError.PathSegment] {
    /// The path as a response has it.
    var json: InputValue {
        .list(
            map { step in
                switch step {
                case .key(let key): .string(key)
                case .index(let index): .integer(Int64(index))
                }
            }
        )
    }
}
