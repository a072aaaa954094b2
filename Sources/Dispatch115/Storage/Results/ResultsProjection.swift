// From events to rows: follows the journal with a fold of the centre of its own and says which rows of the
// results came to be what. The same events give the same rows in the same order, wherever batches are cut and
// wherever it began. It decides nothing, writes nothing and knows no database.
//
// Its centre keeps no content of texts: a text's row is made when its event is read, and that is all anybody
// wants of it here.
// Cost: one decoding and one fold an event, one row per touched row and batch. Bound: the events between two
// calls of `batch`, which the caller chooses.

/// One centre's results, as far as they have been read. For one thread.
public struct ResultsProjection: Sendable {
    /// The fold so far, without contents of texts.
    public private(set) var centre: Centre
    let rows: ResultsRows
    var touched = ResultsTouchedRows()
    /// Rows of this batch that have left the centre's memory since.
    var left: [ResultsTable.Name: [[ResultsValue]]] = [:]
    var growing = ResultsGrowingRows()
    var days = ResultsDays()
    private var erased: [ErasedTexts] = []
    /// The last event that was taken since the last batch; nil where none was.
    private var head: JournalHead?

    /// Begins behind the events that `centre` is the fold of; `code` is the centre's, as in its configuration.
    public init(centre: Centre, code: String) {
        self.centre = centre
        rows = ResultsRows(code: code)
        self.centre.forgetContents()
    }

    /// How many events have been taken since the last batch, and about how many rows they will be.
    public private(set) var waitingEvents = 0

    /// Reads the next event. Throws where its bytes are none of ours, or a text is damaged; nothing has changed
    /// then. `keys` nil: no rows of keys, for drills whose texts are open.
    public mutating func take(_ row: JournalRow, vault: any TextVault, keys: RecordKeys?)
        throws(CodecError)
    {
        precondition(row.sequence == centre.sequence + 1, "rows are taken in order and once")
        let event: Event
        do {
            event = try row.body.withUnsafeBytes { raw in
                try EventCodec.decode(raw, sequence: row.sequence, vault: vault)
            }
        } catch let error as CodecError {
            throw error
        } catch {
            preconditionFailure("decoding throws nothing else")
        }
        try addTexts(event, keys)
        growing.audit.append(audit(event, row))
        let before = ResultsBefore(event, centre)
        if case .retired(let bounds) = event.body { settle(before: bounds) }
        markDays(before: event)
        centre.apply(event)
        event.body.forEachText { _, text in centre.restore(text.id, nil) }
        touch(event)
        markDays(event.sequence)
        addHistory(event, before)
        addDecisions(event)
        if case .privacy(.textsErased(let range, _)) = event.body {
            growing.erase(range)
            erased.append(ErasedTexts(range, at: event.at))
        }
        head = JournalHead(sequence: row.sequence, hash: row.hash)
        waitingEvents += 1
    }

    /// What the events since the last batch came to; nothing is kept of it here. `after` is the cursor that the
    /// store has, `epoch` that of the leader who writes.
    public mutating func batch(after: ResultsCursor, epoch: UInt32) -> ResultsBatch {
        precondition(
            after.head.sequence + Int64(waitingEvents) == centre.sequence, "a cursor of other events")
        var changes: [ResultsChange] = []
        for table in ResultsTable.Name.allCases {
            let isNew = ResultsProjection.comesOnce(table)
            for row in drain(table) { changes.append(ResultsChange(table, row, isNew: isNew)) }
        }
        left.removeAll(keepingCapacity: true)
        centre.forgetDeadlines()
        waitingEvents = 0
        defer {
            head = nil
            erased = []
        }
        return ResultsBatch(
            after: after, cursor: ResultsCursor(head: head ?? after.head, epoch: epoch), changes: changes,
            erased: erased)
    }

    // MARK: - Rows

    /// Whether a row of the table is made by one event alone, and never again: an event's own texts and their
    /// keys, and whatever only grows.
    private static func comesOnce(_ table: ResultsTable.Name) -> Bool {
        switch table {
        case .recommendation, .candidate, .unitHistory, .incidentHistory, .assignmentHistory, .handOver,
            .capacityReport, .position, .personalText, .recordKey, .auditEvent:
            true
        case .station, .unit, .call, .incident, .assignment, .patient, .offer, .note, .alert, .notice,
            .referral, .hospital, .hospitalBed, .outbox, .changedDay:
            false
        }
    }

