import HTTPTypes
import NIOCore
import NIOHTTP1
import PlumblineIdentity
import PlumblineSchema
import Synchronization

/// Bounds what one caller may ask for: how many requests in a minute, and how many at the same time.
///
/// Each caller has a bucket that fills evenly and from which each request takes one (token bucket). The memory is
/// bounded: whoever has not come for the longest is forgotten.
final class RequestLimiter: Sendable {
    /// How much one caller may ask for; nil for any.
    struct Limits: Sendable, Equatable {
        var requestsPerMinute: Int?
        var concurrentRequests: Int?
    }

    /// Whose requests are counted together.
    enum Account: Sendable, Hashable {
        case principal(String)
        /// An address; of version 6 its network of 64 bits, which is what one customer has.
        case address(String)
    }

    /// Whether a request may begin.
    enum Verdict: Sendable, Equatable {
        /// It may, and so many more may follow at once; nil if any number.
        case admitted(remaining: Int?)
        /// It may not.
        case refused(Refusal)
    }

    /// Why a request is refused.
    enum Refusal: Sendable, Equatable {
        /// The bucket is empty; the next request may come in so many seconds.
        case tooMany(retryAfter: Int)
        /// As many as allowed are still being answered.
        case tooManyAtOnce
    }

    /// What a caller has left. One object, so that it is found once and changed in its place.
    private final class Bucket {
        var fill: Double
        var filledAt: NIODeadline
        var running = 0

        init(fill: Double, filledAt: NIODeadline) {
            self.fill = fill
            self.filledAt = filledAt
        }
    }

    private let limits: Limits
    private let buckets: Mutex<BoundedCache<Account, Bucket>>

    init(limits: Limits, capacity: Int = 50_000) {
        self.limits = limits
        buckets = Mutex(BoundedCache(capacity: capacity))
    }

    /// The limiter of a server; nil if nothing is limited.
    convenience init?(_ settings: ServerSettings) {
        let limits = Limits(
            requestsPerMinute: settings.requestsPerMinute,
            concurrentRequests: settings.concurrentRequests
        )
        guard limits != Limits() else { return nil }
        self.init(limits: limits)
    }

    /// Lets a request begin, or says why not. Whatever began has to be ended by ``leave(_:)``.
    func enter(_ account: Account, now: NIODeadline = .now()) -> Verdict {
        buckets.withLock { buckets in
            if let bucket = buckets[account] { return enter(bucket, now) }
            let bucket = Bucket(fill: Double(limits.requestsPerMinute ?? 0), filledAt: now)
            buckets[account] = bucket
            return enter(bucket, now)
        }
    }

    /// A request that was let in has been answered.
    func leave(_ account: Account) {
        guard limits.concurrentRequests != nil else { return }
        buckets.withLock { buckets in
            guard let bucket = buckets[account] else { return }
            bucket.running = max(0, bucket.running - 1)
        }
    }

    private func enter(_ bucket: Bucket, _ now: NIODeadline) -> Verdict {
        if let most = limits.concurrentRequests, bucket.running >= most { return .refused(.tooManyAtOnce) }
        if let perMinute = limits.requestsPerMinute.map(Double.init) {
            let seconds = Double((now - bucket.filledAt).nanoseconds) / 1e9
            bucket.fill = min(perMinute, bucket.fill + max(0, seconds) * perMinute / 60)
            bucket.filledAt = now
            guard bucket.fill >= 1 else {
                let seconds = ((1 - bucket.fill) * 60 / perMinute).rounded(.up)
                return .refused(.tooMany(retryAfter: Int(seconds)))
            }
            bucket.fill -= 1
        }
        bucket.running += 1
        return .admitted(remaining: limits.requestsPerMinute == nil ? nil : Int(bucket.fill))
    }
}

extension RequestLimiter.Account {
    /// The account of a caller; nil if there is none, because the caller is on this machine.
    init?(_ principal: Principal?, _ address: ClientAddress) {
        guard address.kind != .local else { return nil }
        if let id = principal?.id {
            self = .principal(id)
        } else if address.kind == .remote {
            self = .address(Self.network(address.text))
        } else {
            return nil
        }
    }

    private static func network(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ":")), let address = InternetAddress(text),
            address.bytes.count == 16
        else { return text }
        let network = address.bytes.prefix(8) + Array(repeating: 0, count: 8)
        return InternetAddress(bytes: Array(network), prefixLength: 64)?.description ?? text
    }
}

extension RequestLimiter {
    /// The answer to a request that was refused (RFC 6585 §4; draft-ietf-httpapi-ratelimit-headers).
    func problem(_ refusal: Refusal) -> Problem {
        var problem: Problem
        switch refusal {
        case .tooMany(let seconds):
            problem = Problem(.tooManyRequests, "Too many requests; come again later.", code: "RATE_LIMITED")
            problem.headerFields[.retryAfter] = String(seconds)
            problem.headerFields.append(.rateLimit, "\"minute\";r=0;t=\(seconds)")
        case .tooManyAtOnce:
            let sentence = "Too many of your requests are being answered at once; wait for them."
            problem = Problem(.tooManyRequests, sentence, code: "TOO_MANY_AT_ONCE")
            problem.headerFields[.retryAfter] = "1"
        }
        if let policy { problem.headerFields.append(.rateLimitPolicy, policy) }
        return problem
    }

    /// What an answer says of the limit, so that a client can slow down before it is refused; nothing while less than
    /// half is used.
    func fields(remaining: Int?) -> HTTPHeaders? {
        guard let remaining, let quota = limits.requestsPerMinute, remaining < quota / 2, let policy else {
            return nil
        }
        let seconds = (quota - remaining) * 60 / quota
        var fields = HTTPHeaders()
        fields.append(.rateLimit, "\"minute\";r=\(remaining);t=\(seconds)")
        fields.append(.rateLimitPolicy, policy)
        return fields
    }

    private var policy: String? {
        limits.requestsPerMinute.map { "\"minute\";q=\($0);w=60" }
    }
}
