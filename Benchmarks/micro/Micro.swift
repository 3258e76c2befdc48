import Foundation
import Synchronization

/// What `Benchmarks/micro/run` measures: operations of the server's, each repeated.
///
/// ```
/// plumbline-micro                       runs each operation once
/// plumbline-micro --list                prints their names
/// plumbline-micro ITERATIONS [NAME…]    repeats each, or the named ones, at most 100 times
/// ```
///
/// It is started in the root of the repository, where the spec is that the operations are about. Behind each name it
/// prints the allocations of all iterations and their bytes, if it is told by `allocations.c`.
@main
struct Micro {
    static func main() {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments == ["--list"] {
                for benchmark in Benchmark.all { print(benchmark.name) }
                return
            }
            let iterations = try arguments.first.map(iterations) ?? 1
            for benchmark in try benchmarks(arguments.dropFirst()) { try run(benchmark, iterations) }
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func iterations(_ argument: String) throws -> Int {
        guard let count = Int(argument), (0...Benchmark.mostIterations).contains(count) else {
            let most = Benchmark.mostIterations
            throw Mistake("usage: plumbline-micro [--list | ITERATIONS [NAME…]]; at most \(most) iterations")
        }
        return count
    }

    private static func benchmarks(_ names: ArraySlice<String>) throws -> [Benchmark] {
        let all = Benchmark.all
        if names.isEmpty { return all }
        return try names.map { name in
            guard let benchmark = all.first(where: { $0.name == name }) else {
                throw Mistake("there is no benchmark \"\(name)\"; --list tells which there are")
            }
            return benchmark
        }
    }

    /// The first rounds, which find what is made once and kept, in the language's runtime too, are not counted.
    private static func run(_ benchmark: Benchmark, _ iterations: Int) throws {
        do {
            let operation = try benchmark.prepare()
            for round in 0..<Benchmark.roundsToWarmUp { try operation(round) }
            let before = Allocations.soFar
            try measured(operation, from: Benchmark.roundsToWarmUp, iterations)
            let after = Allocations.soFar
            print(benchmark.name, after.count - before.count, after.bytes - before.bytes, separator: "\t")
        } catch {
            throw Mistake("\(benchmark.name): \(error)")
        }
    }
}

/// What was allocated, by the counters of `allocations.c`; nothing without them.
private struct Allocations {
    var count = 0
    var bytes = 0

    static var soFar: Allocations {
        Allocations(count: counter("plumbline_allocations"), bytes: counter("plumbline_allocated_bytes"))
    }

    private static func counter(_ name: String) -> Int {
        dlsym(nil, name)?.load(as: Int.self) ?? 0
    }
}

/// What is counted: callgrind is told to look at this function only, by its name, so it has to keep it.
@inline(never)
func measured(_ operation: (Int) throws -> Void, from first: Int, _ iterations: Int) throws {
    for round in first..<(first + iterations) { try operation(round) }
}

/// What something asynchronous gives. `main` is not asynchronous itself, because it would end in a call of the system's
/// that the valgrind of Debian 12 does not survive.
func waiting<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    let end = DispatchSemaphore(value: 0)
    Task.detached {
        let result: Result<Value, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        outcome.result.withLock { $0 = result }
        end.signal()
    }
    end.wait()
    guard let result = outcome.result.withLock({ $0 }) else { throw Mistake("nothing came of it") }
    return try result.get()
}

private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
}

/// Something that is not as a benchmark expects it.
struct Mistake: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
