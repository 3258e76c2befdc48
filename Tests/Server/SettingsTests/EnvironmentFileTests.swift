import Testing

@testable import PlumblineServer

@Suite("A .env file")
struct EnvironmentFileTests {
    @Test(
        "gives a value as it is written, quoted or not",
        arguments: [
            ("A=1", "1"), ("export A=1", "1"), ("  A=1  ", "1"), ("A=", ""), ("A= # none", ""),
            ("A=b c", "b c"), ("A=b # comment", "b"), ("A=b#c", "b#c"),
            ("A=postgres://u:p@h/d?x=y", "postgres://u:p@h/d?x=y"),
            ("A='b # c' # d", "b # c"), (#"A='a\nb$C'"#, #"a\nb$C"#), (#"A="a\nb\t\"\\\$C""#, "a\nb\t\"\\$C"),
            ("A=\"one\ntwo\"", "one\ntwo"), ("A=$HOME", "$HOME"), ("A=\"\"", ""), ("A=1\r\n", "1"),
            ("A=é", "é"),
        ]
    )
    func values(text: String, value: String) {
        let file = EnvironmentFile("# first\n\n\(text)\n# last\nB=2")
        #expect(file.variables == ["A": value, "B": "2"])
        #expect(file.problems.isEmpty)
    }

    @Test(
        "says which line is wrong and why, and reads the others",
        arguments: [
            ("A", "'=' must follow the name A at once"), ("A = 1", "'=' must follow the name A at once"),
            ("A= 1", "no space may follow '='; put a value with spaces in quotes"),
            ("1A=1", "a line must begin with the name of a variable"),
            ("=1", "a line must begin with the name of a variable"),
            ("export =1", "a line must begin with the name of a variable"),
            ("A='1' 2", "only a comment may follow the closing quote"),
            (
                #"A="\x""#,
                #"after '\' in double quotes only n, r, t, ", \ and $ are known; single quotes know no escapes"#
            ),
        ]
    )
    func mistakes(text: String, reason: String) {
        let file = EnvironmentFile("X=\"a\nb\"\n\(text)\nB=2")
        #expect(file.problems == [SettingProblem(name: ".env, line 3", reason: reason)])
        #expect(file.variables["B"] == "2")
    }

    @Test("says where a name was set first, and where a quote was opened")
    func laterMistakes() {
        let file = EnvironmentFile("A=1\nA=2\nB=3\nC='open\nD=4")
        #expect(
            file.problems.map(\.description) == [
                ".env, line 2: A is set already, in line 1",
                ".env, line 4: the value that begins here has no closing quote",
            ]
        )
        #expect(file.variables["B"] == "3")
    }
}
