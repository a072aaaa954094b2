// The pieces of which our FHIR resources are made: codings, identifiers, references, extensions, bundles. Names and
// cardinalities are those of R4 4.0.1; identifiers of Vietnam are those of VN-Core. Knows no hospital and no call.

enum FHIR {
    static let vietnamCore = "http://fhir.ehealth.gov.vn/core"
    static let providerCode = vietnamCore + "/sid/provider-code"
    static let identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203"
    static let bedStatus = "http://terminology.hl7.org/CodeSystem/v2-0116"
    static let roleCode = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
    static let actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    static let dataAbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

    static func vietnamProfile(_ name: String) -> FHIRNode {
        .text(vietnamCore + "/StructureDefinition/" + name)
    }

    static func coding(_ system: String, _ code: String, _ display: String? = nil) -> FHIRNode {
        ["system": .text(system), "code": .text(code), "display": .optional(display)]
    }

    static func concept(_ system: String, _ code: String, _ display: String? = nil, text: String? = nil)
        -> FHIRNode
    {
        ["coding": [coding(system, code, display)], "text": .optional(text)]
    }

    static func identifier(_ system: String, _ value: String) -> FHIRNode {
        ["system": .text(system), "value": .text(value)]
    }

    /// One of VN-Core's, with its use and type.
    static func typedIdentifier(
        _ system: String, _ value: String, use: String, type: String, _ display: String, text: String? = nil
    ) -> FHIRNode {
        [
            "use": .text(use), "type": concept(identifierTypes, type, display, text: text),
            "system": .text(system), "value": .text(value),
        ]
    }

    /// To a resource of the same message.
    static func reference(_ key: FHIRKey) -> FHIRNode { ["reference": .place(key)] }

    /// To an organisation that the receiver knows itself; absent where there is nothing to name it by.
    static func reference(_ facility: FacilityFace) -> FHIRNode {
        let hasCode = FacilityCode.isOne(facility.code)
        return [
            "identifier": hasCode ? identifier(providerCode, facility.code) : .absent,
            "display": .optional(PublishedText.line(facility.name)),
        ]
    }

    static func extended(_ url: String, _ name: String, _ value: FHIRNode) -> FHIRNode {
        .object([FHIRMember(name: "url", value: .text(url)), FHIRMember(name: name, value: value)])
    }

    /// `meta` of everything that we send.
    static func meta(_ context: PublishingContext, feed: String, profiles: [FHIRNode] = []) -> FHIRNode {
        [
            "source": .text(context.canonical + "#" + feed), "profile": .list(profiles),
            "tag": [["system": .text(context.codes("feed")), "code": .text(feed)]],
        ]
    }

    /// One transaction that puts all of them.
    static func transaction(
        _ drafts: [FHIRDraft], _ context: PublishingContext, at moment: Timestamp, _ updates: FHIRUpdates,
        isIndented: Bool = false
    ) -> [UInt8] {
        let entries = drafts.map { draft -> FHIRNode in
            [
                "fullUrl": .text(FHIRWriter.fullURL(draft.key, updates, context.canonical)),
                "resource": draft.node(updates),
                "request": ["method": "PUT", "url": .text(draft.request(updates))],
            ]
        }
        let bundle: FHIRNode = [
            "resourceType": "Bundle", "type": "transaction", "timestamp": dateTime(moment, context),
            "entry": .list(entries),
        ]
        var writer = FHIRWriter(updates: updates, canonical: context.canonical, isIndented: isIndented)
        writer.write(bundle)
        return writer.bytes
    }

    static func dateTime(_ moment: Timestamp, _ context: PublishingContext) -> FHIRNode {
        .optional(PublishedText.dateTime(moment, context.zoneOffsetSeconds))
    }
}
