// The engine's part around hospitals: numbers looked up, lists, and who may speak for which.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: HospitalRequest, _ input: ConsoleInput, _ renderer: Renderer)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .list: preconditionFailure("this changes nothing")
        case .report(let number, let topic, let count, let asOf, let until, let reporter):
            return ownHospital(number, .capacity, input, renderer).flatMap { hospital in
                let origin = ReportOrigin(
                    asOf: asOf ?? .none, validUntil: until ?? .none, source: .console, reporter: reporter)
                if case .bed(let kind) = topic {
                    return .success(
                        .hospital(
                            .report(
                                hospital,
                                BedReport(kind, free: count.free, baseline: count.baseline, origin))))
                }
                guard count.baseline == nil else {
                    return .failure(Unresolved(text: renderer.onlyOneNumber()))
                }
                var report = ReceptionReport(origin)
                switch topic {
                case .offloadMinutes: report.offloadMinutes = count.free
                case .redPlaces: report.redPlaces = count.free
                case .yellowPlaces: report.yellowPlaces = count.free
                case .bed: break
                }
                return .success(.hospital(.receive(hospital, report)))
            }
        case .divert(let number, let status, let asOf, let until, let reason):
            return ownHospital(number, .diversion, input, renderer).map {
                .hospital(
                    .divert(
                        $0,
                        DiversionReport(
                            status, reason: reason,
                            ReportOrigin(asOf: asOf ?? .none, validUntil: until ?? .none))))
            }
        }
    }

    /// The hospital of this number, where this person may speak for it: a station's desk for its own only.
    private func ownHospital(
        _ number: Int32, _ verb: Verb, _ input: ConsoleInput, _ renderer: Renderer
    ) -> Result<HospitalID, Unresolved> {
        hospital(number, renderer).flatMap { found in
            guard let own = scope(of: verb, input) else { return .success(found) }
            let station = own.isSet ? centre[own].number : 0
            guard own.isSet, station == number else {
                return .failure(Unresolved(text: renderer.notOwnHospital(number, station)))
            }
            return .success(found)
        }
    }

    /// Answers a line that only asks.
    func show(_ request: HospitalRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard case .list(let filter) = request else { preconditionFailure("these are acts") }
        guard case .number(let number) = filter else {
            return reply(input, renderer.hospitals(filter, centre, now: now))
        }
        switch hospital(number, renderer) {
        case .success(let id): reply(input, renderer.hospital(whole: id, centre, now: now))
        case .failure(let unresolved): reply(input, unresolved.text)
        }
    }
}
