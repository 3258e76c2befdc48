import HTTPTypes
import PlumblineIdentity
import PlumblineSchema

/// Finds the caller of a request by its bearer token (RFC 6750 §2.1).
struct Authentication: Sendable {
    let tokens: TokenAuthority

    func caller(of head: RequestHead, requestID: String) -> FrontDesk.Caller {
        guard var field = head[.authorization] else { return .principal(.anonymous) }
        let verified = field.withUTF8 { field -> Result<VerifiedToken, OAuthError>? in
            guard let token = Self.token(in: field) else { return nil }
            return Result { () throws(OAuthError) in try tokens.verify(token) }
        }
        switch verified {
        case .success(let token): return .principal(token.principal)
        case .failure(let error): return refuse(error.message, error.bearerChallenge, requestID)
        case nil: return refuse("Authorization takes a bearer token: 'Bearer <token>'.", "Bearer", requestID)
        }
    }

    /// The token where it stands in the field; nil if the field has another scheme.
    private static func token(in field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        let scheme: StaticString = "bearer "
        let length = scheme.utf8CodeUnitCount
        guard field.count >= length else { return nil }
        for index in 0..<length where field[index] | 0x20 != scheme.utf8Start[index] { return nil }
        var token = field[length...]
        while let byte = token.first, byte.isBlank { token.removeFirst() }
        while let byte = token.last, byte.isBlank { token.removeLast() }
        return UnsafeBufferPointer(rebasing: token)
    }

    private func refuse(_ detail: String, _ challenge: String, _ requestID: String) -> FrontDesk.Caller {
        var problem = Problem(.unauthorized, detail, code: "UNAUTHENTICATED")
        problem.headerFields[.wwwAuthenticate] = challenge
        return .refused(problem.response(requestID: requestID))
    }
}
