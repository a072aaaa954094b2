import Geo

@testable import Dispatch115

/// The messages of docs/messages: made-up hospitals, people and numbers, real documents.
enum MessageExamples {
    static let ehr = PublishingContext(centreCode: "79115")
    static let telehealth = PublishingContext(centreCode: "79115", audience: .telehealth)
    /// 2026-11-23T10:31:04+07:00.
    static let now = Timestamp(nanoseconds: 1_795_404_664_000_000_000)

    static func ago(_ minutes: Int64) -> Timestamp { now.adding(seconds: -minutes * 60) }
    static func ahead(_ minutes: Int64) -> Timestamp { now.adding(seconds: minutes * 60) }

    static func bed(
        _ kind: BedKind, of baseline: Int32?, free: Int32?, inbound: Int32 = 0, asOf: Timestamp = ago(12),
        until: Timestamp = ahead(228)
    ) -> BedFace {
        BedFace(
            kind: kind, baseline: baseline, reported: free, inbound: inbound, asOf: asOf, validUntil: until,
            inboundAsOf: inbound > 0 ? now : asOf)
    }

    /// Diverting, with everything that can be known.
    static let busy = HospitalFace(
        number: 7, facilityCode: "79024", name: "Bệnh viện Mẫu A",
        coordinate: at(107_572_000, 1_066_595_000),
        capabilities: [.emergencyDepartment, .adultICU, .pci, .stroke, .trauma, .teleconsultation],
        diversion: DiversionFace(
            status: .advisory, reason: "CT hỏng", asOf: ago(4), validUntil: ahead(116)),
        offloadMinutes: 25, redPlaces: 2, yellowPlaces: 5,
        beds: [
            bed(.emergency, of: 60, free: 0), bed(.adultICU, of: 40, free: 5, inbound: 2),
            bed(.obstetric, of: 30, free: 4),
        ], asOf: now, sequence: 80_412)

    /// Of which little is known: a report that ran out, a kind never reported, nothing said of diversion.
    static let quiet = HospitalFace(
        number: 12, facilityCode: "79025", name: "Bệnh viện Mẫu B",
        coordinate: at(107_801_234, 1_067_012_345), capabilities: [.emergencyDepartment],
        diversion: DiversionFace(status: .open, reason: "", asOf: .none, validUntil: .none),
        offloadMinutes: nil, redPlaces: nil, yellowPlaces: nil,
        beds: [
            bed(.emergency, of: 20, free: nil, inbound: 1, asOf: ago(700), until: ago(460)),
            BedFace(
                kind: .burns, baseline: 6, reported: nil, inbound: 0, asOf: .none, validUntil: .none),
        ], asOf: now, sequence: 80_413)

    /// One with another code, for another file: their resources may not meet.
    static func named(_ face: HospitalFace, _ code: String, _ name: String) -> HospitalFace {
        var other = face
        other.facilityCode = code
        other.name = name
        return other
    }

    static func at(_ latitudeE7: Int32, _ longitudeE7: Int32) -> Coordinate {
        guard let place = Coordinate(latitudeE7: latitudeE7, longitudeE7: longitudeE7) else {
            preconditionFailure("off the globe")
        }
        return place
    }

    // MARK: - Tasks

    static func times() -> TimePoints {
        var times = TimePoints()
        times.callReceived = ago(19)
        times.dispatchNotified = ago(18)
        times.unitNotified = ago(18)
        times.acknowledged = ago(17)
        times.enRoute = ago(17)
        times.onScene = ago(9)
        times.atPatient = ago(8)
        times.leftScene = now
        return times
    }

    static func notice(_ key: String) -> PreArrivalNoticeFace {
        var patient = PatientFace()
        patient.name = "Nguyễn Văn A"
        patient.sex = .male
        patient.nationalID = "079090001234"
        patient.insuranceNumber = "DN4790123456789"
        patient.words = "nam 36 tuổi, đau ngực 30 phút, vã mồ hôi"
        var face = PreArrivalNoticeFace(
            key: key, hospital: FacilityFace(number: 7, code: "79024", name: "Bệnh viện Mẫu A"),
            incidentNumber: 123, unitNumber: 12, patient: patient, priority: .p1,
            complaint: "Đau ngực, ST chênh lên", times: times(), authoredAt: now, deadline: ahead(3))
        face.expectedAt = ahead(13)
        face.tag = .red
        return face
    }

    static func unknownPatient(_ key: String) -> PreArrivalNoticeFace {
        var face = notice(key)
        face.patient = PatientFace()
        face.complaint = ""
        face.tag = .none
        return face
    }

