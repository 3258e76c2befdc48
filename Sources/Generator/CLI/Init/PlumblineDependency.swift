import Foundation

/// How a new package names the one of Plumbline.
enum PlumblineDependency: Equatable {
    /// A folder, relative to the new package unless it begins with `/`.
    case path(String)
    /// An address that git understands.
    case url(String)

    /// Tells an address from a folder.
    ///
    /// - Parameters:
    ///   - text: What a person gave; a folder is seen from the current one.
    ///   - package: The new package's folder.
    init(_ text: String, from package: URL) {
        if text.contains("://") || text.wholeMatch(of: /[^\/]+@[^\/]+:.*/) != nil {
            self = .url(text)
        } else if text.hasPrefix("/") {
            self = .path(text)
        } else {
            self = .path(Self.path(from: package, to: URL(filePath: text)))
        }
    }

    /// What SwiftPM calls the package: the last part of its place.
    var identity: String {
        switch self {
        case .path: "plumbline"
        case .url(let url):
            url.split { $0 == "/" || $0 == ":" }.last.map { name in
                (name.hasSuffix(".git") ? name.dropLast(4) : name).lowercased()
            } ?? "plumbline"
        }
    }

    private static func path(from folder: URL, to target: URL) -> String {
        let start = folder.standardizedFileURL.pathComponents
        let end = target.standardizedFileURL.pathComponents
        let shared = zip(start, end).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - shared) + end.dropFirst(shared)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
