// A call that needs advice and no vehicle, handed over to telehealth, as FHIR R4: Patient, Encounter of class VR,
// Condition, ServiceRequest and a Task that says whom to call back, what was asked and denied, where a vehicle would
// have to go, and by when the answer is due. Goes to one receiver only.

public enum ReferralDocuments {
    static let feed = "telehealth-referral"

    /// Each to be put at its own id, in this order: the task last.
    public static func fhirResources(
        of face: ReferralFace, for context: PublishingContext, tells: TaskContent
    ) -> [FHIRResource] {
        drafts(of: face, context, tells).map(\.resource)
    }

    /// What follows from the face's version and intent.
    public static func fhirResources(of face: ReferralFace, for context: PublishingContext)
        -> [FHIRResource]
    {
        fhirResources(
            of: face, for: context, tells: .following(version: face.version, intent: face.intent))
    }

    public static func fhirTransaction(
        of face: ReferralFace, for context: PublishingContext, tells: TaskContent,
        updates: FHIRUpdates = .byID
    ) -> [UInt8] {
        FHIR.transaction(drafts(of: face, context, tells), context, at: face.changedAt, updates)
    }

    /// Where telehealth's answer stands.
    public static func taskKey(_ key: String, _ context: PublishingContext) -> FHIRKey {
        TaskPieces(context, key: key, feed: feed).task
    }

    static func drafts(of face: ReferralFace, _ context: PublishingContext, _ tells: TaskContent)
        -> [FHIRDraft]
    {
        let pieces = TaskPieces(context, key: face.key, feed: feed)
        let task = pieces.taskDraft(task(face, pieces))
        let encounter = encounter(face, pieces)
        let request = request(face, pieces)
        var drafts = [
            pieces.patientDraft(
                face.patient, temporaryName: "Chưa rõ tên: ca \(face.incidentNumber)",
                contactPhone: PublishedText.line(face.callbackNumber, 40)),
            encounter,
            pieces.conditionDraft(
                complaint: face.complaint, notes: [face.patient.words, face.triageReason]),
            request,
        ]
        if tells != .details { drafts.append(task) }
        return drafts
    }

    // MARK: - Pieces

    private static func encounter(_ face: ReferralFace, _ pieces: TaskPieces) -> FHIRDraft {
        pieces.draft(
            pieces.encounter, "enc",
            [
                FHIRMember(
                    name: "status", value: .text(face.intent == .cancelled ? "cancelled" : "planned")),
                FHIRMember(name: "class", value: FHIR.coding(FHIR.actCode, "VR", "virtual")),
                FHIRMember(name: "subject", value: FHIR.reference(pieces.patient)),
                FHIRMember(
                    name: "period", value: ["start": FHIR.dateTime(face.callReceivedAt, pieces.context)]),
                FHIRMember(name: "diagnosis", value: pieces.chiefComplaint),
            ])
    }

    private static func request(_ face: ReferralFace, _ pieces: TaskPieces) -> FHIRDraft {
        let context = pieces.context
        return pieces.draft(
            pieces.request, "req",
            [
                FHIRMember(
                    name: "status", value: .text(face.intent == .cancelled ? "revoked" : "active")),
                FHIRMember(name: "intent", value: "order"),
                FHIRMember(name: "priority", value: .text(face.priority.requestPriority)),
                FHIRMember(name: "category", value: TaskPieces.referral),
                FHIRMember(
                    name: "code",
                    value: FHIR.concept(
                        context.codes("capability"), "teleconsultation", "Consultation at a distance",
                        text: "Tư vấn từ xa")),
                FHIRMember(name: "subject", value: FHIR.reference(pieces.patient)),
                FHIRMember(name: "encounter", value: FHIR.reference(pieces.encounter)),
                FHIRMember(name: "authoredOn", value: FHIR.dateTime(face.authoredAt, context)),
                FHIRMember(name: "requester", value: FHIR.reference(pieces.centre)),
                FHIRMember(
                    name: "performer", value: .list([face.receiver.map(FHIR.reference) ?? .absent])),
                FHIRMember(
                    name: "reasonCode", value: [["text": .text(TaskPieces.complaint(face.complaint))]]),
            ])
    }

    private static func task(_ face: ReferralFace, _ pieces: TaskPieces) -> TaskPieces.TaskContent {
        let phone = PublishedText.line(face.callbackNumber, 40)
        let position = face.coordinate.map {
            "geo:" + PublishedText.degrees($0.latitudeE7) + "," + PublishedText.degrees($0.longitudeE7)
        }
        var inputs = [
            pieces.input(.callbackNumber, "valueContactPoint", phone.map(TaskPieces.phone) ?? .absent),
            pieces.input(.incidentNumber, number: face.incidentNumber),
            pieces.input(.priority, "valueCode", .text(face.priority.code)),
        ]
        if face.triageVersion > 0 {
            inputs += [
                pieces.input(.triageVersion, text: TriageVersion.text(face.triageVersion)),
                pieces.input(.triageComplete, "valueBoolean", .boolean(face.isTriageComplete)),
                pieces.input(.triageAnswers, text: face.triageAnswers),
                pieces.input(.triageReason, text: face.triageReason),
            ]
        }
        inputs += face.redFlagsExcluded.map { pieces.input(.redFlagExcluded, text: $0) }
        inputs += [
            pieces.input(.escalationPlace, text: face.place),
            pieces.input(.escalationPosition, "valueUri", .optional(position)),
        ]
        let words = "Gọi lại \(phone ?? "người gọi") (ca \(face.incidentNumber), \(face.priority.code)): "
        return TaskPieces.TaskContent(
            intent: face.intent, reason: face.intentReason, priority: face.priority.requestPriority,
            description: PublishedText.line(words + TaskPieces.complaint(face.complaint)) ?? "Tư vấn từ xa",
            owner: face.receiver.map(FHIR.reference) ?? .absent, authoredAt: face.authoredAt,
            changedAt: face.changedAt, deadline: face.deadline, inputs: inputs)
    }
}

/// A version of the cards as text.
enum TriageVersion {
    /// 202_611_230_001 as "2026-11-23.1"; any other number as it is.
    static func text(_ version: Int64) -> String {
        let day = version / 10_000
        let month = day / 100 % 100
        let ofMonth = day % 100
        guard (1900_01_01...9999_12_31).contains(day), (1...12).contains(month), (1...31).contains(ofMonth)
        else { return "\(version)" }
        let local = LocalTime()
        return "\(day / 10_000)-" + local.two(Int(month)) + "-" + local.two(Int(ofMonth))
            + ".\(version % 10_000)"
    }
}
