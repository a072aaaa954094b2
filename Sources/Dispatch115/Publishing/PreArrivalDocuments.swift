// The notice that a patient is on the way to a hospital, as FHIR R4: Patient (may be unknown), Encounter of class FLD,
// Condition, ServiceRequest stat, one Observation for each NEMSIS time point, and a Task that the hospital accepts or
// rejects before a deadline. Claims no VN-Core Encounter: there is none before arrival. Goes to one hospital only.

public enum PreArrivalDocuments {
    static let feed = "pre-arrival"

    /// Each to be put at its own id, in this order: the task last, so that whoever sees it finds all the rest.
    public static func fhirResources(
        of face: PreArrivalNoticeFace, for context: PublishingContext, tells: TaskContent
    ) -> [FHIRResource] {
        drafts(of: face, context, tells).map(\.resource)
    }

    /// What follows from the face's version and intent.
    public static func fhirResources(of face: PreArrivalNoticeFace, for context: PublishingContext)
        -> [FHIRResource]
    {
        fhirResources(
            of: face, for: context, tells: .following(version: face.version, intent: face.intent))
    }

    public static func fhirTransaction(
        of face: PreArrivalNoticeFace, for context: PublishingContext, tells: TaskContent,
        updates: FHIRUpdates = .byID
    ) -> [UInt8] {
        FHIR.transaction(drafts(of: face, context, tells), context, at: face.changedAt, updates)
    }

    /// Where the hospital's answer stands.
    public static func taskKey(_ key: String, _ context: PublishingContext) -> FHIRKey {
        TaskPieces(context, key: key, feed: feed).task
    }

    static func drafts(
        of face: PreArrivalNoticeFace, _ context: PublishingContext, _ tells: TaskContent
    ) -> [FHIRDraft] {
        let pieces = TaskPieces(context, key: face.key, feed: feed)
        let request = request(face, pieces)
        let encounter = encounter(face, pieces)
        let task = pieces.taskDraft(task(face, pieces))
        let temporary = "Chưa rõ tên: ca \(face.incidentNumber), xe \(face.unitNumber)"
        var drafts = [
            pieces.patientDraft(face.patient, temporaryName: temporary), encounter,
            pieces.conditionDraft(complaint: face.complaint, notes: [face.patient.words]), request,
        ]
        for point in TimePoint.allCases where face.times[point].isSet && tells != .cancellation {
            drafts.append(observation(point, face.times[point], pieces))
        }
        if tells != .details { drafts.append(task) }
        return drafts
    }

    // MARK: - Pieces

    private static func encounter(_ face: PreArrivalNoticeFace, _ pieces: TaskPieces) -> FHIRDraft {
        let context = pieces.context
        let start = face.times.callReceived.isSet ? face.times.callReceived : face.authoredAt
        // A back entry may have it earlier than the call: a period that ends before it begins is none.
        let end = face.times.transferOfCare >= start ? face.times.transferOfCare : .none
        let status =
            face.intent == .cancelled
            ? "cancelled"
            : face.times.transferOfCare.isSet
                ? "finished" : face.times.atDestination.isSet ? "arrived" : "in-progress"
        let visit = FHIR.typedIdentifier(
            FHIR.vietnamCore + "/sid/VisitNumber", context.id(pieces.key), use: "official", type: "VN",
            "Visit number")
        return pieces.draft(
            pieces.encounter, "enc",
            [
                FHIRMember(
                    name: "identifier",
                    value: [visit, FHIR.identifier(pieces.system, pieces.key + "-enc")]),
                FHIRMember(name: "status", value: .text(status)),
                FHIRMember(name: "class", value: FHIR.coding(FHIR.actCode, "FLD", "field")),
                FHIRMember(
                    name: "priority",
                    value: FHIR.concept(
                        "http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM", "emergency",
                        text: face.priority.code)),
                FHIRMember(name: "subject", value: FHIR.reference(pieces.patient)),
                FHIRMember(
                    name: "period",
                    value: [
                        "start": FHIR.dateTime(start, context),
                        "end": FHIR.dateTime(end, context),
                    ]),
                FHIRMember(name: "diagnosis", value: pieces.chiefComplaint),
                FHIRMember(
                    name: "hospitalization", value: ["destination": FHIR.reference(face.hospital)]),
                FHIRMember(name: "serviceProvider", value: FHIR.reference(pieces.centre)),
            ])
    }

