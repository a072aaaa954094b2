// What beds, capabilities and time points are called in messages: codes of FHIR, VN-Core, HAVE, SANER, CH-EMS and
// our own. Exhaustive switches: a new kind does not compile until every message has a name for it. Own codes are
// part of the contract with receivers and are never reused.

/// The names of one thing in messages.
struct PublishedName {
    /// Our own code, also the end of an identifier.
    var code: String
    var vietnamese: String
    var english: String
}

extension BedKind {
    var published: PublishedName {
        switch self {
        case .emergency:
            PublishedName(code: "emergency", vietnamese: "Khoa Cấp cứu", english: "Emergency department")
        case .adultICU:
            PublishedName(code: "adult-icu", vietnamese: "Hồi sức người lớn", english: "Adult ICU")
        case .pediatricICU:
            PublishedName(code: "pediatric-icu", vietnamese: "Hồi sức nhi", english: "Paediatric ICU")
        case .neonatalICU:
            PublishedName(code: "neonatal-icu", vietnamese: "Hồi sức sơ sinh", english: "Neonatal ICU")
        case .burns: PublishedName(code: "burns", vietnamese: "Khoa Bỏng", english: "Burns")
        case .isolation: PublishedName(code: "isolation", vietnamese: "Khu cách ly", english: "Isolation")
        case .general:
            PublishedName(
                code: "general", vietnamese: "Nội và ngoại khoa", english: "General medical and surgical")
        case .pediatric: PublishedName(code: "pediatric", vietnamese: "Khoa Nhi", english: "Paediatric")
        case .obstetric: PublishedName(code: "obstetric", vietnamese: "Khoa Sản", english: "Obstetric")
        case .psychiatric:
            PublishedName(code: "psychiatric", vietnamese: "Khoa Tâm thần", english: "Psychiatric")
        case .rehabilitation:
            PublishedName(
                code: "rehabilitation", vietnamese: "Phục hồi chức năng", english: "Rehabilitation")
        case .operatingRoom:
            PublishedName(code: "operating-room", vietnamese: "Phòng mổ", english: "Operating rooms")
        }
    }

    /// HL7 v3 RoleCode, where it has one of its own for the kind.
    var roleCode: String? {
        switch self {
        case .emergency: "ER"
        case .adultICU: "ICU"
        case .pediatricICU: "PEDICU"
        case .neonatalICU: "PEDNICU"
        case .general: "HU"
        case .pediatric: "PEDU"
        case .psychiatric: "PHU"
        case .rehabilitation: "RHU"
        case .burns, .isolation, .obstetric, .operatingRoom: nil
        }
    }

    /// EDXL-HAVE's BedType, and the sub-category where HAVE has no type of its own.
    var haveType: (type: String, subCategory: String?) {
        switch self {
        case .emergency: ("EmergencyDepartment", nil)
        case .adultICU: ("AdultICU", nil)
        case .pediatricICU: ("PediatricICU", nil)
        case .neonatalICU: ("NeonatalICU", nil)
        case .burns: ("Burn", nil)
        case .isolation: ("NegativeFlowIsolation", nil)
        case .general: ("MedicalSurgical", nil)
        case .pediatric: ("Pediatrics", nil)
        case .obstetric: ("MedicalSurgical", "Obstetric")
        case .psychiatric: ("AdultPsychiatric", nil)
        case .rehabilitation: ("RehabLongTermCare", nil)
        case .operatingRoom: ("OperatingRooms", nil)
        }
    }
}

extension HospitalCapabilities {
    /// One after the other, the lowest bit first.
    static let published: [(capability: HospitalCapabilities, name: PublishedName)] = [
        (.emergencyDepartment, name("emergency-department", "Cấp cứu", "Emergency department")),
        (.adultICU, name("adult-icu", "Hồi sức người lớn", "Adult intensive care")),
        (.pediatricICU, name("pediatric-icu", "Hồi sức nhi", "Paediatric intensive care")),
        (.neonatalICU, name("neonatal-icu", "Hồi sức sơ sinh", "Neonatal intensive care")),
        (.burns, name("burns", "Bỏng", "Burns")),
        (.pci, name("pci", "Can thiệp mạch vành 24/7", "Primary coronary intervention at any hour")),
        (.stroke, name("stroke", "Đột quỵ", "Stroke")),
        (.trauma, name("trauma", "Chấn thương", "Trauma")),
        (.obstetrics, name("obstetrics", "Sản khoa", "Obstetrics")),
        (.isolation, name("isolation", "Cách ly", "Isolation")),
        (.dialysis, name("dialysis", "Lọc máu", "Dialysis")),
        (.pediatrics, name("pediatrics", "Nhi khoa", "Paediatrics")),
        (.psychiatry, name("psychiatry", "Tâm thần", "Psychiatry")),
        (.teleconsultation, name("teleconsultation", "Tư vấn từ xa", "Consultation at a distance")),
    ]

    private static func name(_ code: String, _ vietnamese: String, _ english: String) -> PublishedName {
        PublishedName(code: code, vietnamese: vietnamese, english: english)
    }
}

extension DiversionStatus {
    /// (of our extension, of HAVE)
    var published: (code: String, have: String) {
        switch self {
        case .open: ("normal", "Normal")
        case .advisory: ("advisory", "Advisory")
        case .closed: ("closed", "Closed")
        }
    }
}

extension TimePoint {
    /// "eTimes.06".
    var nemsisCode: String { "eTimes." + (rawValue < 10 ? "0" : "") + "\(rawValue)" }

    /// Its English name in our code system.
    var nemsisName: String {
        switch self {
        case .callReceived: "Call received"
        case .dispatchNotified: "Dispatch notified"
        case .unitNotified: "Unit notified"
        case .acknowledged: "Dispatch acknowledged"
        case .enRoute: "Unit en route"
        case .onScene: "Unit arrived on scene"
        case .atPatient: "Arrived at patient"
        case .leftScene: "Unit left scene"
        case .atDestination: "Patient arrived at destination"
        case .transferOfCare: "Destination patient transfer of care"
        case .backInService: "Unit back in service"
        case .cancelled: "Unit cancelled"
        }
    }

    /// CH-EMS IVR, where it has the time point.
    var swissCode: String? {
        switch self {
        case .callReceived: "1000033"
        case .dispatchNotified: "1000034"
        case .enRoute: "1000035"
        case .onScene: "1000036"
        case .atPatient: "1000037"
        case .leftScene: "1000038"
        case .atDestination: "1000039"
        case .backInService: "1000042"
        case .unitNotified, .acknowledged, .transferOfCare, .cancelled: nil
        }
    }
}

extension Priority {
    /// FHIR's request priority.
    var requestPriority: String {
        switch self {
        case .p1: "stat"
        case .p2: "asap"
        case .p3: "urgent"
        case .p4, .p0: "routine"
        }
    }
}
