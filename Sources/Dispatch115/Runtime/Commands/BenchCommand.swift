import Glibc

/// `dispatch115 bench`: one JSON object a line on standard output, progress on standard error. Exit status 1
/// where a case could not be run; the others are run all the same.
enum BenchCommand {
    static func run(_ arguments: Arguments.Bench, _ configuration: Configuration) -> Int32 {
        if arguments.isList {
            Output.line(BenchCase.list)
            return 0
        }
        let chosen: [BenchCase]
        do { chosen = try BenchCase.chosen(arguments.cases) } catch {
            Output.error(error.description)
            return ArgumentsError.exitStatus
        }
        let ends = [SIGTERM, SIGINT]
        Signals.block(ends)
        let scene = BenchScene(configuration)
        defer { scene.cleanUp() }
        do {
            try NamedThread("signals") {
                let came = Signals.wait(ends)
                scene.cleanUp()
                _exit(128 + came)
            }.detach()
        } catch {
            Output.error("dispatch115: \(error)")
            return 1
        }
        let origin = BenchOrigin.here()
        var status: Int32 = 0
        for one in chosen {
            Output.error("bench: \(one.name): \(one.meaning)")
            do {
                for row in try one.run(scene) { Output.line(row.json(of: one.name, on: origin)) }
            } catch {
                Output.error("dispatch115: bench: \(one.name): \(error)")
                status = 1
            }
            scene.cleanUp()
        }
        return status
    }
}
