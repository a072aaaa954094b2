// In which order alerts are read: those that nobody has acknowledged first, then by the priority of what
// they are about (P1 on top), then by age. Pure; one sort.

enum AlertOrder {
    /// Smaller is more urgent. A call that rings may be anything, and a journal that cannot be written concerns
    /// every act: both stand right below P1.
    static func level(_ alert: Int32, _ centre: Centre) -> Int {
        let row = centre.alerts[alert]
        switch row.kind {
        case .callWaiting, .notDurable: return 1
        // A caller waits who has waited long already, and nobody speaks with him.
        case .fleetStale, .massFixLoss, .callbackOverdue, .referralReturned: return 3
        // Whatever was answered is in the journal, and no patient waits for it.
        case .resultsAway, .publishingAway, .publishingDead: return 6
        // The worst of them decides where the unit goes: right below what nobody has been sent to.
        case .hospitalClosed: return 1
        case .orderUndelivered, .crewSilent, .incidentWaiting, .incidentWithoutUnit, .incidentOverdue,
            .withoutTransport, .plannedDue, .offerSilent, .offersExhausted, .unitSilent, .noticePhone,
            .noticeRejected, .noticeSilent:
            let id = centre.incident(of: row.kind, row.subject)
            guard id.isSet, centre.incidents.contains(id.index) else { return 3 }
            switch centre[id].priority {
            case .p1: return 0
            case .p2: return 2
            case .p3: return 4
            case .p4: return 5
            case .p0: return 6
            }
        }
    }

    /// Every open alert.
    static func open(_ centre: Centre) -> [Int32] {
        sorted(centre.openAlerts.filter { centre.alerts.contains($0) }, centre)
    }

    static func sorted(_ alerts: [Int32], _ centre: Centre) -> [Int32] {
        let keys = alerts.map { alert in
            (
                alert: alert, seen: centre.alerts[alert].acknowledgedAt.isSet ? 1 : 0,
                level: level(alert, centre), at: centre.alerts[alert].raisedAt
            )
        }
        return keys.sorted { left, right in
            if left.seen != right.seen { return left.seen < right.seen }
            if left.level != right.level { return left.level < right.level }
            return left.at == right.at ? left.alert < right.alert : left.at < right.at
        }.map(\.alert)
    }

    /// Ordered alerts by kind, in the order in which the kinds come first.
    static func byKind(_ ordered: [Int32], _ centre: Centre) -> [[Int32]] {
        var kinds: [AlertKind] = []
        var groups: [[Int32]] = []
        for alert in ordered {
            let kind = centre.alerts[alert].kind
            if let position = kinds.firstIndex(of: kind) {
                groups[position].append(alert)
            } else {
                kinds.append(kind)
                groups.append([alert])
            }
        }
        return groups
    }
}
