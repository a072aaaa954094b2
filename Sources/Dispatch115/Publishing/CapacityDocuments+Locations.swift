// The Locations of a hospital: its site with diversion, offload time and places for many patients at once, and a
// ward for each kind of bed with its counts. A count is an extension supported-capacity: what is counted, in which
// sense (`CapacitySense`), how many, as of when.

/// In which sense beds are counted: the codes of our code system "capacity-status".
enum CapacitySense: String, CaseIterable {
    /// Still to be had: reported less inbound. Who reads one number reads this one.
    case available
    /// Free in the hospital's own word.
    case reported
    /// Promised to ambulances on their way.
    case reserved
    /// Staffed beds that there are.
    case installed
    /// As reported, and no longer to be used from the date that stands beside it.
    case expires
}

/// What is counted at a site: the codes of our code system "site-figure".
enum SiteFigure: String, CaseIterable {
    case offloadMinutes = "offload-minutes"
    case redPlaces = "red-places"
    case yellowPlaces = "yellow-places"
}

extension CapacityDocuments {
    static func site(_ face: HospitalFace, _ context: PublishingContext, isActive: Bool) -> FHIRDraft {
        let moment = BedFigures.moment(of: face)
        var extensions: [FHIRNode] = []
        if isActive {
            extensions.append(trafficStatus(face, context))
            let figures: [(SiteFigure, Int32?)] = [
                (.offloadMinutes, face.offloadMinutes), (.redPlaces, face.redPlaces),
                (.yellowPlaces, face.yellowPlaces),
            ]
            for (figure, number) in figures {
                guard let number, number >= 0 else { continue }
                let counted = FHIR.concept(context.codes("site-figure"), figure.rawValue)
                extensions.append(capacity(counted, .available, number, moment, context))
            }
        }
        return location(
            siteKey(face, context), value: key(face), name: name(face), face, context, isActive: isActive,
            [
                "extension": .list(extensions), "type": [FHIR.concept(FHIR.roleCode, "HOSP", "Hospital")],
                "physicalType": physicalType("si", "Site"),
                "position": [
                    "longitude": .decimal(PublishedText.degrees(face.coordinate.longitudeE7)),
                    "latitude": .decimal(PublishedText.degrees(face.coordinate.latitudeE7)),
                ],
            ])
    }

    static func ward(_ bed: BedFigures, _ face: HospitalFace, _ context: PublishingContext) -> FHIRDraft {
        let counted = wardType(bed.kind, context)
        var extensions: [FHIRNode] = []
        func count(_ sense: CapacitySense, _ number: Int32?, _ moment: Timestamp) {
            guard let number, moment.isSet else { return }
            extensions.append(capacity(counted, sense, number, moment, context))
        }
        count(.available, bed.effective, bed.effectiveAt)
        count(.reported, bed.reported, bed.reportedAt)
        count(.reserved, bed.inbound, bed.inboundAt)
        count(.installed, bed.baseline, bed.reportedAt)
        count(.expires, bed.reported, bed.validUntil)
        return wardDraft(
            bed.kind, face, context, isActive: true,
            ["extension": .list(extensions), "operationalStatus": operationalStatus(bed, face)])
    }

    static func withdrawnWard(_ kind: BedKind, _ face: HospitalFace, _ context: PublishingContext)
        -> FHIRDraft
    {
        wardDraft(kind, face, context, isActive: false, [:])
    }

    // MARK: - Pieces

    private static func wardDraft(
        _ kind: BedKind, _ face: HospitalFace, _ context: PublishingContext, isActive: Bool,
        _ content: FHIRNode
    ) -> FHIRDraft {
        guard case .object(let members) = content else { preconditionFailure("a ward is an object") }
        let name = kind.published
        let rest: [FHIRMember] = [
            FHIRMember(name: "description", value: .text(name.english)),
            FHIRMember(name: "type", value: [wardType(kind, context)]),
            FHIRMember(name: "physicalType", value: physicalType("wa", "Ward")),
            FHIRMember(name: "partOf", value: FHIR.reference(siteKey(face, context))),
        ]
        return location(
            wardKey(kind, face, context), value: key(face) + "-" + name.code, name: name.vietnamese, face,
            context, isActive: isActive, .object(members + rest))
    }

