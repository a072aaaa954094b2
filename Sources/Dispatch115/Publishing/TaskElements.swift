// What a pre-arrival notice and a telehealth referral share: the patient, the complaint, the task that the other side
// answers, and which resources a message has. Personal data: each message goes to its one receiver.

/// What of a task is sent.
public enum TaskContent: Equatable, Sendable {
    /// Everything, with the task to be answered: the first message.
    case whole
    /// Everything but the task: a later PUT of it would undo the other side's answer.
    case details
    /// Taken back: the task and what hangs on it.
    case cancellation

    /// What a face of this version and intent asks for.
    public static func following(version: Int32, intent: TaskIntent) -> TaskContent {
        intent == .cancelled ? .cancellation : version > 1 ? .details : .whole
    }
}

/// The codes of our code system "task-input": what the parts of a task say.
enum TaskInput: String, CaseIterable {
    case incidentNumber = "incident-number"
    case unitNumber = "unit-number"
    case patientCount = "patient-count"
    case priority
    case triageTag = "triage-tag"
    case callbackNumber = "callback-number"
    case triageVersion = "triage-version"
    case triageComplete = "triage-complete"
    case triageAnswers = "triage-answers"
    case triageReason = "triage-reason"
    case redFlagExcluded = "red-flag-excluded"
    case escalationPlace = "escalation-place"
    case escalationPosition = "escalation-position"
}

/// Names and common pieces of one task's resources.
struct TaskPieces {
    let context: PublishingContext
    /// Legal in an id, at most 30 characters.
    let key: String
    let feed: String

    init(_ context: PublishingContext, key: String, feed: String) {
        self.context = context
        let isLegal = key.utf8.count <= 30 && PublishedText.isIdentifier(key)
        self.key = isLegal ? key : PublishedText.shortHash(key)
        self.feed = feed
    }

    var system: String { context.names("task-number") }

    func place(_ type: String, _ part: String) -> FHIRKey { FHIRKey(type: type, id: context.id(key, part)) }
    var patient: FHIRKey { place("Patient", "pat") }
    var encounter: FHIRKey { place("Encounter", "enc") }
    var condition: FHIRKey { place("Condition", "cc") }
    var request: FHIRKey { place("ServiceRequest", "req") }
    var task: FHIRKey { place("Task", "task") }

    func draft(_ place: FHIRKey, _ part: String, profiles: [FHIRNode] = [], _ content: [FHIRMember])
        -> FHIRDraft
    {
        let value = key + "-" + part
        let hasIdentifier = content.contains { $0.name == "identifier" }
        var head = [FHIRMember(name: "meta", value: FHIR.meta(context, feed: feed, profiles: profiles))]
        if !hasIdentifier {
            head.append(FHIRMember(name: "identifier", value: [FHIR.identifier(system, value)]))
        }
        return FHIRDraft(place, system: system, value: value, .object(head + content))
    }

    var centre: FacilityFace { FacilityFace(code: context.centreCode, name: context.centreName) }

    // MARK: - Patient and complaint

    /// A patient of whom nothing is known has a temporary name, and claims no profile.
    func patientDraft(_ face: PatientFace, temporaryName: String, contactPhone: String? = nil) -> FHIRDraft {
        let national = NationalID(face.nationalID)
        let insurance = InsuranceNumber(face.insuranceNumber)
        let ours = FHIR.identifier(system, key + "-pat")
        let identifiers: [FHIRNode] = [
            national.map {
                FHIR.typedIdentifier(
                    FHIR.vietnamCore + "/sid/national_id", $0.digits, use: "official", type: "NI",
                    "National unique individual identifier")
            } ?? .absent,
            insurance.map {
                FHIR.typedIdentifier(
                    FHIR.vietnamCore + "/sid/insurance_number", $0.text, use: "official", type: "SB",
                    "Social Beneficiary Identifier")
            } ?? .absent,
            ours,
        ]
        let said = PublishedText.line(face.name, 200)
        let name: FHIRNode =
            said.map { ["text": .text($0)] } ?? ["use": "temp", "text": .text(temporaryName)]
        let sex = face.sex == .unknown ? national?.sex ?? .unknown : face.sex
        let year = face.birthYear.flatMap { (1900...2100).contains($0) ? $0 : nil } ?? national?.birthYear
        let profile = FHIR.vietnamProfile("vn-core-patient")
        return draft(
            patient, "pat", profiles: said == nil ? [] : [profile],
            [
                FHIRMember(name: "identifier", value: .list(identifiers)),
                FHIRMember(name: "name", value: [name]),
                FHIRMember(name: "gender", value: .text(sex.published)),
                FHIRMember(name: "birthDate", value: .optional(year.map { "\($0)" })),
                FHIRMember(
                    name: "contact",
                    value: contactPhone.map { [["telecom": [TaskPieces.phone($0)]]] } ?? .absent),
            ])
    }

