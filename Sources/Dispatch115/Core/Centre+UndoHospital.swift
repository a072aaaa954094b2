// Taking back what was said of a hospital: the report before it holds again, if it still does. What was
// published meanwhile is published anew; nothing newer may have been said of the same thing.

extension Centre {
    func undoHospital(
        _ hospital: HospitalEvent, _ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        func no(_ obstacle: UndoObstacle) -> Rejection {
            .course(.notUndone(sequence: first.sequence, obstacle))
        }
        var restored: [HospitalEvent] = []
        for event in undone.line.reversed() {
            guard case .hospital(let said) = event.body else { continue }
            switch said {
            case .reported(let id, let kind, let from, _, _, true):
                restored.append(.reportRestored(id, kind, from))
            case .received(let id, let from, _, _, true): restored.append(.receptionRestored(id, from))
            case .diverted(let id, let from, _, _, true):
                // What has ended meanwhile stays ended.
                let stands = Centre.isPast(from.validUntil, draft.submission.now) ? DiversionState() : from
                restored.append(.diversionRestored(id, stands))
            case .reported, .received, .diverted, .defined, .withdrawn, .bedsRanOut, .receptionRanOut,
                .diversionRanOut, .bedChosen, .reportRestored, .receptionRestored, .diversionRestored:
                continue
            }
        }
        guard !restored.isEmpty else { throw no(.nothingToTakeBack) }
        for event in undone.later {
            guard case .hospital(let later) = event.body else { continue }
            if restored.contains(where: { Centre.isAboutTheSame($0, later) }) {
                throw no(.followed(event.sequence))
            }
        }
        draft.add(.course(.takenBack(first: first.sequence, last: last.sequence)))
        for event in restored { draft.add(.hospital(event)) }
    }

    /// Whether the later one says what the restored one takes back.
    private static func isAboutTheSame(_ restored: HospitalEvent, _ later: HospitalEvent) -> Bool {
        switch (restored, later) {
        case (.reportRestored(let id, let kind, _), .reported(let other, let otherKind, _, _, _, _)),
            (.reportRestored(let id, let kind, _), .reportRestored(let other, let otherKind, _)):
            id == other && kind == otherKind
        case (.receptionRestored(let id, _), .received(let other, _, _, _, _)),
            (.receptionRestored(let id, _), .receptionRestored(let other, _)),
            (.diversionRestored(let id, _), .diverted(let other, _, _, _, _)),
            (.diversionRestored(let id, _), .diversionRestored(let other, _)):
            id == other
        default: false
        }
    }
}
