// The shift's hand-over: what is open, read back under a code, and signed for by somebody else as long as it
// is still so. The fold of these events and of late entries. Cost: one look at everything open.

extension Centre {
    func decide(_ command: ShiftCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .enterIncident(let entry): try enterIncident(entry, &draft)
        case .enterRun(let units, let incident, let sentAt, let steps, let destination):
            try enterRun(units, incident, sentAt, steps, destination, &draft)
        case .closeLate(let incident, let disposition, let moment):
            try closeLate(incident, disposition, moment, &draft)
        case .reserveForms(let count): try reserveForms(count, &draft)
        case .readBack: draft.add(.shift(.readBack(items: openItems())))
        case .handOver(let code, let note): try handOver(code, note, &draft)
        }
    }

    private func handOver(_ code: UInt32, _ note: String, _ draft: inout Draft) throws(Rejection) {
        guard let readBack = shift.readBack else { throw .shift(.nothingReadBack) }
        let incoming = draft.submission.actor.number
        guard incoming != readBack.by else { throw .shift(.samePerson(incoming)) }
        try requireShort(note)
        let items = openItems()
        let right = ShiftCode.code(of: items, by: readBack.by)
        guard code == right else {
            let changes = Centre.changes(from: readBack.items, to: items)
            guard !changes.isEmpty else { throw .shift(.codeWrong(code)) }
            throw .shift(.changedSince(changes, code: right))
        }
        draft.add(
            .shift(
                .handedOver(
                    from: readBack.by, to: incoming, code: code, counts: ShiftCounts(items),
                    note: draft.text(note))))
    }

    // MARK: - What is open

    /// The most items of one read-back: an event must fit into a row of the journal.
    static let mostItems = 60_000

    /// Everything that the next shift must know of, in a fixed order, with a digest of what matters.
    func openItems() -> [ShiftItem] {
        var items: [ShiftItem] = []
        for id in openIncidents {
            let kind: ShiftItemKind = self[id].course.kind == .emergency ? .incident : .planned
            items.append(ShiftItem(kind: kind, subject: id.index, digest: substance(of: id)))
        }
        for (index, unit) in units.enumerated() where !unit.isInService {
            items.append(
                ShiftItem(
                    kind: .unit, subject: Int32(index),
                    digest: unit.isOnDuty ? 2 + UInt64(unit.duty.reason.rawValue) : 1))
        }
        for alert in openAlerts where !alerts[alert].acknowledgedAt.isSet {
            items.append(ShiftItem(kind: .alert, subject: alert, digest: UInt64(alerts[alert].kind.rawValue)))
        }
        for call in openCalls {
            items.append(
                ShiftItem(kind: .call, subject: call.index, digest: UInt64(self[call].phase.rawValue)))
        }
        for id in openIncidents {
            for offer in offers(of: id) where offers[offer.index].state == .asked {
                items.append(ShiftItem(kind: .offer, subject: offer.index, digest: 1))
            }
        }
        for id in liveNotices {
            let row = self[id]
            items.append(
                ShiftItem(
                    kind: .notice, subject: id.index,
                    digest: UInt64(row.state.rawValue) << 1 | (row.keptGoingAt.isSet ? 1 : 0)))
        }
        for id in openReferrals {
            items.append(
                ShiftItem(kind: .referral, subject: id.index, digest: UInt64(self[id].state.rawValue)))
        }
        return Array(items.prefix(Centre.mostItems))
    }

    /// What a person who takes over must have been told: not how old a fix is, but where everybody is.
    private func substance(of id: IncidentID) -> UInt64 {
        let row = self[id]
        var hash = SubstanceHash()
        hash.add(Int64(row.priority.rawValue))
        hash.add(Int64(row.certainty.rawValue))
        hash.add(Int64(row.placeName.index))
        hash.add(Int64(row.placeSaid.index))
        hash.add(Int64(row.openPatients))
        hash.add(Int64(row.lastPatient.index))
        hash.add(Int64(row.lastNote))
        hash.add(Int64(row.triage?.answers.index ?? -1))
        for patient in patients(of: id) {
            hash.add(Int64(self[patient].outcome.rawValue))
            hash.add(Int64(self[patient].notes.tag.rawValue))
        }
        for assignment in assignments(of: id) {
            let run = self[assignment]
            hash.add(Int64(run.unit.index))
            hash.add(Int64(run.state.rawValue))
            hash.add(Int64(run.destination.index))
        }
        return hash.value
    }

    /// Both lists are in the order of `openItems`; linear with a table of positions.
    private static func changes(from old: [ShiftItem], to new: [ShiftItem]) -> [ShiftChange] {
        func key(_ item: ShiftItem) -> Int64 { Int64(item.kind.rawValue) << 32 | Int64(item.subject) }
        let was = old.sorted { key($0) < key($1) }
        let now = new.sorted { key($0) < key($1) }
        var changes: [ShiftChange] = []
        var (left, right) = (0, 0)
        while left < was.count || right < now.count {
            if right == now.count || (left < was.count && key(was[left]) < key(now[right])) {
                changes.append(ShiftChange(item: was[left], kind: .gone))
                left += 1
            } else if left == was.count || key(now[right]) < key(was[left]) {
                changes.append(ShiftChange(item: now[right], kind: .added))
                right += 1
            } else {
                if was[left] != now[right] {
                    changes.append(ShiftChange(item: now[right], kind: .changed))
                }
                left += 1
                right += 1
            }
        }
        return changes
    }

    // MARK: - Fold

    /// `event` carries the time and the actor.
    mutating func apply(_ shift: ShiftEvent, _ event: Event) {
        switch shift {
        case .readBack(let items):
            self.shift.readBack = ShiftState.ReadBack(by: event.actor.number, at: event.at, items: items)
        case .handedOver(_, let to, _, _, let note):
            keep(note)
            self.shift.holder = to
            self.shift.since = event.at
            self.shift.readBack = nil
        case .incidentBackdated(let id, let form, let receivedAt):
            // Its waiting counts from now on: alerts are about what is still to be done.
            incidents[id.index].openedAt = receivedAt
            incidents[id.index].paper.form = form
            incidents[id.index].paper.enteredAt = event.at
            calls[incidents[id.index].call.index].receivedAt = receivedAt
            if form > 0 {
                forms.insertSorted(PaperForm(number: form, incident: id, enteredAt: event.at))
            }
        case .runEntered(let id, let incident, let unit, let state, let times, let destination):
            enter(id, incident, unit, state, times, destination, event.at)
        case .closeBackdated(let id, let moment):
            incidents[id.index].closedAt = moment
            incidents[id.index].paper.closeEnteredAt = event.at
        case .formsReserved(let first, let count):
            formRanges.append(FormRange(first: first, count: count, by: event.actor.number, at: event.at))
        }
    }
}

/// The code under which a read-back is signed: four digits made of what is open and of who read it back, so
/// that it changes with every matter of substance. No secret: it shows that the list was seen.
public enum ShiftCode {
    public static func code(of items: [ShiftItem], by reader: UInt32) -> UInt32 {
        var hash = SubstanceHash()
        hash.add(Int64(reader))
        for item in items {
            hash.add(Int64(item.kind.rawValue))
            hash.add(Int64(item.subject))
            hash.add(Int64(bitPattern: item.digest))
        }
        return 1000 + UInt32(hash.value % 9000)
    }
}

/// FNV-1a over 64 bits (Fowler, Noll, Vo): stable from run to run, and against accidents only.
struct SubstanceHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ number: Int64) {
        var rest = UInt64(bitPattern: number)
        for _ in 0..<8 {
            value = (value ^ (rest & 0xFF)) &* 0x100_0000_01b3
            rest >>= 8
        }
    }
}
