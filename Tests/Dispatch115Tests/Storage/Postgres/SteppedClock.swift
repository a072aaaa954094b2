import Glibc

@testable import Dispatch115

/// A wall clock that a test sets forward and back under real programs: a small library in front of the system's
/// adds what a file of eight bytes says. The monotonic clock stays as it is, as it does when a clock is set.
final class SteppedClock: Sendable {
    private let file: String

    /// nil where nothing here compiles C.
    static let library: String? = try? made.get()

    private static let made = Result<String, any Error> {
        let folder = try PostgresHome.folder("clock")
        try Files.makeFolder(folder, mode: 0o755)
        try Files.writeAtomically(folder + "/clock.c", Array(source.utf8), mode: 0o644)
        try PostgresHome.run(
            "/usr/bin/env",
            ["clang", "-shared", "-fPIC", "-O1", "-o", folder + "/clock.so", folder + "/clock.c"],
            asServer: false)
        guard chmod(folder + "/clock.so", 0o755) == 0 else { throw SystemCallError("chmod", folder) }
        return folder + "/clock.so"
    }

    init() throws {
        let folder = try PostgresHome.folder("step")
        try Files.makeFolder(folder, mode: 0o755)
        file = folder + "/offset"
        try Files.writeAtomically(file, [UInt8](repeating: 0, count: 8), mode: 0o644)
    }

    /// For `env` in front of a program.
    var environment: [String] {
        ["LD_PRELOAD=\(SteppedClock.library ?? "/nowhere")", "DISPATCH115_TEST_CLOCK=\(file)"]
    }

    /// So many seconds from the true time, at once: the same file is written in place.
    func set(_ seconds: Int64) throws {
        let descriptor = try FileDescriptor(open(file, O_WRONLY | O_CLOEXEC), "open", file)
        var offset = seconds
        guard pwrite(descriptor.number, &offset, 8, 0) == 8 else { throw SystemCallError("pwrite", file) }
    }

    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>
        static volatile int64_t *offset;
        __attribute__((constructor)) static void begin(void) {
            const char *path = getenv("DISPATCH115_TEST_CLOCK");
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *page = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
            if (page != MAP_FAILED) offset = page;
            close(file);
        }
        int clock_gettime(clockid_t clock, struct timespec *at) {
            long done = syscall(SYS_clock_gettime, clock, at);
            if (done == 0 && clock == CLOCK_REALTIME && offset) at->tv_sec += *offset;
            return (int)done;
        }
        int gettimeofday(struct timeval *at, void *zone) {
            struct timespec now;
            (void)zone;
            if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
            at->tv_sec = now.tv_sec;
            at->tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        time_t time(time_t *at) {
            struct timespec now;
            if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
            if (at) *at = now.tv_sec;
            return now.tv_sec;
        }
        """
}
