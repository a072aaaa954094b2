// A hospital's face made of the centre at one moment. Pure; costs its beds.

extension HospitalFace {
    /// What has run out at `now` is unknown, whether that has been told or not.
    public init(_ centre: Centre, _ hospital: HospitalID, _ now: Timestamp) {
        let row = centre[hospital]
        let diversion = centre.diversion(hospital, now)
        let reception = centre.reception(hospital, now)
        func told(_ number: Int32) -> Int32? { number >= 0 ? number : nil }
        self.init(
            number: row.number, facilityCode: centre.facilityCode(hospital),
            name: centre.hospitalName(hospital), coordinate: row.coordinate,
            capabilities: row.capabilities,
            diversion: DiversionFace(
                status: diversion.status, reason: diversion.reason, asOf: diversion.asOf,
                validUntil: diversion.validUntil),
            offloadMinutes: told(reception.offloadMinutes), redPlaces: told(reception.redPlaces),
            yellowPlaces: told(reception.yellowPlaces),
            beds: BedKind.allCases.compactMap { BedFace(centre.bed(hospital, $0), $0, now) },
            asOf: row.changedAt, sequence: row.changedBy)
    }
}

extension BedFace {
    /// Nil for a kind that nobody has said anything of and nobody is on the way to.
    init?(_ bed: Bed, _ kind: BedKind, _ now: Timestamp) {
        guard bed.said.asOf.isSet || bed.baseline != nil || bed.inbound > 0 else { return nil }
        self.init(
            kind: kind, baseline: bed.baseline, reported: bed.reported(now), inbound: bed.inbound,
            asOf: bed.said.asOf, validUntil: bed.said.validUntil)
    }
}