    private static func location(
        _ key: FHIRKey, value: String, name: String, _ face: HospitalFace, _ context: PublishingContext,
        isActive: Bool, _ content: FHIRNode
    ) -> FHIRDraft {
        guard case .object(let members) = content else { preconditionFailure("a location is an object") }
        let system = context.names("capacity-unit")
        let head: [FHIRMember] = [
            FHIRMember(
                name: "meta",
                value: FHIR.meta(context, feed: feed, profiles: [FHIR.vietnamProfile("vn-core-location")])),
            FHIRMember(name: "identifier", value: [FHIR.identifier(system, value)]),
            FHIRMember(name: "status", value: .text(isActive ? "active" : "inactive")),
            FHIRMember(name: "name", value: .text(name)), FHIRMember(name: "mode", value: "instance"),
            FHIRMember(
                name: "managingOrganization", value: FHIR.reference(organizationKey(face, context))),
        ]
        return FHIRDraft(key, system: system, value: value, .object(head + members))
    }

    /// HL7's code where there is one, and always ours.
    static func wardType(_ kind: BedKind, _ context: PublishingContext) -> FHIRNode {
        let name = kind.published
        return [
            "coding": [
                kind.roleCode.map { FHIR.coding(FHIR.roleCode, $0) } ?? .absent,
                FHIR.coding(context.codes("bed-kind"), name.code, name.english),
            ],
            "text": .text(name.vietnamese),
        ]
    }

    private static func physicalType(_ code: String, _ display: String) -> FHIRNode {
        FHIR.concept("http://terminology.hl7.org/CodeSystem/location-physical-type", code, display)
    }

    /// C: nothing staffed, or an emergency department that takes nobody; O: no place left; U: there is one. What is
    /// not known says so: never reported (unknown), or run out (temp-unknown).
    private static func operationalStatus(_ bed: BedFigures, _ face: HospitalFace) -> FHIRNode {
        let isClosed = bed.kind == .emergency && face.diversion.status == .closed && face.diversion.asOf.isSet
        if isClosed || bed.baseline == 0 { return FHIR.coding(FHIR.bedStatus, "C", "Closed") }
        guard let effective = bed.effective else {
            let reason: FHIRNode = bed.hasRunOut ? "temp-unknown" : "unknown"
            return ["extension": [FHIR.extended(FHIR.dataAbsentReason, "valueCode", reason)]]
        }
        return effective > 0
            ? FHIR.coding(FHIR.bedStatus, "U", "Unoccupied") : FHIR.coding(FHIR.bedStatus, "O", "Occupied")
    }

    private static func capacity(
        _ counted: FHIRNode, _ sense: CapacitySense, _ number: Int32, _ moment: Timestamp,
        _ context: PublishingContext
    ) -> FHIRNode {
        [
            "url": .text(context.structure("supported-capacity")),
            "extension": [
                FHIR.extended("capacityType", "valueCodeableConcept", counted),
                FHIR.extended("capacityStatus", "valueCode", .text(sense.rawValue)),
                FHIR.extended("nbCapacity", "valueInteger", .whole(Int64(number))),
                FHIR.extended("capacityUpdateDate", "valueDateTime", FHIR.dateTime(moment, context)),
            ],
        ]
    }

    /// Absent where nobody has ever said anything: that is not the same as "normal".
    private static func trafficStatus(_ face: HospitalFace, _ context: PublishingContext) -> FHIRNode {
        let diversion = face.diversion
        guard diversion.asOf.isSet else { return .absent }
        func part(_ name: String, _ type: String, _ value: FHIRNode) -> FHIRNode {
            value.isAbsent ? .absent : FHIR.extended(name, type, value)
        }
        return [
            "url": .text(context.structure("ems-traffic-status")),
            "extension": [
                part("status", "valueCode", .text(diversion.status.published.code)),
                part("reason", "valueString", .optional(PublishedText.line(diversion.reason))),
                part("asOf", "valueDateTime", FHIR.dateTime(diversion.asOf, context)),
                part("validUntil", "valueDateTime", FHIR.dateTime(diversion.validUntil, context)),
            ],
        ]
    }
}
