/// An incident put to a station: asked, and answered or not.
public struct Offer: Equatable, Sendable {
    public var incident: IncidentID
    public var station: StationID

    public init(incident: IncidentID, station: StationID) {
        self.incident = incident
        self.station = station
    }
}
