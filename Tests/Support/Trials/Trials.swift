import Foundation

/// How much a randomised test tries: a sample in every run, and more with `scripts/test --full`.
public enum Trials {
    /// Whether everything is to be tried, however long it takes.
    public static let isFull = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_FULL"] != nil

    /// The seed to try again, by `PLUMBLINE_TEST_SEED`.
    public static let seed = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_SEED"].flatMap { UInt32($0) }

    /// How many trials to make.
    /// - Parameters:
    ///   - sample: In every run.
    ///   - full: With `--full`.
    public static func count(_ sample: Int, full: Int) -> Int {
        isFull ? full : sample
    }
}
