// The seed of a randomised test: from DISPATCH115_SEED where it is set, so that a failing run can be
// repeated.

import Geo
import Glibc

enum TestSeed {
    /// The seed for this run, printed beside the test's name.
    static func announced(_ test: String) -> UInt64 {
        let given = getenv("DISPATCH115_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? UInt64.random(in: 1...UInt64(UInt32.max))
        print("\(test): DISPATCH115_SEED=\(seed)")
        return seed
    }
}
