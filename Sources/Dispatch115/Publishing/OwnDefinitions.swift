// Our own definitions, published beside the product so that strict receivers can check what we send: two extensions,
// our code systems and naming systems, and the measure of the capacity reports. Made from the same tables as the
// messages. `docs/messages/profiles/` holds them with the example's canonical base; an operator with another base
// publishes them with that.

/// One definition and the name of its file.
struct OwnDefinition {
    var name: String
    var node: FHIRNode

    var json: [UInt8] {
        var writer = FHIRWriter(updates: .byID, isIndented: true)
        writer.write(node)
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

enum OwnDefinitions {
    static let version = "1.0.0"
    static let date = "2026-11-23"

    static func all(_ context: PublishingContext) -> [OwnDefinition] {
        extensions(context) + codeSystems(context) + namingSystems(context) + [measure(context)]
    }

    /// What every definition begins with; `name` ends its URL.
    static func head(
        _ type: String, _ name: String, title: String, _ description: String, _ context: PublishingContext
    ) -> [FHIRMember] {
        [
            FHIRMember(name: "resourceType", value: .text(type)),
            FHIRMember(name: "id", value: .text(name)),
            FHIRMember(name: "url", value: .text(context.url(type, name))),
            FHIRMember(name: "version", value: .text(version)),
            FHIRMember(name: "name", value: .text(computable(name))),
            FHIRMember(name: "title", value: .text(title)),
            FHIRMember(name: "status", value: "active"), FHIRMember(name: "date", value: .text(date)),
            FHIRMember(name: "publisher", value: .text(context.centreName)),
            FHIRMember(name: "description", value: .text(description)),
        ]
    }

    /// "supported-capacity" as "SupportedCapacity".
    static func computable(_ name: String) -> String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    // MARK: - Extensions

    private struct Part {
        var name: String
        var isRequired: Bool
        var type: String
        var short: String
    }

    private static func extensions(_ context: PublishingContext) -> [OwnDefinition] {
        [
            structure(
                "supported-capacity", title: "Supported capacity",
                "How many of something a location has, in one sense, as of one moment. One extension for each sense.",
                [
                    Part(
                        name: "capacityType", isRequired: true, type: "CodeableConcept",
                        short: "What is counted: v3-RoleCode, bed-kind or site-figure"),
                    Part(
                        name: "capacityStatus", isRequired: true, type: "code",
                        short: "In which sense: code system capacity-status"),
                    Part(name: "nbCapacity", isRequired: true, type: "integer", short: "How many, 0 or more"),
                    Part(
                        name: "capacityUpdateDate", isRequired: true, type: "dateTime",
                        short: "As of when; of \"expires\": until when"),
                ], context),
            structure(
                "ems-traffic-status", title: "EMS traffic status",
                "Whether a hospital asks ambulances not to come. Absent where nobody has ever said anything.",
                [
                    Part(
                        name: "status", isRequired: true, type: "code",
                        short: "normal, advisory (takes patients, would rather not), closed"),
                    Part(name: "reason", isRequired: false, type: "string", short: "Why, in its own words"),
                    Part(name: "asOf", isRequired: true, type: "dateTime", short: "Since when"),
                    Part(
                        name: "validUntil", isRequired: false, type: "dateTime",
                        short: "Until when; absent: until it is taken back"),
                ], context),
        ]
    }

    private static func structure(
        _ name: String, title: String, _ description: String, _ parts: [Part], _ context: PublishingContext
    ) -> OwnDefinition {
        let url = context.structure(name)
        var elements: [FHIRNode] = [
            element("Extension", [FHIRMember(name: "short", value: .text(title))]),
            element(
                "Extension.extension",
                [
                    FHIRMember(
                        name: "slicing",
                        value: [
                            "discriminator": [["type": "value", "path": "url"]], "rules": "closed",
                        ])
                ]),
        ]
        for part in parts {
            let slice = "Extension.extension:" + part.name
            elements += [
                element(
                    "Extension.extension", id: slice,
                    [
                        FHIRMember(name: "sliceName", value: .text(part.name)),
                        FHIRMember(name: "short", value: .text(part.short)),
                        FHIRMember(name: "min", value: part.isRequired ? 1 : 0),
                        FHIRMember(name: "max", value: "1"),
                    ]),
                element(
                    "Extension.extension.url", id: slice + ".url",
                    [FHIRMember(name: "fixedUri", value: .text(part.name))]),
                element(
                    "Extension.extension.value[x]", id: slice + ".value[x]",
                    [
                        FHIRMember(name: "min", value: 1),
                        FHIRMember(name: "type", value: [["code": .text(part.type)]]),
                    ]),
            ]
        }
        elements += [
            element("Extension.url", [FHIRMember(name: "fixedUri", value: .text(url))]),
            element("Extension.value[x]", [FHIRMember(name: "max", value: "0")]),
        ]
        let rest: [FHIRMember] = [
            FHIRMember(name: "fhirVersion", value: "4.0.1"), FHIRMember(name: "kind", value: "complex-type"),
            FHIRMember(name: "abstract", value: false),
            FHIRMember(name: "context", value: [["type": "element", "expression": "Location"]]),
            FHIRMember(name: "type", value: "Extension"),
            FHIRMember(
                name: "baseDefinition", value: "http://hl7.org/fhir/StructureDefinition/Extension"),
            FHIRMember(name: "derivation", value: "constraint"),
            FHIRMember(name: "differential", value: ["element": .list(elements)]),
        ]
        return OwnDefinition(
            name: "StructureDefinition-" + name,
            node: .object(
                head("StructureDefinition", name, title: title, description, context) + rest))
    }

    private static func element(_ path: String, id: String? = nil, _ members: [FHIRMember]) -> FHIRNode {
        .object(
            [
                FHIRMember(name: "id", value: .text(id ?? path)),
                FHIRMember(name: "path", value: .text(path)),
            ] + members)
    }

    // MARK: - Naming systems

    private static func namingSystems(_ context: PublishingContext) -> [OwnDefinition] {
        [
            ("hospital-number", "Number of a hospital without a facility code"),
            ("capacity-unit", "A site or a ward: facility code, and the code of the bed kind"),
            ("capacity-service", "What a hospital can treat: facility code and the code of the capability"),
            ("capacity-report", "One state of a hospital: facility code and the journal's sequence"),
            ("task-number", "A notice or a referral of this centre, and what belongs to it"),
        ].map { name, description in
            OwnDefinition(
                name: "NamingSystem-" + name,
                node: [
                    "resourceType": "NamingSystem", "id": .text(name), "name": .text(computable(name)),
                    "status": "active", "kind": "identifier", "date": .text(date),
                    "publisher": .text(context.centreName), "description": .text(description),
                    "uniqueId": [
                        ["type": "uri", "value": .text(context.names(name)), "preferred": true]
                    ],
                ])
        }
    }
}
