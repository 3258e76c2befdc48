import CPlumblineMalloc

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
}
