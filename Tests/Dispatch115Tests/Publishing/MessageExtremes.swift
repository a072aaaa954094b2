import Geo

@testable import Dispatch115

/// Faces at the edges of what can be: nothing known, zero, full, impossible numbers, hostile words.
struct MessageExtremes {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    static let words = [
        "", " \t\n ", "Bệnh viện Đa khoa Bà Rịa", "Bệnh viện Ða khoa",
        "Be\u{323}\u{302}nh vie\u{323}\u{302}n",
        "<have:Hospital>&amp;]]></have:Hospital>", "\"},{\"resourceType\":\"Patient\"", "a|b=http://x?y#z%7C",
        "\u{0}\u{1}\u{1F}\u{7F}\u{85}", "\u{202E}nex\u{2066}x\u{200F}", "\u{FFFE}\u{FFFF}\u{1FFFE}lạ",
        "🚑 115 \u{1F468}\u{200D}\u{2695}\u{FE0F}", "-1", "null", "'; DROP TABLE x; --", "\\u0000\\\"",
        String(repeating: "Rất dài ", count: 1000),
        "Z" + String(repeating: "\u{300}", count: 20_000), "\r\ndòng\u{2028}hai\u{2029}ba",
    ]
    static let numbers: [Int32?] = [nil, 0, 1, 7, 999, .max, -1, .min]
    static let places = [
        (900_000_000, 1_800_000_000), (-900_000_000, -1_800_000_000), (0, 0), (-1, 1),
        (107_572_000, 1_066_595_000),
    ].map { MessageExamples.at(Int32($0.0), Int32($0.1)) }
    static let moments: [Timestamp] = [
        .none, MessageExamples.now, MessageExamples.ago(100_000), MessageExamples.ahead(10_000_000),
        Timestamp(nanoseconds: 0), Timestamp(nanoseconds: -1), Timestamp(nanoseconds: .max),
        Timestamp(nanoseconds: .min + 1), Timestamp(nanoseconds: 1_795_404_664_001_500_000),
    ]

    mutating func pick<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }

    /// `number` gives it a code of its own, so that many stand in one bundle.
    mutating func face(_ number: Int, kinds: [BedKind]) -> HospitalFace {
        let code = String(String(90_000 + number).suffix(5))
        var face = HospitalFace(
            number: Int32(number),
            facilityCode: number % 4 == 3 ? pick(["", "1234", "12a45", "790 4"]) : code,
            name: pick(Self.words), coordinate: pick(Self.places),
            capabilities: HospitalCapabilities(rawValue: UInt32(truncatingIfNeeded: random.next()) & 0xFFFF),
            diversion: DiversionFace(
                status: pick(DiversionStatus.allCases), reason: pick(Self.words), asOf: pick(Self.moments),
                validUntil: pick(Self.moments)),
            offloadMinutes: pick(Self.numbers), redPlaces: pick(Self.numbers),
            yellowPlaces: pick(Self.numbers), beds: [], asOf: pick(Self.moments),
            sequence: pick([0, 1, .max]))
        if number % 3 != 0 { face.capabilities.formIntersection([.pci, .teleconsultation]) }
        face.beds = kinds.map { kind in
            BedFace(
                kind: kind, baseline: pick(Self.numbers), reported: pick(Self.numbers),
                inbound: pick([0, 1, 12, .max, -1, .min]), asOf: pick(Self.moments),
                validUntil: pick(Self.moments), inboundAsOf: pick(Self.moments))
        }
        return face
    }

    private mutating func patient() -> PatientFace {
        var patient = PatientFace()
        patient.name = pick(Self.words)
        patient.sex = pick(PatientFace.Sex.allCases)
        patient.birthYear = pick([nil, 1990, 0, -5, 99_999, 2026])
        patient.nationalID = pick(["", "079090001234", "079 090 001 234", "12345", "0790900012345", "abc"])
        patient.insuranceNumber = pick([
            "", "DN4790123456789", "dn 4 79 0123456789", "0123456789", "XX9", "-",
        ])
        patient.words = pick(Self.words)
        return patient
    }

    mutating func notice(_ number: Int) -> PreArrivalNoticeFace {
        var times = TimePoints()
        for point in TimePoint.allCases { times[point] = pick(Self.moments) }
        var face = PreArrivalNoticeFace(
            key: number % 4 == 3 ? "ca số \(number)/<x>" : "notice-\(number)",
            hospital: FacilityFace(number: 1, code: pick(["79024", "", "x"]), name: pick(Self.words)),
            incidentNumber: pick([1, .max, 0, -3]), unitNumber: pick([1, .max, 0, -3]), patient: patient(),
            priority: pick(Priority.allCases), complaint: pick(Self.words), times: times,
            authoredAt: pick(Self.moments), deadline: pick(Self.moments))
        face.changedAt = pick(Self.moments)
        face.expectedAt = pick(Self.moments)
        face.tag = pick(TriageTag.allCases)
        face.patientCount = pick([0, 1, 40, -1])
        face.intent = pick(TaskIntent.allCases)
        face.intentReason = pick(Self.words)
        return face
    }

    mutating func referral(_ number: Int) -> ReferralFace {
        var face = ReferralFace(
            key: "referral-\(number)", incidentNumber: pick([1, .max]), callbackNumber: pick(Self.words),
            patient: patient(), priority: pick(Priority.allCases), complaint: pick(Self.words),
            callReceivedAt: pick(Self.moments), authoredAt: pick(Self.moments), deadline: pick(Self.moments))
        face.receiver = pick([nil, FacilityFace(), FacilityFace(code: "79024", name: pick(Self.words))])
        face.triageVersion = pick([0, 202_611_230_001, 1, -1, .max])
        face.triageAnswers = pick(Self.words)
        face.triageReason = pick(Self.words)
        face.redFlagsExcluded = [pick(Self.words), pick(Self.words)]
        face.place = pick(Self.words)
        face.coordinate = pick([nil, pick(Self.places)])
        face.intent = pick(TaskIntent.allCases)
        face.intentReason = pick(Self.words)
        return face
    }
}
