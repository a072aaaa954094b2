import Glibc

/// Whether the test run shall write the generated pages instead of only comparing them.
enum WriteReference {
    static var isAsked: Bool { getenv("DISPATCH115_WRITE_DOCS") != nil }
}
