#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How many files and sockets the process may have open (`RLIMIT_NOFILE`, setrlimit(2)).
enum DescriptorLimit {
    /// For the database, event loops, files and libraries, and for the connections that are taken in one turn of an event
    /// loop before anybody looks at how many there are.
    static let others = 128 + 256

    /// Raises the limit to what the system allows and returns it. Many systems start processes with 1,024, for the sake
    /// of programs that use select(2).
    static func raise() -> Int {
        #if canImport(Glibc)
        let resource = CInt(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
