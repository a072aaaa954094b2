// Decisions around hospitals: who they are, what they report, whether they divert. A report that is older than
// what is known is kept and changes nothing; one that cannot be is refused. The fold is in Centre+HospitalsFold.

extension Centre {
    /// More beds of one kind than any hospital has; a larger number is a slip.
    static let mostBeds: Int32 = 5_000
    static let mostOffloadMinutes: Int32 = 600
    /// How long anything said of a hospital may be said to hold.
    static let mostValidHours: Int64 = 30 * 24
    static let mostReasonBytes = 400

    func decide(_ command: HospitalCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .define(let definition):
            guard try define(definition, &draft) else { throw .nothingChanges }
        case .withdraw(let hospital):
            try requireHospital(hospital)
            draft.add(.hospital(.withdrawn(hospital)))
        case .report(let hospital, let report): try self.report(hospital, report, &draft)
        case .receive(let hospital, let report): try receive(hospital, report, &draft)
        case .divert(let hospital, let report): try divert(hospital, report, &draft)
        }
    }

    /// A hospital that is there and takes patients.
    func requireHospital(_ hospital: HospitalID) throws(Rejection) {
        guard hospital.isSet, hospital.index < hospitals.count else { throw .hospitalUnknown(hospital) }
        guard !self[hospital].isWithdrawn else { throw .hospital(.withdrawn(hospital)) }
    }

    // MARK: - Who they are

    /// A hospital as it was defined last.
    public func definition(_ hospital: HospitalID) -> HospitalDefinition {
        let row = self[hospital]
        return HospitalDefinition(
            number: row.number, facilityCode: facilityCode(hospital), name: hospitalName(hospital),
            coordinate: row.coordinate, capabilities: row.capabilities,
            baselines: BedKind.allCases.map { bed(hospital, $0).definedBaseline })
    }

    /// False where it is defined so already.
    func define(_ definition: HospitalDefinition, _ draft: inout Draft) throws(Rejection) -> Bool {
        guard definition.number >= 0, definition.number <= NumberTable.largestNumber else {
            throw .centreFull
        }
        try requireShort(definition.name)
        let code = definition.facilityCode
        guard code.isEmpty || code.utf8.count == 5 && code.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .hospital(.codeUnfit(code)) }
        guard definition.baselines.count == Centre.bedKinds else { throw .hospital(.nothingSaid) }
        for baseline in definition.baselines where baseline < -1 || baseline > Centre.mostBeds {
            throw .hospital(.outOfRange(.baseline, baseline, most: Centre.mostBeds))
        }
        let known = hospital(numbered: definition.number)
        if known.isSet, !self[known].isWithdrawn, self.definition(known) == definition { return false }
        let id = known.isSet ? known : HospitalID(index: Int32(hospitals.count))
        draft.add(.hospital(.defined(id, definition)))
        return true
    }

    // MARK: - What they report

    private func report(_ hospital: HospitalID, _ report: BedReport, _ draft: inout Draft) throws(Rejection) {
        try requireHospital(hospital)
        guard report.free != nil || report.baseline != nil else { throw .hospital(.nothingSaid) }
        try requireSensible(.free, report.free, Centre.mostBeds)
        try requireSensible(.baseline, report.baseline, Centre.mostBeds)
        let row = bed(hospital, report.kind)
        let now = draft.submission.now
        let asOf = try requireNotInFuture(report.origin.asOf, now)
        let isNewest = !row.said.asOf.isSet || asOf >= row.said.asOf
        let baseline = report.baseline ?? (isNewest ? row.baseline : nil)
        let free = report.free ?? (isNewest ? row.reported(now) : nil)
        if let free, let baseline, free > baseline {
            throw .hospital(
                .freeAboveBaseline(hospital, report.kind, free: free, baseline: baseline))
        }
        var said = isNewest ? row.said : BedState()
        said.source = report.origin.source
        if let baseline = report.baseline { said.baseline = baseline }
        if let free = report.free {
            said.free = free
            said.asOf = asOf
            said.validUntil = try validUntil(
                report.origin.validUntil, asOf, now, rules.capacityValidSeconds, isNewest)
        } else if !isNewest {
            said.asOf = asOf
        }
        guard said != row.said else { throw .nothingChanges }
        draft.add(
            .hospital(
                .reported(
                    hospital, report.kind, from: row.said, to: said,
                    reporter: try reporter(report.origin, &draft), isNewest: isNewest)))
    }

    private func receive(_ hospital: HospitalID, _ report: ReceptionReport, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireHospital(hospital)
        guard report.offloadMinutes != nil || report.redPlaces != nil || report.yellowPlaces != nil else {
            throw .hospital(.nothingSaid)
        }
        try requireSensible(.offloadMinutes, report.offloadMinutes, Centre.mostOffloadMinutes)
        try requireSensible(.redPlaces, report.redPlaces, Centre.mostBeds)
        try requireSensible(.yellowPlaces, report.yellowPlaces, Centre.mostBeds)
        let now = draft.submission.now
        let asOf = try requireNotInFuture(report.origin.asOf, now)
        let before = self[hospital].reception
        let isNewest = !before.asOf.isSet || asOf >= before.asOf
        // What was said before and has run out does not come back with another number.
        var said = isNewest ? reception(hospital, now) : ReceptionState()
        if let minutes = report.offloadMinutes { said.offloadMinutes = minutes }
        if let places = report.redPlaces { said.redPlaces = places }
        if let places = report.yellowPlaces { said.yellowPlaces = places }
        said.asOf = asOf
        said.source = report.origin.source
        said.validUntil = try validUntil(
            report.origin.validUntil, asOf, now, rules.capacityValidSeconds, isNewest)
        guard said != before else { throw .nothingChanges }
        draft.add(
            .hospital(
                .received(
                    hospital, from: before, to: said, reporter: try reporter(report.origin, &draft),
                    isNewest: isNewest)))
    }

    private func divert(_ hospital: HospitalID, _ report: DiversionReport, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireHospital(hospital)
        guard report.reason.utf8.count <= Centre.mostReasonBytes else {
            throw .hospital(.reasonTooLong(limit: Centre.mostReasonBytes))
        }
        guard report.status != .open || !report.origin.validUntil.isSet else {
            throw .hospital(.openHasNoEnd)
        }
        let now = draft.submission.now
        let asOf = try requireNotInFuture(report.origin.asOf, now)
        let before = self[hospital].diversion
        let isNewest = !before.asOf.isSet || asOf >= before.asOf
        var said = DiversionState()
        said.status = report.status
        said.reason = report.reason
        said.asOf = asOf
        said.source = report.origin.source
        if report.origin.validUntil.isSet {
            said.validUntil = try validUntil(report.origin.validUntil, asOf, now, 0, isNewest)
        }
        // The same, said again, is no news; what was never said is open.
        let stands = diversion(hospital, now)
        let same =
            stands.status == said.status && stands.reason == said.reason
            && (stands.status == .open || stands.validUntil == said.validUntil)
        guard !isNewest || !same else { throw .nothingChanges }
        draft.add(
            .hospital(
                .diverted(
                    hospital, from: before, to: said, reporter: try reporter(report.origin, &draft),
                    isNewest: isNewest)))
    }

    // MARK: - What every report is asked

    private func requireSensible(_ field: ReportField, _ number: Int32?, _ most: Int32) throws(Rejection) {
        guard let number else { return }
        guard number >= 0, number <= most else { throw .hospital(.outOfRange(field, number, most: most)) }
    }

    /// A reporter's clock may be a little ahead of ours: what it says was so when we heard it.
    private func requireNotInFuture(_ asOf: Timestamp, _ now: Timestamp) throws(Rejection) -> Timestamp {
        guard asOf.isSet else { return now }
        guard asOf <= now.adding(seconds: rules.reportAheadSeconds) else {
            throw .hospital(.asOfInFuture(asOf))
        }
        return min(asOf, now)
    }

    private func validUntil(
        _ said: Timestamp, _ asOf: Timestamp, _ now: Timestamp, _ seconds: Int64, _ isNewest: Bool
    ) throws(Rejection) -> Timestamp {
        let until = said.isSet ? said : asOf.adding(seconds: seconds)
        guard until <= now.adding(seconds: Centre.mostValidHours * 3_600) else {
            throw .hospital(.validTooLong(until, hours: Centre.mostValidHours))
        }
        // History may have run out; what counts from now on may not.
        guard !isNewest || until > now else { throw .hospital(.ranOut(until)) }
        return until
    }

    private func reporter(_ origin: ReportOrigin, _ draft: inout Draft) throws(Rejection) -> Text {
        try requireShort(origin.reporter)
        return draft.text(origin.reporter)
    }
}
