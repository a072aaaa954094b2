// Counts reports beforehand in PostgreSQL while the service runs, on a thread and a connection of its own: the
// writer never waits for it, and it never holds what the writer needs. Whatever fails is tried again a minute
// later; the reports are right without it, only slower.

import Synchronization

final class PostgresSummariser: Sendable {
    private let thread = Locked<NamedThread?>(nil)
    private let box = Mailbox<Void>(capacity: 1)
    private let stopping = Atomic<Bool>(false)

    /// Between two looks; the days before the current one change seldom.
    private static let restNanoseconds: Int64 = 60_000_000_000
    /// What one day or month may take.
    private static let milliseconds: Int64 = 30_000
    /// A month in which somebody corrects old days is not counted at each correction.
    private static let monthPauseSeconds = 600

    /// `onFailure` is called on this thread, not twice in a row for the same words.
    init(_ conninfo: PostgresConninfo, onFailure: @escaping @Sendable (String) -> Void)
        throws(SystemCallError)
    {
        let started = try NamedThread("summaries", niceness: 10) { [self] in run(conninfo, onFailure) }
        thread.with { $0 = started }
    }

    /// Waits at most for the day or month that is being counted.
    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        box.close()
        thread.joinOnce()
    }

    private func run(_ conninfo: PostgresConninfo, _ onFailure: (String) -> Void) {
        var said = ""
        var mail: [Void] = []
        while box.takeAll(into: &mail, until: WallClock.monotonicNanoseconds() + Self.restNanoseconds) {
            do throws(PostgresError) {
                let link = try PostgresConnection.connect(conninfo, before: .after(milliseconds: 10_000))
                defer { link.close() }
                _ = try ResultsSummary.count(
                    on: link, monthPause: Self.monthPauseSeconds, milliseconds: Self.milliseconds
                ) { !stopping.load(ordering: .acquiring) }
                said = ""
            } catch {
                if said != error.message { onFailure("\(error)") }
                said = error.message
            }
        }
    }
}
