// Requests about hospitals from their bound arguments. Whatever is required is there: `bind` has seen to it.

extension ArgumentBinder {
    var hospitals: HospitalRequest {
        if case .hospitalFilter(let filter) = self[.hospitalFilter] { return .list(filter) }
        return .list(.all)
    }

    var capacity: HospitalRequest {
        guard case .capacityTopic(let topic) = required(.capacityTopic),
            case .freeBeds(let count) = required(.freeBeds)
        else { broken() }
        return .report(
            hospital: number(.hospital), topic, count, asOf: time(.time), until: time(.plannedTime),
            reporter: text(.remark) ?? "")
    }

    var diversion: HospitalRequest {
        var status = DiversionStatus.closed
        if case .diversionStatus(let given) = self[.diversionStatus] { status = given }
        return .divert(
            hospital: number(.hospital), status, asOf: time(.time), until: time(.plannedTime),
            reason: text(.remark) ?? "")
    }

    /// The kind of bed that a line about a patient says.
    var bedKind: BedKind? {
        if case .bedKind(let kind) = self[.bedKind] { return kind }
        return nil
    }

    private func time(_ kind: ArgumentKind) -> Timestamp? {
        if case .time(let moment) = self[kind] { return moment }
        return nil
    }
}
