// swift-tools-version: 6.0
import PackageDescription

// No package dependencies, ever: Foundation, Dispatch and the C libraries of Debian are all we stand on.
let package = Package(
    name: "dispatch115",
    products: [
        .executable(name: "dispatch115", targets: ["Dispatch115CLI"]),
        // For the fuzz harnesses (fuzz/), which must stand outside this package.
        .library(name: "Dispatch115", targets: ["Dispatch115"]),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCrypto", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "Geo", linkerSettings: [.linkedLibrary("m")]),
        .target(name: "Dispatch115", dependencies: ["Geo", "CPostgres", "CSQLite", "CCrypto", "CLinux"]),
        .executableTarget(name: "Dispatch115CLI", dependencies: ["Dispatch115"]),
        .testTarget(name: "GeoTests", dependencies: ["Geo"]),
        .testTarget(
            name: "Dispatch115Tests",
            dependencies: ["Dispatch115", "Dispatch115CLI", "Geo", "CPostgres", "CSQLite"]),
    ],
    swiftLanguageModes: [.v6]
)
