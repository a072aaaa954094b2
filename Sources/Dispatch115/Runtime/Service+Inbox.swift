// Opens the doors through which capacity comes by file and by the database.

/// Both doors, where they are wanted.
final class CapacityInbox: Sendable {
    let folder: CapacityFolder?
    let table: CapacityTable?

    init(_ configuration: Configuration, _ engine: Engine) throws(ServiceError) {
        let desk = EngineCapacityDesk(box: engine.box)
        do {
            let path = configuration.hospitals.inbox
            if path.isEmpty {
                folder = nil
            } else {
                folder = try CapacityFolder(path, desk: desk)
            }
        } catch { throw ServiceError("hospitals.inbox: \(error)") }
        guard configuration.results.choice == .postgresql, configuration.hospitals.inboxTable == "read" else {
            table = nil
            return
        }
        do throws(PostgresError) {
            let conninfo = try PostgresConninfo(checking: configuration.results.database)
            table = try CapacityInbox.open(conninfo, configuration, desk)
        } catch {
            folder?.stop()
            throw ServiceError("results.database: \(error)")
        }
    }

    private static func open(
        _ conninfo: PostgresConninfo, _ configuration: Configuration, _ desk: EngineCapacityDesk
    ) throws(PostgresError) -> CapacityTable {
        do {
            return try CapacityTable(
                conninfo, centre: configuration.centre.code, desk: desk,
                deadlineMilliseconds: Int64(configuration.results.statementSeconds) * 1000)
        } catch { throw PostgresError(.connect, "\(error)") }
    }

    /// Before the engine ends, which both wait for.
    func stop() {
        folder?.stop()
        table?.stop()
    }

    var counts: (files: CapacityCounts, table: CapacityCounts) {
        (folder?.counts ?? CapacityCounts(), table?.counts ?? CapacityCounts())
    }
}
