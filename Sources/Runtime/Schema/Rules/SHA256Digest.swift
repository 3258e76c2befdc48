/// SHA-256 (FIPS 180-4), for fingerprints of our own text.
///
/// It is ours because the build plugin's tool must not link a cryptographic library, which would take longer to
/// compile than all the rest. Nothing secret is hashed with it.
public enum SHA256Digest {
    /// The digest as 64 hexadecimal digits in lower case.
    public static func hex(of message: some Sequence<UInt8>) -> String {
        var state: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
            0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        let bytes = padded(Array(message))
        // The words of a block, and behind them the constant that is added to each.
        var words = [UInt32](repeating: 0, count: 64) + constants
        bytes.withUnsafeBufferPointer { bytes in
            words.withUnsafeMutableBufferPointer { words in
                state.withUnsafeMutableBufferPointer { state in
                    guard var block = bytes.baseAddress, let words = words.baseAddress,
                        let state = state.baseAddress
                    else { return }
                    let end = block + bytes.count
                    while block < end {
                        schedule(block, in: words)
                        absorb(words, into: state)
                        block += 64
                    }
                }
            }
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// The message, a one bit, zeros, and the count of its bits, together a multiple of 64 bytes.
    private static func padded(_ message: [UInt8]) -> [UInt8] {
        let zeros = (119 - message.count % 64) % 64
        let bits = UInt64(message.count) * 8
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
        return message + [0x80] + Array(repeating: 0, count: zeros) + length
    }

    // The loops over words are plain ones, through pointers and without a function for rotations: the plugin's tool
    // runs them unoptimised in every debug build.

    /// Makes the 64 words of a block of 64 bytes.
    private static func schedule(_ block: UnsafePointer<UInt8>, in words: UnsafeMutablePointer<UInt32>) {
        var index = 0
        while index < 16 {
            let byte = block + 4 &* index
            let (high, low) = (
                UInt32(byte[0]) &<< 8 | UInt32(byte[1]), UInt32(byte[2]) &<< 8 | UInt32(byte[3])
            )
            words[index] = high &<< 16 | low
            index &+= 1
        }
        while index < 64 {
            let (recent, old) = (words[index &- 2], words[index &- 15])
            let (upperRecent, lowerRecent) = (recent &>> 17 | recent &<< 15, recent &>> 19 | recent &<< 13)
            let (upperOld, lowerOld) = (old &>> 7 | old &<< 25, old &>> 18 | old &<< 14)
            let mixedRecent = upperRecent ^ lowerRecent ^ recent &>> 10
            let mixedOld = upperOld ^ lowerOld ^ old &>> 3
            words[index] = words[index &- 16] &+ mixedOld &+ words[index &- 7] &+ mixedRecent
            index &+= 1
        }
    }

    private static func absorb(_ words: UnsafePointer<UInt32>, into state: UnsafeMutablePointer<UInt32>) {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        var index = 0
        while index < 64 {
            let choice = e & f ^ ~e & g
            let majority = a & b ^ a & c ^ b & c
            let upper = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
            let lower = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
            let step = h &+ upper &+ choice &+ words[index] &+ words[index &+ 64]
            h = g
            g = f
            f = e
            e = d &+ step
            d = c
            c = b
            b = a
            a = step &+ lower &+ majority
            index &+= 1
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7,
        0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc,
        0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351,
        0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e,
        0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585,
        0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f,
        0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]
}
