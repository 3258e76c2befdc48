import HTTPTypes
import NIOHTTP1
import PlumblineIdentity
import PlumblineSchema

/// Finds the caller of a request by its bearer token (RFC 6750 §2.1).
struct Authentication: Sendable {
    let tokens: TokenAuthority

    func caller(of head: HTTPRequestHead, requestID: String) -> FrontDesk.Caller {
        guard let field = head.headers[.authorization] else { return .principal(.anonymous) }
        guard let blank = field.utf8.firstIndex(of: UInt8(ascii: " ")),
            field.utf8[..<blank].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 })
        else { return refuse("Authorization takes a bearer token: 'Bearer <token>'.", "Bearer", requestID) }
        do {
            return .principal(try tokens.verify(field[blank...].trimmed).principal)
        } catch {
            return refuse(error.message, error.bearerChallenge, requestID)
        }
    }

    private func refuse(_ detail: String, _ challenge: String, _ requestID: String) -> FrontDesk.Caller {
        var problem = Problem(.unauthorized, detail, code: "UNAUTHENTICATED")
        problem.headerFields[.wwwAuthenticate] = challenge
        return .refused(problem.response(requestID: requestID))
    }
}
