// What the centre has to tell, as documents: the one place where the fold, the destinations and the messages meet.
// What each module gets: `ehr` capacity and, as history, one MeasureReport for each state that was told; `telehealth`
// capacity with those who can be consulted at a distance. A folder gets the transaction and the HAVE document of each
// hospital. Holds nothing; costs the documents of one hospital.

extension PublishingContent {
    /// `onAnswer` gets what the other side says of a task, each time that it is asked.
    init(
        _ configuration: Configuration, cards: TriageCards,
        onAnswer: @escaping @Sendable (TaskAnswer) -> Void
    ) {
        let contexts = PublishingContexts(configuration)
        let tasks = PublishingTasks(contexts: contexts, cards: cards)
        self.init(
            hospitals: { centre in
                centre.hospitals.map {
                    HospitalMark(number: $0.number, sequence: $0.changedBy, asOf: $0.changedAt)
                }
            },
            tasks: PublishingTasks.marks,
            documents: { centre, order, destination, now in
                switch order.subject {
                case .hospital(let number):
                    let id = centre.hospital(numbered: number)
                    guard id.isSet else { return .moot }
                    return HospitalDocuments(
                        face: HospitalFace(centre, id, now), isWithdrawn: centre[id].isWithdrawn,
                        context: contexts.of(destination.module), earlier: PublishedParts(bits: order.parts)
                    ).content(for: destination)
                case .notice, .referral: return tasks.content(centre, order, destination, now)
                }
            },
            polls: tasks.polls,
            answered: { subject, body in
                if let answer = tasks.answer(subject, body) { onAnswer(answer) }
            })
    }
}

/// Under which names each module is told.
struct PublishingContexts: Sendable {
    private let ehr: PublishingContext
    private let telehealth: PublishingContext

    init(_ configuration: Configuration) {
        func context(_ audience: MessageAudience) -> PublishingContext {
            PublishingContext(
                canonical: configuration.publishing.canonical,
                centreCode: configuration.publishing.facilityCode, centreName: configuration.centre.name,
                audience: audience)
        }
        ehr = context(.ehr)
        telehealth = context(.telehealth)
    }

    func of(_ module: PublishingDestination.Module) -> PublishingContext {
        switch module {
        case .ehr: ehr
        case .telehealth: telehealth
        }
    }
}

extension PublishedParts {
    /// As the outbox keeps them.
    init(bits: UInt64) {
        self.init()
        kinds = UInt32(truncatingIfNeeded: bits)
        capabilities = HospitalCapabilities(rawValue: UInt32(truncatingIfNeeded: bits >> 32))
    }

    var bits: UInt64 { UInt64(kinds) | UInt64(capabilities.rawValue) << 32 }
}

/// One hospital for one destination.
struct HospitalDocuments {
    var face: HospitalFace
    /// It is published no more: what was is withdrawn.
    var isWithdrawn: Bool
    var context: PublishingContext
    var earlier: PublishedParts

    func content(for destination: PublishingDestination) -> OutgoingContent {
        // Nothing was ever told of it, and nothing is to be.
        if isWithdrawn, earlier == PublishedParts() { return .moot }
        let parts = earlier.union(PublishedParts(face)).bits
        switch destination.kind {
        case .fhir:
            return .requests(
                destination.style == .transaction ? [transaction] : resources(destination), parts: parts)
        case .have: return .requests([have], parts: parts)
        case .folder: return .requests([transaction, have], parts: parts)
        }
    }

    private func resources(_ destination: PublishingDestination) -> [OutgoingRequest] {
        var requests =
            (isWithdrawn
            ? CapacityDocuments.fhirWithdrawal(of: face, for: context, withdrawing: earlier)
            : CapacityDocuments.fhirResources(of: face, for: context, withdrawing: earlier))
            .map { OutgoingRequest(path: $0.key.path, body: $0.json) }
        if destination.module == .ehr, !isWithdrawn {
            let report = CapacityDocuments.measureReport(of: face, for: context)
            var request = OutgoingRequest(path: report.key.path, body: report.json)
            request.isOfMoment = true
            requests.append(request)
        }
        return requests
    }

    private var transaction: OutgoingRequest {
        OutgoingRequest(
            method: "POST", path: "",
            body: isWithdrawn
                ? CapacityDocuments.fhirWithdrawalTransaction(of: face, for: context, withdrawing: earlier)
                : CapacityDocuments.fhirTransaction(of: face, for: context, withdrawing: earlier),
            fileName: fileName + ".json")
    }

    private var have: OutgoingRequest {
        OutgoingRequest(
            path: fileName + ".xml", type: "application/xml",
            body: CapacityDocuments.have(of: [face], for: context) ?? [], fileName: fileName + ".xml")
    }

    /// By its facility code, or by its number.
    private var fileName: String {
        FacilityCode.isOne(face.facilityCode) ? face.facilityCode : "h\(face.number)"
    }
}
