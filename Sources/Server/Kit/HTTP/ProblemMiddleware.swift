import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Gives the router's errors the form of all others: RFC 9457, with the cause in the log and not in the answer.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            var problem = Problem(error.status, error.body ?? Self.sentence(error.status))
            problem.headerFields = HTTPHeaders(error.headers)
            return problem.routerResponse(request)
        } catch let error as any HTTPResponseError {
            return Problem(error.status, Self.sentence(error.status)).routerResponse(request)
        } catch {
            logger.error(
                "a route failed",
                metadata: [
                    "url.path": .string(request.uri.path), "error": .string(String(reflecting: error)),
                ]
            )
            return Problem(.internalServerError, Self.sentence(.internalServerError)).routerResponse(request)
        }
    }

    private static func sentence(_ status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound: "There is nothing at this address."
        case .methodNotAllowed: "This address does not take the method."
        case .internalServerError: "Something went wrong here; the request's id is in the log."
        default: status.reasonPhrase + "."
        }
    }
}

extension Problem {
    /// The answer in the router's type.
    fileprivate func routerResponse(_ request: Request) -> Response {
        let response = response(requestID: HTTPHeaders(request.headers)[.requestID] ?? "")
        return Response(
            status: response.status,
            headers: HTTPFields(response.headerFields, splitCookie: false),
            body: .init(byteBuffer: response.body)
        )
    }
}
