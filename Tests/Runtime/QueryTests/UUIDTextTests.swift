import Testing

@testable import PlumblineQuery

@Suite("UUIDs as callers write them")
struct UUIDTextTests {
    @Test(
        "Capitals become small; what is no UUID is refused (RFC 9562, section 4)",
        arguments: [
            ("01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057"),
            ("01890A5D-AC96-774b-bcce-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a8057"),
            ("01890a5dac96-774b-bcce-b302099a8057-", nil), ("01890a5d-ac96-774b-bcce-b302099a805", nil),
            ("01890a5d-ac96-774b-bcce-b302099a80577", nil), ("01890a5d-ac96-774b-bcce-b302099a805g", nil),
            ("01890a5d_ac96_774b_bcce_b302099a8057", nil), ("01890a5d-ac96-774b-bcce-b302099a80ä", nil),
            ("", nil),
        ] as [(String, String?)]
    )
    func forms(text: String, canonical: String?) {
        #expect(UUIDText.canonical(text) == canonical)
    }
}
