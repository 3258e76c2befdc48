import CPlumblineMalloc
import ServiceLifecycle

/// How the C library keeps memory that is not used any more.
package enum MemoryPolicy {
    /// Keeps what was freed for what is allocated next, until the process ends.
    ///
    /// For a command that is soon done: of a thousand entities' files, each is as large as a few others together, and without
    /// this the system takes back the memory of one and clears it for the next.
    package static func keepBlocks() {
        #if canImport(Glibc)
        mallopt(M_MMAP_MAX, 0)
        mallopt(M_TRIM_THRESHOLD, .max)
        #endif
    }

    /// Lets large blocks go back to the system.
    ///
    /// glibc begins with that for blocks from 128 KiB on, but each one that is freed makes it keep blocks of that size from
    /// then on, up to 32 MiB (mallopt(3), "dynamic mmap threshold"): after the first sign-ins, the 19 MiB of every
    /// password hash under way stayed with the server for good. A threshold that is set does not move.
    static func giveBackLargeBlocks() {
        #if canImport(Glibc)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        #endif
    }

    /// Lets what small blocks took go back to the system, which glibc does by itself at the end of a heap alone: after a
    /// thousand connections one block in use here and there kept 20 MiB with the server. Takes milliseconds.
    static func giveBackSmallBlocks() {
        #if canImport(Glibc)
        malloc_trim(0)
        #endif
    }
}

/// Gives memory back when a rush of connections is over.
struct MemoryKeeper: Service {
    let connections: Connections

    /// What fewer connections leave behind is not worth the work.
    private static let least = 64

    func run() async {
        await cancelWhenGracefulShutdown {
            var most = 0
            while (try? await Task.sleep(for: .seconds(5))) != nil {
                let now = connections.sincePeak()
                most = max(most, now.most)
                guard Self.isOver(most: most, open: now.open) else { continue }
                MemoryPolicy.giveBackSmallBlocks()
                most = now.open
            }
        }
    }

    /// Whether so many of the connections are gone that their memory is worth giving back.
    static func isOver(most: Int, open: Int) -> Bool { most >= least && open <= most / 2 }
}
