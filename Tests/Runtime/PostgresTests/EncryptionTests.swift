import PlumblinePostgres
import PlumblineTestSupport
import Testing

@Suite("Encrypted connections", .timeLimit(.minutes(10)))
struct EncryptionTests {
    @Test("Results of every size come whole through TLS, and only from a server that proves its name")
    func encrypted() async throws {
        let port = 54_000 + Int.random(in: 0..<900)
        let cluster = try await TestCluster.start(encryptedPort: port)
        do {
            try await readThroughTLS(cluster, port: port)
            try await refuseStrangers(cluster, port: port)
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    private func url(_ cluster: TestCluster, host: String, port: Int, _ options: String) -> String {
        let user = cluster.url.split(separator: "user=").last ?? ""
        return "postgresql://\(user)@\(host):\(port)/postgres?\(options)"
    }

    private func readThroughTLS(_ cluster: TestCluster, port: Int) async throws {
        let verified = "sslmode=verify-full&sslrootcert=\(cluster.certificate)"
        let configuration = try PostgresConfiguration(
            url: url(cluster, host: "localhost", port: port, verified)
        )
        try await PostgresClient.withClient(configuration: configuration, logger: .quiet) { client in
            let encrypted = try await client.query(
                "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                mode: .read
            )
            #expect(encrypted.string(row: 0, column: 0) == "t")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for size in stride(from: 1_000, to: 120_000, by: 997) {
                    group.addTask {
                        let result = try await client.query(
                            "select repeat('x', $1::int)",
                            [.text("\(size)")],
                            mode: .read
                        )
                        #expect(result.withBytes(row: 0, column: 0) { $0?.count } == size)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func refuseStrangers(_ cluster: TestCluster, port: Int) async throws {
        for options in [
            "sslmode=verify-full",
            "sslmode=verify-full&sslrootcert=\(cluster.certificate)&hostaddr=127.0.0.1",
        ] {
            let host = options.contains("hostaddr") ? "another.example" : "localhost"
            let configuration = try PostgresConfiguration(url: url(cluster, host: host, port: port, options))
            try await PostgresClient.withClient(configuration: configuration, logger: .quiet) { client in
                let error = await #expect(throws: PostgresError.self) { try await client.query("select 1") }
                #expect(error?.code == .connectionFailed)
                #expect(error?.debugDescription.contains("certificate") == true)
            }
        }
    }
}
