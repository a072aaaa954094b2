// `dispatch115 report`: the page of a day, out of the journal; through the service while it lives, else from
// the file. To standard output, or to a file that then is there whole or not at all.

enum ReportCommand {
    static func run(
        _ arguments: Arguments.Report, _ journal: Arguments.Journal, _ configuration: Configuration
    ) -> Int32 {
        let time = LocalTime()
        let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
        guard let day = arguments.day.map({ time.day(named: $0) }) ?? time.day(of: now) else {
            Output.error("dispatch115: --day \(arguments.day ?? "") is no day; accepted: such as 2026-11-22")
            return ArgumentsError.exitStatus
        }
        do {
            let source = try JournalCommand.open(journal, configuration)
            let facts = try DayReading { range in
                // A page through the socket is smaller than a page of the file: what is missing is asked again.
                var rows: [JournalRow] = []
                var next = range.lowerBound
                while next <= range.upperBound {
                    let page = try JournalCommand.rows(source, next, range.upperBound)
                    guard let last = page.last else { break }
                    rows += page
                    next = last.sequence + 1
                }
                return rows
            }.facts(day: day, time: time)
            let report = DayReport(
                facts, day: day, until: now, units: facts.canTransport.count,
                targetMinutes: configuration.targets.minutes.inOrder, time: time)
            let chosen = arguments.language ?? configuration.centre.language
            let page = report.page(configuration, language: chosen == .vi ? .vi : .en, madeAt: now)
            guard let out = arguments.out else {
                Output.line(page)
                return 0
            }
            try Files.writeAtomically(out, Array(page.utf8), mode: Printer.mode)
            return 0
        } catch let failure as JournalCommand.Failure {
            Output.error("dispatch115: \(failure.text)")
        } catch {
            Output.error("dispatch115: \(error)")
        }
        return 1
    }
}
