public import Foundation
public import PlumblineSchema
import PlumblineSpec
public import PlumblineTestSupport

/// The checkout that the tests run in.
public enum Repository {
    /// The path of a file or folder of the checkout.
    public static func path(_ relative: String) -> String {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appendingPathComponent(relative).path
    }

    /// The text of a file of the checkout.
    public static func text(_ relative: String) throws -> String {
        try String(contentsOfFile: path(relative), encoding: .utf8)
    }

    /// The schema of a folder of spec files.
    public static func schema(_ folder: String, name: String = "reference") throws -> Schema {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".yaml")
        }
        let files = try names.sorted().map {
            SpecFile(
                path: "spec/\($0)",
                bytes: try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
            )
        }
        let result = SpecReader.read(files, name: name)
        guard let schema = result.schema else {
            throw TestFailure("The spec is not right: \(result.diagnostics)")
        }
        return schema
    }
}
