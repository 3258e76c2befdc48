import PlumblineSchema
import Testing

@Suite("Internet addresses")
struct InternetAddressTests {
    @Test(
        "Every spelling of an address is one address, written the shortest way",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1/32", "192.0.2.1"), ("10.1.2.3/8", "10.1.2.3/8"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("::ffff:192.0.2.1", "::ffff:c000:201"),
            ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"), ("2001:db8::/32", "2001:db8::/32"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ]
    )
    func texts(text: String, canonical: String) throws {
        let address = try #require(InternetAddress(text))
        #expect(address.description == canonical)
        #expect(InternetAddress(canonical) == address)
    }

    @Test(
        "What PostgreSQL or a person could read in two ways is refused",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/08", ":",
            ":::",
            "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::",
            "fe80::1%eth0",
            "::1/129", "1.2.3.4::", " ::1", "0x7f.0.0.1",
        ]
    )
    func refusals(text: String) {
        #expect(InternetAddress(text) == nil)
    }
}