    /// All rows of one table that this batch has, those that have left memory first: they are the older ones.
    private mutating func drain(_ table: ResultsTable.Name) -> [[ResultsValue]] {
        let old = left[table] ?? []
        let own: [[ResultsValue]]
        switch table {
        case .station: own = touched.stations.drain().map { rows.station($0, centre) }
        case .unit: own = touched.units.drain().map { rows.unit($0, centre) }
        case .call: own = touched.calls.drain().map { rows.call($0, centre) }
        case .incident: own = touched.incidents.drain().map { rows.incident($0, centre) }
        case .assignment: own = touched.assignments.drain().map { rows.assignment($0, centre) }
        case .patient: own = touched.patients.drain().map { rows.patient($0, centre) }
        case .offer: own = touched.offers.drain().map { rows.offer($0, centre) }
        case .note: own = touched.drainNotes().map { rows.note($0.note, centre, of: $0.incident) }
        case .alert: own = touched.alerts.drain().map { rows.alert($0, centre) }
        case .notice: own = touched.notices.drain().map { rows.notice($0, centre) }
        case .referral: own = touched.referrals.drain().map { rows.referral($0, centre) }
        case .hospital: own = touched.hospitals.drain().map { rows.hospital($0, centre) }
        case .changedDay: own = days.drain().map { rows.changedDay($0) }
        case .hospitalBed:
            own = touched.hospitalsOfBeds.drain().flatMap { rows.hospitalBeds($0, centre) }
        case .recommendation, .candidate, .unitHistory, .incidentHistory, .assignmentHistory, .handOver,
            .capacityReport, .personalText, .recordKey, .auditEvent:
            own = growing.drain(table)
        // Nothing of the journal's events belongs there so far.
        case .outbox, .position: own = []
        }
        return old.isEmpty ? own : old + own
    }

    /// Makes the rows that are about to leave the centre's memory while they are there.
    private mutating func settle(before bounds: RetiredBounds) {
        func split(_ rows: inout ResultsTouched, _ bound: Int32) -> [Int32] {
            let all = rows.drain()
            for index in all where index >= bound { rows.keep(index) }
            return all.filter { $0 < bound }
        }
        func keep(_ table: ResultsTable.Name, _ more: [[ResultsValue]]) {
            if !more.isEmpty { left[table, default: []] += more }
        }
        keep(.incident, split(&touched.incidents, bounds.incidents).map { rows.incident($0, centre) })
        keep(.call, split(&touched.calls, bounds.calls).map { rows.call($0, centre) })
        keep(
            .assignment,
            split(&touched.assignments, bounds.assignments).map { rows.assignment($0, centre) })
        keep(.patient, split(&touched.patients, bounds.patients).map { rows.patient($0, centre) })
        keep(.alert, split(&touched.alerts, bounds.alerts).map { rows.alert($0, centre) })
        keep(.offer, split(&touched.offers, bounds.offers).map { rows.offer($0, centre) })
        let notice = centre.firstNotice(keepingAssignmentsFrom: bounds.assignments)
        keep(.notice, split(&touched.notices, notice).map { rows.notice($0, centre) })
        let referral = centre.firstReferral(keepingIncidentsFrom: bounds.incidents)
        keep(.referral, split(&touched.referrals, referral).map { rows.referral($0, centre) })
        let notes = touched.drainNotes()
        touched.notes = notes.filter { $0.note >= bounds.notes }
        keep(
            .note,
            notes.filter { $0.note < bounds.notes }.map { rows.note($0.note, centre, of: $0.incident) })
    }

    private func audit(_ event: Event, _ row: JournalRow) -> [ResultsValue] {
        [
            rows.code, .integer(event.sequence), .time(event.at), .number(event.epoch),
            .word(event.actor.kind), .number(event.actor.number),
            .integer(Int64(bitPattern: event.client)), .number(EventCodec.type(of: event.body)),
            .text(event.body.name), .bytes(row.body), .bytes(row.hash.bytes),
        ]
    }

    private mutating func addTexts(_ event: Event, _ keys: RecordKeys?) throws(CodecError) {
        var texts: [[ResultsValue]] = []
        var itsKeys: [[ResultsValue]] = []
        var unreadable: TextID?
        event.body.forEachText { kind, text in
            let number = ResultsValue.text(text.id)
            texts.append([
                rows.code, number, .word(kind), text.content.map { .text($0) } ?? .null, .time(event.at),
                .null,
            ])
            guard let keys else { return }
            guard let key = try? keys.keyBytes(from: text.id, count: 1) else {
                unreadable = unreadable ?? text.id
                return
            }
            itsKeys.append([rows.code, number, key.allSatisfy { $0 == 0 } ? .null : .bytes(key)])
        }
        if let unreadable { throw .damagedText(unreadable) }
        growing.texts += texts
        growing.keys += itsKeys
    }
}
