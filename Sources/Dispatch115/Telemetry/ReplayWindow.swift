// Which transmissions of a unit were here: the highest sequence and the 1,024 up to it, one bit each (the
// sliding window of RFC 4303 section 3.4.3, with a ring of words instead of a shift: RFC 6479).
// Moved only for frames that are proven. Cost: a few instructions; a jump clears at most 1,023 bits.

struct ReplayWindow: Sendable {
    static let width: UInt64 = 1_024

    enum Answer: Equatable {
        case new
        /// Its bit is set.
        case seen
        /// Further back than the window reaches: nobody knows.
        case tooOld
    }

    /// The highest sequence recorded; what it began with counts as seen.
    private(set) var highest: UInt64
    private var words: InlineArray<16, UInt64>

    /// Everything up to `floor` counts as seen.
    init(floor: UInt64) {
        highest = floor
        words = InlineArray(repeating: .max)
    }

    @inline(__always)
    func judge(_ sequence: UInt64) -> Answer {
        if sequence > highest { return .new }
        if highest - sequence >= ReplayWindow.width { return .tooOld }
        let bit = sequence & (ReplayWindow.width - 1)
        return words[Int(bit >> 6)] & (1 << (bit & 63)) == 0 ? .new : .seen
    }

    /// Marks a sequence that was judged new.
    @inline(__always)
    mutating func record(_ sequence: UInt64) {
        if sequence > highest {
            let ahead = sequence - highest
            if ahead >= ReplayWindow.width {
                words = InlineArray(repeating: 0)
            } else {
                var next = highest
                while next != sequence {
                    next += 1
                    set(next, to: false)
                }
            }
            highest = sequence
        }
        set(sequence, to: true)
    }

    @inline(__always)
    private mutating func set(_ sequence: UInt64, to seen: Bool) {
        let bit = sequence & (ReplayWindow.width - 1)
        let mask: UInt64 = 1 << (bit & 63)
        if seen { words[Int(bit >> 6)] |= mask } else { words[Int(bit >> 6)] &= ~mask }
    }
}