    private static func request(_ face: PreArrivalNoticeFace, _ pieces: TaskPieces) -> FHIRDraft {
        let context = pieces.context
        return pieces.draft(
            pieces.request, "req",
            [
                FHIRMember(
                    name: "status", value: .text(face.intent == .cancelled ? "revoked" : "active")),
                FHIRMember(name: "intent", value: "order"), FHIRMember(name: "priority", value: "stat"),
                FHIRMember(name: "category", value: TaskPieces.referral),
                FHIRMember(name: "code", value: ["text": "Báo trước cấp cứu (pre-arrival)"]),
                FHIRMember(name: "subject", value: FHIR.reference(pieces.patient)),
                FHIRMember(name: "encounter", value: FHIR.reference(pieces.encounter)),
                FHIRMember(name: "occurrenceDateTime", value: FHIR.dateTime(face.expectedAt, context)),
                FHIRMember(name: "authoredOn", value: FHIR.dateTime(face.authoredAt, context)),
                FHIRMember(name: "requester", value: FHIR.reference(pieces.centre)),
                FHIRMember(name: "performer", value: [FHIR.reference(face.hospital)]),
                FHIRMember(
                    name: "reasonCode", value: [["text": .text(TaskPieces.complaint(face.complaint))]]),
            ])
    }

    private static func observation(_ point: TimePoint, _ moment: Timestamp, _ pieces: TaskPieces)
        -> FHIRDraft
    {
        let context = pieces.context
        let part = "t\(point.rawValue)"
        return pieces.draft(
            pieces.place("Observation", part), part,
            [
                FHIRMember(name: "status", value: "final"),
                FHIRMember(
                    name: "code",
                    value: [
                        "coding": [
                            point.swissCode.map {
                                FHIR.coding("http://fhir.ch/ig/ch-ems/CodeSystem/IVR", $0)
                            } ?? .absent,
                            FHIR.coding(
                                context.codes("nemsis-etimes"), point.nemsisCode, point.nemsisName),
                        ]
                    ]),
                FHIRMember(name: "subject", value: FHIR.reference(pieces.patient)),
                FHIRMember(name: "encounter", value: FHIR.reference(pieces.encounter)),
                FHIRMember(name: "valueDateTime", value: FHIR.dateTime(moment, context)),
            ])
    }

    private static func task(_ face: PreArrivalNoticeFace, _ pieces: TaskPieces) -> TaskPieces.TaskContent {
        let local = LocalTime(zoneOffsetSeconds: pieces.context.zoneOffsetSeconds)
        var words = "Xe \(face.unitNumber) đang chở \(max(1, face.patientCount)) người bệnh đến"
        words +=
            " (ca \(face.incidentNumber), \(face.priority.code)): " + TaskPieces.complaint(face.complaint)
        if face.expectedAt.isSet { words += ". Dự kiến đến lúc " + local.clock(face.expectedAt) }
        return TaskPieces.TaskContent(
            intent: face.intent, reason: face.intentReason, priority: "stat",
            description: PublishedText.line(words) ?? "Báo trước", owner: FHIR.reference(face.hospital),
            authoredAt: face.authoredAt, changedAt: face.changedAt, deadline: face.deadline,
            inputs: [
                pieces.input(.incidentNumber, number: face.incidentNumber),
                pieces.input(.unitNumber, number: face.unitNumber),
                pieces.input(.patientCount, number: face.patientCount),
                pieces.input(.priority, "valueCode", .text(face.priority.code)),
                pieces.input(.triageTag, "valueCode", .optional(face.tag.published)),
            ])
    }
}
