// What is wanted and what happens around offers to stations: asked, answered, fallen silent, withdrawn; and
// around responses of several units: proposed, linked. Event types 130 to 149 of the journal are theirs.

/// What somebody wants.
public enum OfferCommand: Equatable, Sendable {
    /// Put the incident to these stations, in this order. `chosen`: a person named them; else they follow from
    /// the basis.
    case ask(IncidentID, [StationID], chosen: Bool, Basis)
    /// A station says yes and which unit it sends. `incident` none: the one that its station was asked for.
    /// `from` none: by phone, through the dispatcher.
    case accept(UnitID, IncidentID, from: StationID, crew: String, Basis)
    /// A station says no; `until` none: it did not say how long.
    case decline(
        StationID, IncidentID, DeclineReason, until: Timestamp, words: String, byPhone: Bool)
    /// Somebody was shown these candidates and what would cover the need.
    case propose(IncidentID, Basis, Proposal)
}

/// What has happened.
public enum OfferEvent: Equatable, Sendable {
    /// Offers `first`, `first + 1` ... are to be made, in this order.
    case planned(first: OfferID, IncidentID, [StationID], isChosen: Bool, Basis)
    case asked(OfferID, expiresAt: Timestamp)
    /// Always with the `dispatched` of the same decision, which comes before it.
    case accepted(OfferID, UnitID, AssignmentID, isByPhone: Bool, isLate: Bool, crew: Text)
    case declined(OfferID, DeclineReason, until: Timestamp, isByPhone: Bool, words: Text)
    case fellSilent(OfferID)
    case withdrawn(OfferID, WithdrawReason)
    /// Care that comes first, and what carries the patient behind it: one response.
    case linked(care: AssignmentID, transport: AssignmentID)
    case proposed(IncidentID, Proposal)
}

/// Why nothing changes.
public enum OfferRejection: Equatable, Sendable {
    case noStationNamed
    case stationNamedTwice(StationID)
    /// Nobody is left who could be asked.
    case noStationLeft(IncidentID)
    case alreadyAsked(OfferID)
    case alreadyAccepted(OfferID)
    /// The station was never asked for this incident.
    case notAsked(StationID, IncidentID)
    /// The station has no open offer at all.
    case nothingAsked(StationID)
    /// It has several: which one?
    case whichIncident(StationID, [IncidentID])
    case unitOfOtherStation(UnitID, StationID)
    /// The unit that the station names is on something else, or off duty.
    case unitTaken(UnitID, on: IncidentID, OfferID)
    case unitOff(UnitID, OfferID)
    /// Too late: the incident has what it needs.
    case othersHaveIt(OfferID)
    case withdrawn(OfferID)
    case untilPast(Timestamp)
}
