/// libFuzzer's own mutation, of bytes and of the words of the dictionary.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

/// Called by libFuzzer for the next input: a change of tokens, so that documents stay near to the grammar, or of bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
    _ data: UnsafeMutablePointer<UInt8>,
    _ size: Int,
    _ maximum: Int,
    _ seed: CUnsignedInt
) -> Int {
    var random = Generator(state: UInt64(seed))
    guard random.below(3) > 0 else { return mutateBytes(data, size, maximum) }
    var tokens = Tokens(Array(UnsafeBufferPointer(start: data, count: size)))
    for _ in 0...random.below(3) { tokens.change(&random) }
    let result = tokens.bytes.prefix(maximum)
    for (index, byte) in result.enumerated() { data[index] = byte }
    return result.count
}

/// Numbers that a seed decides (SplitMix64).
struct Generator {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(bound))
    }
}

/// A text in pieces: names and numbers, strings, and single signs.
struct Tokens {
    private var pieces: [[UInt8]] = []

    init(_ text: [UInt8]) {
        var position = 0
        while position < text.count {
            let end = Self.end(of: position, in: text)
            pieces.append(Array(text[position..<end]))
            position = end
        }
    }

    private static func end(of start: Int, in text: [UInt8]) -> Int {
        if text[start] == UInt8(ascii: "\"") {
            let close = text[(start + 1)...].firstIndex(of: text[start])
            return close.map { $0 + 1 } ?? text.count
        }
        guard isWord(text[start]) else { return start + 1 }
        return text[start...].firstIndex { !isWord($0) } ?? text.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    var bytes: [UInt8] { Array(pieces.joined()) }

    /// Leaves out, repeats, moves or replaces a token or all between two brackets.
    mutating func change(_ random: inout Generator) {
        guard !pieces.isEmpty else { return pieces.append(Array(Self.phrases[0].utf8)) }
        let place = random.below(pieces.count)
        let range = group(from: place)
        switch random.below(6) {
        case 0: pieces.removeSubrange(range)
        case 1: pieces.insert(contentsOf: pieces[range] + [[UInt8(ascii: " ")]], at: range.lowerBound)
        case 2: pieces.insert(contentsOf: pieces[range], at: random.below(pieces.count + 1))
        case 3: pieces[place] = pieces[random.below(pieces.count)]
        case 4: pieces.insert(Array(Self.phrases[random.below(Self.phrases.count)].utf8), at: place)
        default: pieces[place] = Array(Self.phrases[random.below(Self.phrases.count)].utf8)
        }
    }

    /// The token, or with an opening bracket all up to the one that closes it.
    private func group(from start: Int) -> Range<Int> {
        let brackets: [UInt8: UInt8] = [0x28: 0x29, 0x5B: 0x5D, 0x7B: 0x7D]
        guard let opening = pieces[start].first, let closing = brackets[opening] else {
            return start..<start + 1
        }
        var depth = 0
        for index in start..<pieces.count {
            if pieces[index] == [opening] { depth += 1 }
            if pieces[index] == [closing] { depth -= 1 }
            if depth == 0 { return start..<index + 1 }
        }
        return start..<start + 1
    }

    private static let phrases = [
        // Selections.
        " id ", " a: id ", " __typename ", " { id } ", " { nodes { id } } ", " ... { id } ", " ...F ",
        " ... on User { id } ", " fragment F on User { id } ",
        " { edges { cursor node { id } } totalCount } ",
        " users ", " appointments ", " services ", " providers ", " user ", " client ", " provider ", " me ",
        " status ", " aggregate { count } ", " groups(by: [{field: STATUS}]) { keys { status } } ",
        " query Q ", " mutation ", " subscription ", " @include(if: true) ", " @skip(if: $v) ",
        " __schema { types { name fields { name args { defaultValue } } } } ",
        " __type(name: \"User\") { name } ",
        // Arguments and values.
        "(first: 1)", "(last: 2, before: \"WyJhIl0\")", "(filter: {not: {id: {isNull: true}}})",
        "(filter: {or: [{and: []}, {not: {}}]})", "(orderBy: [{id: DESC}])", "(distinctOn: [ID])",
        "(offset: 7)",
        "(id: \"00000000-0000-7000-8000-0000000000c1\")", " filter ", " orderBy ", "($v: Boolean = true)",
        " null ", " [1, [2]] ", " 1e400 ", " -0 ", " \"\\u{1F600}\" ", " \"\"\"\n  a\n b\"\"\" ",
        " updateUser(id: \"x\", input: {fullName: null}) { id } ", "\n#{\"v\": true}",
        // Definitions.
        " type T { a(b: Int = 1): [T!]! } ", " interface I implements J { a: Int } ", " union U = | A | B ",
        " enum E { A @deprecated } ", " input N @oneOf { a: Int } ", " extend type T { b: Int } ",
        " directive @d repeatable on FIELD | QUERY ", " schema { query: T } ",
        " scalar S @specifiedBy(url: \"u\") ",
    ]
}