    static func cancelled(_ key: String) -> PreArrivalNoticeFace {
        var face = notice(key)
        face.intent = .cancelled
        face.intentReason = "Chuyển sang bệnh viện khác"
        face.version = 2
        face.changedAt = ahead(2)
        return face
    }

    static func referral(_ key: String) -> ReferralFace {
        var patient = PatientFace()
        patient.words = "bé gái 4 tuổi"
        var face = ReferralFace(
            key: key, incidentNumber: 131, callbackNumber: "0903 000 000", patient: patient, priority: .p0,
            complaint: "Sốt 38,5 từ tối qua", callReceivedAt: ago(6), authoredAt: now, deadline: ahead(15))
        face.triageVersion = 202_611_230_001
        face.triageAnswers = "sot: tinh=co, tho=binh-thuong, co-giat=khong"
        face.triageReason = "tỉnh, thở bình thường, không co giật"
        face.isTriageComplete = true
        face.redFlagsExcluded = ["không tỉnh", "khó thở", "co giật"]
        face.place = "12 Nguyễn Trãi, phường Bến Thành"
        face.coordinate = at(107_701_000, 1_066_901_000)
        return face
    }

    // MARK: - Files

    struct File {
        var name: String
        var bytes: [UInt8]
        /// For one bundle of them all; none of what is no FHIR or has no ids.
        var drafts: [FHIRDraft] = []
        var isFHIR: Bool { name.hasSuffix(".json") }
    }

    private static func file(
        _ name: String, _ drafts: [FHIRDraft], _ context: PublishingContext,
        _ updates: FHIRUpdates = .byID, at moment: Timestamp = now
    ) -> File {
        let bytes = FHIR.transaction(drafts, context, at: moment, updates, isIndented: true)
        return File(
            name: name, bytes: bytes + [UInt8(ascii: "\n")], drafts: updates == .byID ? drafts : [])
    }

    static func files() -> [File] {
        let partial = named(quiet, "79026", "Bệnh viện Mẫu C")
        let gone = named(quiet, "79027", "Bệnh viện Mẫu D")
        let consulted = named(busy, "79028", "Bệnh viện Mẫu E")
        let reported = named(busy, "79029", "Bệnh viện Mẫu G")
        return [
            file("capacity.json", CapacityDocuments.drafts(of: busy, ehr, PublishedParts()), ehr),
            file("capacity-unknown.json", CapacityDocuments.drafts(of: quiet, ehr, PublishedParts()), ehr),
            file(
                "capacity-kind-withdrawn.json",
                CapacityDocuments.drafts(of: partial, ehr, PublishedParts(busy)), ehr),
            file(
                "capacity-hospital-withdrawn.json",
                CapacityDocuments.withdrawalDrafts(of: gone, ehr, PublishedParts(busy)), ehr),
            file(
                "capacity-telehealth.json",
                CapacityDocuments.drafts(of: consulted, telehealth, PublishedParts()), telehealth),
            file(
                "capacity-conditional.json",
                CapacityDocuments.drafts(of: busy, ehr, PublishedParts()), ehr, .conditional),
            file(
                "capacity-history.json",
                [
                    CapacityDocuments.drafts(of: reported, ehr, PublishedParts())[0],
                    CapacityDocuments.site(reported, ehr, isActive: true),
                    CapacityDocuments.measureDraft(reported, ehr),
                ], ehr),
            File(
                name: "capacity.xml",
                bytes: CapacityDocuments.have(of: [busy, quiet], for: ehr) ?? []),
            file("pre-arrival.json", PreArrivalDocuments.drafts(of: notice("notice-12"), ehr, .whole), ehr),
            file(
                "pre-arrival-unknown-patient.json",
                PreArrivalDocuments.drafts(of: unknownPatient("notice-13"), ehr, .whole), ehr),
            file(
                "pre-arrival-details.json",
                PreArrivalDocuments.drafts(of: notice("notice-14"), ehr, .details), ehr),
            file(
                "pre-arrival-cancelled.json",
                PreArrivalDocuments.drafts(of: cancelled("notice-15"), ehr, .cancellation), ehr,
                at: cancelled("").changedAt),
            file(
                "telehealth-referral.json",
                ReferralDocuments.drafts(of: referral("referral-3"), telehealth, .whole), telehealth),
            file(
                "telehealth-referral-cancelled.json",
                ReferralDocuments.drafts(of: withdrawn("referral-4"), telehealth, .cancellation),
                telehealth),
        ]
    }

    static func withdrawn(_ key: String) -> ReferralFace {
        var face = referral(key)
        face.intent = .cancelled
        face.intentReason = "Đã điều xe"
        face.version = 2
        return face
    }
}
