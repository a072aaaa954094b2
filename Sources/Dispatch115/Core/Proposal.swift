// What would cover an incident's need, of what was known when somebody asked. It goes into the journal beside
// the candidates, so that it can be explained later; a person turns it into assignments.

public enum ProposalKind: UInt8, CaseIterable, Sendable {
    /// Nobody known covers the need, not even together.
    case none = 0
    case single
    /// A motorbike whose care arrives clearly earlier, and what carries the patient behind it.
    case linked
    /// No unit alone, but these together.
    case combination
    /// As many as are still needed, each able alone.
    case several
    /// What was sent is enough.
    case enough
}

public struct Proposal: Equatable, Sendable {
    public var kind: ProposalKind
    /// What was still needed of whoever goes next.
    public var need: Need
    /// How many more units were needed; 0 with `enough`.
    public var stillNeeded: UInt8
    /// In the order in which they arrive.
    public var units: [UnitID]
    /// Seconds until the first of them is there; -1 where it cannot be said.
    public var careSeconds: Int32
    /// Seconds until the first that can carry is there; -1 where none is among them or it cannot be said.
    public var transportSeconds: Int32
    /// With `none`: what nobody brings.
    public var missing: Capability

    public init(
        kind: ProposalKind, need: Need, stillNeeded: UInt8, units: [UnitID] = [], careSeconds: Int32 = -1,
        transportSeconds: Int32 = -1, missing: Capability = .nothing
    ) {
        self.kind = kind
        self.need = need
        self.stillNeeded = stillNeeded
        self.units = units
        self.careSeconds = careSeconds
        self.transportSeconds = transportSeconds
        self.missing = missing
    }
}
