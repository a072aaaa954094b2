import CPostgres
import Testing

@Suite struct PostgresDoorTests {
    /// The results go to PostgreSQL through this door; nothing passes it yet, but it must open.
    @Test func theClientLibraryIsThere() {
        #expect(PQlibVersion() >= 150_000)
    }
}
