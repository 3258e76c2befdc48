#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The two functions of OpenSSL that libpq does not pass on.
///
/// libpq has loaded OpenSSL where it uses it; asking the loader spares us a dependency of our own.
enum OpenSSL {
    private typealias Pending = @convention(c) (OpaquePointer) -> Int32
    private typealias Initialize = @convention(c) (UInt64, OpaquePointer?) -> Int32

    private static let pending = dlsym(nil, "SSL_pending").map { unsafeBitCast($0, to: Pending.self) }
    private static let initialize = dlsym(nil, "OPENSSL_init_crypto").map {
        unsafeBitCast($0, to: Initialize.self)
    }

    /// How many bytes OpenSSL has decrypted and nobody has read.
    static func pendingBytes(_ tls: OpaquePointer) -> Int32 {
        pending?(tls) ?? 0
    }

    /// Keeps OpenSSL from tearing itself down in `exit`, where a thread that still connects would crash in it.
    static func outliveMain() {
        _ = didInitialize
    }

    // OPENSSL_INIT_NO_ATEXIT of <openssl/crypto.h>; the first initialization decides.
    private static let didInitialize = initialize?(0x0008_0000, nil) == 1
}
