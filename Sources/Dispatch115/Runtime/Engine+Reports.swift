// The day's report page, written when a shift has been signed for: on a thread of its own, out of the
// journal, once the signature is durable. A failure is said in the log; the page can be made again at any
// time with `dispatch115 report`.

extension Engine {
    func writeReport(after event: Event) {
        let writer = surroundings.writer
        let configuration = surroundings.configuration
        let units = centre.units.count
        surroundings.gate.pass(after: event.sequence) { durability in
            guard durability.isDurable else {
                return Log.line(
                    "report: not written, the journal is not durable; use dispatch115 report later")
            }
            do {
                try NamedThread("report") {
                    Engine.writeReport(of: event.at, units: units, writer, configuration)
                }.detach()
            } catch {
                Log.line("report: \(error)")
            }
        }
    }

    /// Rows through the journal's thread, waited for. Never on the engine's or the journal's own thread.
    static func rows(_ range: ClosedRange<Int64>, _ writer: JournalWriter) throws -> [JournalRow] {
        let answer = Locked<Result<[JournalRow], JournalError>?>(nil)
        guard writer.read(range, reply: { result in answer.with { $0 = result } }) else { return [] }
        while true {
            if let result = answer.with({ $0 }) { return try result.get() }
            WallClock.sleep(nanoseconds: 200_000)
        }
    }

    private static func writeReport(
        of moment: Timestamp, units: Int, _ writer: JournalWriter, _ configuration: Configuration
    ) {
        let time = LocalTime()
        let day = time.day(of: moment)
        do {
            let facts = try DayReading { try rows($0, writer) }.facts(day: day, time: time)
            let report = DayReport(
                facts, day: day, until: moment, units: units,
                targetMinutes: configuration.targets.minutes.inOrder, time: time)
            let language: Language = configuration.centre.language == .vi ? .vi : .en
            let page = report.page(configuration, language: language, madeAt: moment)
            let folder = configuration.reportsFolder
            try Files.makeFolder(folder)
            try Files.writeAtomically(
                "\(folder)/report-\(time.date(day)).html", Array(page.utf8), mode: Printer.mode)
        } catch {
            Log.line("report: \(error)")
        }
    }
}
