// swift-tools-version: 6.0
import PackageDescription

// The fuzz harnesses, outside the main package: they need flags that a package with dependants may not have.
// `make fuzz` builds this library with libFuzzer's and the address sanitizer's instrumentation in every module,
// links it with libFuzzer's own main, and runs it.
let package = Package(
    name: "fuzz",
    products: [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])],
    dependencies: [.package(name: "dispatch115", path: "..")],
    targets: [
        .target(name: "Fuzzing", dependencies: [.product(name: "Dispatch115", package: "dispatch115")])
    ],
    swiftLanguageModes: [.v6]
)
