import Foundation

/// How much a randomised test tries: a sample in every run, and more with `scripts/test --full`.
public enum Trials {
    /// Whether everything is to be tried, however long it takes.
    public static let isFull = ProcessInfo.processInfo.environment["PLUMBLINE_TEST_FULL"] != nil

    /// How many trials to make.
    /// - Parameters:
    ///   - sample: In every run.
    ///   - full: With `--full`.
    public static func count(_ sample: Int, full: Int) -> Int {
        isFull ? full : sample
    }
}
