// A hospital's capacity as FHIR R4 on VN-Core: an Organization, its site and its wards as Locations, a
// HealthcareService for each thing that it can treat. Pure: the same face gives the same bytes. Holds no patient
// data. What is not known is left out and marked, never 0; what was published once and is no more is withdrawn
// (inactive), never left to go stale. Some 20 resources of 1 to 2 kB a hospital.

public enum CapacityDocuments {
    static let feed = "hospital-capacity"

    /// Each to be put at its own id, in this order; later ones refer to earlier ones. `earlier`: what this
    /// destination was ever told of the hospital.
    public static func fhirResources(
        of face: HospitalFace, for context: PublishingContext,
        withdrawing earlier: PublishedParts = PublishedParts()
    ) -> [FHIRResource] {
        drafts(of: face, context, earlier).map(\.resource)
    }

    /// The same in one transaction.
    public static func fhirTransaction(
        of face: HospitalFace, for context: PublishingContext,
        withdrawing earlier: PublishedParts = PublishedParts(), updates: FHIRUpdates = .byID
    ) -> [UInt8] {
        FHIR.transaction(
            drafts(of: face, context, earlier), context, at: BedFigures.moment(of: face), updates)
    }

    /// The hospital itself is published no more: everything that was is inactive.
    public static func fhirWithdrawal(
        of face: HospitalFace, for context: PublishingContext, withdrawing earlier: PublishedParts
    ) -> [FHIRResource] {
        withdrawalDrafts(of: face, context, earlier).map(\.resource)
    }

    public static func fhirWithdrawalTransaction(
        of face: HospitalFace, for context: PublishingContext, withdrawing earlier: PublishedParts,
        updates: FHIRUpdates = .byID
    ) -> [UInt8] {
        FHIR.transaction(
            withdrawalDrafts(of: face, context, earlier), context, at: BedFigures.moment(of: face), updates)
    }

    // MARK: - Names

    /// Its facility code; "h7" of hospital 7 where it has none.
    static func key(_ face: HospitalFace) -> String {
        FacilityCode.isOne(face.facilityCode) ? face.facilityCode : "h\(face.number)"
    }

    public static func organizationKey(_ face: HospitalFace, _ context: PublishingContext) -> FHIRKey {
        FHIRKey(type: "Organization", id: context.id(key(face)))
    }

    public static func siteKey(_ face: HospitalFace, _ context: PublishingContext) -> FHIRKey {
        FHIRKey(type: "Location", id: context.id(key(face)))
    }

    public static func wardKey(_ kind: BedKind, _ face: HospitalFace, _ context: PublishingContext)
        -> FHIRKey
    {
        FHIRKey(type: "Location", id: context.id(key(face), kind.published.code))
    }

    static func name(_ face: HospitalFace) -> String {
        PublishedText.line(face.name) ?? "Bệnh viện \(face.number)"
    }

    // MARK: - Which resources there are

    static func drafts(of face: HospitalFace, _ context: PublishingContext, _ earlier: PublishedParts)
        -> [FHIRDraft]
    {
        var drafts = [
            organization(face, context, isActive: true), site(face, context, isActive: true),
        ]
        let figures = BedFigures.all(of: face)
        for kind in BedKind.allCases {
            if let bed = figures.first(where: { $0.kind == kind }) {
                drafts.append(ward(bed, face, context))
            } else if earlier.has(kind) {
                drafts.append(withdrawnWard(kind, face, context))
            }
        }
        for (capability, name) in services(context) {
            if face.capabilities.contains(capability) {
                drafts.append(service(name, face, context, isActive: true))
            } else if earlier.capabilities.contains(capability) {
                drafts.append(service(name, face, context, isActive: false))
            }
        }
        return drafts
    }

    private static func withdrawalDrafts(
        of face: HospitalFace, _ context: PublishingContext, _ earlier: PublishedParts
    ) -> [FHIRDraft] {
        let all = earlier.union(PublishedParts(face))
        var drafts = [
            organization(face, context, isActive: false), site(face, context, isActive: false),
        ]
        for kind in BedKind.allCases where all.has(kind) { drafts.append(withdrawnWard(kind, face, context)) }
        for (capability, name) in services(context) where all.capabilities.contains(capability) {
            drafts.append(service(name, face, context, isActive: false))
        }
        return drafts
    }

    /// Consultations at a distance are told to telehealth only.
    private static func services(_ context: PublishingContext)
        -> [(capability: HospitalCapabilities, name: PublishedName)]
    {
        HospitalCapabilities.published.filter {
            $0.capability != .teleconsultation || context.audience == .telehealth
        }
    }

    // MARK: - Organization and services

    private static func organization(_ face: HospitalFace, _ context: PublishingContext, isActive: Bool)
        -> FHIRDraft
    {
        let hasCode = FacilityCode.isOne(face.facilityCode)
        let system = hasCode ? FHIR.providerCode : context.names("hospital-number")
        let value = hasCode ? face.facilityCode : String(face.number)
        let identifier =
            hasCode
            ? FHIR.typedIdentifier(
                system, value, use: "secondary", type: "PRN", "Provider number", text: "Provider number")
            : FHIR.identifier(system, value)
        return FHIRDraft(
            organizationKey(face, context), system: system, value: value,
            [
                "meta": FHIR.meta(context, feed: feed, profiles: [FHIR.vietnamProfile("vn-core-provider")]),
                "identifier": [identifier], "active": .boolean(isActive),
                "type": [
                    FHIR.concept(
                        "http://terminology.hl7.org/CodeSystem/organization-type", "prov",
                        "Healthcare Provider", text: "Healthcare Provider")
                ],
                "name": .text(name(face)),
            ])
    }

    private static func service(
        _ name: PublishedName, _ face: HospitalFace, _ context: PublishingContext, isActive: Bool
    ) -> FHIRDraft {
        let system = context.names("capacity-service")
        let value = key(face) + "-" + name.code
        return FHIRDraft(
            FHIRKey(type: "HealthcareService", id: context.id(key(face), "svc-" + name.code)),
            system: system, value: value,
            [
                "meta": FHIR.meta(context, feed: feed), "identifier": [FHIR.identifier(system, value)],
                "active": .boolean(isActive), "providedBy": FHIR.reference(organizationKey(face, context)),
                "type": [
                    FHIR.concept(context.codes("capability"), name.code, name.english, text: name.vietnamese)
                ],
                "location": [FHIR.reference(siteKey(face, context))],
                "name": .text(name.vietnamese),
            ])
    }
}
