// A hospital's capacity at one moment as a MeasureReport, after HL7's SANER: for those who keep history. One for each
// change, never replaced: its id holds the journal's sequence. Its Measure is ours and is published beside
// (`OwnMeasure`). A population whose number is not known is left out.

extension CapacityDocuments {
    static let measureName = "HospitalCapacity115"
    static let measureVersion = "1.0.0"
    static let saner = "http://hl7.org/fhir/uv/saner"

    public static func measureReport(of face: HospitalFace, for context: PublishingContext) -> FHIRResource {
        measureDraft(face, context).resource
    }

    public static func measureTransaction(
        of face: HospitalFace, for context: PublishingContext, updates: FHIRUpdates = .byID
    ) -> [UInt8] {
        FHIR.transaction(
            [
                drafts(of: face, context, PublishedParts())[0], site(face, context, isActive: true),
                measureDraft(face, context),
            ], context, at: BedFigures.moment(of: face), updates)
    }

    static func measureDraft(_ face: HospitalFace, _ context: PublishingContext) -> FHIRDraft {
        let system = context.names("capacity-report")
        let part = "at-\(face.sequence)"
        let value = key(face) + "-" + part
        let moment = FHIR.dateTime(BedFigures.moment(of: face), context)
        let hasCode = FacilityCode.isOne(face.facilityCode)
        return FHIRDraft(
            FHIRKey(type: "MeasureReport", id: context.id(key(face), part)), system: system, value: value,
            [
                "meta": FHIR.meta(
                    context, feed: feed,
                    profiles: [.text(saner + "/StructureDefinition/PublicHealthMeasureReport")]),
                "identifier": [FHIR.identifier(system, value)], "status": "complete", "type": "summary",
                "measure": .text(context.url("Measure", measureName) + "|" + measureVersion),
                "subject": [
                    "reference": .place(siteKey(face, context)),
                    "identifier": hasCode ? FHIR.identifier(FHIR.providerCode, face.facilityCode) : .absent,
                ],
                "date": moment, "reporter": FHIR.reference(organizationKey(face, context)),
                "period": ["start": moment, "end": moment],
                "group": .list(BedFigures.all(of: face).map { group($0, context) }),
            ])
    }

    private static func group(_ bed: BedFigures, _ context: PublishingContext) -> FHIRNode {
        let numbers = CapacityPopulation.allCases.map { ($0, $0.number(of: bed)) }
        return [
            "code": groupCode(bed.kind, context),
            "population": .list(
                numbers.map { population, number -> FHIRNode in
                    guard let number else { return .absent }
                    return [
                        "code": population.code(of: bed.kind, context), "count": .whole(Int64(number)),
                    ]
                }),
        ]
    }

    /// Our code of the kind, within SANER's group of beds.
    static func groupCode(_ kind: BedKind, _ context: PublishingContext) -> FHIRNode {
        let name = kind.published
        return [
            "coding": [
                FHIR.coding(context.codes("bed-kind"), name.code, name.english),
                FHIR.coding(saner + "/CodeSystem/MeasureGroupSystem", "Beds"),
            ],
            "text": .text(name.vietnamese),
        ]
    }
}

/// What is counted of a kind of bed: the codes of our code system "capacity-population".
enum CapacityPopulation: String, CaseIterable {
    case installed
    case occupied
    case reserved
    case available
    case reported

    func number(of bed: BedFigures) -> Int32? {
        switch self {
        case .installed: bed.baseline
        case .occupied: bed.occupied
        case .reserved: bed.inbound
        case .available: bed.effective
        case .reported: bed.reported
        }
    }

    /// Which part it has in the measure, by HL7's and SANER's code systems.
    var role: (system: String, code: String) {
        let populations = "http://terminology.hl7.org/CodeSystem/measure-population"
        switch self {
        case .installed: return (populations, "denominator")
        case .occupied: return (populations, "numerator")
        case .available:
            return (CapacityDocuments.saner + "/CodeSystem/MeasurePopulationSystem", "numerator-complement")
        case .reserved, .reported: return (populations, "measure-observation")
        }
    }

    /// SANER's own code, which it has for intensive care only.
    private func sanerCode(of kind: BedKind) -> String? {
        guard kind == .adultICU else { return nil }
        switch self {
        case .installed: return "numICUBeds"
        case .occupied: return "numICUBedsOcc"
        case .available: return "numICUBedsAvail"
        case .reserved, .reported: return nil
        }
    }

    func code(of kind: BedKind, _ context: PublishingContext) -> FHIRNode {
        let values = CapacityDocuments.saner + "/CodeSystem/MeasuredValues"
        return [
            "coding": [
                sanerCode(of: kind).map { FHIR.coding(values, $0) } ?? .absent,
                FHIR.coding(context.codes("capacity-population"), rawValue),
                FHIR.coding(role.system, role.code),
            ]
        ]
    }
}
