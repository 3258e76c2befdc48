import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import PlumblineIdentity

/// `POST /api/v1/token`: the OAuth 2 password grant (RFC 6749 §4.3).
struct TokenEndpoint: Sendable {
    let signIn: SignIn
    let logger: Logger

    var endpoint: AsyncEndpoint {
        AsyncEndpoint { request in
            guard request.head.method == .POST else {
                var problem = Problem(.methodNotAllowed, "A token is asked for with POST.")
                problem.headerFields[.allow] = "POST"
                return problem.response(requestID: request.id)
            }
            return await answer(request)
        }
    }

    private func answer(_ request: ServerRequest) async -> ServerResponse {
        do {
            let grant = try PasswordGrant(
                body: request.body.readableBytesView,
                contentType: request.head[.contentType]
            )
            let token = try await signIn.signIn(grant, from: request.address)
            return Self.response(.ok, TokenResponse(token).json)
        } catch let error as OAuthError {
            var response = Self.response(.init(code: error.status), error.json)
            if let seconds = error.retryAfter { response.headerFields[.retryAfter] = String(seconds) }
            return response
        } catch {
            logger.error(
                "sign-in failed",
                metadata: ["request_id": .string(request.id), "error": .string(String(reflecting: error))]
            )
            var problem = Problem(.serviceUnavailable, "Signing in is not possible at the moment; try again.")
            problem.headerFields[.retryAfter] = "1"
            return problem.response(requestID: request.id)
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ json: [UInt8]) -> ServerResponse {
        var response = ServerResponse.json(ByteBuffer(bytes: json), status: status)
        for header in TokenResponse.headers {
            response.headerFields.replaceOrAdd(name: header.name, value: header.value)
        }
        return response
    }
}
