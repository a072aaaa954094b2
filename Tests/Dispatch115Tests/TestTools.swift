import Foundation

@testable import Dispatch115

/// Waits until something holds, for a minute at most: only against hanging, never a measure.
func eventually(_ holds: () -> Bool) -> Bool {
    let end = WallClock.monotonicNanoseconds() + 60_000_000_000
    while !holds() {
        if WallClock.monotonicNanoseconds() > end { return false }
        WallClock.sleep(nanoseconds: 500_000)
    }
    return true
}

/// Whether the long runs of `make campaign` are asked for.
let isCampaign = ProcessInfo.processInfo.environment["DISPATCH115_CAMPAIGN"] != nil
