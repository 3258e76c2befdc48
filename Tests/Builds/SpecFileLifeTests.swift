import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

extension Builds {
    /// Each step changes nothing but the spec, and the module that comes out shows what the build made of it.
    @Suite("The life of a spec file", .timeLimit(.minutes(20)))
    struct SpecFileLifeTests {
        private static let rooms = """
            include: [../shared/levelled.yaml]
            entities:
              TreatmentRoom:
                traits: [Levelled]
                fields:
                  label: text
                access: { read: everyone }

            """

        private static let levelled = """
            traits:
              Levelled:
                fields:
                  wing: text

            """

        @Test(
            "The next build sees a spec file that was added, renamed, and deleted, an included one that was edited, and stops at a mistake"
        )
        func life() async throws {
            try await TestPackage.with(spec: "spec") { package in
                try await build(package, files: [])
                #expect(try package.moduleKnows("Appointment"))
                #expect(try !package.moduleKnows("TreatmentRoom"))

                try package.write(Self.levelled, to: "Sources/Generated/shared/levelled.yaml")
                try package.write(Self.rooms, to: "spec/rooms.yaml")
                try await build(package, files: ["Rooms.swift"])
                #expect(try package.moduleKnows("TreatmentRoom"))
                #expect(try !package.moduleKnows("floorLevel"))

                let others = try times(of: ["Identity.swift", "Scheduling.swift"], in: package)
                try package.edit(
                    "Sources/Generated/shared/levelled.yaml",
                    "wing: text\n",
                    to: "wing: text\n      floor_level: integer\n"
                )
                try await build(package, files: ["Rooms.swift"])
                #expect(try package.moduleKnows("floorLevel"))
                #expect(try times(of: ["Identity.swift", "Scheduling.swift"], in: package) == others)

                try package.edit("spec/rooms.yaml", "label: text", to: "label: txt")
                let stopped = try await package.build()
                #expect(stopped.code != 0)
                #expect(stopped.output.contains("\nspec/rooms.yaml:6:14: error: "), "\(stopped.output)")

                try package.edit("spec/rooms.yaml", "label: txt", to: "label: text")
                try package.move("spec/rooms.yaml", to: "spec/treatment_rooms.yaml")
                try await build(package, files: ["TreatmentRooms.swift"])
                #expect(try package.moduleKnows("floorLevel"))
                #expect(
                    try package.generatedText("TreatmentRooms.swift").contains(
                        "`spec/treatment_rooms.yaml:3`"
                    )
                )

                try package.remove("spec/treatment_rooms.yaml")
                try await build(package, files: [])
                #expect(try !package.moduleKnows("TreatmentRoom"))
                #expect(try package.moduleKnows("Appointment"))
            }
        }

        /// Builds, and expects these generated files beside those of the reference application's spec.
        private func build(_ package: TestPackage, files: Set<String>) async throws {
            let build = try await package.build()
            try #require(build.code == 0, "\(build.output)")
            let expected = files.union(["Identity.swift", "Scheduling.swift", "Spec+Schema.swift"])
            #expect(try package.generatedFiles() == expected)
        }

        private func times(of files: [String], in package: TestPackage) throws -> [Date?] {
            try files.map { try package.writingTime($0) }
        }
    }
}
