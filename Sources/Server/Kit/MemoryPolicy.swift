import CPlumblineMalloc

/// How the C library keeps memory that is not used any more.
enum MemoryPolicy {
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
