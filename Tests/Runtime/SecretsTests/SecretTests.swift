import PlumblineSecrets
import Testing

@Suite("A secret")
struct SecretTests {
    private let secret = Secret("correct horse battery staple")

    @Test("never prints, whichever way it is turned into text")
    func neverPrints() {
        var dumped = ""
        dump([secret], to: &dumped)
        var holder = ""
        dump(Holder(password: secret), to: &holder)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(Optional(secret) as Any)",
            "\([secret])", "\(Holder(password: secret))", dumped, holder,
            "\(Mirror(reflecting: secret).children.map { "\($0)" })",
            "\(SecretReference.literal(secret))",
        ]
        for text in texts {
            #expect(!text.contains("horse"))
        }
        #expect("\(secret)" == "<secret>")
    }

    @Test("is equal to the same bytes and to no others")
    func equality() {
        #expect(secret == Secret("correct horse battery staple"))
        #expect(secret != Secret("correct horse battery stapl3"))
        #expect(secret != Secret("correct horse"))
        #expect(Secret("") == Secret(bytes: []))
    }

    @Test("keeps bytes as they are, without Unicode normalisation")
    func bytesAreOpaque() {
        #expect(Secret("\u{e9}") != Secret("e\u{301}"))
        #expect(Secret(bytes: [0xff, 0x00]).reveal { Array($0) } == [0xff, 0x00])
        #expect(secret.revealText { $0 } == "correct horse battery staple")
    }

    private struct Holder {
        let password: Secret
    }
}
