import NIOCore
import Testing

@testable import PlumblineServer

@Suite("Compression")
struct GzipTests {
    @Test(
        "Gzip is sent to whoever takes it and does not like the plain body better",
        arguments: [
            ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("br, gzip;q=0.2", true),
            ("gzip;q=0.5, identity;q=0.5", true), ("", false), ("br", false), ("gzip;q=0", false),
            ("*, gzip;q=0", false), ("*;q=0", false), ("identity, gzip;q=0.5", false), ("gzip;q=x", false),
        ]
    )
    func negotiation(header: String, isAccepted: Bool) {
        #expect(Gzip.isAccepted(by: header) == isAccepted)
    }

    @Test("What is short, or may hold a secret, stays as it is")
    func exceptions() {
        let long = ByteBuffer(repeating: 0x61, count: 5_000)
        var response = ServerResponse(contentType: "application/json", body: long)
        #expect(response.encoded(for: "gzip").headerFields[.contentEncoding] == nil)
        response.isCompressible = true
        let encoded = response.encoded(for: "gzip")
        #expect(encoded.headerFields[.contentEncoding] == "gzip")
        #expect(encoded.body.readableBytes < 200)
        #expect(encoded.body.readableBytesView.prefix(2).elementsEqual([0x1F, 0x8B]))
        #expect(response.encoded(for: nil).headerFields[.vary] == "Accept-Encoding")
        response.body = ByteBuffer(repeating: 0x61, count: 100)
        #expect(response.encoded(for: "gzip").headerFields.isEmpty == false)
        #expect(response.encoded(for: "gzip").headerFields[.contentEncoding] == nil)
    }
}
