// A table whose row numbers only grow, and whose oldest rows can be let go: the centre keeps what is open
// and what is recent, the journal and the results keep everything. Access is one subtraction and a bounds
// check; letting go moves the rest once.

/// Rows numbered from `base` on.
public struct DenseTable<Row: Sendable>: Sendable {
    public private(set) var rows: ContiguousArray<Row> = []
    /// The number of the first row that is still here.
    public private(set) var base: Int32 = 0

    public init() {}

    public init(base: Int32, rows: ContiguousArray<Row>) {
        self.base = base
        self.rows = rows
    }

    /// The number that the next row will get.
    @inline(__always) public var end: Int32 { base + Int32(rows.count) }

    @inline(__always) public func contains(_ index: Int32) -> Bool { index >= base && index < end }

    @inline(__always)
    public subscript(index: Int32) -> Row {
        get { rows[Int(index - base)] }
        _modify { yield &rows[Int(index - base)] }
    }

    @inline(__always) public mutating func append(_ row: Row) { rows.append(row) }

    /// Lets go of all rows before `first`.
    public mutating func retire(before first: Int32) {
        guard first > base else { return }
        rows.removeFirst(Int(min(first, end) - base))
        base = first
    }
}