    static func phone(_ number: String) -> FHIRNode { ["system": "phone", "value": .text(number)] }

    func conditionDraft(complaint: String, notes: [String]) -> FHIRDraft {
        let clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical"
        let verification = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
        return draft(
            condition, "cc",
            [
                FHIRMember(name: "clinicalStatus", value: FHIR.concept(clinical, "active")),
                FHIRMember(name: "verificationStatus", value: FHIR.concept(verification, "unconfirmed")),
                FHIRMember(
                    name: "category",
                    value: [
                        FHIR.concept(
                            "http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis")
                    ]),
                FHIRMember(name: "code", value: ["text": .text(TaskPieces.complaint(complaint))]),
                FHIRMember(name: "subject", value: FHIR.reference(patient)),
                FHIRMember(name: "encounter", value: FHIR.reference(encounter)),
                FHIRMember(name: "note", value: TaskPieces.notes(notes)),
            ])
    }

    static func complaint(_ text: String) -> String { PublishedText.line(text) ?? "Chưa rõ" }

    static func notes(_ texts: [String]) -> FHIRNode {
        .list(texts.compactMap { PublishedText.line($0) }.map { ["text": .text($0)] })
    }

    var chiefComplaint: FHIRNode {
        [
            [
                "condition": FHIR.reference(condition),
                "use": FHIR.concept(
                    "http://terminology.hl7.org/CodeSystem/diagnosis-role", "CC", "Chief complaint",
                    text: "Chief complaint"),
            ]
        ]
    }

    static let referral: FHIRNode = [
        FHIR.concept("http://snomed.info/sct", "3457005", "Patient referral")
    ]

    // MARK: - Task

    struct TaskContent {
        var intent: TaskIntent
        var reason: String
        var priority: String
        var description: String
        var owner: FHIRNode
        var authoredAt: Timestamp
        var changedAt: Timestamp
        var deadline: Timestamp
        var inputs: [FHIRNode]
    }

    func taskDraft(_ content: TaskContent) -> FHIRDraft {
        let isCancelled = content.intent == .cancelled
        let reason = PublishedText.line(content.reason)
        let period: FHIRNode = ["end": FHIR.dateTime(content.deadline, context)]
        return draft(
            task, "task",
            [
                FHIRMember(name: "basedOn", value: [FHIR.reference(request)]),
                FHIRMember(name: "status", value: .text(isCancelled ? "cancelled" : "requested")),
                FHIRMember(
                    name: "statusReason",
                    value: isCancelled ? reason.map { ["text": .text($0)] } ?? .absent : .absent),
                FHIRMember(name: "intent", value: "order"),
                FHIRMember(name: "priority", value: .text(content.priority)),
                FHIRMember(
                    name: "code",
                    value: FHIR.concept("http://hl7.org/fhir/CodeSystem/task-code", "fulfill")),
                FHIRMember(name: "description", value: .text(content.description)),
                FHIRMember(name: "focus", value: FHIR.reference(request)),
                FHIRMember(name: "for", value: FHIR.reference(patient)),
                FHIRMember(name: "encounter", value: FHIR.reference(encounter)),
                FHIRMember(name: "authoredOn", value: FHIR.dateTime(content.authoredAt, context)),
                FHIRMember(name: "lastModified", value: FHIR.dateTime(content.changedAt, context)),
                FHIRMember(name: "requester", value: FHIR.reference(centre)),
                FHIRMember(name: "owner", value: content.owner),
                FHIRMember(name: "restriction", value: ["period": period]),
                FHIRMember(name: "input", value: .list(content.inputs)),
            ])
    }

    /// Absent where there is nothing to say.
    func input(_ input: TaskInput, _ name: String, _ value: FHIRNode) -> FHIRNode {
        guard !value.isAbsent else { return .absent }
        return .object([
            FHIRMember(name: "type", value: FHIR.concept(context.codes("task-input"), input.rawValue)),
            FHIRMember(name: name, value: value),
        ])
    }

    func input(_ input: TaskInput, text: String) -> FHIRNode {
        self.input(input, "valueString", .optional(PublishedText.line(text)))
    }

    func input(_ input: TaskInput, number: Int32) -> FHIRNode {
        guard number > 0 else { return .absent }
        return self.input(input, "valueInteger", .whole(Int64(number)))
    }
}

extension PatientFace.Sex {
    var published: String {
        switch self {
        case .unknown: "unknown"
        case .male: "male"
        case .female: "female"
        case .other: "other"
        }
    }
}

extension TriageTag {
    /// Nil for none.
    var published: String? {
        switch self {
        case .none: nil
        case .red: "red"
        case .yellow: "yellow"
        case .green: "green"
        case .black: "black"
        }
    }
}
