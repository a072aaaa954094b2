// The city's own files, read from the package root, for the tests of this folder.

import Foundation

@testable import Dispatch115

enum CityOfTests {
    /// Tests/Dispatch115Tests/Intake/CityOfTests.swift is four steps below the root.
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("cities/hcmc")

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    static func files() throws -> CityFiles {
        CityFiles(
            wards: try text(CityFiles.wardsName), oldWards: try text(CityFiles.oldWardsName),
            stations: try text(CityFiles.stationsName), units: try text(CityFiles.unitsName),
            places: try text(CityFiles.placesName))
    }

    static func city() throws -> City { try City.parse(name: "hcmc", files: files()) }

    /// NFC, NFD, and without accents.
    static func forms(of text: String) -> [String] {
        [
            text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping,
            VietnameseFoldTests.slowFold(text),
        ]
    }
}

/// Small seeded generator (SplitMix64), so that a failing run can be had again.
struct SeededBytes {
    private var state: UInt64
    let seed: UInt64

    init() {
        let given = ProcessInfo.processInfo.environment["DISPATCH115_SEED"].flatMap { UInt64($0) }
        seed = given ?? UInt64.random(in: 0...UInt64.max)
        state = seed
        print("DISPATCH115_SEED=\(seed)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
