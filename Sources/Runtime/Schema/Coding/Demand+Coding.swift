// How the demands of rules stand in JSON: `{ "check": … }`, `{ "unique": ["author", "title"] }`.

extension Rule.Demand: Codable {
    private enum CodingKeys: String, CodingKey {
        case check, unique, noOverlap, agrees, per, when
    }

    private struct Agreement: Codable {
        let relation: String
        let field: String
        let own: String
    }

    /// Reads an object by the key that says what is demanded.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let condition = try keys.decodeIfPresent(Expression.self, forKey: .when)
        if let expression = try keys.decodeIfPresent(Expression.self, forKey: .check) {
            self = .check(expression)
        } else if let fields = try keys.decodeIfPresent([String].self, forKey: .unique) {
            self = .unique(fields, condition: condition)
        } else if let ends = try keys.decodeIfPresent([String].self, forKey: .noOverlap) {
            let per = try keys.decode([String].self, forKey: .per)
            switch ends.count {
            case 1: self = .disjoint(range: ends[0], per: per, condition: condition)
            case 2: self = .noOverlap(start: ends[0], end: ends[1], per: per, condition: condition)
            default: throw DecodingError.unknown("noOverlap", decoder)
            }
        } else {
            let agreement = try keys.decode(Agreement.self, forKey: .agrees)
            self = .agrees(relation: agreement.relation, field: agreement.field, own: agreement.own)
        }
    }

    /// Writes an object; an overlap lists a range, or a start and an end.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .check(let expression): try keys.encode(expression, forKey: .check)
        case .unique(let fields, let condition):
            try keys.encode(fields, forKey: .unique)
            try keys.encodeIfPresent(condition, forKey: .when)
        case .noOverlap(let start, let end, let per, let condition):
            try keys.encode([start, end], forKey: .noOverlap)
            try keys.encode(per, forKey: .per)
            try keys.encodeIfPresent(condition, forKey: .when)
        case .disjoint(let range, let per, let condition):
            try keys.encode([range], forKey: .noOverlap)
            try keys.encode(per, forKey: .per)
            try keys.encodeIfPresent(condition, forKey: .when)
        case .agrees(let relation, let field, let own):
            try keys.encode(Agreement(relation: relation, field: field, own: own), forKey: .agrees)
        }
    }
}
